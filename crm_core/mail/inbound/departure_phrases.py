"""What a letter says when its writer, or whom it was sent to, has gone for good.

Left the company, retired, died, or moved to another post: no day of return comes. Who is
gone must not be written to again as who is on holiday is. That somebody has left the office for the
day is an absence. Written for folded letters (`phrases.folded`), all languages in one pattern.
Asked by `letter_kinds`.
"""

from crm_core.mail.inbound.phrases import any_of

HAS_LEFT = any_of(
    r"""
    \bno\w? longer (?:be )?(?:(?:currently |actively )?work(?:s|ing)?(?! on)(?: here| at| for|
        with| in| as)?\b|with (?:us|the|our|this|(?-i:[A-Z]))|employed|(?:a )?part of|
        at (?:the|this|(?-i:[A-Z]))|an? (?:member|employee)|associated|affiliated|
        in (?:this|my|the|that|his|her) (?:role|position|post|job)|(?:in charge|responsible)\b|
        serv(?:e|es|ing) as|hold(?:s|ing)?\b)
    \b(?:do|does)(?:n['’]t| not) work (?:here|there|at [^.!?\n]{2,40}|for [^.!?\n]{2,40}) any ?more
    \bnot (?:working|employed|work) (?:here|at [^.!?\n]{2,40}|with us) any ?more
    \b(?:have|has|['’]ve|had|['’]s)(?: \w{1,12}){0,2} (?:retired\b|resigned\b|departed\b|
        passed away|moved on\b|left us\b|left (?:the |my |our |his |her |this |
        their )?(?:\w{1,20} )?(?:organi[sz]ation|company|business|firm|role|position|post|job|
        employ\w*|agency|university|school|college|institute|bank|group|team|department|staff|
        faculty|practice)\b|left (?-i:[A-Z])\w{1,30}(?! (?:for|until|till|today))|
        changed (?:jobs?|roles?|employers?)|taken (?:on |up )?an? (?:new|other) (?:role|position|
        job|post)|accepted an? new|joined another|(?:moved|transferred|
        transitioned) (?:in)?to (?:an? |the |our |my )?(?:new |another |other |
        different )?(?:\w{1,20} )?(?:roles?|teams?|positions?|departments?|job|post|division|
        company|opportunity)|ceased (?:to work|working|employment))
    \bdej(?:o|e|a|ara) de (?:formar parte|trabajar|prestar|pertenecer)|\bya no (?:forma|
        formo) parte|
        \bnon (?:fa|faccio) piu parte|\bnao faz mais parte|\bdeixou (?:a|de (?:fazer|trabalhar))
    \bi (?:left|quit|retired from|resigned from) (?:the |my |our )?(?:company|organi[sz]ation|
        firm|business|job|position|role|(?-i:[A-Z])\w{2,})|\b(?:am|i['’]m|is|are) (?:now )?retired\b
    \bi retired (?:on|in|from|at|last|this)\b|\b(?:moved|moving) on (?:from|to (?:a |an |new |
        other |pastures))|\bstopped working (?:at|for)
    \b(?:my|her|his|their) last (?:working )?day (?:at|with|of work|of employment|was|as)\b
    \b(?:leaving|left) (?:the|our|my|this) (?:company|organi[sz]ation|firm|business)\b
    \bas of [^.!?\n]{2,25} i (?:have left|will no longer)\b|\bformer employee\b|\bis deceased\b
    \bnicht (?:mehr|langer) (?:\S{1,25} ){0,5}(?:tatig|beschaftigt|angestellt|
        arbeit\w{0,3}|zustandig)|\barbeite[tn]? (?:\S{1,25} ){0,5}nicht (?:mehr|langer)
    \bnicht mehr (?:bei (?:uns|der|(?-i:[A-Z]))|(?:im|in unserem|in diesem) unternehmen|
        in der firma)
    \b(?:unternehmen|firma|kanzlei|gesellschaft|organisation|agentur|verein|
        konzern) (?:\S{1,25} ){0,5}verlassen\b|\b(?:habe|
        hat)(?: ich)?(?: die| das)? (?-i:[A-Z])\w{1,30}(?<!\bBuro)(?<!\bHaus
        ) (?:\S{1,20} ){0,4}verlassen\b
    \bausgeschieden\b|\b(?:im|in den) (?:vor)?ruhestand\b|\bin (?:rente|pension)\b|\bverstorben\b
    \bpensioniert\b|\bletzter (?:arbeits)?tag (?:bei|war|in der)|\bneuen? (?:stelle|herausforderung)
    \bin eine andere (?:abteilung|position) gewechselt
    \bne (?:travaille|travaillera|fais|fait|ferai|fera|suis|est|serai|sera|occupe) plus (?:partie|
        chez|pour|dans|au sein|en poste|employ|salari|le poste|a l|en fonction|membre|en charge)
    \bn['’](?:est|occupe|appartiens|appartient) plus (?:parmi|en poste|chez|dans|employ|salari|
        collabor|au sein|a l|le poste|membre|en charge)
    \b(?:j['’]ai|a|ai) (?:definitivement |desormais )?quitte (?!le bureau)(?:l|la|le|les|
        mes|ses|mon|son|notre|(?-i:[A-Z]))|\b(?:a la|en|sa|ma) retraite\b|\bretraitee?\b
    \bdernier jour (?:chez|au sein|de travail)|\bchange (?:de (?:poste|service|fonctions?|
        societe|employeur)|d['’]entreprise)|\bcesse (?:mes|ses) (?:fonctions|activit)
    \bdecedee?\b
    \bya no (?:trabaj|labor[oa]|form[oa] parte|pertene[cz]|colabor|prest[oa]|ocup[oa]|
        est(?:oy|a) (?:con nosotros|en (?:la empresa|el cargo|(?-i:[A-Z]))|a cargo))
    \b(?:he|ha|hemos) dejado (?:la (?:empresa|compania)|de (?:trabajar|formar|pertenecer)|
        (?:mi|su|el) (?:puesto|cargo))|\bdej[eo] (?:la empresa|de trabajar)|\bjubilad[oa]\b
    \bcausado baja\b|ultimo dia (?:en (?:la empresa|(?-i:[A-Z]))|de trabajo)|\bfalleci
    \bcambiado de (?:puesto|empresa|trabajo)
    \bnon (?:lavor[oa]|lavorero|fa(?:ccio)?|faro|oper[oa]|collabor[oa]|prest[oa]|ricopr[eo]|
        occup[oa]) piu|\bnon (?:e|sono) piu (?:in (?:azienda|servizio|organico|forza)|
        dipendente|un dipendente|parte|presso|con noi|impiegat|alle dipendenze)
    \b(?:ho|ha) lasciato (?!l['’]ufficio)(?:l['’ ]?|la |il |lo )?(?:azienda|societ|mio|suo|
        incarico|lavoro|ruolo|ditta|gruppo|(?-i:[A-Z]))|\bin pensione\b|
        \bultimo giorno (?:di lavoro|presso|in azienda)|\bcambiato (?:ruolo|azienda|lavoro)|
        \bdecedut
    \bnao (?:trabalh[oa]|fa[cz]o|faz|integr[oa]|pertenc[oe]|colabor[oa]|atu[oa]) mais
    \bnao est(?:ou|a) mais (?:na (?:empresa|companhia|(?-i:[A-Z]))|conosco|no cargo)
    \bja nao (?:trabalh[oa]|fa[cz]o|faz|integr[oa]|pertenc[oe]|colabor[oa]|est(?:ou|
        a) na)
    \b(?:deixei|deixou) (?:a (?:empresa|companhia)|de (?:trabalhar|fazer parte|integrar)|o cargo)
    \b(?:sai|saiu) da (?:empresa|companhia)|\b(?:me desliguei|desliguei-me|desligou-se|
        foi desligad)|\baposent(?:ei|ou|ad)|\breform(?:ei-me|ou-se|ad[oa])\b|ultimo dia (?:na|
        de trab)
    \bmudei de (?:func|emprego|cargo)|\bfaleceu\b
    \bniet (?:meer|langer) (?:\S{1,25} ){0,4}(?:werkzaam|in dienst|werk(?:en|end|t)?\b)
    \bwerkt? (?:\S{1,25} ){0,4}niet (?:meer|langer)(?! (?:met|aan|op|in het)\b)|\bhee?(?:b|
        ft)(?: ik)? (?!het kantoor)(?:\S{1,25} ){1,4}verlaten|\buit dienst\b|\bmet pensioen\b|
        \blaatste werkdag (?:bij|was)|\boverleden\b
    \b(?:een nieuwe|andere) (?:baan|functie|uitdaging)\b
    \bnie pracuj[ea] (?:\S{1,25} ){0,4}juz|\bjuz nie pracuj|\bnie pracuj[ea] dluzej
    \bzakonczyl\w{0,3} (?:wspolprac|prac)|\b(?:odszedl|odeszl)\w{0,3} (?:z|na)\b
    \bnie (?:jest|jestem) juz (?:pracowni|zatrud)|\bprzestal\w{0,3} pracowa|\bna emerytur
    \bopuscil\w{0,3} (?:firm|spolk)|\bzmienil\w{0,3} (?:stanowisko|prace)
    \b(?:arbetar|jobbar) (?:\S{1,14} )?inte langre|\binte langre (?:anstalld|kvar|arbetar|
        jobbar)|\bslutat (?:pa|hos|i|min|som|vid|och|mitt)\b|\blamnat (?:foretaget|min |
        bolaget|(?-i:[A-Z]))|\bi pension\b|\bpensionerad|\bsista (?:arbets)?dag\b
    \bavslutat (?:min|sin) anstallning|\bny tjanst\b
    \barbejder (?:\S{1,14} )?ikke l(?:ae|e)ngere|\bikke l(?:ae|e)ngere (?:ansat|hos|en del|arbejd|
        i firma|medarbejder)|\bfratradt\b|\bstoppet (?:hos|i|pa|min)\b|\bforladt (?:virksomhed|
        firma|min |(?-i:[A-Z]))|\bpa (?:pension|efterlon)\b|\bskiftet job|
        \bsidste (?:arbejds)?dag\b
    \b(?:jobber|arbeider) (?:\S{1,14} )?ikke lenger|\bikke lenger (?:ansatt|hos|en del|arbeid|jobb)
    \bsluttet (?:i|hos|pa|som|og|ved|min)\b|\bpensjonist|\bav med pensjon|
        \bsiste (?:arbeids)?dag\b
    \ben (?:ole )?enaa (?:ole |tyoskentele |toissa (?!tanaan)|palveluks)
    \bei (?:ole |tyoskentele )?enaa (?:ole (?:palveluks|meilla|toissa)|
        tyoskentele|palveluks|meilla|toissa)|\belakkeell|\bviimeinen tyopaiv
    \bsiirtyn(?:yt|eeni) (?:uusi|toisi|tois|muihin)
    \b(?:jiz|uz|viac) (?:\S{1,25} ){0,5}nepracuj|
        \bnepracuj\w{1,3} (?:\S{1,25} ){0,4}(?:jiz|uz)
    \bukoncil\w{0,2} (?:\S{1,15} )?(?:pracovn|spolupr|pusob|posob)|
        \bopustil\w{0,2} (?:firmu|spolecnos|spolocnos)|\b(?:do|v) d[uo]chod|
        \bod[ie]s(?:el|la|iel) (?:z|ze|zo)\b
    \bneni (?:jiz|uz) zamest|\bnie (?:je|som) (?:uz|viac) zamest
    \b(?:mar|tobbe) nem (?:\S{1,20} ){0,3}dolgoz|
        \bnem dolgoz\w{1,5} (?:\S{1,20} ){0,3}(?:mar|tobbe|tovabb)|
        \belhagyt\w{0,4} a(?: ceg| vallal|z int)|\btavoz\w{1,6} a ceg
    \bnyugdij|\bkilept\w{0,4} a|\bmunkaviszonyom? megsz
    \bnu mai (?:lucr|fac(?:e)? parte|sunt angaj|este angaj|activ)|\bparasit (?:compani|firma|
        echipa)|\bpensionat\b|\b(?:am|a) plecat din (?:compani|firm)
    \bartik (?:\S{1,25} ){0,5}(?:calism|gorev yapm)|\b(?:is|sirket|gorev|
        kurum|firma)\w{0,6}(?:ten|tan|den|dan) ayril|\bemekli ol
    больше не (?:работа|являюсь|являет)|уже не работа|не работа(?:ю|ет) (?:больше|уже|в компании)
    уволил(?:ся|ась)|покинула? (?:компани|организ)|на пенси[июе]|перешла? (?:на|в) друг
    (?:більше|вже) не прац|не працю\w{1,3} (?:більше|вже|в компанії)|звільни(?:вся|лася)
    залиши(?:в|ла) компані|на пенсі[йюї]
    δεν (?:εργαζ\w{1,5}|δουλευ\w{1,3}|ανηκ\w{1,2}) (?:πλεον|πια)|πλεον δεν (?:εργαζ|δουλευ)
    (?:εχω|εχει) αποχωρησει|αποχωρησ\w{1,3} απο|συνταξιοδοτ
    退職(?:し|いた|致|と|の|に)|(?<!本日は)退社(?:し|いた|致)|異動(?:し|いた|致|と|に)|転職|定年
    在籍して(?:おりません|いません|ない)|担当を(?:外れ|離れ)
    离职|離職|(?:已|经|經)(?:离|離)[开開](?:本|我|了|該|该)?公司|已(?:经|經)?退休|调(?:岗|任|离)|
        調(?:職|任|離)
    不再(?:在|担任|擔任|任职|任職|负责|負責|就职|就職)|已不在(?:本|我|该|該)?(?:公司|职|職)
    퇴사|퇴직|더\s?이상[^.\n]{0,20}(?:근무하지|재직|일하지)|이직(?:하|했)|부서(?:를|
        로)?\s?(?:이동|옮)|은퇴
    (?:אינני|איני|כבר לא|לא) עובדת? (?:עוד|יותר|ב(?!ימי|יום|שישי|שבת))|אינ(?:ו|ה) עובדת?
        [ ](?:עוד|יותר|ב(?!ימי|יום))
    עזב(?:תי|ה)? את (?:החברה|התפקיד|תפקידי|הארגון)|פרשתי|פרשה? ל(?:גמלאות|פנסיה)
    סיי(?:מתי|ם|מה) (?:את )?(?:עבודת|תפקיד)
    لم (?:أعد|اعد|يعد|تعد) (?:أعمل|اعمل|يعمل|تعمل|موظف)|(?:غادرت?|تركت?) (?:الشركة|المؤسسة|وظيفت|
        منصب)
    استقال|تقاعد(?:ت)?|انتقلت? إلى (?:وظيفة|منصب|قسم|شركة)
    """
)
