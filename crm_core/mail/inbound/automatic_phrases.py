"""What machines that answer write, in the languages of the common mail systems.

Asked by `automatic`, which weighs them.
"""

from crm_core.mail.inbound.phrases import any_of

AUTO_ADDRESS = any_of(
    r"""
    ^(?:auto-?_?(?:reply|responder|response|respond|antwort|matic|mailer)|autoresponder|vacation|
        out-?of-?office)\b
    \+autoreply|-autoreply@
    """
)
NOBODY = any_of(
    r"""
    ^(?:no-?_?\.?reply|do-?not-?reply|donotreply|ne-?pas-?repondre|nicht-?antworten|
        non-?rispondere|noresponder|no-?responder|keine-?antwort|nao-?responda)\b
    """
)
SUBJECT_AUTO = any_of(
    r"""
    ^\W{0,4}(?:(?:re|aw|sv|fw)\s?:\s?)?\W{0,4}(?:auto(?:matic|mated|matisk|
        matische)?[\s-]?(?:e-?mail )?(?:re(?:ply|sponse|spond\w*|ply from)|answer|acknowledg\w*|
        confirmation)|auto[\s-]?re(?:ply|sponse|sponder)|autom?\.?\s?(?:antwort|beantwort)\w*|
        automatische\w? (?:antwort|r[üu]ckantwort|e-?mail|nachricht|eingangsbest)\w*|
        automatisch(?:e|es)? (?:antwoord|beantwoording)|r[ée]ponse automati\w*|
        accus[ée] de r[ée]ception|message automatique|respuesta autom[áa]tica|respuesta autom|
        auto-?respuesta|contestaci[óo]n autom[áa]tica|acuse de recibo|risposta automatica|
        risponditore automatico|messaggio automatico|resposta autom[áa]tica|resposta ausente|
        auto-?resposta|autosvar|automatiskt? svar|auto-?svar|automaattinen vastaus|automaatvastus|
        automaattivastaus|(?:odpowied[źz] automatyczna|automatyczna odpowied[źz]|autoodpowied[źz]|
        autoresponder)|automatick[áa] odpov[ěe][ďd]|automatikus v[áa]lasz|otomatik (?:yan[ıi]t|
        cevap)|r[ăa]spuns automat|автоматически[йе] ответ|автоответ\w*|автоматична відповідь|
        автоматичен отговор|αυτόματη απάντηση|自动(?:回复|答复|回覆)|自動(?:回覆|答覆|返信|応答)|
        【?自動(?:返信|応答|配信)|자동\s?(?:회신|응답|답장)|trả lời tự động|balasan otomatis|
        jawapan automatik|ตอบกลับอัตโนมัติ|automatski odgovor|samodejni odgovor|
        automatinis atsakymas|automātiska atbilde|מענה אוטומטי|תשובה אוטומטית|رد تلقائي)
    [\[(]\s?auto(?:matic|mated|matische|matique|matica)?[\s-]?(?:re(?:ply|sponse)|antwort|
        responder)
    ^\s{0,4}auto\s?:\s
    """
)
SUBJECT_ABSENCE = any_of(
    r"""
    (?:^|[\s:\[(【])(?:out[\s-]of[\s-](?:the[\s-])?office|ooo|oof)(?![\w])
    away from (?:the |my )?(?:office|desk|e-?mail|mail)
    \b(?:on|annual|sick|maternity|paternity|parental) (?:leave|vacation|holidays?)\b
    ^(?:i am |i'm )?(?:on )?vacation\b|vacation (?:reply|message|response|notice|auto)
    \baway (?:message|notice|notification)|\bis out of (?:the )?office
    absence (?:message|notice|notification)|abwesenheit|\babwesend|nicht im (?:b[üu]ro|haus)
    au(?:ß|ss)er haus|im urlaub|urlaubsmeldung|nicht am arbeitsplatz
    absen(?:ce|t|te) d[eu] (?:bureau|mon bureau)
    (?:message|notification|avis|notice)[\w\s']{0,12}absence|\babsent\w* (?:du|jusqu)
    ^\W{0,4}absen(?:ce|te?)\b|hors d[eu] (?:bureau|mon)|en cong[ée]s?\b|en vacances
    fuera de (?:la |mi )?oficina|ausencia|^\W{0,4}ausente|de vacaciones|fuori (?:ufficio|sede)
    ^\W{0,4}assen(?:te|za)|in ferie|fora do escrit[óo]rio|aus[êe]ncia|de f[ée]rias|\bafwezig
    niet (?:op|aanwezig op) kantoor|op vakantie|met vakantie|fr[åa]nvaro|p[åa] semester
    inte p[åa] kontoret|ej p[åa] kontoret|ikke (?:til stede|p[åa] kontoret)|frav[æa]r|p[åa] ferie
    \bpoissa|poza biurem|nieobecno|urlop|mimo kancel|nep[řr][íi]tom|dovolen|h[áa]zon k[íi]v
    t[áa]voll[ée]t|szabads[áa]g|ofis d[ıi][şs][ıi]|izinde|вне офиса|отсутств|в отпуске|відсутн
    у відпустці|不在|休暇|外出中|休假|外出|不在办公室|不在辦公室|부재|휴가|εκτός γραφείου
    în concediu|absent din|חופשה|مكتب
    """
)
PREFIXED = any_of(
    r"""
    ^\s{0,4}(?:re|aw|fwd?|wg|tr|rv|sv|vs|vl|antw|odp|r|i|res|enc|ynt|atb|回复|答复|转发|答覆|
        返信)\s?(?:\[\d+\])?[:：]\s?
    """
)
ABSENT = any_of(
    r"""
    (?:\b(?:i|we)(?:\s?['’](?:m|re|s|ll)|m| am| are| is|
         will)?\s(?:will )?(?:also )?(?:be )?(?:currently |presently |now |temporarily |still |
        both )?(?:be )?(?:out of (?:the |my |our )?(?:office|country|town)|out[\s-]of[\s-]office|
        away\b|out (?:on|until|till|from|today|this)|on (?:an? |my |
        our )?(?:\w{1,12} ){0,2}(?:leave|vacation|holidays?|pto|sabbatical|break|business trip|
        trip|project|assignment|course|conference)|travel+ing|overseas|abroad|ooo|
        not in (?:the |my )?office|unavailable|off (?:work|until|from|on|sick|today)|out sick|
        not (?:currently )?(?:in|at|available|working|checking)|taking (?:some )?(?:time off|
        annual leave|leave)|attending)\b)
    \b(?:currently|presently|am|is|be|are) (?:out of (?:the |my )?office|away from (?:the |
        my )?(?:office|desk|e-?mail|computer)|on (?:annual |maternity |paternity |parental |sick |
        medical )?(?:leave|vacation|holidays?))
    \boffices? (?:is|are|will be) (?:currently |now )?closed|\bwe(?:'re| are) closed
    \bleft (?:the|my) office\b|\bquitt[ée] le bureau\b|\bheute nicht mehr im (?:b[üu]ro|haus)
    \b(?:account|mailbox) (?:has been|is|was) (?:disabled|deactivated|closed)
    \bcuenta (?:\w{1,14} ){0,3}(?:des|in)h?abilitad
    (?:^|[.!\n]\s{0,2})(?:ausente|fora do escrit[óo]rio|de f[ée]rias|fuera de la oficina|assente|
        de vacaciones|fuori (?:ufficio|sede)|in ferie|absente?|en cong[ée]s?|en vacances|abwesend|
        im urlaub|nicht im b[üu]ro|in elternzeit|afwezig|op vakantie|met verlof|poza biurem|
        na urlopie|p[åa] (?:semester|ferie)|away from (?:my |the )?(?:desk|office))\b
    \bin an? all[\s-]day \w
    (?:^|[.!,\n]\s{0,2})(?:currently )?(?:out|away) (?:of (?:the )?office|sick|today|until|till|
        this|for|on)\b|(?:^|[.!,\n:]\s{0,2})(?:currently )?(?:ooo|on (?:annual |sick |medical |
        maternity |paternity |parental )?(?:leave|vacation|holidays?|pto)) (?:until|till|through|
        from|today|this)\b
    out of office (?:reply|message|until|from|auto|notification)|return(?:ing)? to the office
    (?:bin|sind|befinde|ist|bis|momentan|derzeit|aktuell|zur ?zeit|
        heute)[^!?\n]{0,60}(?:nicht im (?:b[üu]ro|haus)|abwesend|im urlaub|in urlaub|au(?:ß|
        ss)er haus|nicht (?:erreichbar|verf[üu]gbar|pers[öo]nlich)|in elternzeit|im mutterschutz|
        auf dienstreise|krank|unterwegs)
    (?:ich bin|wir sind)[^!?\n]{0,60}(?:abwesend|urlaub|nicht im b[üu]ro|wieder (?:erreichbar|
        im b[üu]ro|f[üu]r sie|da))
    (?:unser|das) b[üu]ro[^!?\n]{0,40}geschlossen|betriebsferien|meine[rn]? (?:abwesenheit|urlaub)
    bin erst[^.!?\n]{0,40}wieder (?:da|im|erreichbar|zur[üu]ck)
    (?:bin|sind) (?:ich|wir)[^.!?\n]{0,40}wieder (?:erreichbar|im b[üu]ro|f[üu]r sie|da\b|
        zur[üu]ck)
    (?:bin|sind) (?:ich|wir)[^!?\n]{0,60}nicht am (?:platz|arbeitsplatz|schreibtisch)
    (?:bureaux?|cabinet|soci[ée]t[ée]|entreprise|secr[ée]tariat|agence)[^.!?\n]{0,20}\bferm[ée]
    (?:oficinas?|empresa)[^.!?\n]{0,20}\bcerrad|(?:uffici|azienda|studio)[^.!?\n]{0,20}\bchius
    je ne (?:suis|serai) pas (?:au bureau|joignable|disponible|l[àa]\b)
    no (?:estoy|estar[ée]|estamos) (?:disponible|en la oficina|localizable)
    non (?:sono|sar[òo]) (?:in ufficio|disponibile|raggiungibile)
    n[ãa]o (?:estou|estarei) (?:dispon[íi]vel|no escrit[óo]rio)|nie (?:ma|b[ęe]dzie) mnie
    (?:je (?:suis|serai)|nous sommes|actuellement)[^!?\n]{0,50}(?:absent|en cong[ée]|en vacances|
        hors d[eu]|en d[ée]placement|en arr[êe]t|indisponible|en rtt|de retour|en formation)
    (?:estoy|estar[ée]|estamos|me encuentro|encuentro|me encontrar[ée])[^!?\n]{0,50}(?:fuera de|
        de vacaciones|ausente|de baja|de permiso|de viaje)
    (?:sono|sar[òo]|siamo|saremo|attualmente)[^!?\n]{0,50}(?:fuori (?:ufficio|sede)|in ferie|
        assente|in vacanza|in maternit|in malattia|in trasferta)
    (?:estou|estarei|estamos|encontro-me|me encontro)[^!?\n]{0,50}(?:fora do|de f[ée]rias|
        em f[ée]rias|ausente|de licen[çc]a|em viagem)
    (?:ben|zijn|momenteel|op dit moment)[^!?\n]{0,60}(?:afwezig|niet (?:op|aanwezig|bereikbaar)|
        met vakantie|op vakantie|met verlof|buiten kantoor|vrij)
    (?:met|op) (?:\w{1,14} ?)?(?:verlof|vakantie) (?:ben|zijn)\b
    (?:ben|zijn) (?:ik|wij|we)[^.!?\n]{0,30}weer (?:bereikbaar|aanwezig|terug|op kantoor|
        beschikbaar)
    (?:jestem|b[ęe]d[ęe]|przebywam|obecnie)[^!?\n]{0,50}(?:poza biurem|nieobecn|na urlopie|urlop|
        na zwolnieniu|w delegacji)
    (?:jag|vi)[^!?\n]{0,20}(?:[äa]r|har)[^!?\n]{0,40}(?:inte p[åa] kontoret|semester|ledig|
        fr[åa]nvarande|bortrest|f[öo]r[äa]ldraledig|tj[äa]nsteresa|tillbaka)
    jeg[^!?\n]{0,20}(?:er|har|holder)[^!?\n]{0,40}(?:ikke (?:p[åa] kontoret|til stede)|ferie|
        frav[æa]rende|bortrejst|barsel|permisjon|ute av kontoret|ude af kontoret|tilbage|tilbake)
    (?:olen|olemme)[^!?\n]{0,40}(?:poissa|lomalla|vuosilomalla|matkoilla|vapaalla|tavoitettavissa)
    (?:jsem|nejsem|budu|nebudu|som|nie som)[^!?\n]{0,40}(?:mimo kancel|nep[řr][íi]tom|dovolen|
        v kancel|k dispozici)|z d[ůu]vodu dovolen
    (?:szabads[áa]gon|nem vagyok|t[áa]vol (?:vagyok|leszek)|h[áa]zon k[íi]v[üu]l)
    (?:ofis(?:te)? (?:d[ıi][şs][ıi]nda|de[ğg]ilim)|y[ıi]ll[ıi]k izin|izinde(?:yim|yiz)|tatilde)
    (?:нахожусь|буду|находи\w+|сейчас|временно)[^!?\n]{0,40}(?:в отпуске|вне офиса|в командировке|
        отсутств|не в офисе|на больничном)
    \bя в отпуске|меня не будет|(?:перебуваю|буду)[^!?\n]{0,30}(?:у відпустці|відсутн)
    不在(?:に)?(?:し|と|です|の)|休暇(?:を|中|と|の)|(?:休業|出張中|外出)(?:し|中|と|の|と)
    お休み(?:を|と|中)|休み(?:を|に)
    (?:正在|目前|将|將|本人|我|现|現)[^。！？]{0,20}(?:休假|外出|出差|不在|年假|请假|度假)
    休假(?:中|期间|期間|至)|不在(?:办公室|辦公室)|(?:부재|휴가|출장)\s?(?:중|입니다|로|인|기간)
    자리를 비우|(?:sunt|voi fi)[^!?\n]{0,30}(?:[îi]n concediu|plecat|absent)|εκτός γραφείου
    σε άδεια|(?:na|en) (?:godi[šs]njem|vacances)
    """
)
HARDLY_READS = any_of(
    r"""
    \bacceso (?:muy )?limitado a (?:mis?|los|el) |\bacc[èe]s limit[ée] [àa] (?:ma|mes|mon)
    \baccesso limitato all[ae] (?:posta|mail|e-?mail)
    \bacesso limitado (?:ao|aos|a) (?:e-?mail|meus?)
    \beingeschr[äa]nkt\w{0,3} zugriff auf meine
    (?:limited|intermittent|sporadic|restricted|patchy|little|no) (?:or no )?(?:access to (?:my |
        the )?(?:e-?mails?|mail|inbox|internet)|(?:e-?mail|internet) access)\b
    """
)
"""An absence that is said by what comes of it; only beside somebody to ask meanwhile."""
SUPPORT = tuple(
    any_of(lines)
    for lines in (
        # thanks for the mail
        r"""
        thank(?:s| you)[\w\s]{0,12} for (?:your |the |contacting|reaching|getting|writing|e-?mail)
        (?:vielen )?dank f[üu]r ihre|danke f[üu]r|merci (?:de|pour) (?:votre|m'avoir)
        gracias por (?:su|tu|contact)|grazie per (?:la|il|aver)|obrigad[oa] (?:pel|por)
        bedankt voor|dzi[ęe]kuj[ęe] za|tack f[öo]r|tak for|takk for|kiitos (?:viesti|s[äa]hk)
        d[ěe]kuji za|k[öo]sz[öo]n[öo]m (?:a |lev|meg|az)|te[şs]ekk[üu]r|спасибо за|благодарю за
        дякую за|ありがとうございます|感谢您?的?|谢谢|感謝|감사합니다|mul[țt]umesc pentru
        """,
        # whom to ask meanwhile
        r"""
        (?:urgent|emergenc|immediate|pressing|time[\s-]sensitive|in my absence|in the meantime|
            assistance|instead)[^.!?]{0,120}(?:contact|call|e-?mail|reach|write|please|speak)
        (?:please |kindly )(?:contact|call|e-?mail|reach|direct|write to)|can be (?:reached|
            contacted)
        wish to contact
        (?:dringend|dringlich|wichtig|vertret(?!e\b)|notf[äa]ll|wenden sie sich|kontaktieren sie)
        en cas d'urgence|urgence|(?:veuillez|merci de) contacter|vous pouvez contacter|urgente
        caso de urgenc|procure (?:a|o)\b
        (?:comun[íi]quese|env[íi]e (?:todos|sus|su)\b|p[óo]ngase|contacte|contactar|dir[íi]jase)
        (?:contattare|rivolgersi|urgenze)|(?:contate|contactar|entre em contato)
        (?:dringende|neem contact|contact op)|(?:piln|prosz[ęe] o kontakt|kontakt z)
        (?:br[åa]dskande|kontakta|v[äa]nligen)|(?:haste|kontakt venligst|kontakt gjerne|ta kontakt)
        (?:kiireellis|ota yhteytt)|(?:nal[ée]hav|urgentn|neodkladn|kontaktujte|obra[ťt]te)
        (?:s[üu]rg[őo]s|keress|forduljon)|(?:acil|irtibata|ileti[şs]im)
        (?:срочн|обращайтесь|обратитесь|свяж)
        (?:緊急|急ぎ|お急ぎ|ご連絡|连络|联系|聯絡|연락|급한|urgen[țt])
        """,
        # it will be answered later
        r"""
        (?:will|shall|'ll) (?:\w{1,12} ){0,3}(?:reply|respond|answer|get back|be in touch|
            return your|read|review|attend|check|revert)
    expect (?:a |an |some )?(?:delay|slow)|re(?:sponses?|pl(?:y|ies))[^.!?]{0,25}(?:delayed|slow)
        (?:upon|on|after|when|as soon as)[^.!?]{0,25}(?:my |i |we )?(?:return|am back|get back|
            come back|'m back|are back)
        (?:nach meiner r[üu]ckkehr|werde ich (?:ihre|mich)|melde mich|beantworte|werden wir)
        (?:d[èe]s mon retour|[àa] mon retour|je (?:vous )?r[ée]pondrai|prendrai connaissance)
        (?:a mi (?:regreso|vuelta)|responder[ée]|contestar[ée])
        (?:al mio (?:rientro|ritorno)|risponder[òo])
        (?:no meu (?:retorno|regresso)|responderei|retornarei)
        (?:na (?:mijn )?terugkomst|zal ik|terugkeer)|(?:po powrocie|odpowiem)
        (?:n[äa]r jag|[åa]terkommer)|(?:n[åa]r jeg|vender tilbage|svarer)|(?:palattuani|vastaan)
        (?:po n[áa]vratu|odpov[íi]m)|(?:visszat[ée]r|v[áa]laszol)|(?:d[öo]n[üu][şs]|yan[ıi]tla)
        (?:по возвращени|отвечу)|(?:ご返信|返信いたし|ご返事|折り返し|回复|回覆|답변|회신)
        """,
        # no or little access
        r"""
        (?:limited|no|intermittent|sporadic|restricted|little|without|not have|
            infrequent)(?: \w{1,12}){0,2} access
        (?:not|won't) (?:be )?(?:check|monitor|read|forward|access)\w*
        (?:nicht (?:erreichbar|abruf|les|einseh|zugreif|weitergeleitet|bearbeitet|gelesen)|
            keinen zugriff|nur eingeschr[äa]nkt|unregelm[äa][ßs]ig)
        (?:acc[èe]s limit|pas acc[èe]s|ne (?:sera|serai))|(?:acceso limitado|sin acceso)
        (?:accesso limitato|non potr[òo])|(?:acesso limitado|sem acesso)
        (?:beperkt|geen toegang|niet (?:door|gelezen))|(?:ograniczony|nie b[ęe]d[ęe])
        (?:begr[äa]nsad|begr[æe]nset)|(?:omezen)|(?:ограничен|нет доступа)
        (?:无法|不能|未能|できません|できかね|없습니다)
        """,
    )
)
SPAN = any_of(
    r"""
    \b(?:until|till|through|returning|return on|back (?:on|in)|from \d|from (?:mon|tue|wed|thu|
        fri|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|between)\b
    \b(?:bis|vom|ab dem|wieder)\b|\b(?:jusqu|du \d|de retour|retour le)
    \b(?:hasta|del \d|regreso|vuelvo)|\b(?:fino|dal \d|rientr)
    \b(?:at[ée] (?:o |dia |\d)|retorno)|\b(?:tot|t/m|terug)\b
    \b(?:od \d|do (?:dnia )?\d|wracam|powr)
    \b(?:till och med|t\.?o\.?m|tillbaka|til og med|tilbage|tilbake|igen)\b
    (?:asti|saakka|palaan)|(?:zp[ěe]t|do \d)|(?:-ig\b|vissza)|(?:kadar|tarih)
    (?:до \d|с \d|по \d|вернусь)|(?:まで|より|から|至|到|까지|부터)|\d{1,2}[./月]\s?\d{1,2}
    """
)
"""A span of time or a day of return, which people write too."""
