"""What people say of the matter itself, which a machine has not read.

Interest and its want, prices and offers, what is attached, what shall be sent, when to talk.
Written for folded letters (`phrases.folded`), all languages in one pattern. Asked by
`letter_kinds`.
"""

from crm_core.mail.inbound.phrases import any_of

MATTER = any_of(
    r"""
    \b(?:attached|enclosed|attachment|(?<=^)here (?:is|are)|(?<=, )here (?:is|are)|here['’]s|
        see below|as (?:discussed|promised|agreed|requested)|thanks for (?:the|sending|sharing|
        explaining|following|confirming)(?! (?:e-?mail|mail|message|note|contact)))\b
    \b(?:your|the|this) (?:\w{1,12} )?(?:offer|proposal|product|pricing|prices?|quote|tool|
        software|platform|solution|demo|deck|pitch|contract|draft|invoice|document|slides|budget|
        deal|trial|drawing|figures|numbers|agreement|terms)\b
    \b(?:find|pick|set up|schedule|arrange) (?:an?|some) (?:slot|time|
        call|meeting|date)\b|\b(?:price|pricing|budget|quote|discount|demo|cheaper|expensive|
        licen[cs]e|vendor|supplier|competitor|invoice)s?\b
    \b(?:i|we)(?: have|['’]ve)? (?:already |just |also |currently )?(?:use|using|bought|signed|
        decided|discussed|read(?! (?:my |this |all )?(?:e-?mails?|mails?|messages?|inbox))|like|
        liked|love|need|want|think|agree|approved|spoke|talked|looked|
        checked|reviewed|prefer|hope(?! to (?:be|answer|reply|respond|return|get))|sent|forwarded|
        shared|booked|tried)\b
    \b(?:i|we)(?:['’]m| am| are|['’]re) (?:not |very |quite )?(?:interested|happy with|
        looking for|fine|sure|the wrong|keen|good\b|considering|evaluating)|\bnot (?:interested|
        relevant|a (?:fit|priority)|for us|right now|the right)\b|\bno (?:interest|need|budget|
        thanks)\b|\b(?:let me know|let['’]s|let us|how about|what about|sounds|works for|
        i['’]d like|would like|would love|could you|can you|would you|do you|are you|pick one|
        count me|go ahead|deal)\b
    \b(?<!not )(?:send|give|show|tell|call|ring|text|ping|try|remind|e-?mail) (?:me|
        us)\b(?! (?:if|in case|for urgent|at \+?\d|only|on (?:my|\+?\d)|directly|anytime|
        for (?:anything|any) urgent))|\b(?:loop|loping|looping|cc|copying|adding|
        forwarding)\b[^.!?\n]{0,20}\b(?:in|to|my)\b|(?-i:\bcc [A-Z])
    \b(?:she|he|they)(?: is|['’]s| are| will|['’]ll)\b(?! (?:be )?(?:happy|glad|able|cover|assist|
        help))|\b(?:last|previous|your (?:last|first)) (?:week|call|meeting|mail|e-?mail)\b|
        \bsorry for (?:the|my) (?:late|slow|delayed?)|\bi was (?:on|out|away|off|sick|travel|
        ill)\b|^(?:hi,? )?i['’]?(?:m| am) back\b(?! (?:on|in|at|from|by|mon|tue|wed|thu|fri|next|
        after|\d|the))|\bi(?:['’]ll| will| can| could) (?:try(?! to (?:re|answer|get|check))|
        (?:take|have) a look|look\b|do\b(?! my best)|sign|test|see\b(?! (?:your|the|all|
        any) (?:messages?|e-?mails?|mails?|notes?)\b)|talk|discuss|ask\b|bring|
        send|share|call\b|ring\b|let you know|review (?:the|it|this)|check (?!my|e-?mail|mail)|
        think)
    \b(?:vi|jeg|jag) (?:vil|vill) (?:gerne|gjerne|garna)\b|\b(?:reden|telefonieren) wir\b|
        \bgefall(?:t|en) (?:mir|uns)\b|\btelefonier|\btreffen (?:wir|
        uns)|\bsprechen (?:wir|uns)|\bon s['’]|\bnous (?:voyons|
        parlons)|\bnos (?:vemos(?! (?:en \w{4,10}(?:bre|ero|zo|ril|yo|nio|lio|sto)\b|a la vuelta))|
        llamamos|hablamos)|\bquedamos\b|\bci vediamo|\bfalamos\b|
        \bspreken we|\bafspreken|\bspotka\w{1,5}|\bzdzwon|\bvi (?:ses|horas|tales|snakkes|snakkar|
        traffas)\b|\btavata|\bpuhutaan|\bsetka\w{1,4}\b|\bstretn|\bzavolam|\btalalkoz|
        \bgorus(?:mek|uruz)|\bne vedem|встрет|(?<!до )встреч|созвон|(?<!до )зустрі
    \b(?:anbei|angehangt|im anhang|beigefugt|hier (?:ist|sind|die|der|das)|wie besprochen)\b|
        \b(?:ihr|ihre[nmrs]?|dein|deine[nmrs]?|das|die|der) (?:\w{1,14} )?(?:angebot\w{0,2}|
        produkt\w{0,2}|vorschlag\w{0,2}|preis\w{0,2}|losung|software|vertrag\w{0,2}|rechnung|
        unterlagen|prasentation|termin\b|entwurf|konditionen)|\bpreis(?:e|lich)?\b|\bbudget\b|
        \bbedarf\b|\binteress(?:e|iert|ant)\b(?<!ihr interesse)(?<!dein interesse)
        (?<!seu interesse)(?<!vosso interesse)(?<!l'interesse)(?<!uw interesse)(?<!je interesse)
        (?<!din interesse)(?<!deres interesse)|\bklingt\b|
        \bpasst\b|\b(?:schicken|senden|rufen) sie (?:mir|uns|mich)|\bschick mir|\bruf mich|
        \bkonnen wir\b|\bkonnten wir\b|\bnutzen (?:wir|bereits)|\bwir (?:nutzen|haben bereits|
        haben schon|brauchen|suchen|setzen)\b|\bzu teuer|\bkein interesse|\bich war\b|
        \bgerne? (?:am|um|nachste)
    \b(?:ci-joint|en piece jointe|voici|comme convenu)\b|\b(?:votre|ton|le|la|vos|
        l['’]) ?(?:\w{1,12} )?(?:offre|proposition|produit|tarifs?|prix|solution|devis|outil|
        logiciel|contrat|facture|presentation|maquette|document)s?\b|\bprix\b|\btarifs?\b|
        \bbudget\b|\bdevis\b|\binteress(?:ee|ant|es|ees)\b|(?<=[mts]')interesse\b|\b(?:suis|sommes|
        nous|
        est) (?:\w{1,12} )?interesse\b|\bca m['’]|\b(?:envoyez|envoie|appelez|
        rappelez|dites|donnez)[- ](?:moi|nous)|\bm['’](?:envoyer|appeler|en dire)|\bpas pour nous|
        \bpas besoin|\bon (?:a (?:deja|une?|pas|besoin)|utilise|travaille|peut)\b|
        \bnous (?:utilisons|travaillons|avons (?:deja|un|une))|\bd['’]accord\b|\bj['’]etais\b|
        \bdisponible (?:jeudi|mardi|lundi|mercredi|vendredi)
    \b(?:adjunt[oa]s?|adjuntamos|aqui (?:esta|tiene|tienes|va)|como (?:acordamos|hablamos))\b|
        \b(?:su|tu|la|el|los|las|vuestra) (?:\w{1,12} )?(?:oferta|propuesta|producto|precios?|
        presupuesto|herramienta|solucion|contrato|factura|presentacion|demo|cotizacion)s?\b|
        \bprecios?\b|\bpresupuesto\b|\bme (?:interesa|encaja|parece|gusta|viene)|\bno (?:nos|
        me) interesa|\bmandame|\benvia(?:me|nos)|\bcuentame|\bllama(?:me|nos)|\bpodemos hablar|
        \bhablamos\b|\bya (?:trabajamos|tenemos|usamos|contamos)|\bestuve\b|\bte (?:paso|digo)|
        \blo reviso
    \b(?:in allegato|allego|allegat[oi]|ecco|come (?:concordato|d['’]accordo))\b|\b(?:la|vostra|
        sua|tua|il|vostro|suo|tuo|i) (?:\w{1,12} )?(?:offerta|proposta|prodott[oi]|prezz[oi]|
        preventivo|soluzione|contratto|fattura|presentazione|disegno|software)\b|\bprezz[oi]\b|
        \bofferta\b|\bbudget\b|\b(?:mi|ci) (?:interessa|piace|sembra|va bene)|\bnon (?:ci|
        mi) (?:interessa|serve)|\b(?:mandami|inviami|mandatemi|chiamami|chiamatemi|mandi|
        inviatemi|mi (?:mandi|invii|chiami))\b|\bpossiamo (?:sentirci|parlare|vederci)|
        \b(?:usiamo|abbiamo gia|lavoriamo gia)\b|\bsentiamoci\b|\bci sentiamo\b|\bero (?:in|fuori|
        via)\b
    \b(?:em anexo|segue(?:m)?|aqui esta|conforme (?:combinado|falamos))\b|\b(?:sua|tua|a|o|vossa|
        seu|os) (?:\w{1,12} )?(?:proposta|oferta|produto|precos?|orcamento|solucao|contrato|
        fatura|apresentacao|ferramenta|demo)s?\b|\bprecos?\b|\borcamento\b|\b(?:tenho|temos|sem|
        nao ha) interesse|\binteressad[oa]s?\b|\b(?:me|nos) (?:mande|envie|ligue|liga)|
        \bmand[ae] (?:me|a|o)\b|\benvie-?(?:me|nos)?\b|\bpodemos (?:falar|conversar|marcar)|
        \bja (?:temos|usamos|trabalhamos)|\bestive\b
    \b(?:bijgevoegd|in de bijlage|hierbij (?:de|het|mijn)|zoals (?:besproken|afgesproken))\b|
        \b(?:uw|je|jouw|het|de) (?:\w{1,12} )?(?:aanbod|voorstel|product|prijs|prijzen|offerte|
        oplossing|contract|factuur|presentatie|software)\b|\bprijs\b|\bofferte\b|
        \b(?:geen|wel|veel|hebben|is er) interesse\b|\binteresse (?:in|
        voor)\b
        (?<!w interesse in)(?<!w interesse voor)(?<!e interesse in)(?<!e interesse voor)|
        \binteressant\b|\bstuur (?:me|mij|maar|ons)|\bbel (?:me|
        mij)\b|\blaten we\b|\bkunnen we\b|\bwij (?:gebruiken|hebben al|werken al)|\bklinkt\b|
        \bik was\b|\bgeen behoefte
    \b(?:w zalaczeniu|zalacz\w{1,4}|przesylam|oto)\b|\b(?:ofert[aey]|cen[ay]|cennik|
        propozycj\w{1,2}|umow[aey]|faktur\w{1,2}|wycen\w{1,2}|budzet)\b|\b(?:jestem|
        jestesmy) (?:nie )?zainteresowan|\bnie (?:jestesmy|jestem) zainteres|\binteresuje\b|
        \bprosze (?:przeslac|o przeslan|o ofert|zadzwon|do mnie)|\bmozemy (?:porozm|sie)|
        \bkorzystamy\b|\bmamy juz\b|\bporozmawiajmy|\bbylem\b|\bbylam\b
    \b(?:bifog\w{1,4}|har kommer|har ar|i bilagan|vedhaeft\w{0,3}|vedlagt|vedlegg|her (?:er|
        kommer)|som avtalt|som aftalt|som overenskommet)\b|\b(?:erbjudande|offert|offerten|
        pris(?!e)(?<!['a ]ai pris)(?<! a pris)(?<!avons pris)(?<!avoir pris)(?<!ont pris)|priset|
        priser|avtal|tilbud|tilbuddet|tilbudet|pristilbud|losning|kontrakt|faktura|
        budsjett|budget)\w{0,2}\b|\b(?:intresserad|intressant|interesseret|interessert|
        interessant)\w?\b|\b(?:skicka|ring|send) (?:mig|meg|over|gerne|gjerne)\b|\b(?:kan vi|
        ska vi|skal vi|lad os|la oss|vi har redan|vi har allerede|vi bruger|vi bruker|
        vi anvander)\b|\b(?:later|lyder) (?:bra|godt|intress|spaend|spenn)|\bjag var\b|\bjeg var\b
    \b(?:liitteena|ohessa|tassa (?:on|tulee))\b|\btarjou\w{1,6}|\bhin(?:ta|nat|toja|nan)\b|
        \bsopimu\w{1,5}|\bbudjet\w{1,3}|\bkiinnost(?:aa|unut|unei|aisi)\w{0,3}|\bvoimmeko|
        \bvoitko\b|\blaheta\w{0,5}\b|\bsoita\b|\bsopii\b|\bkaytamme\b|\bmeilla on jo\b
    \b(?:v priloze|zasilam|posilam|posielam|prikladam)\b|\bnabid\w{1,3}\b|\bponuk\w{1,2}\b|
        \bcen[auy]\b|\bsmlouv\w|\bzmluv\w|\bfaktur\w|\brozpoc\w{1,3}|\b(?:mame|mam|nemame|
        nemam) zajem|\bzajima\b|\bzaujim\w|\bzaujal\w?\b|\bposlete\b|\bposlite\b|\bzavolejte mi|
        \bzavolajte mi|\bmuzeme\b|\bmozeme\b|\bpouzivame\b|\buz mame\b
    \b(?:mellekel\w{1,5}|csatol\w{1,5}|kuldom)\b|\bajanlat\w{0,5}|\b\w{0,4}ar(?:ak|at|lista|
        ajanlat)\b|\bszerzod\w{1,6}|\bszamla\w{0,3}|\berdekel\b|\berdekelt|\berdekelne\b|
        \bnem erdekel|\bkuldj\w{1,5}|\bhivjon (?:fel )?(?:engem|holnap)|\bbeszelj\w{1,4}|
        \bmar (?:van|hasznal)
    \bekte\b|\bteklif\w{0,6}|\bfiyat\w{0,6}|\bsozlesme\w{0,3}|\bfatura\w{0,3}|\bilgilen(?:iyor|
        dim|medi)|\bilgimi\b|\bgonderin\b|\bgonderir\b|\barayin beni|\bgorusebilir|\bgoruselim|
        \bkonus(?:alim|abil)|\bkullaniyoruz|\bihtiyac
    \b(?:atasat|anexat)\b|\bofert(?:a|ei|e)\b|\bpretu\w{0,4}|\bcontractu?l?\b|\bfactura\b|
        \bbuget\b|\binteresat|\bma intereseaz|\btrimite(?:ti|-)?\w{0,3}\b|\bsunati-ma|\bputem\b|
        \bfolosim\b|\bavem deja
    (?:во вложении|прилага|прикреп|высылаю|отправляю|вот (?:наш|ваш|файл|док))|предложени|
        \bцен[аыеу]\b|стоимост|договор|\bсч[её]т|бюджет|интересн|интересу|заинтерес|не актуально|
        пришлите|отправьте|позвоните мне|перезвоните|давайте|обсудим|созвонимся|у нас (?:уже|
        есть)|уже работаем|(?<!не )работаем(?! (?:с понед|с \d|до |по \d|ежедн|
        круглос|в (?:обычн|будн|праздн)))|используем
    (?:у вкладенні|додаю|надсилаю)|пропозиці|\bцін[аиу]\b|вартіст|договір|рахунок|цікав|зацікав|
        надішліть|зателефонуйте мені|давайте|обговор|у нас (?:вже|є)|використову
    (?:επισυναπτ|συνημμεν)|προσφορα|\bτιμ(?:η|εσ|ησ)\b|συμβολαιο|τιμολογιο|ενδιαφερ(?:ομαι|ομαστε|
        ει)|στειλτε μου|στειλε|καλεστε με|να μιλησ|χρησιμοποι\w{1,5} ηδη|εχουμε ηδη
    添付|見積|価格|料金|ご?提案|予算|契約|請求書|資料|興味|検討|導入|打ち?合わ?せ|日程|候補|
        弊社では|送ってください|お送りください|電話ください|いかが|でしょうか|ですか
    附件|附上|报价|報價|价格|價格|预算|預算|合同|合約|发票|發票|方案|产品|產品|感兴趣|感興趣|
        有兴趣|有興趣|没兴趣|兴趣|不需要|需要吗|发给我|發給我|给我(?:打|发)|可以吗|我们(?:已经有|
        在用|用的)|讨论|討論|聊聊|样品
    첨부|견적|가격|제안|예산|계약|송장|자료|관심|검토(?:해|하고|했)|도입|미팅|일정|보내\s?주세요|
        전화\s?주세요|가능할까|있을까|인가요|나요
    מצורף|מצ"ב|הצעת|הצעתכם|מחיר|תקציב|חוזה|חשבונית|מעוניי?נ|מעניין|שלחו לי|שלח לי|תתקשר|נדבר|נוכל|
        יש לנו כבר|משתמשים
    مرفق|عرض(?:كم|ك)?\b|سعر|الأسعار|السعر|ميزانية|عقد|فاتورة|مهتم|يهمن|أرسل(?:وا)? ل|
        اتصل(?:وا)? ب[يى]\b|نتحدث|لدينا بالفعل|نستخدم|هل
    """
)
BARE_ANSWER = any_of(
    r"""
    ^\W*(?:yes|yep|yeah|no|nope|sure|ok|okay|agreed|fine|perfect|great|done|interesting|
        interested|ja|nein|gern|gerne|passt|oui|non|d['’]accord|si|vale|claro|va bene|certo|sim|
        nao|nee|prima|akkoord|nie|dobrze|nej|jo|kylla|ano|igen|nem|evet|hayir|tamam|да|нет|хорошо|
        так|ні|ναι|οχι|はい|いいえ|了解です|好的|可以|不用|네|아니요|כן|לא|نعم|لا)\b
    \b(?:not (?:interested|now|me|us)|no thanks|next week|call me|too expensive|wrong person|
        remove|unsubscribe|yes|later)\b
    """
)
"""A word or two that answers, and is no name."""
DEEDS = any_of(
    r"""
    \b(?:evaluate|discuss|(?<!to )let (?:you|u) know|think (?:about|it)|(?<!please )talk (?:to|with|
        it)|
        speak (?:to|
        with)|run (?:it|this) by|bring (?:it|this) (?:up|to)|review (?:it|this|with)|
        pass(?:ed)? (?:it|this) on|share (?:it|this)|forwarded (?:it|this)|take it from there|
        decide|compare)\b
    \b(?:i|we) (?:may|might|could|can|would|should|do)(?: also| still)? (?:need|want|use|buy|
        consider|be interested|go)\b|\b\w{3,6}day\b[^.!?]{0,20}\b(?:works|suits|is (?:fine|better|
        good))\b
    \b(?:schaue|schau|sehe|seh) (?:ich |es |mir |das |dann )|\b(?:ansehen|anschau\w{1,3}|
        durchlesen|bespreche\w?|klare\b|uberlege)|\bgebe (?:ihnen |dir )?bescheid|\bsage (?:ihnen|
        dir)|\bkommen dann|\bleider passt|\bintern\b
    \b(?:je|on|nous) (?:le |la |les |l['’]|vous |te |en )?(?:regard|etudi|examin|parl|discut|
        reflech|transmet|transfer|dis\b|dirai|tiens|verr|vois|voit)\w{0,5}|\bl['’]etudi|
        \btenir au courant
    \b(?:lo|la|le|te|os|les) (?:miro|veo|vemos|reviso|revisamos|hablo|hablamos|leo|comento|echo|
        digo|decimos|aviso|avisamos|cuento|estudi\w{1,4}|paso|pasamos)\b|\bechar\w{1,3} un
    \b(?:guardo|ne parlo|ne parliamo|riparliamo|valut\w{1,5}|faccio sapere|facciamo sapere|
        vi dico|ci penso|la giro|lo giro|giro (?:al|alla)|lo leggo|ci guardo)\b
    \b(?:olhada|vou (?:ver|avaliar|falar|analisar|pensar|conversar)|vamos (?:avaliar|analisar|ver|
        conversar|pensar)|te (?:aviso|digo|falo)|aviso (?:voce|vc))\b
    \b(?:kijk (?:ik|er|even|naar)|bekijk\w{0,2}|bespreek|bespreken|laat (?:ik |het )?(?:je|
        u) (?:het )?weten|denk er)\b
    \b(?:przejrz\w{1,4}|przyjrz\w{1,4}|(?<!do )zobacz\w{1,4}|porozmaw\w{1,4}|dam znac|damy znac|
        przemysl\w{1,4}|omowi\w{1,4}|przekaz(?:alem|alam|uje))\b
    \b(?:jag|vi) (?:ska )?(?:tittar?|kollar?|pratar?|diskuterar?|funderar?|tar)\b|\btar vi\b|
        \bhor av dig (?:igen|da)\b
    \b(?:jeg|vi) (?:vil )?(?:kigger|kikker|ser pa|snakker|taler|diskuterer|taenker|tenker|tar det|
        tager det)\b|\b(?:lar deg|la deg) vite|\b(?:gir|giver) besked
    \bkatso(?:taan|n|mme)\b|\bjutel|\bjuttel|\bmieti(?:n|mme|taan)\b|\bkerron\b|\bkysyn\b|
        \bkeskustel
    \bpodiv\w{1,4}|\bmrkn\w{1,3}|\bprober\w{1,4}|\bdam(?:e)? (?:ti |vam )?(?:vedet|vediet)|
        \bpozri\w{1,3}|\bpreber\w{1,4}|\bprojdu\b
    \bmegnez|\bmegbesz|\bjelzem\b|\bszolok\b|\batnez|\batbesz|\btovabbitottam
    \bma uit\b|\bma voi uita|\banaliz|\bdiscut\w{1,3}\b|\bva spun|\biti spun|\bva anunt
    \bbakar(?:im|iz)|\bbakayim|\binceler|\bincelerim|\bkonusur|\bhaber ver|\bdegerlendir
    посмотр(?!ите (?:наш|раздел|на сайт))|обсуд|скажу|сообщу|подумаю|напишу|изуч|передал|поговор|
        подивл|обговор|повідомлю|подумаю|передав
    \bβλεπω\b|\bκοιτ(?:αξω|αω)|\bθα (?:το )?δω\b|\bλεω\b|συζητησ|ενημερωσω
    拝見|社内で|相談|お話し|話し合|看看|看一下|看了|考虑|考慮|商量|研究一下|告诉|转给|再说|再聊|
        말씀드릴|내부|논의|상의|알려드릴게|살펴보
    אסתכל|אגיד|נדון|אחשוב|אדבר|سأنظر|أخبرك|سأناقش|سأدرس|سأفكر
    """
)
"""What people will do about it, which a machine that has not read it cannot."""
OFFERED = any_of(
    r"""
    \b(?:your|the|this) (?:\w{1,12} )?(?:proposal|offer|quote|quotation|pitch|deck)\b|
        \bihr(?:e[nms]?)? (?:\w{1,12} )?(?:angebot|vorschlag)|\b(?:votre|la|
        l['’]) ?(?:proposition|offre|devis)\b|\b(?:su|tu|la|vuestra) (?:propuesta|oferta|
        cotizacion)\b|\b(?:sua|vostra|la|a|tua) (?:proposta|offerta|oferta)\b|\b(?:uw|je|
        jullie) (?:voorstel|aanbod|offerte)\b|\b(?:oferte|oferta|propozycje)\b|\b(?:erbjudande|
        offert|tilbud)(?:et|en)?\b|\btarjouksen|\bnabidku|\bponuku\b|\bajanlat\w{1,4}|
        \bteklif(?:in|iniz)\w{0,3}|предложени[ея]|пропозицію|προσφορα|見積|ご?提案|报价|報價|方案|
        제안|견적|הצעת|عرضكم|عرضك
    """
)
"""What was offered, by its name: whoever says it has read of it."""
