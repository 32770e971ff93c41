"""That somebody is absent, or an office closed, and that mail is hardly read meanwhile.

Written for folded letters (`phrases.folded`), all languages in one pattern. Asked by
`letter_kinds`.
"""

from crm_core.mail.inbound.phrases import any_of

ABSENT = any_of(
    r"""
    (?:\b(?:i|we)(?:\s?['’](?:m|re|s|ll)|m| am| are| is|
         will)?\s(?:will )?(?:also )?(?:be )?(?:currently |presently |now |temporarily |still |
        both )?(?:be )?(?:out of (?:the |my |our )?(?:office|country|town)|out[\s-]of[\s-]office|
        away\b|out (?:on|until|till|from|today|this)|on (?:an? |my |
        our )?(?:\w{1,12} ){0,2}(?:leave|vacation|holidays?|pto|sabbatical|break|business trip|
        trip|project|assignment|course|conference)|travel+ing|overseas|abroad|ooo|
        not in (?:the |my )?office|unavailable|off (?:work|until|from|on|sick|today)|out sick|
        not (?:currently )?(?:in(?! that\b)|at|available|working|
        checking (?:my |any )?(?:e-?mails?|mails?|messages|inbox))|taking (?:some )?(?:time off|
        annual leave|leave)|attending)\b)
    \b(?:currently|presently|am|is|be|are) (?:out of (?:the |my )?office|away from (?:the |
        my )?(?:office|desk|e-?mail|computer)|on (?:annual |maternity |paternity |parental |sick |
        medical )?(?:leave|vacation|holidays?))
    \boffices? (?:is|are|will be) (?:currently |now )?closed|\bwe(?:'re| are) closed
    \bleft (?:the|my) office\b|\bquitte le bureau\b|\bheute nicht mehr im (?:buro|haus)
    (?:^|[.!\n]\s{0,2})(?:ausente|fora do escritorio|de ferias|fuera de la oficina|assente|
        de vacaciones|fuori (?:ufficio|sede)|in ferie|absente?|en conges?|en vacances|abwesend|
        im urlaub|nicht im buro|in elternzeit|afwezig|op vakantie|met verlof|poza biurem|
        na urlopie|pa (?:semester|ferie)|away from (?:my |the )?(?:desk|office))\b
    \bin an? all[\s-]day \w
    (?:^|[.!,\n]\s{0,2})(?:currently )?(?:out|away) (?:of (?:the )?office|sick|today|until|till|
        this|for|on)\b|(?:^|[.!,\n:]\s{0,2})(?:currently )?(?:ooo|on (?:annual |sick |medical |
        maternity |paternity |parental )?(?:leave|vacation|holidays?|pto)) (?:until|till|through|
        from|today|this)\b
    out of office (?:reply|message|until|from|auto|notification)|return(?:ing)? to the office
    (?:bin|sind|befinde|ist|bis|momentan|derzeit|aktuell|zur ?zeit|
        heute)[^!?\n]{0,60}(?:nicht im (?:buro|haus)|abwesend|im urlaub|in urlaub|ausser haus|
        nicht (?:erreichbar|verfugbar|personlich)|in elternzeit|im mutterschutz|auf dienstreise|
        krank|unterwegs)
    (?:ich bin|wir sind)[^!?\n]{0,60}(?:abwesend|urlaub|nicht im buro|wieder (?:erreichbar|
        im buro|fur sie|da))
    (?:unser|das) buro[^!?\n]{0,40}geschlossen|betriebsferien|meine[rn]? (?:abwesenheit|urlaub)
    bin erst[^.!?\n]{0,40}wieder (?:da|im|erreichbar|zuruck)
    (?:bin|sind) (?:ich|wir)[^.!?\n]{0,40}wieder (?:erreichbar|im buro|fur sie|da\b|
        zuruck)
    (?:bin|sind) (?:ich|wir)[^!?\n]{0,60}nicht am (?:platz|arbeitsplatz|schreibtisch)
    (?:bureaux?|cabinet|societe|entreprise|secretariat|agence)[^.!?\n]{0,20}\bferme
    (?:oficinas?|empresa)[^.!?\n]{0,20}\bcerrad|(?:uffici|azienda|studio)[^.!?\n]{0,20}\bchius
    je ne (?:suis|serai) pas (?:au bureau|joignable|disponible|la\b)
    no (?:estoy|estare|estamos) (?:disponible|en la oficina|localizable)
    non (?:sono|saro) (?:in ufficio|disponibile|raggiungibile)
    nao (?:estou|estarei) (?:disponivel|no escritorio)|nie (?:ma|bedzie) mnie
    (?:je (?:suis|serai)|nous sommes|actuellement)[^!?\n]{0,50}(?:absent|en conge|en vacances|
        hors d[eu]|en deplacement|en arret|indisponible|en rtt|de retour|en formation)
    (?:estoy|estare|estamos|me encuentro|encuentro|me encontrare)[^!?\n]{0,50}(?:fuera de|
        de vacaciones|ausente|de baja|de permiso|de viaje)
    (?:sono|saro|siamo|saremo|attualmente)[^!?\n]{0,50}(?:fuori (?:ufficio|sede)|in ferie|
        assente|in vacanza|in maternit|in malattia|in trasferta)
    (?:estou|estarei|estamos|encontro-me|me encontro)[^!?\n]{0,50}(?:fora do|de ferias|
        em ferias|ausente|de licenca|em viagem)
    (?:ben|zijn|momenteel|op dit moment)[^!?\n]{0,60}(?:afwezig|niet (?:op|aanwezig|bereikbaar)|
        met vakantie|op vakantie|met verlof|buiten kantoor|vrij)
    (?:met|op) (?:\w{1,14} ?)?(?:verlof|vakantie) (?:ben|zijn)\b
    (?:ben|zijn) (?:ik|wij|we)[^.!?\n]{0,30}weer (?:bereikbaar|aanwezig|terug|op kantoor|
        beschikbaar)
    (?:jestem|bede|przebywam|obecnie)[^!?\n]{0,50}(?:poza biurem|nieobecn|na urlopie|urlop|
        na zwolnieniu|w delegacji)
    (?:jag|vi)[^!?\n]{0,20}(?:ar|har)[^!?\n]{0,40}(?:inte pa kontoret|semester|ledig|
        franvarande|bortrest|foraldraledig|tjansteresa|tillbaka)
    jeg[^!?\n]{0,20}(?:er|har|holder)[^!?\n]{0,40}(?:ikke (?:pa kontoret|til stede)|ferie|
        frav(?:ae|a)rende|bortrejst|barsel|permisjon|ute av kontoret|ude af kontoret|tilbage|
        tilbake)
    (?:olen|olemme)[^!?\n]{0,40}(?:poissa|lomalla|vuosilomalla|matkoilla|vapaalla|tavoitettavissa)
    (?:jsem|nejsem|budu|nebudu|som|nie som)[^!?\n]{0,40}(?:mimo kancel|nepritom|dovolen|
        v kancel|k dispozici)|z duvodu dovolen
    (?:szabadsagon|nem vagyok|tavol (?:vagyok|leszek)|hazon kivul)
    (?:ofis(?:te)? (?:disinda|degilim)|yillik izin|izinde(?:yim|yiz)|tatilde)
    (?:нахожусь|буду|находи\w+|сейчас|временно)[^!?\n]{0,40}(?:в отпуске|вне офиса|в командировке|
        отсутств|не в офисе|на больничном)
    \bя в отпуске|меня не будет|(?:перебуваю|буду)[^!?\n]{0,30}(?:у відпустці|відсутн)
    不在(?:に)?(?:し|と|です|の)|休暇(?:を|中|と|の)|(?:休業|出張中|外出)(?:し|中|と|の|と)
    お休み(?:を|と|中)|休み(?:を|に)
    (?:正在|目前|将|將|本人|我|现|現)[^。！？]{0,20}(?:休假|外出|出差|不在|年假|请假|度假)
    休假(?:中|期间|期間|至)|不在(?:办公室|辦公室)|(?:부재|휴가|출장)\s?(?:중|입니다|로|인|기간)
    자리를 비우|(?:sunt|voi fi)[^!?\n]{0,30}(?:in concediu|plecat|absent)|εκτοσ γραφειου
    σε αδεια|(?:na|en) (?:godisnjem|vacances)
    ^(?:i am |i['’]m |currently |now )?(?:out|away|offline|ooo|oof|absent|overseas|abroad|
        on (?:\w{1,12} )?(?:leave|vacation|holidays?|pto|sabbatical|break|honeymoon|furlough|
        secondment))(?! of (?:stock|the question|date|scope))\b
    \b(?:i|we|who)(?: am| are|['’]m|['’]re|
        ['’]ll be| will be| is| be)(?: \w{1,12}){0,2} (?:offline|unreachable|unplugged|unwell|
        sick|ill|hospitali[sz]ed|recovering|vacationing|off|gone|at (?:an?|the|
        our) (?:\w{1,14} ){0,3}(?:conference|training|trade (?:fair|show)|fair|event|off-?site|
        workshop|retreat|summit|appointment|seminar|meeting|customer|client)|in (?:an? |
        all[- ]day |back[- ]to[- ]back |the )?(?:\w{1,12} )?(?:training|workshop|meetings?|
        seminar|court|surgery)|on (?:jury|the road|strike|parental|maternity|paternity|
        bereavement|compassionate|a plane))\b
    \b(?:parental|maternity|paternity|adoption|bereavement|compassionate|medical|sick|annual|study|
        family|unpaid|long service|medical) leave\b(?! (?:planning|management|polic|tool|software|
        request|tracking|calendar|module|system))|\bsabbatical\b|\bduring my (?:\w{1,12} )?absence
    \b(?:taking|took|take|enjoying|having|spending) (?:an? |some |the |my |
        a few )?(?:\w{1,14} )?(?:break|time off|days? off|leave|vacation|holidays?|weeks? off)\b|
        \b(?:maternity|vacation|holiday) mode
    \bdue to (?:\w{1,12} )?(?:illness|sickness|(?:a )?family|an? (?:public|bank|national)|
        the (?:public|bank|christmas|easter))\b
    \b(?:office|team|shop|store|company|department|practice|studio|school|factory|warehouse|
        clinic|business|helpdesk|desk)s? (?:is|are|will be|remains?|
        will remain) (?:\w{1,12} ){0,2}(?:closed|shut|away|on (?:holiday|vacation|leave)|
        out of)\b|\bwe (?:are|will be|['’]ll be) (?:\w{1,12} ){0,2}(?:closed|shut)\b|\b(?:summer|
        christmas|holiday|easter|winter|annual|company) (?:closure|shut-?down)|\b(?:stepped|step|
        stepping) away (?:from|until)|\b(?:is|are) on (?:\w{1,12} ){0,2}(?:break|holidays?|
        vacation|leave|recess)\b|\bgone (?:\w{1,12} )?(?:hunting|fishing|hiking|camping|skiing|
        sailing|surfing|climbing|travel+ing)\b|\boff the grid\b|\b(?:logged|logging|signed|
        signing) off\b|\bunplugg\w{1,3}\b|\bshut up shop\b|\bhalf[- ]term\b|\bhoneymoon\b|
        \bin hospital\b|\bhaving surgery|\boff(?:ice|ices)? (?:will |are |is )?(?:close[ds]?|
        closing|shut)\b|\bfinished (?:work )?for (?:the|today)|\b(?:is|are|will be|stays?|
        remains?) (?:now |currently )?closed (?:from|until|till|for|on|between|due|this|today|
        over)\b|\bleft for (?:an?|the|my) |\b(?:won['’]t|will not|isn['’]t|not) be (?:at my desk|
        in\b|in the|around|working|here\b|reachable)|\b(?:public|bank|national) holiday|\b(?:team|
        office|staff) (?:isn['’]t|aren['’]t|is not|are not) working|\bbehind (?:on|
        in) (?:my )?e-?mail
    \bmy (?:working|office) (?:days|hours) are\b|\bi (?:only |usually |
        currently )?work (?:part[- ]time|(?:on )?(?:mon|tues|wednes|thurs|fri)days?|flexibl)|
        \bi (?:do not|don['’]t) work (?:on )?(?:mon|tues|wednes|thurs|fri)days?\b|
        \bmy next working day\b
    \b(?:bin|sind|ist|befinde|weile|mache|machen|habe|haben|nehme|geniesse|verbringe|werde|
        bleibt)\b[^.!?\n]{0,70}(?:urlaub|\bferien|abwesend|auf (?:einer |der |einem )?(?:messe|
        reise|geschaftsreise|dienstreise|fortbildung|schulung|konferenz|tagung|weiterbildung|
        lehrgang|kongress)|elternzeit|mutterschutz|erkrankt|sabbatical|ausser haus|sonderurlaub|
        nicht (?:mehr )?(?:im (?:buro|haus|dienst)|erreichbar|verfugbar|am arbeitsplatz|anwesend|
        zu erreichen)|in (?:einem|einer|der)(?: \w{1,15})? ?(?:seminar|besprechung|schulung|
        fortbildung|kur|reha|workshop)|offline|verreist)
    \b(?:buro|praxis|kanzlei|geschaft|unternehmen|firma|betrieb|team|werkstatt|laden|sekretariat|
        geschaftsstelle|wir)\b[^.!?\n]{0,50}(?:geschlossen|nicht besetzt|unbesetzt|betriebsferien|
        betriebsurlaub)|\bwahrend (?:meiner|unserer|dieser) (?:abwesenheit|zeit)|^abwesen
    \barbeite (?:\w{1,10} )?(?:teilzeit|nur)|\w{3,12}pause\b(?<!mittagspause)|\bteilzeitbedingt|
        \bmein(?:e)? arbeitstage?\b
    \b(?:suis|serai|sommes|serons|sera|est|sont|seront|etant)\b[^.!?\n]{0,60}(?:absent|en conge|
        en vacances|hors (?:du|de)|en deplacement|en arret|indisponible|injoignable|en rtt|
        en formation|en mission|en reunion|en seminaire|en voyage|au salon|en conference|a un|
        souffrant|malade|en repos|pas (?:au bureau|disponible|joignable|present)|fermee?s?)\b
    \b(?:pars|prends|pose|profite)\b[^.!?\n]{0,30}(?:vacances|conges?|repos|rtt)|^absente?s?\b|
        ^en conges?
    \b(?:conges?|arret) (?:de )?(?:maternite|paternite|parental|maladie|sabbatique|annuel)
    \bfermeture (?:annuelle|estivale|exceptionnelle|des|de nos)|\b(?:pendant|durant) (?:mon|cette|
        notre)(?: \w{1,10}){0,2} (?:absence|conges?)|\bde retour (?:le|au bureau|lundi|mardi|
        des)\b
    \bje (?:ne )?travaille (?:pas |a temps partiel|uniquement|du )
    \b(?:estoy|estare|estamos|estaremos|encuentro|encontramos|encontrare|esta|estara|estaran|ando|
        permanecera|permanecere|voy a estar)\b[^.!?\n]{0,60}(?:fuera|vacaciones|ausente|de baja|
        de permiso|de viaje|de licencia|indispuest|enferm|en (?:un |una )?(?:congreso|curso|
        evento|viaje|feria|conferencia|formacion|reunion|capacitacion)|de descanso|desconectad|
        cerrad)
    \bno (?:estoy|estare|estamos|estaremos|me encuentro|me encontrare|voy a estar) (?:disponib|
        en\b|localiz|aqui|operativ|conectad|trabaj|al tanto)
    \b(?:disfrut|tom|salgo|saldre|inici)\w{0,5}\b[^.!?\n]{0,25}(?:vacaciones|dias libres|licencia|
        permiso)
    \b(?:baja|licencia|permiso) (?:por |de )?(?:maternidad|paternidad|medic|enfermedad|parental)
    \b(?:oficinas?|empresa|tienda|despacho|consultorio|local|centro)\b[^.!?\n]{0,40}(?:cerrad|cierr)
    \bdurante (?:mi|este|nuestra|esta|a minha|minha|o meu) (?:ausencia|periodo|tiempo)|
        ^(?:vacaciones|ausencia)
    \b(?:sono|saro|siamo|saremo|sara|trovo|trovero|attualmente|restero|rimarro|resteranno|
        saranno)\b[^.!?\n]{0,60}(?:\bfuori|in ferie|assent[ei]|in vacanza|in maternita|
        in malattia|in trasferta|in viaggio|in congedo|in permesso|in fiera|in formazione|
        in riunione|ad? una? (?:fiera|corso|conferenza)|malat|\bvia\b|irreperibil|
        non (?:in ufficio|disponibil|raggiungibil)|chius[aoi])
    \b(?:durante|nel corso de)(?: la mia| il mio|lla mia| questo| la nostra) (?:assenza|periodo)|
        \bchiusura (?:estiva|natalizia|aziendale|per)|\bnon (?:saro|sono|saremo|
        potro essere) (?:in (?:ufficio|sede|servizio)|disponibil|raggiungibil|reperibil|presente)|
        \bchiusi per
    \b(?:estou|estarei|estamos|estaremos|esta|estara|encontro-me|encontro|encontrar-me-ei|ficarei|
        permanecerei)\b[^.!?\n]{0,60}(?:\bfora\b|ferias|ausente|de licenc|de baixa|em viagem|
        em formacao|em treinamento|em (?:um |uma |numa? )?(?:evento|conferencia|feira|congresso|
        reuniao|curso)|doente|de folga|indisponivel|atestado|afastad|fechad|encerrad|recesso)
    \bnao (?:estou|estarei|estaremos|me encontro|vou estar) (?:disponi|no\b|na\b|ao\b|aqui|
        a trabalhar|contact)|\b(?:licenca|baixa) (?:de |por )?(?:maternidade|paternidade|medica|
        parental)|\b(?:escritorio|empresa|loja)\b[^.!?\n]{0,40}(?:fechad|encerrad|recesso)|
        \bferias coletivas
    \b(?:ben|zijn|is|ga|gaan|momenteel|heb)\b[^.!?\n]{0,70}(?:afwezig|vakantie|verlof|niet (?:op|
        aanwezig|bereikbaar|beschikbaar|in de gelegenheid)|buiten kantoor|\bvrij\b|\bziek\b|
        op (?:zaken|dienst)reis|op reis|op cursus|op een (?:beurs|congres|cursus|training|
        conferentie|evenement|reis)|uit kantoor|gesloten|\bweg\b)|\b(?:zwangerschaps|ouderschaps|
        ziekte)verlof
    \b(?:tijdens|gedurende) (?:mijn|deze|onze) (?:afwezigheid|periode|vakantie|verlof)|
        \bmet (?:\w{1,14})?verlof\b|\bop vakantie\b|\bgeniet\w{0,2}\b[^.!?\n]{0,40}(?:vakantie|
        verlof)|\bik werk (?:niet|parttime|op|alleen|van)\b|\b(?:kantoor|winkel|praktijk|bedrijf|
        wij|we)\b[^.!?\n]{0,40}gesloten
    \b(?:jestem|bede|przebywam|obecnie|przebywac|jestesmy|bedziemy|bedzie|jest|
        biuro)\b[^.!?\n]{0,70}(?:poza biur|nieobecn|urlop|zwolnieni|delegacj|wyjezdzie|wyjazd|
        szkoleni|konferencj|niedostepn|chor[aey]|nieczynn|zamkni|na targach)|\bnie (?:ma mnie|
        bedzie mnie|bede (?:dostepn|obecn))
    \b(?:podczas|w czasie|w trakcie|pod) (?:mojej )?nieobecnosc|\burlop(?:ie|u|em)? (?:macierz|
        wypocz|rodzic|zdrow|ojcow)|^(?:nieobecn|urlop)
    \b(?:jag|vi|ar|har|kontoret|befinner)\b[^.!?\n]{0,60}(?:semester|\bledig|franvarande|
        \bborta\b|bortrest|foraldraledig|tjansteresa|\bsjuk|pa (?:resande|kurs|konferens|
        utbildning|massa)|inte (?:pa|antraffbar|antraffbar|tillganglig|i tjanst|kontorstid)|
        \bstangt|utomlands|\bvab)
    \bunder (?:min|denna|var) (?:franvaro|semester|tid|ledighet)|^(?:franvaro|semester)
    \b(?:jeg|vi|er|har|holder|afholder|kontoret|pa)\b[^.!?\n]{0,60}(?:\bferie|fravaerende|
        bortrejst|bortreist|barsel|orlov|permisjon|ikke (?:pa (?:kontoret|jobb|arbejde)|til stede|
        til at traeffe|a treffe|tilgaengelig|tilgjengelig)|\bsyg\b|\bsyk\b|pa (?:kursus|kurs|
        konference|konferanse|messe|reise|rejse|forretningsrejse|tjenestereise)|\bfri\b|lukket|
        stengt|ude af (?:kontoret|huset)|sygemeldt|sykmeldt|ute av|utenfor kontoret|avspaser)|
        \b(?:i|under) (?:mit|mitt|dette|min) fravaer
    \b(?:olen|olemme|toimisto\w{0,6}|lahden|vietan|pidan)\b[^.!?\n]{0,60}(?:poissa|\bloma|vapaa|
        matkoilla|matkalla|tavoittamattom|sairas|koulutuks|konferenss|messuil|suljettu|kiinni)|
        \ben ole (?:tavoitett|toimisto|paikalla|toissa)|vanhempainvapa|aitiysloma|perhevapa|
        poissaolo|\b\w{0,8}lomalla\b
    \b(?:jsem|nejsem|budu|nebudu|budeme|nebudeme|mam|cerpam|jsme|je|som|budem|nebudem|nie som|
        sme)\b[^.!?\n]{0,70}(?:mimo (?:kancel|firm|pracov|uradu)|nepritom|dovolen|sluzebn|sluzobn|
        v kancel|k dispozici|(?:na|v) (?:skoleni|konferenc|veletrh|matersk|rodicovsk|nemocens|
        pn\b|pracovnej ceste|sluzebni)|nedostupn|zavren|zatvoren|zasti[zh]|\bvolno|nemocn)|
        \b(?:v dobe|behem|pocas) (?:me |mojej |moji )?(?:nepritomnost|neprit|dovolen)
    szabadsag(?:on|omat|ot|om)\b|\bnem (?:vagyok|leszek|leszunk|vagyunk|tartozkodom) (?:az? |
        bent?\b|elerhet|irod|itt|munk|szolg)|\btavol (?:vagyok|leszek|vagyunk)|hazon kivul|
        \birod\w{0,5}\b[^.!?\n]{0,30}zarva|\bzarva (?:tart|van|lesz)|kikuldetes|uzleti ut|
        konferencian|tovabbkepzes|tavollet|betegszabads|szulesi szab
    \b(?:sunt|voi fi|ma aflu|suntem|vom fi|este|biroul)\b[^.!?\n]{0,60}(?:concedi|plecat|absent|
        in afara|deplasare|delegati|indisponibil|vacant|inchis|bolnav|la (?:o |un )?(?:conferint|
        curs|training))|\bnu (?:sunt|voi fi|sunt disponibil) (?:la birou|in birou|disponibil)|
        \bconcediu(?:l)? (?:de|medical|matern)|\bin (?:perioada|timpul) absent
    \bofis\w{0,6}\b[^.!?\n]{0,40}(?:disinda|degil|olmay|bulunm|kapali)|\b(?:yillik|dogum|hastalik|
        ucretsiz|babalik|mazeret|senelik) izn?[ie]?\w{0,5}|\bizinde(?!n)|\bizinli|\btatilde|
        seyahat(?:te|inde|im)|raporlu|\b(?:egitim|toplanti|fuar|konferans)(?:da|de|ta|te|sinda|
        inda)y|kapaliy|\bdisarida\b|\byoklugum
    (?:нахожусь|буду|находимся|сейчас|временно|\bя\b|\bмы\b|офис|настоящее время|находится|период)
        [^.!?\n]{0,70}(?:в отпуск|вне офис|командировк|отсутств|не в офисе|больничн|декрет|недоступ|
        на обучени|на конференци|закрыт|в отъезде|нет на (?:работе|месте)|на выставке|выходн)
    \bв отпуск[еу]\b|отпуск (?:с|до|по)\b|меня не будет|отсутству[юе]|по болезни|в декрет|
        нет на рабочем
    (?:перебуваю|буду|знаходжусь|зараз|тимчасово|\bя\b|\bми\b|офіс|
        наразі)[^.!?\n]{0,70}(?:відпустц|відсутн|поза офіс|відряджен|лікарнян|не в офісі|недоступ|
        декрет|зачинен|на навчанн|конференц)
    мене не буде|у відпустці|лікарняному|за час моєї відсутності|під час (?:моєї )?відсутн
    απουσιαζ|θα λειπω|\bλειπω\b|(?:εκτοσ|μακρια απο το) γραφειο|\bσε (?:\w{1,12} )?αδεια|αδεια μητρ|
        απουσιασ? μου|διακοπεσ (?:απο|μεχρι|εωσ)|δεν (?:ειμαι|θα ειμαι|βρισκομαι) (?:στο|διαθεσιμ)|
        γραφει[αο] (?:μασ )?(?:ειναι|θα ειναι|παραμεν\w{1,4}) κλειστ|επαγγελματικο ταξιδι
    (?:休業|夏季休|冬季休|年末年始|出張|外出|不在|産休|育休|産前|育児|長期休|有給|休暇|お休み|
        研修|会議|体調不良|病気|夏休み|休職)(?:し|中|と|の|で|に|を|いた|頂|期間|休業|取得|のため|
        です)|席を外し|営業時間外|定休日
    (?:正在|目前|将|將|本人|我|现|現|因|于|於|至|期间|期間)[^。！？\n]{0,25}(?:休假|外出|出差|
        不在|年假|请假|請假|度假|产假|產假|病假|婚假|培训|培訓|会议|會議|参展|休息|放假|陪产|休年|
        离开办公|離開辦公)|放假(?:通知|期间|期間|至|时间)|不在(?:公司|办公|辦公)|年假中|外出中|
        休假
    (?:부재|휴가|출장|외근|교육|병가|연차|휴무|휴직|휴업|육아휴직|출산휴가)\s?(?:중|입니다|로|인|
        기간|으로|를|을|이|에|예정|이며|관계)|사무실에 없|사무실을 비|자리에 없
    (?:אני|אנחנו|הנני|אהיה|נמצאת?|המשרד|משרדנו|נהיה|שוהה)[^.!?\n]{0,50}(?:בחופש|מחוץ ל|
        לא (?:במשרד|זמינ)|נעדר|בחו"ל|בנסיעה|סגור|במחלה|בכנס|בהשתלמות|במילואים|חופשה|בהדרכה|בחל"ד)|
        מחוץ למשרד|בחופשה|חופשת (?:לידה|מחלה)|אינ?ני (?:במשרד|זמינ|נמצא)|בהיעדרי|לא אהיה (?:במשרד|
        זמינ)
    (?:سأكون|سوف أكون|أكون|إنني|نحن|المكتب|مكتبنا|مكاتبنا|حاليا|حالياً|أنا|
        انا)[^.!؟\n]{0,50}(?:خارج|[إا]جازة|غائب|سفر|مسافر|مغلق|غير (?:متواجد|متاح|موجود)|مهمة|
        مؤتمر|تدريب)|في [إا]جازة|خارج المكتب|[إا]جازة (?:سنوية|مرضية|[أا]مومة|وضع)|
        لست (?:في المكتب|متاح)|فترة غيابي|لن [أا]كون
    """
)
