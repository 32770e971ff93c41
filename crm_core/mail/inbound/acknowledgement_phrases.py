"""What machines write of a message that came in, in the languages of the common mail systems.

Written for folded letters (`phrases.folded`), all languages in one pattern. Asked by
`letter_kinds`.
"""

from crm_core.mail.inbound.phrases import any_of

DECLARES = any_of(
    r"""
    \b(?:verify|prove|confirm) (?:that )?you(?:['’]re| are) (?:a |an )?(?:person|human|real|not a)
    (?<!ly )\b(?:sent|written|answered) (?:automatically|by (?:a|our|the) (?:\w{1,10} )?(?:bot|
        robot|machine|script|server|computer))\b|\bthis (?:\w{1,10} )?(?:goes|went|comes|
        is going) out (?:by itself|
        automatically|to everyone|on its own)|\b(?:receiving|getting) this auto
    \bi['’]?(?:m| am) (?:only )?(?:an?|the|your|our) (?:\w{1,12} ){0,2}(?:bot|robot|chatbot|auto-?
        responder|virtual (?:assistant|helper|agent)|digital assistant)\b(?! (?:developer|engineer|
        maker|builder|vendor|company|user|expert|person|founder))|\bthe (?:virtual|
        digital) (?:helper|assistant|agent)\b
    \bich bin (?:nur )?(?:ein|der|dein|ihr) (?:\w{1,12} )?(?:bot|roboter|chatbot|automat)|
        \bje suis[ ]
        (?:un|le|votre) (?:\w{1,12} )?(?:ro)?bot|\bsoy (?:un|el|tu|su) (?:\w{1,12} )?(?:ro)?bot|
        \bsono[ ]
        (?:un|il|solo un) (?:\w{1,12} )?(?:ro)?bot|\bsou (?:um|o|a) (?:\w{1,12} )?robo|\brobozinh|
        \bik ben (?:een|de) (?:\w{1,12} )?(?:ro)?bot|\bjestem (?:\w{1,12} )?botem|я (?:\w{1,12} )?
        (?:чат-?)?бот\b|機械が自動|机器人
    \b(?:kommt|geht|ging) (?:hier )?(?:von (?:alleine?|selbst)|automatisch) (?:raus|heraus|zuruck|
        an)|\bautomatisch (?:verschickt|versandt|beantwortet)|\bnon (?:serve|occorre) rispondere|
        \bnao (?:e preciso|precisa) responder|\bno (?:hace falta|es necesario) responder|
        \binutile de repondre|\bvygenerovan\w? (?:automaticky|systemem)
    ^\W{0,3}(?:auto(?:matic|mated)?[\s-]?(?:reply|response)|automatische (?:antwort|nachricht)|
        (?:message|reponse|courriel) automatique|(?:respuesta|mensaje) automatic[oa]|
        (?:risposta|messaggio) automatic[oa]|(?:resposta|mensagem) automatica|autosvar|
        automatisch antwoord|automatiskt? svar|odpowiedz automatyczna|自動返信)\s?[:：.!–-]
    \bthis (?:is|was|message is|e-?mail is|mail is) an? (?:auto[\w-]{0,10}|computer|
        system)[\s-]?(?:generated )?(?:reply|response|e-?mail|message|acknowledg|notification|
        answer)
    (?:diese|dies) (?:e-?mail|nachricht|mail|antwort|ist)[^.!?]{0,20}automati
    ceci est (?:un|une) (?:message|reponse|courriel|e-?mail)[^.!?]{0,10}automatique
    (?:este|esta) es (?:un|una) (?:mensaje|correo|respuesta)[^.!?]{0,10}automatic
    questo? e un[a']? ?(?:messaggio|risposta|e-?mail)[^.!?]{0,10}automatic
    est[ae] e uma? (?:mensagem|resposta|e-?mail)[^.!?]{0,10}automatic
    dit is een automatisch|(?:detta|det har) ar ett automatisk|dette er (?:en|et) automatisk
    tama on automaatti|to jest automatyczn|(?:wiadomosc|odpowiedz) automatyczn
    toto je automatick|ez egy automatikus|bu (?:bir )?otomatik|это автоматическ
    это письмо создано авто
    自動(?:返信|送信|配信)(?:です|され|して|メール)|此(?:邮件|郵件)[^。]{0,8}自[动動]|
        자동\s?(?:으로|회신)
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
    (?<!\bwe )(?<!\bi )(?:please )?do not (?:reply|respond) (?:to|directly)
    (?<!\bwe )(?<!\bi )do not reply
    e-?mails (?:sent )?to this address will not be
    (?:un-?monitored|not monitored|no-?reply) (?:mailbox|inbox|address|e-?mail)
    mailbox is (?:not |un-?)monitored
    (?:mailbox|inbox|address|account) is (?:no longer|not)(?: being| actively)? (?:monitored|in use|
        active|checked|read|valid)
    my last (?:working )?day (?:at|with|was|of)|you(?:'ve| have) reached (?:the|my|our)\b
    \b(?:ticket|case|request|conversation|incident|issue)\b[^.!?\n]{0,30}\b(?:was|has been|is now|
        have been) (?:\w{1,10} ){0,2}(?:resolved|solved|closed|updated|reopened)\b
    \byour (?:request|ticket|case|enquiry|inquiry|application|order|message|e-?mail)[^.!?\n]{0,60}
        \b(?:has been|was|is) (?:\w{1,12} )?(?:received|registered|logged|being reviewed)\b
    \basistente virtual\b|\bassistente virtual|\bassistente virtuale|\bassistant virtuel|
        \bvirtuelle[rn]? assistent|\bwirtualn\w{1,3} asystent|\bai assistant\b
    ^\W{0,3}(?:message|mail|courriel|demande) bien recue?\b
    \breceipt of your (?:e-?mail|message|letter|inquiry|enquiry)|\bconfirms? (?:that (?:it|we|your)|
        receipt|the receipt)\b|\byour (?:\w{1,10} )?(?:note|mail|message|e-?mail|words) (?:has |
        have |
        is |just |was )*(?:\w{1,10} )?(?:landed|arrived|reached|come|came|got|made it)\b
    \byou(?:['’]ve| have) (?:e-?mailed|written to|contacted|reached|got through to) (?:(?-i:[A-Z])|
        the|
        our)
    awaits? (?:moderator )?approval|being held
    \b(?:opened|created|logged) (?:your |a |the )?(?:ticket|case)\b
    your (?:e-?mail|message) (?:has )?(?:just )?arrived
    (?:a human|someone|an? (?:agent|engineer|specialist|team member)|our team|we['’]ll|we will)\b
        [^.!?]{0,60}(?:within|by|in) \d{1,2}(?::\d\d)?\s?(?:\w{2,10} )?(?:hours?|minutes?|
        am\b|pm\b|\.)
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
    fora do horario (?:de|comercial)
    fuera de(?:l| nuestro)? horario|ausserhalb unserer (?:geschafts|offnungs|buro)
    outside (?:of )?our (?:business|office|working|opening) hours
    en dehors de nos (?:heures|horaires)
    looking into your (?:\w{1,12}[/ ]){0,2}(?:enquiry|inquiry|request|message|e-?mail|question)
    your (?:request|enquiry|inquiry|e-?mail|message) is being (?:served|processed|handled|reviewed)
    (?:this )?e-?mail (?:address )?is no longer (?:in use|active|monitored|valid|being)
    address (?:is|has) (?:no longer|changed)
    diese (?:e-?mail|nachricht|mail|antwort) (?:wurde|ist|wird) (?:automatisch|eine automatische)
    automatisch (?:generiert|erstellt|erzeugt|versendet)
    automatische (?:antwort|nachricht|e-?mail|empfangsbest|eingangsbest|bestatigung)
    ihre (?:anfrage|nachricht|e-?mail|mail|mitteilung)[^.!?]{0,40}(?:erhalten|eingegangen|
        eingetroffen|bearbeite|erfasst)
    bitte antworten sie nicht|empfangsbestatigung|eingangsbestatigung
    (?:ceci est|il s'agit d')[^.!?]{0,20}(?:message|reponse|e-?mail|
        courriel)[^.!?]{0,20}automatique
    (?:message|reponse|e-?mail) automatique|ne pas repondre|nous avons bien recu
    votre (?:message|demande|e-?mail|courriel)[^.!?]{0,30}(?:a bien ete|a ete recu|
        bien recu)
    vous recevrez (?:un|une) (?:e-?mail|courriel|reponse)|en (?:cours|attente) de traitement
    accusons reception|accuse de reception
    (?:este|mensaje|correo|respuesta)[^.!?]{0,25}automatic[oa]|no responda|no respond(?:er|as)
    hemos recibido (?:su|tu)|su (?:mensaje|solicitud|correo|consulta) ha sido recibid
    (?:messaggio|risposta|e-?mail|mail)[^.!?]{0,25}automatic[oa]|non rispondere
    abbiamo ricevuto (?:la|il)
    (?:la tua|la sua|vostra) (?:richiesta|e-?mail)[^.!?]{0,30}(?:ricevut|presa in carico)
    (?:mensagem|resposta|e-?mail)[^.!?]{0,25}automatic[oa]|nao responda
    recebemos (?:a |o |sua|seu)|account is protected by
    (?:your address|you) added to (?:the|my) [^.!?]{0,30}(?:list|allowed)
    (?:has been|is) (?:waitlisted|held|quarantined)[^.!?]{0,40}
    (?:click|follow)[^.!?]{0,60}(?:to (?:verify|confirm|prove|deliver|release))
    automatisch(?:e)? (?:gegenereerd|antwoord|bericht|verzonden|ontvangstbevestiging|reactie)
    (?:wij|we) hebben uw[^.!?]{0,40}ontvangen|uw (?:bericht|e-?mail|vraag|aanvraag|
        mail)[^.!?]{0,30}(?:ontvangen|goed)
    niet (?:te )?(?:beantwoorden|reageren)|(?:wiadomosc|odpowiedz)[^.!?]{0,40}automatyczn
    automatycznie wygenerowan|otrzymalismy (?:twoj|panstwa|pani|pana)|nie odpowiadac
    (?:detta|det har) ar ett automat|automat(?:isk|iskt) (?:svar|meddelande|genererat|utsk)
    vi har (?:mottagit|tagit emot|fatt (?:ditt|din|er))|dette er (?:et|en) automat
    automatisk (?:svar|besked|generer)|vi har mod?taget|kan ikke besvares|tama on automaatti
    automaattinen (?:vastaus|viesti)|olemme vastaanottaneet|ala vastaa
    automatick[aoy]\w* (?:odpov|zprav|sprav|generov|e-?mail)|obdrzeli jsme
    neodpovidejte|automatikus (?:valasz|uzenet)|automatikusan|megkaptuk|ne valaszoljon
    otomatik (?:olarak|yanit|bir|mesaj)|yanitlamayin|tarafimiza ulast
    автоматическ\w+ (?:ответ|сообщени|уведомлени|письмо)|автоматически|не отвечайте|мы получили ва
    ваш\w? (?:запрос|обращение|заявка|письмо|сообщение)[^.!?]{0,40}(?:получен|принят|зарегистр)
    автоматичн|自動(?:返信|送信|配信|応答)|返信(?:しない|いただいても|できません|不可)
    受け付け(?:ました|いたしました)|お問い合わせ(?:いただき|ありがとう)|自动(?:回复|发送|答复|生成)
    系统自动|系統自動|请勿(?:直接)?回复|請勿回覆|已收到(?:您|你)
    자동\s?(?:회신|응답|발송|답장|으로)|발신\s?전용|접수되었습니다|raspuns automat|mesaj automat
    """
)
RECEIVED = any_of(
    r"""
    \b(?:your|the) (?:\w{1,14} ){0,3}(?:e-?mail|message|request|enquir\w{1,3}|inquir\w{1,3}|query|
        ticket|case|question|application|feedback|submission|correspondence|form|order|complaint|
        booking|registration|letter|claim|note|details|communication)[^.!?\n]{0,30}\b(?:been|was|
        is|were|are) (?:\w{1,14} )?(?:received|logged|created|registered|opened|assigned|
        submitted|recorded|forwarded|queued|processed|reviewed|important|delivered|noted|
        in (?:our|the) (?:queue|inbox|system)|on its way|being|under review|accepted|escalated|
        routed|passed on|with us|safely)
    \bwe(?: have|['’]ve)(?: got)? your (?:message|e-?mail|mail|enquiry|inquiry|request)|\b(?:mail|
        message|e-?mail|request) is with us|\blanded safely|\b(?:we|i)(?: have|
        ['’]ve| did)? (?:\w{1,14} )?(?:received?|got|registered|logged|opened|created|
        noted) (?:your|a|the)(?: \w{1,14}){0,2} (?:e-?mail|message|request|enquir\w{1,3}|
        inquir\w{1,3}|query|question|ticket|case|application|feedback|submission|correspondence|
        form|order|letter|note|communication|booking)
    \b(?:confirm|acknowledg)\w{0,7}(?: the| that)?(?: safe| we have)? (?:receipt|receiving|
        received|reception)|\bthis is (?:a|an|just a)(?:\w{1,12} )?(?:confirmation|acknowledg)|
        \bconfirmation (?:e-?mail|of receipt)|\b(?:ticket|case) (?:has been|was)
    \b(?:your|a) (?:new )?(?:ticket|case|reference|request|enquiry|support) (?:number|id|no\.?|
        reference) (?:is|for)
    \b(?:our|the) (?:\w{1,14} ){0,3}(?:team|staff|agents?|colleagues|representatives?|
        specialists?|experts?|advisors?|department) (?:is|are|will|shall|has|have|
        aims?) (?:\w{1,12} ){0,3}(?:review|get|be in|respond|reply|contact|look|process|working|
        assist|reach|help|answer)
    \b(?:someone|a member|one of us|somebody|one of (?:our|my|
        the) [\w ]{2,25})[^.!?\n]{0,40} (?:will|shall)\b
    \bkeep you (?:updated|informed|posted)|\b(?:high|large|heavy|unusual\w{0,2}) (?:volume|number|
        amount)s? of (?:e-?mail|message|request|enquir|inquir|ticket|mail|quer)|\bhigh volumes?\b
    \b(?:ihre?|deine?|eure?|die) (?:\w{1,14} ){0,2}(?:anfrage|nachricht|e-?mail|mail|mitteilung|
        bewerbung|bestellung|anliegen|schreiben|ticket|unterlagen)\b[^.!?\n]{0,80}(?:erhalten|
        eingegangen|eingetroffen|angekommen|bearbeite|erfasst|registriert|aufgenommen|
        (?<!nicht )weitergeleitet|empfangen|gespeichert|zugestellt)|\bhaben (?:wir|ihre|
        deine)[^.!?\n]{0,60}erhalten|\bwir haben (?:ihr|dein)[^.!?\n]{0,60}(?:erhalten|
        registriert|aufgenommen)|\bbestatig\w{1,4}[^.!?\n]{0,40}(?:eingang|erhalt|empfang)|
        \b(?:ticket|vorgang)[^.!?\n]{0,30}(?:eroffnet|erstellt|angelegt)|\b(?:unser|
        das) (?:\w{1,14}-?)?(?:team|support)[^.!?\n]{0,30}(?:kummer|bearbeit|meld|antwort|pruf)
    \b(?:votre|ton) (?:message|demande|e-?mail|mail|courriel|ticket|requete|candidature|commande|
        courrier|sollicitation)\b[^.!?\n]{0,50}(?:recu|enregistr|pris en|prise en|transmis|
        parvenu|en cours|bien arriv|cree|traite)|\b(?:avons|ai|accusons)\b[^.!?\n]{0,30}(?:recu|
        reception)\b|\bconfirm\w{1,4}[^.!?\n]{0,30}reception|\b(?:notre|nos) (?:equipes?|
        services?|conseillers?)[^.!?\n]{0,40}(?:repond|trait|contact|revien|prend)|
        \bnumero de (?:ticket|dossier|demande)|\bprise? en (?:compte|charge)
    \b(?:su|tu|vuestr[ao]) (?:mensaje|solicitud|correo|consulta|ticket|email|peticion|mail|
        comunicacion|pedido)\b[^.!?\n]{0,50}(?:recibid|registrad|ha sido|sera|generad|en proceso|
        atendid|llegado|asignad)|\b(?:hemos|he) recibido\b|\brecibimos (?:su|tu)|
        \bacus\w{1,4}(?:\w{1,6} )?recibo|\bconfirm\w{1,5}[^.!?\n]{0,30}(?:recepcion|recibid)|
        \b(?:nuestro|un|el) (?:\w{1,12} ){0,2}(?:equipo|asesor|agente|departamento|
        ejecutivo)[^.!?\n]{0,40}(?:respond|contact|revis|atend|comunic|pondra)|
        \bnumero de (?:ticket|caso|solicitud)
    \b(?:la|il|sua|tua|suo|tuo|vostr[ao]|vs|tu)\.? ?(?:\w{1,10} )?(?:richiesta|e-?mail|mail|
        messaggio|comunicazione|segnalazione|domanda|ticket|ordine)\b[^.!?\n]{0,50}(?:ricevut|
        pres[ao] in|registrat|inoltrat|recapitat|arrivat|pervenut|apert[ao])|
        \babbiamo (?:\w{1,8} )?ricevuto|\b(?:conferm\w{1,5})[^.!?\n]{0,40}(?:ricezione|ricevut|
        ricevimento)|\bpres[oa] in carico|\bavvenuta ricezione|\b(?:il nostro|un nostro|i nostri|
        un) (?:\w{1,10} )?(?:team|staff|operator\w|uffici\w?|consulent\w|
        incaricato)[^.!?\n]{0,40}(?:risponder|contatt|provveder|operativ)
    \b(?:sua|seu|tua|teu|vossa|vosso) (?:mensagem|solicitacao|e-?mail|pedido|contato|contacto|
        chamado|ticket|duvida)\b[^.!?\n]{0,50}(?:recebid|registrad|registad|foi|sera|encaminhad|
        em analise|abert)|\brecebemos\b|\bconfirmamos (?:a|o) rece|\bacusamos (?:a|o)|\b(?:nossa|
        um de nossos|nosso|a nossa|o nosso) (?:\w{1,12} ){0,2}(?:equipe|equipa|atendente|time|
        setor|consultor)[^.!?\n]{0,40}(?:respond|entrar|retorn|analis|contact)|
        \bnumero d[eo] (?:protocolo|ticket|chamado|processo)|\bprotocolo\b
    \b(?:uw|je|jouw) (?:\w{1,12} )?(?:bericht|e-?mail|vraag|aanvraag|mail|verzoek|melding|
        sollicitatie|bestelling)\b[^.!?\n]{0,50}(?:ontvangen|goed|geregistreerd|in behandeling|
        doorgestuurd|aangekomen|binnen)|\bhebben (?:wij |we )?(?:uw|je|
        jouw)[^.!?\n]{0,40}ontvangen|\bontvangstbevest|\bbevestig\w{0,3}[^.!?\n]{0,30}ontvangst|
        \b(?:onze|een van onze|ons) (?:\w{1,16} )?(?:medewerkers?|collega|team|
        klantenservice)[^.!?\n]{0,40}(?:neemt|nemen|zal|zullen|behandel|beantwoord)|\b(?:ticket|
        zaak)nummer
    \b(?:twoj|pa(?:n|nst|nska|nstwa)|panstwa|panska|twoja)\w{0,3} (?:\w{1,12} )?(?:wiadomosc|
        zgloszenie|e-?mail|zapytanie|mail|prosba)\b[^.!?\n]{0,50}(?:otrzym|zarejestr|przyjet|
        dotarl|przekaz|zostal)|\b(?:otrzymalismy|zarejestrowalismy|wplynel)|
        \bpotwierdza\w{1,3}[^.!?\n]{0,30}(?:otrzyman|odbior|wplyn|przyjec)|\bnumer zgloszenia|
        \bzgloszenie[^.!?\n]{0,30}(?:zarejestr|utworz|przyjet)|\bnasz\w? (?:zespol|konsultant|
        pracownik)
    \b(?:ditt|din|ert|er) (?:mejl|mail|meddelande|arende|forfragan|fraga|e-?post|meddelelse|
        henvendelse|besked|melding|foresporsel|sag|sak)\b[^.!?\n]{0,50}(?:mottag|modtag|mottatt|
        registrer|kommit|har|er |hanter|behandl)|\bvi har (?:nu |na )?(?:mottagit|tagit emot|fatt|
        modtaget|mottatt|registrer)|\bbekrafta\w{0,3}[^.!?\n]{0,25}mottag|
        \bbekraefte\w{0,3}[^.!?\n]{0,25}modtag|\bbekrefte\w{0,3}[^.!?\n]{0,25}motta|\b(?:arende|
        sags|saks)nummer|\bkvitter\w{0,4}
    \bviesti(?:si|nne)\b[^.!?\n]{0,40}(?:vastaanot|saapu|perill|kasit)|\b(?:olemme|
        on) (?:vastaanot|saapunut|kirjattu)|\bpyyntosi|\btikett|
        \bvahvista\w{1,4}[^.!?\n]{0,20}vastaanot|\bpalvelupyynto|\basiakaspalvel
    \b(?:vas|vase|vasi|tvoj)\w{0,4} (?:\w{1,12} )?(?:zprav|sprav|e-?mail|dotaz|pozadav|poziadav|
        zadost|ziadost|otazk)\w{0,3}\b[^.!?\n]{0,50}(?:prija|obdrze|dorazi|zaevid|zaregist|
        v porad|prisl|zaznam|bol|byl)|\b(?:obdrzeli|prijali|dostali) (?:jsme|sme)|
        \bpotvrz?d?zuj\w{0,3}[^.!?\n]{0,25}(?:prijet|prija|doruc)|\bcislo (?:pozadav|poziadav|
        tiketu)|\bpotvrdzujeme
    \b(?:level|uzenet|megkeres|e-?mail|kerdes|bejelent)\w{1,6}[^.!?\n]{0,40}(?:megkap|megerkez|
        rogzit|fogadt|iktat|beerkez)|\bmegkaptuk|\bvisszaigazol|\b(?:munkatars|kolleg|
        ugyfelszolg)\w{1,6}[^.!?\n]{0,40}(?:valaszol|felve|jelentkez|keres)
    \b(?:mesaj|e-?posta|talep|talebi|basvuru|mail|iletini)\w{0,6}\b[^.!?\n]{0,40}(?:alin|ulas|
        kaydedil|iletil|olustur|aldik|isleme)|\btalep numara|\b(?:ekibimiz|temsilci\w{0,5}|
        uzman\w{0,6})\b
    \b(?:mesajul|solicitarea|cererea|e-?mailul|emailul)\b[^.!?\n]{0,40}(?:primit|inregistr|
        receptionat|preluat|fost)|\bam (?:primit|inregistrat|receptionat)\b|
        \bconfirm\w{0,4} primirea|\b(?:echipa|colegii) no|\bnumarul (?:solicit|tichet)
    (?:ваш\w{0,2}|твое) (?:\w{1,12} )?(?:письм|запрос|обращени|заявк|сообщени|вопрос|
        заказ)\w{0,3}[^.!?\n]{0,50}(?:получен|принят|зарегистр|обрабат|передан|доставл|поступ|
        рассмотр)|(?:мы|мною|нами) (?:\w{1,10} )?получил|подтверждаем (?:получ|при)|
        номер (?:обращения|заявки|тикета)|зарегистр\w{2,9} (?:\w{1,12} )?(?:заявк|обращ|запрос)|
        (?:наш\w{0,2}|один из) (?:\w{1,12} )?(?:специалист|менеджер|сотрудник|
        оператор)\w{0,3}[^.!?\n]{0,30}(?:свяж|ответ|рассмотр)
    (?:ваш\w{0,2}) (?:\w{1,12} )?(?:лист|запит|звернен|заявк|
        повідом)\w{0,3}[^.!?\n]{0,50}(?:отрима|прийнят|зареєстр|обробл|надійш)|ми отримали|
        підтверджуємо|номер (?:звернення|заявки)|наш\w{0,2} (?:фахівець|менеджер|спеціаліст)
    (?:μηνυμα|αιτημα|email|ερωτημα)(?: σασ)?[^.!;\n]{0,40}(?:ληφθη|παραληφθ|ελαβ|καταχωρ|εληφθ)|
        (?:λαβαμε|εχουμε λαβει|ελαβα) το|επιβεβαιων|αριθμοσ (?:αιτηματοσ|υποθεσησ)
    (?:お?問い?合わ?せ|メール|ご?連絡|ご?依頼|お申し?込み|内容|ご質問|
        メッセージ)[^。！\n]{0,12}(?:受け?付け|承り|受領|受信|届き|拝受|頂戴|確認いたし|
        いただき、?ありがとう|受け取り)|受付(?:番号|完了|いたし|しま)|(?:担当者?|弊社|
        スタッフ)(?:より|から)[^。]{0,20}(?:連絡|返信|回答)|整理番号|お問い?合わ?せ番号
    (?:已|已经|已經|我们|我們)(?:经|經)?(?:成功)?(?:收到|受理|接收|登记|登記|提交|转交|记录)|
        (?:收到|受理)(?:了)?(?:您|你)(?:的)?|(?:工单|工單|案件|受理|申请)(?:号|號|编号|編號)|
        (?:客服|工作人员|专员|專員|同事|团队|團隊)[^。！\n]{0,16}(?:联系|聯|回复|回覆|处理|處理|
        跟进)
    (?:문의|메일|요청|접수|메시지)[^.!\n]{0,20}(?:접수|받았|수신|등록|확인되|도착|전달되)|
        접수\s?번호|(?:담당자|상담원|담당 부서)(?:가|에서|이)[^.]{0,24}(?:연락|답변|회신)
    (?:פנייתך|פניית|פנייתכם|הודעתך|הודעתכם|בקשתך|המייל)[^.!?\n]{0,40}(?:התקבל|נקלט|נרשמ|הועבר|
        בטיפול|קיבלנו|תטופל)|קיבלנו את|מספר (?:פנייה|הפנייה|קריאה)|נציג(?:י|
        נו)?[^.!?\n]{0,30}(?:יחזור|יצור|ישיב)
    (?:لقد |تم |قد )?(?:تلقينا|استلمنا|استلام|وصلتنا|وصلنا|تسجيل)[^.!؟\n]{0,30}(?:رسالت|طلب|بريد|
        استفسار)|(?:رسالتك|طلبك|رسالتكم|طلبكم|استفسارك)[^.!؟\n]{0,30}(?:وصل|استل|قيد|تم)|
        رقم (?:الطلب|التذكرة)|(?:فريقنا|أحد ممثلي|فريق)
    """
)
"""That a message has come in, and who deals with it."""
AUTOMATED = any_of(
    r"""
    \b(?:does|do|can) ?not (?:accept|receive) (?:replies|answers|mail|e-?mail)|
        \bno recibe respuestas|\bsend(?:s|-)? only
    \byou (?:do not|don['’]t|need not) (?:have|need)? ?(?:to )?(?:write|reply|answer|respond)
    \b(?:auto|automated|automatic|automatically|autogenerated|auto-generated|autoreply|auto-reply|
        autoresponder|auto-responder|computer-generated|system[- ]generated|unattended)\b
    (?<!\bwe )(?<!\bi )\b(?:do|should) not (?:\w{1,10} )?(?:reply|respond|answer)|
        \bdon['’]t (?:reply|respond)|\bno reply is needed|\breplies (?:to this|are not)|
        \bno-?reply\b
    \bautomatis(?:ch|k|iert|ierte|che|chen|ches|kt|ke|ch verstuurd)\w{0,3}\b|\bautomatique|
        \bautomatic[oa]\b|\bautomaticamente|\bautomatyczn|\bautomaatti|\bautomaattise|
        \bautomatick|\bautomaticky|\bautomatikus|\bautomatizat|\bautomat\b|\botomatik|автоматич|
        αυτοματ|自動|自动|자동|אוטומטי|تلقائي|آلي|\bvastausviesti|\bautosvar|\bautomatisert|
        \bautomatiserad
    \bnicht (?:auf diese|direkt) [^.!?\n]{0,30}antwort|\bbitte antworten sie nicht|
        \bantworten sie (?:bitte )?nicht|\bne (?:pas|repondez pas)[^.!?\n]{0,12}repon|
        \bne pas y repondre|\bno (?:responda|responder|conteste|es necesario responder)|
        \bnon (?:rispond|e necessario rispond)|\bnao (?:responda|e necessario responder)|
        \bniet (?:op deze|te beantwoord|te reageren|beantwoord)|\bnie odpowiad|\bsvara (?:inte|
        ej)|\bikke (?:svar|besvar)|\bala vastaa|\bneodpovid|\bneodpoved|\bne valaszolj|
        \byanitlamay|\bcevaplamay|не отвеча|не відповіда|μην απαντ|返信(?:しない|不要|でき|
        いただいても|は不要)|(?:请勿|請勿|无需|無需|不要)(?:直接)?(?:回复|回覆|答复)|회신(?:하지|
        이 불가|은 불가)|אין להשיב|אין צורך להשיב|(?:عدم|لا) (?:الرد|ترد)
    """
)
"""That a machine wrote, and that no answer is wanted."""
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
    (?:ticket|case|request|incident|anfrage|vorgang|demande|solicitud|caso|folio|radicado|
        expediente|richiesta|pratica|protocolo|chamado|dossier|zgloszenie|
        (?:zaak|dossier|ticket|arende|sags|saks|vorgangs|ticket-)nummer|
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
    vielen dank fur ihre (?:anfrage|nachricht|e-?mail|kontakt)
    merci (?:de nous avoir|pour votre|d'avoir)|gracias por (?:contactar|escribir|comunicar)
    grazie per (?:averci|il tuo|la tua)|obrigado por (?:entrar|contat)|bedankt voor (?:uw|je)
    お問い合わせ
    """
)
