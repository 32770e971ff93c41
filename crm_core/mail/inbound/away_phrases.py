"""Absence as people tell of it by hand: where they are, and what they do not do meanwhile.

Beside `absence_phrases`, for letters that name no office and no leave. Written for folded letters
(`phrases.folded`), all languages in one pattern. Asked by `letter_kinds`.
"""

from crm_core.mail.inbound.phrases import any_of

AWAY = any_of(
    r"""
    ^(?:still |again )?(?:not (?:working|in|around|here|at work|at my desk)|off|away|gone|offline|
        closed|shut) (?:work )?(?:today|tomorrow|this|until|till|til|through|from|for (?:the|a)|
        all|(?:on )?(?:mon|tue|wed|thu|fri|sat|sun))
    \b(?:i|we)(?:['’]?m| am|['’]?re| are|['’]ll be| will be)? (?:\w{1,10} ){0,2}(?:in|on)
        (?: \w{1,10})? (?:vacations?|holidays?|leaves?) (?:until|till|til|from|and|at the moment|
        this|\()
    \bnon-?working days?\b|\b(?:mijn|mina?|mine|meine|mis|i miei|meus|mes) (?:werkdagen|arbetsdagar|
        arbejdsdage|arbeidsdager|arbeitstage|dias (?:laborables|de traba[jl]h?o)|giorni lavorativi|
        jours (?:de travail|travailles))\b
    \b(?:expect|due|going|likely) to be (?:away|out|off|gone)\b
    \b(?:working|on) (?:reduced|limited|shorter|fewer|summer|part[- ]time) (?:working )?hours|
        \b(?:a|any) week of leave|\bleave (?:begins|starts|ends)|\bday off\b
    \b(?:i|we) (?:only )?work (?:on )?(?:mon|tue|wed|thu|fri)\w{0,6}(?: ?(?:[-–,&]|to|and) ?(?:mon|
        tue|wed|thu|fri)\w{0,6}){1,3}|\b(?:three|four|3|4)[- ]day (?:work(?:ing)? )?week\b|\b(?:do|
        does)(?:n['’]t| not) work (?:on )?(?:mon|tues|wednes|thurs|fri)days?
    \b(?:am|['’]m|are|['’]re|be|been|is) (?:\w{1,10} ){0,3}(?:in (?:a )?(?:trial|court|the (?:field|
        mountains|air|bush|lab|wilderness|woods|hospital)|transit|the middle of nowhere|
        labou?r)|at sea|on (?:tour|safari|fieldwork|a (?:boat|ship|plane|train|cruise|hike|retreat|
        course|beach|long weekend)|paternity|maternity)|out (?:in the|at sea|hiking|sailing|
        fishing|celebrating)|under the weather|laid up|down with|snowed under)\b
    \b(?:heading|headed|going|gone|flown|fly|flying|off) to (?:our|the|
        an?) [^.!?\n]{0,40}(?:offsite|
        off-site|conference|retreat|wedding|funeral|fair|expo|summit|beach|mountains)
    ^(?:at|in) (?-i:[A-Z])\w{2,20}(?: (?-i:[A-Z])\w{2,20})? (?:all|this|until|till|
        for the) (?:the )?
        (?:week|day|month|mon|tue|wed|thu|fri|\d)
    \b(?:shop|store|workshop|restaurant|cafe|office|studio|gallery|farm|yard|bakery|salon|library|
        museum|factory|we|everything|place)(?: and \w{1,12})?(?:['’]s|['’]re| is| are| will be|
        [ ]have| has)(?: \w{1,12}){0,2} (?:shut|closed)\b|\bwon['’]t (?:be )?(?:look|check|read|
        answer|open)\w{0,3}\b[^.!?\n]{0,25}(?:mail|messages?|inbox|these|this)
    \bif you(?:['’]re| are) reading this,? (?:i|we|it)|\b(?:spotty|
        patchy|sporadic|dodgy) (?:e-?mail|signal|wifi|wi-fi|internet|laptop|reception)\b
    \b(?:ist|sind|bleibt|bleiben|haben?)\b[^.!?\n]{0,50}\bgeschlossen\b|\bik zit (?:op dit moment|
        nu|
        tot|deze|momenteel) [^.!?\n]{0,30}\bin\b
    \b(?:bin|sind|ist)\b[^.!?\n]{0,40}\b(?:in (?:der )?(?:kur|reha)|weg|fort|zu|auf (?:see|tour|
        der[ ]
        alm|hochzeitsreise)|im krankenhaus|im feld|beim arzt|krankgeschrieben)\b(?! hause)|
        \blese (?:ich )?(?:keine|nichts|meine mails nur|mails nur)|\bzurzeit nicht da\b|
        \bnicht da\b|
        \b(?:arbeite|bin) (?:ich )?(?:immer )?nur (?:mon|diens|mitt|donners|frei|vormittags)
    \b(?:suis|sommes|est) (?:\w{1,10} )?(?:parti|partie|partis)\b|\bne travaille pas (?:le|les|
        aujourd)|\bne (?:lis|lirai|consulte|consulterai) (?:pas|plus)\b|\best ferme\w{0,2}\b|
        \b(?:conge|repos) (?:annuel|hebdo)|\bferme\w{0,2} (?:du|jusqu|pour|les?)\b
    \b(?:me encuentro|estoy|estamos) (?:\w{1,10} )?(?:de|con|en) (?:incapacidad|licencia|permiso|
        baja|
        vacaciones|reposo|luto)\b
    \b(?:permanec\w{2,8}|estaremos|estara|estamos|esta|quedara) cerrad|\bcerrad[oa]s? (?:por|del|
        hasta|el|los)\b|\bno (?:trabajo|trabajamos|atendemos|leo|leere|reviso) (?:los|el|hoy|
        este|correo|nada|mi)|\bde (?:puente|luto|mudanza)\b
    \bchius[oiae] (?:per|dal|fino|il|i|nei|da|a)\b|\bnon (?:lavoro|lavoriamo|leggo|leggero) (?:il|
        i|oggi|fino|le|la|mail|questa)|\b(?:il|i) \w{5,10}(?: e il \w{5,10})? non lavoro\b
    \btirei (?:\w{1,10} )?(?:ferias|folga)|\bde folga\b|\bfechad[oa]s? (?:para|de|ate|por|no)\b|
        \bnao[ ]
        (?:trabalho|leio|atendo|atendemos) (?:as|aos|a|hoje|e-?mails?|nas)
    \b(?:lees|werk|sta) ik (?:geen|niet)\b|\bik (?:lees|werk) (?:\w{1,10} )?(?:geen|niet)\b|
        \bik werk (?:\w{1,10} )?(?:niet|alleen|op|
        parttime)|\bgesloten (?:van|tot|op|wegens|i\.?v\.?m)|\b(?:is|
        zijn) (?:\w{1,10} ){0,3}(?:dicht|
        gesloten|toe)\b|\ber even niet\b|\b(?:ben|zijn) (?:ik |wij |we )?(?:er )?(?:even )?(?:niet|
        weg)\b
    \b(?:laser|svarar|jobbar|arbetar) (?:jag )?(?:inte|inget|inga|bara)\b|\bvabb?ar?\b|\b(?:har|
        ar)[ ]
        (?:\w{1,10} ){0,2}(?:stangt|ledig\w?|sjuk|borta)\b|\bjag ar borta\b|\bstangt (?:fran|till|
        for|under|v)\b
    \b(?:er|holder|holdes) (?:\w{1,10} ){0,3}(?:borte|bortreist|bortrejst|vaekk?|syk|syg|stengt|
        lukket|fri)\b|\b(?:leser|laeser|jobber|arbejder|arbeider) (?:jeg )?(?:ikke|kun|bare)\b|
        \b(?:stengt|lukket) (?:fra|til|i uge|i uke|pa grunn|pga)|\b(?:efterars|host|vinter|paske|
        jule|sommer)ferie\b
    """
)
