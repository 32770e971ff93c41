"""What machines write of a message that came in, in the languages of the common mail systems.

Asked by `automatic`, which weighs them beside the phrases of absence.
"""

from crm_core.mail.inbound.phrases import any_of

DECLARES = any_of(
    r"""
    ^\W{0,3}(?:auto(?:matic|mated)?[\s-]?(?:reply|response)|automatische (?:antwort|nachricht)|
        (?:message|r[ée]ponse|courriel) automatique|(?:respuesta|mensaje) autom[áa]tic[oa]|
        (?:risposta|messaggio) automatic[oa]|(?:resposta|mensagem) autom[áa]tica|autosvar|
        automatisch antwoord|automatiskt? svar|odpowied[źz] automatyczna|自動返信)\s?[:：.!–-]
    \bthis (?:is|was|message is|e-?mail is|mail is) an? (?:auto[\w-]{0,10}|computer|
        system)[\s-]?(?:generated )?(?:reply|response|e-?mail|message|acknowledg|notification|
        answer)
    (?:diese|dies) (?:e-?mail|nachricht|mail|antwort|ist)[^.!?]{0,20}automati
    ceci est (?:un|une) (?:message|r[ée]ponse|courriel|e-?mail)[^.!?]{0,10}automatique
    (?:este|esta) es (?:un|una) (?:mensaje|correo|respuesta)[^.!?]{0,10}autom[áa]tic
    questo? [èe] un[a']? ?(?:messaggio|risposta|e-?mail)[^.!?]{0,10}automatic
    est[ae] [ée] uma? (?:mensagem|resposta|e-?mail)[^.!?]{0,10}autom[áa]tic
    dit is een automatisch|(?:detta|det h[äa]r) [äa]r ett automatisk|dette er (?:en|et) automatisk
    t[äa]m[äa] on automaatti|to jest automatyczn|(?:wiadomo[śs][ćc]|odpowied[źz]) automatyczn
    toto je automatick|ez egy automatikus|bu (?:bir )?otomatik|это автоматическ
    это письмо создано авто
    自動(?:返信|送信|配信)(?:です|され|して|メール)|此(?:邮件|郵件)[^。]{0,8}自[动動]|자동\s?(?:으로|회신)
    """
)
"""A message that calls itself a machine's."""
ACKNOWLEDGES = any_of(
    r"""
    this (?:is|message is|e-?mail is|mail is) an? (?:auto[\w-]{0,10}|computer|
        system)[\s-]?(?:generated |reply|response|e-?mail|message|acknowledg|notification|
        confirmation|answer|mail)
    \bautomated (?:reply|response|message|e-?mail|acknowledg|answer)|automatically[\s-]generated
    auto-?generated|auto(?:matic)?[\s-]?(?:reply|response)\b|was (?:sent|generated) automatically
    (?:please )?do not (?:reply|respond) (?:to|directly)|do not reply
    e-?mails (?:sent )?to this address will not be
    (?:un-?monitored|not monitored|no-?reply) (?:mailbox|inbox|address|e-?mail)
    mailbox is (?:not |un-?)monitored
    (?:mailbox|inbox|address|account) is (?:no longer|not)(?: being| actively)? (?:monitored|in use|
        active|checked|read|valid)
    my last (?:working )?day (?:at|with|was|of)|you(?:'ve| have) reached (?:the|my|our)\b
    awaits? (?:moderator )?approval|being held
    \b(?:opened|created|logged) (?:your |a |the )?(?:ticket|case)\b
    your (?:e-?mail|message) (?:has )?(?:just )?arrived
    (?:a human|someone|an? (?:agent|engineer|specialist|team member)|our team|we['’]ll|we will)\b
        [^.!?]{0,60}(?:within|by|in) \d{1,2}(?::\d\d)?\s?(?:\w{2,10} )?(?:hours?|minutes?|
        am\b|pm\b|\.)
    (?:verify|prove|confirm) (?:that )?you are (?:a |an )?(?:person|human|real|not)
    (?:we|i)(?: have|'ve)? (?:successfully )?received your (?:e-?mail|message|request|enquiry|
        inquiry|mail|query|question|ticket|support|application|feedback|correspondence|submission)
    your (?:e-?mail|message|request|enquiry|inquiry|query|ticket|case|support request|question|
        application|feedback)(?: \S{1,20})? (?:has been|was|is) (?:successfully )?(?:received|
        logged|created|registered|opened|assigned|submitted|recorded|forwarded)
    (?:ticket|case|request|reference|incident)(?: id| number| no\.?)?[\s:]{0,3}(?:#|
        \[)?[\w-]{0,20}[\s\])]{0,3}(?:has been|was) (?:created|opened|logged|assigned|registered|
        received)
    (?:member|someone|representative|agent|one) of (?:our|the) (?:\w{1,15} ){0,2}(?:team|staff|
        group|experts|representatives|agents)[^.!?]{0,40}(?:will|shall)
    we (?:will|aim to|try to|endeavou?r to|typically|usually|strive to)[^.!?]{0,40}(?:respond|
        reply|get back|answer|contact you)[^.!?]{0,50}(?:within|in|as soon|shortly|\d+)
    expect (?:a |an |our )?(?:response|reply|answer)[^.!?]{0,70}(?:within|in) \w{1,12}[\s-]
    \b(?:we|i|and|team|representative|agent|specialist) (?:will|shall) (?:respond|reply|answer|
        get back)[^.!?]{0,20}(?:as soon as possible|within|asap|shortly|in due course)
    fora do hor[áa]rio (?:de|comercial)
    retornaremos (?:em breve|o contato|assim)
    fuera de(?:l| nuestro)? horario|au(?:ß|ss)erhalb unserer (?:gesch[äa]fts|[öo]ffnungs|b[üu]ro)
    outside (?:of )?our (?:business|office|working|opening) hours
    en dehors de nos (?:heures|horaires)
    looking into your (?:\w{1,12}[/ ]){0,2}(?:enquiry|inquiry|request|message|e-?mail|question)
    your (?:request|enquiry|inquiry|e-?mail|message) is being (?:served|processed|handled|reviewed)
    (?:this )?e-?mail (?:address )?is no longer (?:in use|active|monitored|valid|being)
    address (?:is|has) (?:no longer|changed)
    diese (?:e-?mail|nachricht|mail|antwort) (?:wurde|ist|wird) (?:automatisch|eine automatische)
    automatisch (?:generiert|erstellt|erzeugt|versendet)
    automatische (?:antwort|nachricht|e-?mail|empfangsbest|eingangsbest|best[äa]tigung)
    ihre (?:anfrage|nachricht|e-?mail|mail|mitteilung)[^.!?]{0,40}(?:erhalten|eingegangen|
        eingetroffen|bearbeite|erfasst)
    bitte antworten sie nicht|empfangsbest[äa]tigung|eingangsbest[äa]tigung
    (?:ceci est|il s'agit d')[^.!?]{0,20}(?:message|r[ée]ponse|e-?mail|
        courriel)[^.!?]{0,20}automatique
    (?:message|r[ée]ponse|e-?mail) automatique|ne pas r[ée]pondre|nous avons bien re[çc]u
    votre (?:message|demande|e-?mail|courriel)[^.!?]{0,30}(?:a bien [ée]t[ée]|a [ée]t[ée] re[çc]u|
        bien re[çc]u)
    vous recevrez (?:un|une) (?:e-?mail|courriel|r[ée]ponse)|en (?:cours|attente) de traitement
    vous (?:r[ée]pondra|contactera)\b|dans les (?:meilleurs|plus brefs) d[ée]lais
    accusons r[ée]ception|accus[ée] de r[ée]ception
    (?:este|mensaje|correo|respuesta)[^.!?]{0,25}autom[áa]tic[oa]|no responda|no respond(?:er|as)
    hemos recibido (?:su|tu)|su (?:mensaje|solicitud|correo|consulta) ha sido recibid
    (?:messaggio|risposta|e-?mail|mail)[^.!?]{0,25}automatic[oa]|non rispondere
    abbiamo ricevuto (?:la|il)
    (?:la tua|la sua|vostra) (?:richiesta|e-?mail)[^.!?]{0,30}(?:ricevut|presa in carico)
    (?:mensagem|resposta|e-?mail)[^.!?]{0,25}autom[áa]tic[oa]|n[ãa]o responda
    recebemos (?:a |o |sua|seu)|account is protected by
    (?:your address|you) added to (?:the|my) [^.!?]{0,30}(?:list|allowed)
    (?:has been|is) (?:waitlisted|held|quarantined)[^.!?]{0,40}
    (?:click|follow)[^.!?]{0,60}(?:to (?:verify|confirm|prove|deliver|release))
    automatisch(?:e)? (?:gegenereerd|antwoord|bericht|verzonden|ontvangstbevestiging|reactie)
    (?:wij|we) hebben uw|uw (?:bericht|e-?mail|vraag|aanvraag|mail)[^.!?]{0,30}(?:ontvangen|goed)
    niet (?:te )?(?:beantwoorden|reageren)|(?:wiadomo[śs][ćc]|odpowied[źz])[^.!?]{0,40}automatyczn
    automatycznie wygenerowan|otrzymali[śs]my (?:twoj|pa[ńn]stwa|pani|pana)|nie odpowiada[ćc]
    (?:detta|det h[äa]r) [äa]r ett automat|automat(?:isk|iskt) (?:svar|meddelande|genererat|utsk)
    vi har (?:mottagit|tagit emot|f[åa]tt)|dette er (?:et|en) automat
    automatisk (?:svar|besked|generer)|vi har mod?taget|kan ikke besvares|t[äa]m[äa] on automaatti
    automaattinen (?:vastaus|viesti)|olemme vastaanottaneet|[äa]l[äa] vastaa
    automatick[áaoy]\w* (?:odpov|zpr[áa]v|spr[áa]v|generov|e-?mail)|obdr[žz]eli jsme
    neodpov[íi]dejte|automatikus (?:v[áa]lasz|[üu]zenet)|automatikusan|megkaptuk|ne v[áa]laszoljon
    otomatik (?:olarak|yan[ıi]t|bir|mesaj)|yan[ıi]tlamay[ıi]n|taraf[ıi]m[ıi]za ula[şs]t
    автоматическ\w+ (?:ответ|сообщени|уведомлени|письмо)|автоматически|не отвечайте|мы получили ва
    ваш\w? (?:запрос|обращение|заявка|письмо|сообщение)[^.!?]{0,40}(?:получен|принят|зарегистр)
    автоматичн|自動(?:返信|送信|配信|応答)|返信(?:しない|いただいても|できません|不可)
    受け付け(?:ました|いたしました)|お問い合わせ(?:いただき|ありがとう)|自动(?:回复|发送|答复|生成)
    系统自动|系統自動|请勿(?:直接)?回复|請勿回覆|已收到(?:您|你)
    자동\s?(?:회신|응답|발송|답장|으로)|발신\s?전용|접수되었습니다|r[ăa]spuns automat|mesaj automat
    """
)
DELAYED = any_of(
    r"""
    \bnot expected to (?:check|respond|reply|read)\b
    \b(?:my|our|email) (?:response|reply|replies|responses)(?: times?)? (?:may|might|will|could) be
        (?: \w{1,14})? (?:delayed|slow|longer)
    """
)
"""What a machine says of answers to come, and a person about one that is late says otherwise."""
TICKET = any_of(
    r"""
    (?:ticket|case|request|incident|anfrage|vorgang|demande|solicitud|caso|richiesta|zg[łl]oszenie|
        обращение|заявка|お問い合わせ)\s?(?:id|number|no\.?|nr\.?|
        №)?\s?[:#\[(]{0,3}\s?#?\w{0,4}-?\d{3,}
    \[#?\w{0,10}[-#]?\d{4,}\]|##-|\bref(?:erence)?[:#\s]{1,3}\w*\d{4,}
    """
)
SALES_THANKS = any_of(
    r"""
    thank(?:s| you)[^.!?\n]{0,20} for (?:contacting|reaching out to|getting in touch|
        your (?:inquiry|enquiry|interest|message|e-?mail|order|application|submission|request)|
        writing)
    vielen dank f[üu]r ihre (?:anfrage|nachricht|e-?mail|kontakt)
    merci (?:de nous avoir|pour votre|d'avoir)|gracias por (?:contactar|escribir|comunicar)
    grazie per (?:averci|il tuo|la tua)|obrigado por (?:entrar|contat)|bedankt voor (?:uw|je)
    お問い合わせ
    """
)
