"""What an automatic reply says around its news: whom to ask meanwhile, that an answer comes later,
that mail is hardly read, and from when to when.

Written for folded letters (`phrases.folded`), all languages in one pattern. Asked by
`letter_kinds`.
"""

from crm_core.mail.inbound.phrases import any_of

WHOM = any_of(
    r"""
    (?:urgent|urgency|emergenc|immediate|pressing|time[\s-]sensitive|in (?:my|our|his|
        her) absence|in the meantime|meanwhile|assistance|instead|cannot wait|can['’]t wait|
        critical)[^.!?]{0,120}(?:contact|call|e-?mail|reach|write|please|speak|whats?app|text|
        phone|ring|dial|ask|get in touch|message|turn to|at \+?\d)
    (?:please |kindly |can |may |could |should |feel free to |free to |to )(?:also |directly |
        then |still |always )?(?:contact|reach (?:out|my|our|him|her|them|the)|direct (?:all|any|
        your|mail|enquir|inquir)|write to|get in touch with|refer to|get hold of|liaise with)
    (?:please |kindly )(?:call|e-?mail|phone|ring|speak|text|forward|address|copy|use|visit|
        send (?:your|all|any|it to|them to|an e-?mail))|\bshould (?:be (?:addressed|directed|sent|
        referred|made)|go) to\b|\bnew contact\b|\binterlocuteur|can be (?:reached|contacted)|
        wish to contact|reach out to
    \b(?:everything|anything|all|matters?) (?:\w{1,12} ){0,4}(?:now )?(?:goes|go|
        moves) to (?-i:[A-Z])|
        \bcan wait (?:until|till)|\bfavor de (?:dirig|contact|comunic|enviar|escribir)\w{0,6}
    ^\W{0,3}(?:any|all|for) [^.!?\n]{2,50}\b(?:ring|call|phone|text|see|ask|
        to) (?:\w{1,12} ){0,3}(?:on|
        at|\+?\d|⟦|office|desk|team|reception|number)|\b(?:queries|questions|orders|bookings|
        invoices|quotes|enquiries|inquiries|requests) (?:to|go to|via|through) |\b(?:accounts?|
        duties|cases|clients|matters) (?:have|has|are|is|were) (?:\w{1,10} )?(?:reassigned|handed|
        passed|transferred|covered|taken)|\byou can (?:join|find|get|catch|try)\b
    ^\W{0,3}(?:call|ring|phone|text|e-?mail|ask|try|contact|page|ping|message) (?:(?-i:[A-Z])\w+|
        my|our|the|us|him|her|reception)\b|\b(?:reach|call|text|ring|phone|whats?app) me (?:on|at|
        via|only|if|for)\b
    ^(?:for|regarding|concerning|about) [^.!?]{2,60}(?:contact|e-?mail|call|reach|write to|please|:)
    \b(?:contact|e-?mail|call|reach) (?:my|our|the) (?:\w{1,15} ){0,2}(?:colleague|assistant|team|
        office|manager|desk|line|department|switchboard|reception|number)
    \b(?:is|are|will be) (?:covering|standing in|deputi[sz]ing|filling in|looking after|handling|
        taking care)|\b(?:covering|standing in|stand-?in|deputy|backup|
        delegate)\b[^.!?]{0,30}(?:for me|is|are|:)
    \bmy (?:colleague|assistant|team|deputy|manager|boss)s?\b[^.!?]{0,40}(?:will|can|is|are)\b|
        \burgent(?:e|es|em|i|ni|ne|no|ly|ie)?\b|^(?:emergency|urgent)\b[^.!?]{0,30}:
    dringend|dringlich|\beilig|\bvertret(?:ung|er\w{0,3}|en mich|en wird|en durch|ende)\b|
        mich vertr|notfall|\bwend(?:en sie|et euch|e dich|e)\b|kontaktier|(?:bitte|
        gerne?)[^.!?]{0,40}(?:an (?:mein|unser|herrn?|frau|die|das|den|folgende)|an [\w.]{1,30}@)|
        \bansprechpartner|steht ihnen|stehen ihnen|hilft (?:ihnen|dir)|helfen (?:ihnen|dir)|
        \berreichen sie|zwischenzeit|weiterhelfen|\bunaufschiebbar
    urgence|(?:veuillez|merci de|vous pouvez|pouvez|prie de|invite a|n['’]hesite[zr]? pas a|peux|
        priere de)(?: \w{1,12}){0,3} (?:contacter|joindre|adresser|appeler|ecrire|vous adresser|
        tourner|rapprocher|envoyer)|\b(?:contactez|adressez-vous|joindre|contacte|
        appelez) (?:[^.!?]{0,30})(?:collegue|equipe|standard|service|accueil|au |\S{1,30}@|
        (?-i:[A-Z]))|(?:suppleant|remplac|prendra le relais|assure l['’]?interim|assurera)|
        \ben mon absence
    urgencia|caso de (?:necesidad|necessidade)|(?:por favor|puede|pueden|podra|pode|podem|rogamos|
        ruego|puedes)[^.!?]{0,30}(?:contact|escrib|dirij|dirig|comunic|llam|escrev|ligu|ligar|
        entr|envi|acud|recorr)|comuniquese|pongase|\bcontacte\b|contactar (?:con|a|o)|dirijase|
        \bdirigir(?:se|-se)|en (?:mi|su) (?:ausencia|lugar)|na minha ausencia|procure (?:a|o)\b|
        mientras tanto|entretanto,
    urgenz|\b(?:contattare|rivolgersi|contattate|rivolgetevi|contatti|si rivolga|contatta|
        rivolgiti|rivolgere)\b|(?:potete|puo|puoi|prego|pregat[oi]|prega|
        invit\w{1,5})[^.!?]{0,25}(?:contatt|scriver|chiamar|inviar|telefon|consultar|rivolg|
        utilizz)|nel frattempo|c['’]e bisogno|scrivere (?:al|a|alla)\b
    \bcontate\b|entre em contato|entrar em contato|falar com|contacte|contactar|ligue para|
        escreva para
    dringende?|\bspoed|neem (?:dan |gerust |voor )?[^.!?]{0,60}contact|contact (?:op)?(?:nemen|
        opnemen)|contact op|(?:kunt u|kan je|kun je|u kunt)[^.!?]{0,60}(?:terecht|bellen|mailen|
        contact|wenden|bereiken|sturen)|wend u|waarne(?:em|m)|vervang|in de tussentijd|neemt waar|
        bel(?:t)? (?:dan )?(?:met|naar|ons)
    \bpiln|\bnaglych|prosze o kontakt|prosze (?:sie )?(?:kontaktowac|kierowac|dzwonic|pisac|
        zwracac)|kontakt(?:owac sie)? z|zastepuj|zastepstw|prosimy o kontakt|\bw sprawach|
        skontaktuj|prosze kierowac
    bradsk|akuta? |kontakta|vanligen (?:kontakta|ring|maila|vand|skicka|hor)|\bvand dig|nar du|
        hor av dig till|ring (?:var|vaxel)|ersattare|under tiden|kontakter?na
    \bhaste|\bakut|kontakt (?:venligst|gjerne|min|mine|vores|vare|da|i stedet)|(?:kontakte|
        ta kontakt|henvend|henvende|ring til|ringe til|skriv til|rett henvendelser|henvendelser|
        tag kontakt|tage kontakt|kontaktes)|stedfortr|vikar\b|i mellomtiden|i mellemtiden
    kiireell|kiireis|ota(?:tte|thatko)? (?:yhteytta|yhteys)|yhteytta|sijaise|sijaisen|
        olkaa? yhteydessa|akuuteissa
    naleh|urgentn|neodkladn|nutne|akutn|kontaktujte|kontaktovat|obrat(?:te|it)|zastup|spojte se|
        volejte|piste na|kontaktuj|v pripade (?:potreby|nutnosti)
    surgos|keress|fordulj|helyettes|halaszthatatlan|hivja|forduljanak|irjon
    \bacil|irtibat|iletisim|basvur|ulasabil|yerime|vekalet|arayabil|aciliyet
    срочн|обращайтесь|обратитесь|свяж|обращаться|замеща|пишите|звоните|связаться|экстренн|неотложн
    термінов|звертай|звернiть|зверніть|зв['’ʼ]яж|заміщу|звертатис|невідкладн|телефонуй|пишіть
    επειγ|επικοινων|απευθυν|αντικαθιστ|εκτακτη αναγκη|καλεστε
    緊急|急ぎ|お急ぎ|急用|至急|代わりに|代理|担当者?(?:の|は|が|に|へ|まで)|までご連絡|へご連絡|
        にご連絡|まで(?:お電話|メール)
    (?:紧急|緊急|急事|急需|要事|如有|若有|如需|若需)[^。！]{0,40}|请(?:联系|致电|拨打|咨询|与|發|
        发|联络|聯絡)|請(?:聯|致電|與|撥|洽)|可(?:联系|聯|致电)|代为处理|代理人|联系人
    긴급|급한|시급|급하신|에게 (?:연락|문의)|(?:으로|로|께) (?:연락|문의)|연락(?:해|하여|바랍|
        주시|부탁)|문의(?:해|하여|바랍|주시)|업무 ?대행|대리|담당자
    דחוף|דחופ|ניתן לפנות|נא לפנות|אנא פנ|לפנות ל|ניתן ליצור קשר|צרו קשר|צור קשר|מחליפ|בהעדרי
    عاجل|طار[ئي]|للضرورة|يرجى (?:التواصل|الاتصال|مراسلة|التوجه)|الرجاء (?:التواصل|الاتصال|مراسلة)|
        يمكنكم? (?:التواصل|الاتصال|مراسلة)|ينوب عني|نائب
    \burgent[ae]? (?:va )?rog|contactati|adresati|va rog sa (?:contact|adres|sunati)|inlocui|
        \bsunati
    """
)
LATER = any_of(
    r"""
    (?:will|shall|['’]ll|aim to|try to|endeavou?r to|hope to|
        going to) (?:[\w']{1,12} ){0,4}(?:reply|respond|answer|get back|be in touch|
        return (?:your|all)|read|review|attend|check|revert|come back to|follow up|contact you|
        deal with|process|write back|reach out|get to|look (?:at|into))
    \b(?:i|we)(?:['’]ll| will) (?:\w{1,10} ){0,2}(?:see|go through|pick up|dig through|catch up on|
        work through|tackle|sort|get through|plough through|reply to|look through|open)
        (?: \w{1,10}){0,3} (?:messages?|e-?mails?|mails?|inbox|notes?|post)\b|
        \blook for an? (?:response|reply|
        answer)|\byou(?:['’]ll| will) (?:\w{1,10} )?have (?:an|my|our) (?:answer|reply|response)
    \b(?:orders?|requests?|messages?|mails?|e-?mails?|inquiries|enquiries|queries)\b[^.!?\n]{0,60}
        \bwill be (?:processed|arranged|answered|handled|dealt|shipped|sent|looked|picked|
        dispatched|
        read|replied)|\b(?:read|check|answer|do|look at|open)s? (?:my |this |our )?(?:e-?mails?|
        mail|
        messages?|inbox|account) (?:at \d|on |only|once|twice|every|in the|between|a few)|
        \b(?:inbox|
        mailbox|account|e-?mail|mail)s? (?:is|are) (?:only )?(?:checked|read|looked at|answered|
        sorted) (?:\w{1,10} )?(?:once|twice|on|every|weekly|daily|at|by|in|between)
    expect (?:an? |an |some )?(?:\w{1,10} )?(?:delay|slow|reply|respon|answer)|(?:re(?:sponses?|
        pl(?:y|ies))|response times?)[^.!?]{0,30}(?:delay|slow|late|take|longer|within|as soon)|
        slow to (?:reply|respond)|\bresponses? (?:to \w{1,10} )?(?:may|might|will|could) be
    (?:upon|on|after|when|once|as soon as|until)[^.!?]{0,25}(?:my |i |we )?(?:return|am back|
        get back|come back|['’]m back|are back|be back|back (?:in|at|to|office)|['’]re back|
        resume|reopen|possible)
    (?:delay|delays|late reply) in (?:my |our )?(?:response|reply|respond)|
        \bas soon as (?:possible|i can|we can)
    (?:within|in|take|up to) (?:\d{1,2}|one|two|three|five|the next)(?:[\s-]{1,3}(?:\d|to|
        few)){0,2} ?(?:business |working |calendar )?(?:hours?|days?|weeks?)|(?:next|
        first) (?:working|business) day|bear with|\byou(?: will|['’]ll) (?:receive|hear|get|
        be contacted)|\bpick (?:up )?(?:your|messages|e-?mails)|\bin the order|\border of arrival|
        please (?:allow|expect|wait)|in due course|\b(?:we|i) (?:answer|reply to|
        respond to) (?:all|every\w{0,5}|mails?|messages?|e-?mails?)\b|i may be slow
    en (?:cours|attente) de traitement|\bis being (?:processed|reviewed|handled|looked)|
        \bin bearbeitung|\bin lavorazione|\ben proceso|\bem analise|\bin behandeling
    nach meiner ruckkehr|(?:werde|werden|wird)[^.!?]{0,70}(?:antwort|bearbeit|melden|lesen|
        kummern|zuruckkommen|in verbindung|kontakt)|melde[nt]? (?:ich )?mich|melden uns|
        \bbeantworte|so (?:schnell|rasch|bald) wie|\bsie (?:erhalten|horen|bekommen)\b|
        \b(?:bearbeiten|beantworten|lesen) wir|der reihe nach|\bich (?:bearbeite|lese|antworte|
        melde)\b|schnellstmoglich|umgehend|baldmoglichst|innerhalb|in kurze|verzoger|
        rasche? (?:antwort|ruckmeldung)
    (?:des|a|apres) (?:mon|notre) retour|(?:vous|te) repond|repondrai|repondrons|reviendr(?:ai|
        ons)|recontacter|prendr(?:ai|ons) connaissance|traiterai|traiter(?:a|ons)|
        plus brefs delais|meilleurs delais|des que possible|sous (?:\d|un|deux|quelques)|
        dans les? (?:\d|prochain|plus)|bref delai|retard|recevrez|recevra|(?<!ne )seront (?:lu|
        trait|consult)|delai de reponse
    a (?:mi|nuestro) (?:regreso|vuelta|retorno)|respondere|contestare|responderemos|contestaremos|
        contactaremos|contactara|(?:lo antes|tan pronto|a la brevedad|cuanto antes|
        mayor brevedad)|en breve|a la mayor|recibira|\bseran (?:leid|respondid|atendid|contestad)|
        le informaremos|atender|en un plazo|demora|en cuanto (?:regrese|vuelva|pueda|me)|(?:dare|
        daremos) respuesta
    al (?:mio|nostro) (?:rientro|ritorno)|risponder|ricontatt|contatteremo|prima possibile|
        piu presto|piu breve|(?:daremo|daro|dara)[^.!?]{0,25}(?:riscontro|risposta)|al piu|
        quanto prima|(?<!non )(?:saranno|verranno) (?:lett|evas|elaborat|gestit)|ricever(?:a|ete)|
        aggiornament|entro (?:\d|due|tre|il|breve|le)|a breve|ritard|appena (?:possibile|rientr|
        torn)
    (?:no|ao|apos o|a)(?: meu| nosso)? (?:retorno|regresso)\b|responder(?:ei|emos)|retornar(?:ei|
        emos)|entrar(?:ei|emos) em contato|contactaremos|o mais (?:breve|rapido)|
        mais breve possivel|em breve|assim que (?:possivel|regress|volt|retorn|puder)|no prazo|
        recebera|\bserao (?:lid|respond|atendid)|dentro de|atraso|logo que
    na (?:mijn |onze )?(?:terugkomst|terugkeer|vakantie|verlof)|\bzal ik|\bzullen (?:wij|we)|
        beantwoord|zo (?:snel|spoedig) mogelijk|binnen \w{1,10} (?:werk)?(?:dag|uur|uren|week|
        weken)|\bworden (?:\w{1,12} ){0,3}(?:gelezen|beantwoord|behandeld)|\bu (?:krijgt|ontvangt|
        hoort)|\b(?:ontvangt|hoort) u\b|neemt? (?:zo |spoedig |snel )[^.!?]{0,30}contact|reageer|
        reactie|nemen[^.!?]{0,40}contact|kom ik|\bvertrag(?:ing|en)|spoedig
    po (?:moim )?powrocie|odpowiem|odpowiemy|odpisz|skontaktuj(?:e|emy)|jak najszybciej|mozliwie|
        wkrotce|niezwlocznie|najszybszym|w ciagu|oddzwon|\b(?:zostana|zostanie|beda|
        bedzie) (?:odczyt|przeczyt|rozpatrz)|otrzyma (?:pan|odpow)|opozni
    nar jag|aterkommer|svarar|besvara|sa (?:snart|fort)|inom (?:\d|en|tva|kort)|fordroj|
        vid min aterkomst|sa snart som mojligt|hor av (?:mig|oss)|\b(?:lases|besvaras|hanteras)\b
    nar jeg|vender tilbage|svarer|besvare|(?:hurtigst|snarest) mul|snarest mulig|sa (?:snart|
        hurtigt|raskt|fort)|inden for|innen (?:\d|en|to|kort)|kommer tilbake|tar kontakt|
        vil svare|ved min tilbagekomst|forsink|far du svar|\b(?:besvares|laeses)\b|\b(?:bliver|
        blir) (?:laest|lest|besvar)|et svar
    palattuani|palaan asiaan|palaamme|vastaan|vastaamme|mahdollisimman|\b(?:luetaan|vastataan|
        kasitellaan)\b|pian\b|kuluessa|paluuni|viive|otamme yhteytta|\blahipaivi
    po (?:mem |svem |mojom |svojom )?navrat|odpovi(?:m|me)|odpoviem|co nejdri|jakmile|co najskor|
        akonahle|ihned|do \d{1,2} (?:hodin|dn|prac)|ozv(?:u|eme) se|ozvem|budeme vas|
        bude(?:te)? kontakt|vyridi|zpozd|oneskor|v nejblizsi|brzy|coskoro|budem vas
    visszater|valaszol|hamarosan|leheto (?:legha|legro)|(?:napon|oran) belul|mielobb|felvesszuk|
        jelentkez|kesedelm
    donus|yanitla|cevap|geri don|en kisa (?:sure|zaman)|icinde (?:sizinle|geri|don|cevap|yanit|
        size)|gecik
    по возвращени|отвеч|ответ(?:им|ит|а |ы)|свяжемся|в ближайшее|в кратчайш|как можно скорее|
        в течение|рассмотр|будут (?:прочит|обработ)|перезвон|задержк|возвращ
    після повернен|відпов|зв['’ʼ]яжемо|найближч|якнайшвидше|протягом|щойно|затрим
    θα (?:σασ )?(?:απαντησ|επικοινωνησ)|απαντησ|το συντομοτερο|συντομα|μολισ|εντοσ \d|
        επιστροφη μου|καθυστερ
    ご?返信|ご返事|ご回答|折り返し|追って|順次|改めて|後日|後ほど|お時間を(?:頂|いただ)|
        営業日以内|確認次第|対応いたし|対応させ|お待ちください
    回复|回覆|答复|答覆|回信|尽快|盡快|儘快|个工作日|個工作日|稍后|稍後|处理您|與您聯|与您联|
        小时内|小時內|见谅|諒解
    답변|회신|답장|빠른 시일|최대한 빨리|영업일|복귀 후|연락드리|확인 후|늦어|지연|순차적
    אחזור אלי|נחזור אלי|אשיב|נשיב|אענה|נענה|בהקדם|תוך \d|לאחר שובי|עם שובי|בשובי|ניצור (?:איתך|
        עמך|אתך)|עיכוב
    س(?:أرد|نرد|أقوم|نقوم|وف)|الرد علي|في أقرب|بأقرب|أقرب وقت|خلال \d|بعد عودتي|عند عودتي|
        فور عودتي|تأخ|نتواصل معك|سيتم (?:الرد|التواصل)
    voi (?:raspunde|reveni)|vom (?:raspunde|reveni|contacta)|va raspund|cat mai curand|
        la intoarcere|in cel mai scurt|de indata|in termen de|intarzi|revenim|reveni cu
    """
)
NO_ACCESS = any_of(
    r"""
    (?:limited|no|intermittent|sporadic|restricted|little|without|not have|infrequent|patchy|
        occasional|reduced|(?:do not|don['’]t|won['’]t|
        will not) have(?: any)?)(?: \w{1,12}){0,4} (?:access|internet|signal|connectivity|wi-?fi)
    (?:not(?! expected)|won['’]t|don['’]t|n['’]t|never|rarely|seldom|hardly|only|infrequently|
        occasionally|sporadically|unable to|irregularly) (?:be )?(?:\w{1,12} ){0,3}(?:check|
        monitor|read|forward|access|seen|see|reachable|respond|repl|answer|available|
        looking)\w{0,6}
    (?:e-?mails?|messages?|mail)[^.!?]{0,25}(?:not|n['’]t|
        only) (?:be(?:ing)? )?(?:\w{1,12} )?(?:forwarded|read|monitored|checked|answered|
        redirected)|checking (?:my )?e-?mails?|\bnot going to (?:see|read|check|answer|reply)|
        \bnobody (?:will|is|can)\b|\bno one (?:will|is|can)\b|offline\b|out of reach|\bdisconnect
    nicht (?:erreichbar|abruf|les|einseh|zugreif|weitergeleitet|bearbeitet|gelesen|
        weiter geleitet|abgerufen|beantworte|regelmassig|antworten)|keine[nr]? (?:zugriff|zugang)|
        (?:nur )?eingeschrankt|unregelmassig|nur (?:sporadisch|selten|gelegentlich|bedingt)|
        weder gelesen|automatisch weitergeleitet|weiterleitung
    acces (?:tres )?(?:limit|restreint|reduit)|pas (?:d['’])?acces|sans acces|(?:ne|
        n['’])(?: \w{1,12}){1,5} pas(?: \w{1,12}){0,4} (?:consult|repond|lus?\b|lire|transf|
        mails?|messag|acces|joign|traite|relev|en mesure)|ne (?:sera|seront|serai|consulter)|
        rarement|pas (?:transf|lus?\b|relev|consult)
    acceso (?:\w{1,12} )?(?:limitado|restringido)|sin (?:acceso|conexion)|no (?:tendre|tengo|
        podre|puedo|leere|revisare|consultare|se(?:ra|ran) (?:leid|reenviad|redirig)|revisar|
        estare revis|contare)|\bapenas\b
    accesso (?:\w{1,12} )?(?:limitato|ridotto|saltuario)|non (?:potro|potremo|avro|ho (?:accesso|
        modo)|leggero|saranno (?:lett|inoltr)|sara (?:lett|inoltr)|verra|verranno|posso)|
        senza accesso|saltuariamente
    acesso (?:\w{1,12} )?(?:limitado|restrito|reduzido)|sem acesso|nao (?:terei|tenho|poderei|
        lerei|consultarei|verificarei|se(?:ra|rao) (?:lid|encaminhad|reencaminhad)|vou (?:ler|ver|
        consultar|conseguir)|estarei a)
    beperkt|geen (?:toegang|e-?mail)|niet (?:door|gelezen|doorgestuurd|lezen|gecontroleerd|
        doorgezonden|regelmatig|in staat)|onregelmatig|\bzelden|sporadisch
    ogranicz|nie (?:bede|mam)(?: \w{1,12}){0,3} (?:mial|mogl|dost|odbier|odpis|czyt|sprawdz|
        mozliw)|nie (?:jest|sa|beda|bedzie|zostan) (?:przekaz|czyt|przekier)|brak(?:u)? dostep
    begransa|(?:laser|kollar|lases|vidarebefordra|besvara|svara)\w{0,3} (?:inte|ej)|(?:inte|
        ej) (?:laser|kollar|lasa|vidarebefordra|att lasa|tillgang|svara)|ingen tillgang|
        sporadiskt|har inte mojlighet
    begr(?:ae|e)ns|(?:laeser|leser|sjekker|tjekker) (?:ikke|kun|sjelden|sjaeldent)|
        ikke (?:laese?s?|leses?|videresend|tilgang|adgang|besvare|svare|kan svare|har mulighet)|
        ingen (?:adgang|tilgang)|sporadisk|blir ikke
    en (?:lue|seuraa|paase|vastaa|tarkista|pysty)|ei (?:lueta|ohjata|edelleenlah|valiteta|
        tarkisteta)|rajallis|rajoit|harvoin|satunnaisesti
    omezen|obmedzen|nemam (?:pristup|k)|nebudu (?:mit|cist|moci|vyri|odpov)|nebudem (?:mat|citat|
        moct|odpoved)|nejsou (?:prepos|cten)|nie su (?:prepos|cit)|preposil|presmerov|bez pristup|
        sporadicky|obcas
    korlatoz|nem (?:tudok|tudom|tudunk|olvas|kerul|lesz|ferek|valaszol|tovabb)|ritkan|hozzafer
    sinirli|eris(?:im|em)|kontrol edem|okuyam|yonlendirilm|bakam|cevap verem|yanit verem
    ограничен|нет доступа|не (?:имею|буду|смогу|провер|пересыл|чита|будет|могу)|редко|без доступа|
        не всегда
    обмежен|немає доступ|не (?:маю|буду|зможу|перевір|пересил|чита)|рідко
    περιορισμεν|δεν (?:εχω|θα εχω|θα διαβα|διαβαζ|προωθ|ελεγχ|μπορω|θα μπορ)|χωρισ προσβαση
    できません|できかね|でき(?:ない|ず)|確認(?:が|は|も)?(?:でき|難|遅|困難)|難しい状況|
        届きません|転送(?:され|して)
    无法|無法|不能|未能|不便|不会(?:转发|查看)|不會(?:轉|查)|网络不便|不定期
    없습니다|어렵|불가|확인(?:이|을|하지)|제한(?:적|되|된)|못합|힘듭
    גישה (?:מוגבלת|חלקית)|ללא גישה|לא (?:אבדוק|אקרא|אוכל|יועבר|תהיה|אהיה)|מוגבל|אין לי גישה
    لن (?:أتمكن|اتمكن|يتم|يكون|أقرأ)|محدود|لا (?:أستطيع|يمكنني|أتمكن)|ليس لدي|وصول محدود|
        دون إمكانية|بشكل متقطع
    acces limitat|nu (?:voi|am|pot|vor|citesc|verific|sunt redir|
        sunt citit)(?: \w{1,12}){0,4} (?:acces|citi|verific|citit|redir|mail|raspund)|fara acces|
        limitat
    """
)
BACK = any_of(
    r"""
    \b(?:ri)?tornero\b|\b(?:ri)?torneremo\b|\bci ris(?:entiamo|entiremo) (?:a partire|dal|il|a)\b
    \b(?:anticipated|expected|planned|estimated|scheduled) (?:return|back)\b|\breturn date\b|\b(?:i|
        we)(?:['’]m| am|['’]re| are)? (?:back|return|ashore|home) (?:again )?(?:on|in|the|at|from|
        around|mid)\b|\bre-?open\w{0,3}\b|\b(?:riapriamo|riapre|reabrimos|reabre|reanudamos|
        retomamos|reouvre|reouvrons|reouverture|wiederoffnung)\b
    \b(?:i|we|who)(?:['’]ll| will|['’]m| am|['’]re| are)? (?:\w{1,12} ){0,2}(?:be )?(?:back|
        return\w*|in the office|available (?:again|from|on)|resum\w{1,3}|reachable|reopen)\b|
        ^(?:back|returning|return(?: date)?|will (?:be )?(?:back|return)|available again)\b|
        \bback (?:to|in|at) (?:the )?(?:office|work)\b|\b(?:will|we) (?:re-?open|resume)|
        \breturn(?:ing)? to (?:the )?(?:office|work)|\bfirst day back|\b(?:staff|team|everyone|
        everybody|offices?) (?:will|are|is) (?:be )?(?:back|return)|\bdate of return
    \bwieder (?:\w{1,12} ){0,3}(?:da|im|zuruck|erreichbar|fur|verfug|am|personlich|besetzt|
        geoffnet|offnen)|\bzuruck\b|\bruckkehr|\bzur verfugung|\bab dem \d
    \b(?:de retour|retour (?:le|prevu|au|a)|reviens|reviendrai|serai de nouveau|rentre\w{0,3} le|
        reprendr\w{1,4}|rouvr\w{1,4}|a partir du)
    \b(?:regres\w{1,5}|vuelv[oe]|volver\w{1,4}|reincorpor\w{1,4}|retom\w{1,4}|de vuelta|
        reanud\w{1,5}|a la vuelta|a mi vuelta)\b
    \b(?:rientr\w{1,5}|torner\w{1,4}|di ritorno|riapr\w{1,5}|riprender\w{1,4}|
        di nuovo (?:operativ|disponib|in uff|raggiung)\w{0,6})\b
    \b(?:volt(?:o|arei|aremos)|retorn(?:o|arei|aremos)|regress\w{1,5}|de volta|reabr\w{1,5})\b
    \ber weer\b|\b(?:terug(?!\w)|weer (?:\w{1,12} ){0,3}(?:bereikbaar|aanwezig|op kantoor|
        beschikbaar|open|aan het werk|terug)|heropen)
    \b(?:wracam|wroce|powroc\w{0,3}|wrocimy|powrot|ponownie dostep|z powrotem)|\b(?:tillbaka|
        ater (?:pa|i|den)|tilbage|tilbake|retur)\b
    \b(?:palaan|palaamme|takaisin|tavoitettavissa|jalleen)|\b(?:zpet|spat|vratim|navrat|opet|
        znovu|znova)\b|\b(?:vissza|ujra elerheto|ismet elerheto)
    \b(?:donecegim|donecegiz|donuyorum|geri don|tekrar|itibaren|donerim)|\b(?:revin|ma intorc|
        ma voi intoarce|din nou|voi reveni|intoarce)\b
    верн(?:усь|емся|уся)|вый(?:ду|дем)|возвра|буду на (?:месте|связи|работе)|поверн|вийду|
        επιστρ[εε]|επιστρεφω|復帰|戻り|戻る|出社|再開|帰社|(?:回来|返回|回到|恢复|回來|返岗|上班|
        复工|返崗|恢復|复岗)|복귀|돌아|정상\s?근무|אחזור|אשוב|נחזור|שובי|(?:سأعود|سوف أعود|أعود|
        العودة|عودتي|نعود)
    """
)
SPAN = any_of(
    r"""
    \b(?:until|till|through|returning|return on|back (?:on|in)|from \d|from (?:mon|tue|wed|thu|
        fri|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|between)\b
    \b(?:du|au|des|le) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|\b(?:del|al|desde|
        hasta|el) (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|\b(?:da|dal|al|fino a)
        (?: lunedi| martedi| mercoledi| giovedi| venerdi| sabato| domenica)
    \b(?:bis|vom|ab dem|wieder)\b|\b(?:jusqu|du \d|de retour|retour le)
    \b(?:hasta|del \d|regreso|vuelvo)|\b(?:fino|dal \d|rientr)
    \b(?:ate (?:o |dia |\d)|retorno)|\b(?:tot|t/m|terug)\b
    \b(?:od \d|do (?:dnia )?\d|wracam|powr)
    \b(?:till och med|t\.?o\.?m|tillbaka|til og med|tilbage|tilbake|igen)\b
    (?:\basti\b|saakka|palaan)|(?:zpet|do \d)|(?:-ig\b|vissza)|(?:kadar|tarih)
    (?:до \d|с \d|по \d|вернусь)|(?:まで|より|から|至|到|까지|부터)|\d{1,2}[./月]\s?\d{1,2}
    """
)
"""A span of time or a day of return, which people write too."""
