"""Greetings, thanks for a message, excuses and wishes: what says nothing of the matter.

Written for folded letters (`phrases.folded`), all languages in one pattern. Thanks for anything but
the message are a person's, who has read it. Asked by `letter_kinds`.
"""

from crm_core.mail.inbound.phrases import any_of

THANKS = any_of(
    r"""
    \b(?:thanks?|thank you|thx|many thanks|appreciate|gratitude)\b[\w\s,!]{0,25}\b(?:for|
        you) (?:your |the |this |taking the time to )?(?:recent |kind |interest |patience|
        understanding|cooperation|email|e-?mails?\b|mails?\b|message|note\b|inquiry|enquiry|
        interest|contacting|reaching|getting in|writing|e-?mailing|request|correspondence|letter|
        query|submission|application|order|feedback|attention|support|business|trust|custom\b|
        loyalty|messaging|choosing|being|visiting)|\bwe appreciate|\bappreciate your|\b(?:your|
        we value your)(?:message|e-?mail|inquiry|enquiry|interest|patience) (?:is|means)
    \b(?:dank|danke|danken|bedanke|bedanken)\b[^.!?\n]{0,30}(?:nachricht|mail|anfrage|schreiben|
        interesse|kontakt|verstandnis|geduld|anliegen|mitteilung|bewerbung|bestellung|vertrauen|
        zuschrift)
    \b(?:merci|remerci\w{1,4})\b[^.!?\n]{0,40}(?:message|mail|courriel|e-?mail|demande|ecrit|
        contact|interet|comprehension|patience|courrier|attention|confiance|sollicitation)
    \b(?:gracias|agradec\w{1,5})\b[^.!?\n]{0,40}(?:mensaje|correo|mail|contact|escrib|comunic|
        consulta|solicitud|interes|comprension|paciencia|mensajes|confianza|atencion)
    \b(?:grazie|ringrazi\w{1,5})\b[^.!?\n]{0,40}(?:messaggio|mail|averci|avermi|avere|contatt|
        scritt|richiesta|interess[ae]|comprensione|pazienza|collaborazione|comunicazione|
        attenzione|preferenza)
    \b(?:obrigad[oa]s?|agradec\w{1,5}|grat[oa])\b[^.!?\n]{0,40}(?:mensagem|mail|contat|contact|
        interesse|compreensao|paciencia|solicitacao|escrev|comunic|atencao|preferencia)
    \b(?:bedankt|dank|danken)\b[^.!?\n]{0,30}(?:bericht|mail|vraag|aanvraag|interesse|begrip|
        contact|geduld|schrijven|reactie|aandacht)
    \b(?:dziekuj\w{1,3}|dzieki)\b[^.!?\n]{0,30}(?:wiadomosc|mail|kontakt|zgloszenie|zapytanie|
        wyrozumialosc|cierpliwosc|zainteresowan|zrozumien|korespond|przeslan)
    \btack\b[^.!?\n]{0,20}(?:mejl|mail|meddelande|e-?post|intresse|forstaelse|fraga|kontakt|hor|
        arende|for att)|\btakk?\b[^.!?\n]{0,20}(?:mail|besked|melding|henvendelse|e-?post|
        interesse|forstaelse|meddelelse|talmod|for at du|kontakt)
    \bkiit(?:os|amme|oksia|an)\b[^.!?\n]{0,25}(?:viesti|sahkopost|yhteydeno|karsiv|ymmarr|
        kiinnost|post)
    \b(?:dekuj\w{1,3}|dakuj\w{1,3})\b[^.!?\n]{0,25}(?:zprav|sprav|e-?mail|mail|kontakt|pochop|
        zajem|zauje|dotaz|trpez)
    \bkoszon\w{1,6}\b[^.!?\n]{0,30}(?:level|uzenet|e-?mail|megkeres|erdeklod|turelm|megert|
        felvette|irt)
    \btesekkur|\bmultum\w{1,4}\b[^.!?\n]{0,30}(?:mesaj|mail|interes|contact|inteleg|rabdare|scris)
    (?:спасибо|благодар\w{1,3}|дякую|дякуємо|вдячн\w{1,3})[^.!?\n]{0,35}(?:письм|сообщен|обращ|
        интерес|пониман|терпен|лист|повідом|звернен|розумін|запрос|запит|e-?mail)|
        ευχαριστ\w{1,6}[^.!;\n]{0,40}(?:μηνυμα|email|επικοινων|κατανοηση|ενδιαφερον|mail)
    (?:連絡|メール|お問い?合わ?せ|お便り|返信)[^。！\n]{0,16}(?:ありがとう|有難う|感謝|御礼|お礼)|
        お世話になっ|(?:感谢|感謝|谢谢|謝謝)(?:您|你)?(?:的)?[^。！\n]{0,10}(?:来信|來信|邮件|
        郵件|联系|聯|来函|來函|咨询|理解|支持|关注|信件|谅解|諒解)|감사(?:합니다|드립니다|드리며|
        의)|תודה (?:על|שפנית|רבה|לפני)|(?:شكرا|شكراً|نشكر|أشكر|اشكر)[^.!؟\n]{0,30}(?:رسالت|تواصل|
        اتصال|بريد|اهتمام|تفهم|راسل|مراسل)
    """
)
COURTESY = any_of(
    r"""
    ^(?:hi|hiya|hello|dear|hey|greetings|to whom|good (?:day|morning|afternoon|evening)|hallo|
        moin|servus|gruss gott|guten tag|guten morgen|liebe[rs]?|sehr geehrte|geehrte|bonjour|
        bonsoir|madame|monsieur|cher|chere|coucou|salut|hola|buen(?:os|as)? dias?|buenas|estimad|
        querid|ciao|salve|buongiorno|buonasera|buon giorno|gentil|spett|ola|oi|bom dia|boa tarde|
        prezad|car[oa]s?|beste|geachte|goedendag|goedemorgen|hoi|dag|dzien dobry|witam|szanown|
        czesc|hej|hejsan|god (?:dag|morgen)|kaere|kjaere|hei|moi|hyva|terve|dobry den|vazen|ahoj|
        dobry|kedves|tisztelt|udv|jo napot|szia|bun[ae]|stimat|salutare|merhaba|sayin|selam|
        iyi gunler|здравствуйте|добрый|добрый день|уважаем|привет|приветствую|коллеги|вітаю|
        добрий|доброго|шановн|привіт|αγαπητ|καλημερα|καλησπερα|γεια|いつも|お世話|各位|こんにちは|
        拝啓|平素|您好|你好|尊敬的|亲爱的|大家好|敬启|안녕|שלום|היי|לקוח|מרחבא|مرحبا|السلام|تحية|
        عزيز|السيد|أهلا|اهلا)
    \b(?:thanks?|thank you|regards|sorry|apolog\w{1,6}|inconvenience|understanding|patience|
        sincerely|cheers|(?:nice|great|lovely|wonderful|good|happy|merry) (?:\w{1,10} )?(?:day|
        week|weekend|summer|holidays?|time|christmas|new year|easter|evening)|best wishes|
        warm wishes|season['’]s greetings|take care|^love\b|bear with)\b
    \bgr(?:u|ue)ss|\bdanke\b|\bdank\b|verstandnis|\bcordial|\bmerci\b|\bsalu(?:do|ti|tation|t)|
        gracias|\bgrazie|obrigad|atenciosamente|cumprimentos|abraco|groet|bedankt|pozdraw|dzieku|
        halsning|\btack\b|hilsen|\btakk?\b|\bmvh\b|terveisin|\bkiit|pozdrav|dekuj|dakuj|s uctou|
        tisztelettel|udvozlettel|koszon|cu stima|multum|saygil|tesekkur|kolay gelsin|с уважением|
        спасибо|благодар|з повагою|дякую|με εκτιμηση|ευχαριστω|φιλικ|お手数|ご迷惑|ご不便|申し訳|
        よろしく|宜しく|お願い|ご了承|ご理解|何卒|敬具|失礼|不便|抱歉|谅解|諒解|见谅|祝|此致|敬礼|
        谢谢|謝謝|感谢|感謝|감사|양해|불편|죄송|드림|이해해|תודה|בברכה|סליחה|מתנצל|
        (?:مع )?(?:خالص|أطيب|فائق) |شكرا|تحيات|نعتذر|أعتذر|تفهم
    \b(?:entschuldig|unannehmlichkeit|bitte um geduld|schon(?:e[nrs]?) (?:tag|woche|zeit|feiertag|
        sommer|wochenende|weihnacht)|frohe|alles gute|bis bald|bis dahin|excus|desol|
        comprehension|dans l['’]attente|bonne (?:journee|semaine|annee|fin)|a bientot|agre[ez]|
        disculp|lament|molestia|comprension|quedo a|feliz|buen dia|hasta pronto|scus|disagio|
        comprensione|buona (?:giornata|serata|settimana)|buone|a presto|distinti|desculp|incomod|
        compreensao|transtorno|otimo|tenha|ate (?:breve|ja)|begrip|excuses|ongemak|fijne|prettige|
        tot (?:snel|dan|ziens)|przepraszam|wyrozumial|zrozumien|milego|ursakta|forstaelse|trevlig|
        ha en|beklager|undskyld|god (?:dag|ferie|sommer|jul)|pahoittel|mukav|hyvaa|omlouva|
        ospravedl|pochop|hezky|krasny|pekny|elnez|megert|turelm|szep|scuze|inteleg|o zi|ozur|
        anlayis|iyi|извин|пониман|хорошего|вибач|розумін|гарного|συγγνωμη|κατανοηση)
    """
)
HOURS = any_of(
    r"""
    \bwork(?:s|ing)? flexibl[ey]\b|\bflexible working\b|\bwelcome (?:correspondence|calls) in\b
    \b(?:business|office|opening|working|operating|support|service|telephone|core) (?:hours|times|
        days)\b|\bopen(?:ing)?\b[^.!?\n]{0,25}(?:mon|\d ?(?:am|pm)|\d:\d|from|daily|weekdays|
        between)|\b(?:monday|mon)\.?\s?(?:to|through|-|–|until) ?(?:fri|sat|sun|thu)|\bweekdays\b
    (?:offnungs|geschafts|buro|sprech|service|burozeiten|betriebs|arbeits)zeit|\bmontags? bis|
        \bmo\.?\s?[-–]\s?(?:fr|do|sa)|\berreichen uns|\bhoraires?\b|heures d['’]ouverture|
        \bdu lundi au|\bjours ouvr|horario|\bde lunes a|\borari(?:o)?\b|\bdal lunedi|operativ|
        \bde segunda a|\bhorario de|openingstijd|\bmaandag (?:t/m|tot)|\bkantooruren|godzin(?:ach|
        y) (?:prac|otwarc|urzed)|od poniedzialku|oppettid|kontorstid|apningstid|abningstid|
        mandag(?: til|-)|mandager|aukiolo|\bma-pe|arkisin|provozni dob|pracovni dob|otevirac|
        pondeli az|pondelka do|po-pa|nyitvatart|munkaid|hetfotol|calisma saat|mesai|hafta ici|
        program de lucru|de luni|часы работы|рабоч(?:ие|ее|их) (?:час|врем|дн)|пн\s?[-–]|
        с понедельника|години роботи|з понеділка|ωρεσ|ωραριο|営業時間|受付時間|平日|工作时间|
        工作時間|周一至|週一至|办公时间|上班时间|영업시간|업무시간|운영시간|근무시간|평일|
        שעות (?:פעילות|העבודה|הפעילות|קבלה)|ימי[םי] א|ساعات (?:العمل|الدوام)|من الأحد
    """
)
"""When somebody is there to answer."""
TO_ANYBODY = any_of(
    r"""
    ^\W{0,3}(?:if|should|in case|when) (?:you|your|it|this|the matter|anything|something|anyone|
        that)\b|\bplease (?:note|be (?:informed|advised|aware)|do not send)\b|\bkindly note|
        \b(?:not|never|cannot|can['’]t|n['’]t) (?:be )?(?:accept|process|review|handle|consider|
        open)\w{0,3}\b
    ^\W{0,3}(?:falls|wenn|sollten?) (?:sie|du|ihr|es)\b|\bbitte (?:beachten|berucksichtigen|haben|
        geben|sehen|halten) sie
    ^\W{0,3}si (?:vous|votre|tu|usted|necesita|su|tiene|lo|es|c['’]est)\b|\bveuillez (?:noter|
        excuser)|\btenga en cuenta|\bles informamos|\ble informamos|\bnous vous informons
    ^\W{0,3}se (?:ha|avete|hai|si|la|il|e|precisar|for|voce|tiver|o assunto)\b|
        ^\W{0,3}caso (?:necessite|precise|tenha|seja)|\bsi (?:informa|comunica|avvisa)|
        \bla informiamo|\bvi informiamo|\binformamos
    ^\W{0,3}(?:als|indien|mocht) (?:u|uw|je|het)\b|\bhoudt? u er rekening|^\W{0,3}(?:jesli|jezeli|
        gdyby) |\binformujemy|\buprzejmie
    ^\W{0,3}(?:om|ifall) (?:du|ni|det|ditt)\b|^\W{0,3}hvis (?:du|det|din)\b|\bobservera|\bbemaerk|
        \bvaer oppmerksom|^\W{0,3}(?:jos|mikali) |\bhuomioi|^\W{0,3}(?:pokud|jestlize|v pripade|
        ak) |^\W{0,3}(?:ha|amennyiben) |\btajekoztat|^\W{0,3}daca |\bva informam|\beger |
        \bbilgilerinize
    ^\W{0,3}(?:если|в случае|якщо|у разі|εαν|αν|אם|במידה|إذا|في حال) ?|обращаем внимание|
        информируем|сообщаем|повідомляємо|場合(?:は|に)|なお、|^\W{0,3}(?:如|若)|경우|만약|
        알려드립니다|안내드립니다
    """
)
"""Said to whoever may have written."""
ELSEWHERE = any_of(
    r"""
    \b(?:visit|see|check(?: out)?|browse|consult|have a look at|find|read|refer to|
        look at)\b[^.!?\n]{0,60}(?:website|web site|faq|help ?(?:cent|page|desk)|knowledge|
        documentation|our (?:site|page|portal|guide|blog)|⟦|answers|portal|articles|social)
    \b(?:responde|responda|antworte|antworten sie|reply|answer|repondez|rispondi|
        odpisz) (?:con la palabra|
        mit|with|con|avec|par)? ?(?-i:[A-Z]{3,})|под номером|\bmit der nummer\b|\bsous le numero
    \b(?:additional|further|any more|any other) (?:information|questions|details)|
        \baanvullende (?:informatie|
        vragen)|\bweitere (?:fragen|infos?|informationen)|\bd['’]autres questions|\baltre domande|
        \b\w{0,9}
        (?:melding|zaak|dossier|arende|sags|saks|kunde|beleg|auftrags)s?-?(?:nummer|nr)\b
    \bhow did we do\b|\brate (?:your|our|this|us)\b|\b(?:were|are) you satisfied|\bdid (?:this|that|
        we)
        (?: \w{1,10})? (?:answer|help|solve|resolve)|\bsatisfaction survey|\bwie zufrieden waren
    \b(?:faq|help cent(?:er|re)|knowledge ?base|self[- ]service|portal)\b|\bplease (?:include|
        provide|attach|add|quote|keep|retain)\b|\breply to this (?:e-?mail|message)|
        \badd (?:any )?(?:additional |further |more )?(?:comments|information|details)|
        \bclick (?:the|on|here)\b|\b(?:complete|fill (?:in|out)) (?:the|this|our|a)\b|
        \bfollow us\b|\barticles?\b[^.!?\n]{0,20}(?:help|below)|\bprivacy (?:policy|notice)|
        \bconfidential
    \b(?:website|webseite|homepage|internetseite|site (?:web|internet)|pagina web|sitio web|sito|
        nosso site|strona|hemsida|hjemmeside|nettside|kotisivu|verkkosivu|webov|honlap|weboldal|
        web site|internet site|сайт|ιστοσελιδα|ウェブサイト|ホームページ|官网|网站|網站|홈페이지|
        웹사이트|האתר|אתר|موقعنا|haufige|haeufige|foire aux|preguntas frecuentes|
        domande frequenti|perguntas frequentes|veelgestelde)
    \b(?:reference|ticket|case|request|tracking|id|vorgangs?|referenz|numero|nummer|
        nr)\b[^.!?\n]{0,25}\d{3,}|\[#?\w{0,8}-?\d{3,}\]
    """
)
"""Where else to look: pages, and the number under which a request is kept."""
