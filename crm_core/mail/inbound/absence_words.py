"""The names of months and days, and the words around a date that tell what it is.

By language where a word means different things in two. Asked by `absence`.
"""

import re

from crm_core.mail.inbound.phrases import any_of, rows

MONTHS = rows(
    """
    january styczniu январе januar januari janvier janv enero ene gennaio gen janeiro stycznia
        styczeń sty jan tammikuuta tammikuu tammikuun tammi leden ledna január januára ocak января
        январь янв січня ianuarie ιανουαρίου jaanuar
    february lutym феврале februar februari février fevrier févr fevr fév feb febrero febbraio
        fevereiro fev lutego luty lut helmikuuta helmikuu helmikuun helmi únor února február
        februára şubat февраля февраль фев лютого februarie φεβρουαρίου
    march marcu марте märz maerz mars marzo março marco mar maart mrt marca marzec maaliskuuta
        maaliskuu maaliskuun maalis březen března brezna március mart марта март мар березня martie
        μαρτίου marts
    april kwietniu апреле avril avr abril abr aprile apr kwietnia kwiecień huhtikuuta huhtikuu
        huhtikuun huhti duben dubna április apríla nisan апреля апрель апр квітня aprilie απριλίου
    may maju мае mai mayo maggio mag maio mei maja maj toukokuuta toukokuu toukokuun touko květen
        května kvetna május mája mayıs мая май травня μαΐου
    june czerwcu июне juni juin junio giugno giu junho jun czerwca czerwiec kesäkuuta kesäkuu
        kesäkuun kesä červen června cervna június júna haziran июня июнь июн червня iunie ιουνίου
    july lipcu июле juli juillet juil julio luglio lug julho jul lipca lipiec heinäkuuta heinäkuu
        heinäkuun heinä červenec července július júla temmuz июля июль июл липня iulie ιουλίου
    august sierpniu августе août aout agosto ago aug sierpnia sierpień elokuuta elokuu elokuun elo
        srpen srpna augusztus augusta ağustos августа август авг серпня αυγούστου augusti augustus
    september wrześniu сентябре septembre septiembre settembre setembro sept sep set września
        wrzesień syyskuuta syyskuu syyskuun syys září szeptember septembra eylül сентября сентябрь
        сен вересня septembrie σεπτεμβρίου
    october październiku октябре oktober octobre octubre ottobre ott outubro out oct okt
        października październik paź lokakuuta lokakuu lokakuun loka říjen října október októbra
        ekim октября октябрь окт жовтня octombrie οκτωβρίου
    november listopadzie ноябре novembre noviembre novembro nov listopada listopad marraskuuta
        marraskuu marraskuun marras listopadu novembra kasım ноября ноябрь ноя листопада noiembrie
        νοεμβρίου
    december grudniu декабре dezember décembre decembre diciembre dic dicembre dezembro dez dec déc
        des desember grudnia grudzień joulukuuta joulukuu joulukuun joulu prosinec prosince
        decembra aralık декабря декабрь дек грудня decembrie δεκεμβρίου
    """
)
MONTH_OF = {word: number for number, words in enumerate(MONTHS, 1) for word in words.split()}
DAYS = rows(
    """
    monday montag lundi lunes lunedì lunedi segunda maandag poniedziałek poniedziałku måndag
        mandag maanantai maanantaina pondělí pondelok hétfő pazartesi понедельник понедельника
        понеділок luni mon
    tuesday dienstag mardi martes martedì martedi terça terca dinsdag wtorek wtorku tisdag
        tirsdag tiistai tiistaina úterý utorok kedd salı вторник вторника вівторок marți tue
        tues
    wednesday mittwoch mercredi miércoles miercoles mercoledì mercoledi quarta woensdag
        środa środę środy onsdag keskiviikko keskiviikkona středa středu streda szerda çarşamba
        среда среду среды середа miercuri wed
    thursday donnerstag jeudi jueves giovedì giovedi quinta donderdag czwartek czwartku
        torsdag torstai torstaina čtvrtek štvrtok csütörtök perşembe четверг четверга четвер joi
        thu thurs
    friday freitag vendredi viernes venerdì venerdi sexta vrijdag piątek piątku fredag
        perjantai perjantaina pátek piatok péntek cuma пятница пятницу пятницы п'ятниця vineri
        fri
    saturday samstag samedi sábado sabado sabato zaterdag sobota sobotę lördag lørdag
        lauantai szombat cumartesi суббота субботу sâmbătă
    sunday sonntag dimanche domingo domenica zondag niedziela niedzielę söndag søndag
        sunnuntai neděle vasárnap pazar воскресенье воскресенья duminică
    """
)
DAY_OF = {word: number for number, words in enumerate(DAYS) for word in words.split()}
SHORT_DAYS = frozenset(["mon", "tue", "tues", "wed", "thu", "thurs", "fri"])
CJK_DAYS = {
    name: number
    for names in ("月火水木金土日", "一二三四五六日", "월화수목금토일")
    for number, name in enumerate(names)
} | {"天": 6}
TOMORROW = any_of(
    r"""
    \b(?:tomorrow|morgen(?! (?:früh|abend))|demain|mañana|domani|amanhã|jutro|imorgon|i morgen)\b
    \b(?:huomenna|zítra|holnap|yarın)\b|завтра|明日|明天|내일
    """
)
BACK = {
    "en": r"back|return\w*|resum\w+|available again|in (?:the|my) office (?:again|on|from)|"
    r"again (?:on|from)|reachable|reach me|respond (?:on|after)|"
    r"revert|(?:reply|get back)(?: to you(?:r \w+)?)? on",
    "de": r"wieder|zur[üu]ck|r[üu]ckkehr|erreichbar ab|erreichen sie mich (?:wieder )?ab",
    "fr": r"retour|reviens|revenir|reprend\w*|reprise|rentre\w*|[àa] partir du|d[èe]s le",
    "es": r"vuelv\w+|regres\w+|de vuelta|volver\w*|reincorpor\w+|retorn\w+|a partir del?",
    "it": r"rientr\w+|ritorn\w+|torner\w+|torno|di nuovo|a partire dal?",
    "pt": r"volt\w+|retorn\w+|regress\w+|de volta|a partir de",
    "nl": r"terug|weer|opnieuw|bereikbaar vanaf",
    "pl": r"wrac\w+|wr[óo]c\w+|powr[óo]\w+|ponownie|z powrotem|b[ęe]d[ęe] dost[ęe]pn\w+ od",
    "sv": r"tillbaka|[åa]ter\w*|igen",
    "da": r"tilbage|igen|retur",
    "no": r"tilbake|igjen",
    "fi": r"takaisin|palaan|palaa|j[äa]lleen|t[öo]iss[äa]|tavoitettavissa",
    "cs": r"zp[ěe]t|vr[áa]t[íi]m|n[áa]vrat|op[ěe]t|znovu",
    "sk": r"sp[äa][ťt]|vr[áa]tim|n[áa]vrat|op[äa][ťt]|znova",
    "hu": r"vissza\w*|ism[ée]t|[úu]jra|el[ée]rhet[őo]",
    "tr": r"d[öo]n\w+|tekrar|geri",
    "ro": r"revin|[îi]ntorc|din nou",
    "ru": r"верн\w+|возвра\w+|выйду|выхожу|снова|буду на (?:месте|связи|работе)",
    "uk": r"поверн\w+|знову",
    "el": r"επιστρ\w+|πίσω",
}
BACK_BEHIND = {"de": r"f[üu]r sie da|im (?:haus|b[üu]ro)|zur verf[üu]gung"}
"""What says behind a date alone that it ends the absence."""
UNTIL = {
    "en": r"until|till|til|through|thru|to|up to|by|and|ends?|ending|'til|-|–|—",
    "de": r"bis|einschlie(?:ß|ss)lich|inkl\w*\.?|und|-|–",
    "fr": r"jusqu\W?(?:au|à|en)?|au|inclus|et|-|–",
    "es": r"hasta|al|a|y|-|–|inclusive",
    "it": r"fino|al|sino|all'|e|-|–",
    "pt": r"at[ée]|ao?|a|e|[àa]|-|–",
    "nl": r"tot|t/m|t\.e\.m\.|en met|en|-|–",
    "pl": r"do|-|–",
    "sv": r"till|t\.?o\.?m\.?|och med|-|–",
    "da": r"til|t\.?o\.?m\.?|og med|-|–",
    "no": r"til|t\.?o\.?m\.?|og med|-|–",
    "fi": r"-|–|välisen\w*",
    "cs": r"do|-|–|a[žz]",
    "sk": r"do|-|–|a[žz]",
    "hu": r"-|–|[ée]s",
    "tr": r"ve|-|–|ile",
    "ro": r"p[âa]n[ăa](?: la| [îi]n)?|-|–",
    "ru": r"до|по|-|–",
    "uk": r"до|по|-|–",
    "el": r"έως|μέχρι|-|–",
}
STARTS = {
    "en": r"from|starting|beginning|since|as of|between",
    "de": r"vom?|ab|seit|von|zwischen",
    "fr": r"du|depuis|d[èe]s|entre",
    "es": r"del?|desde|entre",
    "it": r"dal?|da",
    "pt": r"de|do|desde|entre|dia",
    "nl": r"van|vanaf|sinds|tussen",
    "pl": r"od|z|pomi[ęe]dzy",
    "sv": r"fr[åa]n|fr\.?o\.?m\.?|mellan",
    "da": r"fra|mellem",
    "no": r"fra|mellom",
    "fi": r"alkaen",
    "cs": r"od|mezi",
    "sk": r"od|medzi",
    "hu": r"",
    "tr": r"",
    "ro": r"din|de la|[îi]ntre",
    "ru": r"со?|между",
    "uk": r"з|від|між",
    "el": r"από",
}
BACK_AFTER = {
    "de": r"wieder|zur[üu]ck|erreichbar",
    "hu": r"-?[áaéeóoöőu]?n|-?t[óo]l|-?t[őo]l",
    "tr": r"'?\w{0,3} ?(?:itibar\w*|d[öo]n\w+)|\w* tarihinde",
    "fi": r"takaisin|alkaen|j[äa]lleen",
    "ja": r"\W{0,3}(?:より|から|に)?.{0,10}(?:復帰|戻|出社|業務を再開|通常)|に",
    "zh": r".{0,6}(?:回来|返回|回到|恢复|回來|上班)",
    "ko": r".{0,6}(?:복귀|돌아)|에",
}
UNTIL_AFTER = {
    "ja": r"\W{0,8}(?:\(.\)|（.）)?\W{0,3}(?:まで|迄)",
    "zh": r"\W{0,6}(?:前|为止|止|期间)",
    "ko": r"\W{0,8}(?:\(.\))?\W{0,3}까지",
    "hu": r"-?\s?ig|\s?k[öo]z[öo]tt",
    "tr": r"['’]?\w{0,4}\s?(?:tarihine\s)?(?:kadar|dek)|\s?(?:tarihleri )?aras[ıi]",
    "fi": r"\.?\s?(?:asti|saakka)|\s?v[äa]lisen",
    "de": r" (?:einschl|inkl)",
    "nl": r" (?:afwezig)",
}
UNTIL_BEFORE_CJK = {"ja": r"[~〜～―-]\s?$", "zh": r"(?:至|到|-|~|—)\s?$", "ko": r"[~〜-]\s?$"}
NOT_BEFORE = re.compile(
    r"(?:\bnot|n't|nicht|erst)\s(?:be )?(?:back|return\w*|available|in the office|wieder)?"
    r"[\w\s]{0,30}"
    r"\b(?:until|before|till|vor dem|am|ab)\W*\w{0,4}\W*$",
    re.I,
)
NOT = re.compile(r"\b(?:not|won't|nicht|pas|niet|no|non|n[ãa]o|nie|inte|ikke|не)\b", re.I)
AND = frozenset(["and", "und", "et", "y", "e", "en", "a"])
"""Words that end an absence between two dates only."""
