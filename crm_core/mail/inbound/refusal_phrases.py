"""Why servers refuse a message, in their words.

Three tiers, asked by `permanence` in this order: faults that pass or are the sender's, said
plainly; faults of the address; faults of the sender or a server in words that servers also use of
a missing address.
"""

from crm_core.mail.inbound.causes import Cause

STRONG_WORDS: tuple[tuple[Cause, str], ...] = (
    (
        Cause.FULL,
        r"""
        (?:over|exceed\w*|reached|out of|above|insufficient|beyond)[\w\s,.'-]{0,40}(?:quota|
            storage|disk space|disk limit|space limit|mailbox size|allocation)
        quota\s(?:has been |is |was |would be |usage )?(?:exceed|violat|reached|full|limit)
        (?:mail\s?box|inbox|mailfolder|mail folder|folder|account|
            postfach)[\w\s<>@.'\"()-]{0,40}(?:is|was|are|:|)\s?(?:almost |too )?(?:full\b|voll\b|
            over\s?quota|is over the)
        full mail\s?box|mailbox_?full|not enough (?:storage|space|disk)
        (?:no|not have) (?:enough |sufficient )?(?:disk )?space|too much mail data
        too many messages (?:on|in)|dis[ck] quota|overdrawn|over\s?quota
        user'?s? (?:disk )?space has been used|storage limit|mailbox size limit
        exceeds? (?:the )?(?:mailbox|storage)|bo[iî]te[\w\s]{0,20}pleine
        quota (?:d[ée]pass|[üu]berschritten|superat|exced)|buz[óo]n[\w\s]{0,20}lleno
        casella[\w\s]{0,20}piena|caixa[\w\s]{0,20}cheia|容量|已满|满了|いっぱい|一杯
        skrzynka[\w\s]{0,20}(?:pe[łl]na|przepe[łl])|переполнен|maildir over
        over the (?:maximum )?allowed quota
        """,
    ),
    (
        Cause.TOO_LARGE,
        r"""
        (?:message|mail|e-?mail|size|file|attachment|nachricht)[\w\s,.'()-]{0,50}(?:too (?:large|
            big|long)|exceed\w*[\w\s'()-]{0,30}(?:size|limit|maximum|max)|larger than|zu gro(?:ß|
            ss))
        exceed\w*[\w\s'()-]{0,30}(?:message|maximum|max\.?|mail|fixed)\s?-?(?:message |file )?size
        max\w* (?:message |mail )?size|size exceed|sizelimit|line too long|message length exceeds
        trop volumineux|oversize
        """,
    ),
    (
        Cause.RATE,
        r"""
        gr[ae]y-?\s?list|grau\s?gelistet
        too many (?:connections?|messages?|recipients?|mails?|requests?|errors?|concurrent|
            sessions?|invalid|emails?|smtp|unknown)
        too (?:fast|much mail|frequent)|rate[\s-]?limit|throttl|frequency[\w\s]{0,20}limited
        (?:sending|hourly|daily|per (?:hour|day|minute|second))[\w\s]{0,25}(?:limit|quota|exceed)
        limit (?:exceeded|reached)
        exceed\w*[\w\s]{0,30}(?:rate|per hour|per day|connections?|messages|threshold|limit)
        unusual (?:rate|traffic|amount)|receiving mail at a rate|频率|太多|temporarily deferred
        (?:try|retry) (?:your request |it |the message |to send )?(?:again )?(?:later|in \d|
            after \d)
        come back later|try later
        """,
    ),
    (
        Cause.POLICY,
        r"""
        spamhaus|spamcop|barracuda|sorbs\b|\brbl\b|dnsbl|uribl|surbl|dsbl\.org|njabl|\bcbl\b
        proofpoint|cloudmark|senderbase|black-?\s?list|block-?\s?list|deny-?list
        (?<!not )\blisted (?:in|on|at|by)\b|\breputation\b|blocked using|unsolicited|\bspf\b
        \bdkim\b|\bdmarc\b|sender ?id\b|unauthenticated|not authenticated
        verification failed for|authentication (?:required|is required|fail)
        reverse (?:dns|lookup|hostname)|\brdns\b
        no ptr|ptr record|(?:helo|ehlo)\b|dynamic (?:ip|address|host)|dial-?up
        relay(?:ing)?[\w\s-]{0,20}(?:denied|not (?:allowed|permitted)|prohibited|access|refused|
            rejected)
        (?:unable|cannot|not (?:permitted|allowed|able)) (?:to )?relay|no relay|as a relay
        open relay|do not relay|list of allowed rcpthosts
        (?:unknown|bad|invalid|unroute?able|non-?existent) (?:envelope |return )?(?:sender|path)\b
        (?:valid|invalid|missing|malformed|bad) from:
        from:? (?:header |field |address |domain )(?:is |was |does |has )?(?:invalid|missing|
            unknown|malformed|not (?:valid|exist|found))
        sender(?:'s)? (?:address |domain |e?-?mail |ip |host )?(?:address )?(?:is |was |does |
            has been |verify |verification )?(?:rejected|denied|fail|invalid|not (?:
            valid|allowed|exist|verif|accepted|found|resolv)|unknown|unrout|refused|is spammer)
        domain of sender|sender domain|your (?:ip|host|server|mail ?server|network)\b
        blocked (?:by|because|due|for|from|-|using|at)
        (?:has|have|been|is|was) (?:temporarily )?blocked|for policy
        (?:local|site|security|acceptance|mail|server|system|administrative) polic
        policy (?:reason|violation|reject|restriction|block)|against policy
        administrative(?:ly)? (?:prohibit|block|denied|lock)|\bbatv\b|backscatter
        bounce address tag|null sender|empty (?:envelope )?sender|invalid sender|rule imposed
        5\.7\.(?:2[3-9]|50[0-9]|51[0-9]|60[0-9]|70[0-9])|callout|tls (?:required|is required)
        must issue a starttls|拒收|黑名单
        """,
    ),
    (
        Cause.CONTENT,
        r"""
        \bspam\b|spammy|spam-?(?:like|score|filter|detected|content|message)|\bjunk\b|\buce\b|virus
        malware|infected|phish|trojan|content (?:reject|filter|block|violation|restriction|not)
        prohibited (?:content|attachment|file)|loop(?:ing)?\b|too many hops|hop count
        multiple (?:from|to|subject) header|bare (?:lf|cr)|垃圾|not accepting mail with attach
        """,
    ),
    (
        Cause.RESTRICTED,
        r"""
        only accept\w*[\w\s]{0,30}(?:from|mail)|recipient preferences|blocked by the recipient
        not accepting mail from
        rejected by (?:the )?(?:recipient|user|group|owner)s?\b(?!(?:'s)? (?:e?-?mail |domain|
            server))
        account is protected|protected by|resolver\.rst|restricted|whitelist|user (?:reject|refus)
        permission to (?:send|post)|does ?n[o']t want|does not accept (?:mail|messages) from
        moderat|approved senders|not (?:pre-?)?approved
        """,
    ),
    (
        Cause.SWITCHED_OFF,
        r"""
        unavailable or access deni|suspend|disabled|deactivated|de-activated|inactiv|discontinued
        (?:account|mailbox|user|address) (?:is |has been )?(?:temporarily )?locked|frozen
        account (?:has |is )?expired|on hold|temporarily (?:unavailable|inactive|disabled|blocked)
        archiv[ée]e|desativad|desactiv|disattiv|gesperrt|zawiesz|zablokow|заблокирован|冻结|停用
        禁用
        """,
    ),
    (
        Cause.NETWORK,
        r"""
        (?:connection|connect|session|conversation|operation|
            lookup)[\w\s.:'()-]{0,40}(?:timed? ?out|time-?out|refused|reset|lost|dropped|closed|
            unreachable|aborted|expired)
        no route to host|(?:host|network|server) (?:is )?unreachable|timed out|time-?out\b
        (?:temporary|transient)[\w\s]{0,30}(?:lookup|dns|resolution|name|failure|error|problem|
            local)
        lookup (?:failure|failed)|host not found, try|malformed (?:or unexpected )?name ?server
        servfail
        (?:delivery|message|retry)[\w\s]{0,20}(?:expired|time (?:expired|exceeded|out)|timeout)
        maximum-time-expired|retry time|queue (?:lifetime|time)|message (?:is )?too old
        in the queue (?:too|for)|could ?n[o']t be delivered for|establish an smtp connection
        (?:failed|unable|could not|couldn't|cannot|can't|not able) (?:to )?(?:connect|contact|
            reach)\b
        attempts? (?:have|has) (?:been )?(?:failed|exhausted)|failed \d+ (?:times|attempts)|超时
        """,
    ),
)
"""Faults that pass, or that are the sender's, said plainly: they go before a missing address."""
HARD_WORDS: tuple[tuple[Cause, str], ...] = (
    (
        Cause.MOVED,
        r"""
        (?:has|have|user|account|mailbox|recipient)\s(?:has |have )?(?:been )?moved
        new address (?:is|:)|has been replaced by
        please (?:try|use|forward)[\w\s]{0,15}<?[\w.+-]{1,64}@|no longer at this address
        address (?:has )?changed|\b551\b[^\n]{0,40}not local
        """,
    ),
    (
        Cause.NO_MAIL,
        r"""
        (?:host|domain|/domain|server)[\w\s/<>.-]{0,60}does ?n[o']t (?:accept|
            receive) (?:any )?(?:e-?)?mail
        null ?mx|no mx record (?:found )?(?:for|exists)|does not accept mail\b
        domain (?:has|with) no (?:valid )?mx|5\.1\.10\b(?!\.)|\b556\b
        """,
    ),
    (
        Cause.NO_DOMAIN,
        r"""
        (?:host|domain)(?: or domain)?(?: name)? (?:is )?(?:unknown|not found|invalid|
            does not exist|doesn'?t exist|not exist|not valid)
        unknown (?:host|domain|mail domain)|no such (?:host|domain)|nxdomain
        domain (?:name )?(?:does not|doesn'?t|must|may not) (?:be )?exist|name or service not known
        bad destination (?:host|system|domain)|unrouteable (?:mail domain|address)|unrouteable
        all relevant mx records point to non-?existent|non-?existent (?:host|domain)
        domain (?:isn'?t|is not) (?:valid|known|registered)
        (?:recipient|destination)(?:'s)? (?:mail )?(?:domain|host|server)[\w\s]{0,20}(?:not found|
            unknown|invalid|not exist)
        could_?n[o']?t\wfind\wany\whost|could ?n[o']t find any host|cname lookup failed permanently
        couldn'?t find (?:any )?(?:host|domain)|cannot find (?:your )?host
        (?:no|without) (?:mx|dns) (?:records?|entr)|host name is unknown
        mentioned in email address is unknown|(?:the )?account or domain may not exist|5\.4\.310
        dns domain[^\n]{0,60}does not exist|域名
        """,
    ),
    (
        Cause.NO_ADDRESS,
        r"""
        no\s?-?such[\s_-](?:user|address|mail ?box|recipient|person|account|e?-?mail|local|name|
            alias|member|mailbox|subscriber|customer|id|virtual|list|addressee)
        nosuchuser|recipientnotfound|recipient ?notfound|usernotfound|userunknown
        invalid-?recipient
        (?:user|recipient|mailbox|mail ?box|account|address|addressee|e-?mail|person|name|alias|
            member|subscriber|customer|destination|local ?part|username|userid|id|list|
            distribution group)(?:'s)?[\w\s<>@.,:;=+()\[\]'\"/&-]{0,90}?(?:\bunknown|
            not (?:be )?(?:found|known|exist|listed|valid|present|recogni[sz]ed|hosted|registered|
            defined|our customer|a (?:known|valid)|local|ok\b)|\binvalid|
            n[o']t\s+(?:a\s+)?(?:exist|valid|known|have an? account|have an? \S{1,40} account|
            listed|registered|recogni[sz]e)|does ?n[o']?t? exist|isn'?t (?:a )?(?:valid|known|
            listed|local|here)|is (?:incorrect|wrong|invalid|no longer|not here)|not here|
            no longer|nonexist|non-exist|cannot be found|could not be found|was ?n[o']t found|
            unrecogni[sz]ed|has left|has been (?:deleted|removed|closed)|deleted|ceased|
            have a [\w.]{1,60} account|terminated|abandoned|closed)
        (?:unknown|invalid|bad|illegal|incorrect|non-?existent|nonexistent|undefined|
            unrecogni[sz]ed|wrong|not? valid)[\s-](?:virtual |local |destination |final |e?-?mail |
            the |or \w{1,20} )*(?:user|recipient|mailbox|mail ?box|address|account|e-?mail|
            local ?-?part|name|username|alias|rcpt|addressee)
        (?:recipient|address|rcpt|user)[\w\s<>@.:-]{0,60}(?:rejected|refused|denied|not accepted|
            is not accepted|undeliverable)(?!\s?(?:because|due|for|by|as))
        not? (?:a )?(?:valid |known |local )(?:user|recipient|mailbox|address|account|e-?mail)
        no (?:valid )?(?:mailbox|account|user|recipients?|mail ?box)\b[\w\s]{0,20}(?:here|by that|
            found|of that|with that|for|with this|name)
        no valid recipients?|bad[_ ]recipient|invalid (?:final )?(?:delivery )?user ?id
        no match(?:es)? (?:to|for|found)|does not have an?[ ]|not our customer|no account by that
        no one (?:at|by|with)|nobody (?:here|by|with)|not listed in|not found in
        not in (?:our|the|my) (?:directory|list|validrcptto|name)|name directory
        (?:public )?name & address book|isn'?t in (?:our|the)|badrcptto|validrcptto|badrecipientto
        user missing|not on (?:this|our) (?:system|server)|unknown to this
        mail ?box (?:is |was |currently )?(?:unavai?lable|not available|invalid|not found|does)
        requested action not taken: mailbox
        account (?:is )?(?:unavailable|closed|deleted|has been deleted)|closed account
        there is no (?:one|user|mailbox|account|such)|no mail ?box
        addresse? (?:is )?(?:unknown|inexist)|recipient (?:not|is not)\b
        user (?:account )?(?:is )?not[ ]|not a (?:known|valid|local)|mailbox not
        empf[äa]nger (?:unbekannt|existiert nicht|nicht gefunden)
        (?:benutzer|adresse|postfach|konto)[\w\s<>@.]{0,60}(?:unbekannt|existiert nicht|
            nicht bekannt|nicht gefunden|ung[üu]ltig|nicht vorhanden)
        unbekannte[rn]? (?:empf|benutz|adress)
        (?:adresse|destinataire|utilisateur|bo[iî]te|compte)[\w\s<>@.']{0,60}(?:inconnu|invalide|
            inexistant|n'existe pas|n'exist|introuvable)
        utilisateur inconnu
        (?:usuario|direcci[óo]n|buz[óo]n|destinatario|cuenta)[\w\s<>@.]{0,60}(?:desconocid|
            no existe|inv[áa]lid|inexistente|no (?:fue |se )?encontrad)
        no existe (?:ese|dicha|el)
        (?:utente|indirizzo|destinatario|casella)[\w\s<>@.]{0,60}(?:sconosciut|inesistente|
            non esiste|non valid|non trovat)
        nessun utente
        (?:usu[áa]rio|endere[çc]o|destinat[áa]rio|caixa|conta)[\w\s<>@.]{0,60}(?:desconhecid|
            n[ãa]o existe|inv[áa]lid|inexistente|n[ãa]o encontrad)
        (?:ontvanger|gebruiker|adres|mailbox)[\w\s<>@.]{0,60}(?:onbekend|bestaat niet|
            niet gevonden)
        nie ma takiego|nieznany (?:u[żz]ytkownik|odbiorca|adres)|nie istnieje
        (?:пользовател|получател|адрес|ящик|почтовый)[^\n]{0,60}(?:не (?:найден|существует|
            известен)|неизвест|недоступен)
        не существует|нет такого
        (?:宛先|ユーザ|アドレス|メールボックス)[^\n]{0,90}(?:見つかりません|存在しません|不明)
        あて先不明|ディレクトリ[^\n]{0,20}(?:見つかり|あり)ません
        (?:verzeichnis|adressbuch|annuaire|directorio|rubrica|diret[óo]rio)[^\n]{0,40}(?:nicht
            (?:aufgef[üu]hrt|gefunden|enthalten)|introuvable|no encontrad|non trovat)
        nicht im [\w-]{0,20}(?:verzeichnis|adressbuch)
        (?:pas|non) (?:r[ée]pertori[ée]|list[ée])[^\n]{0,20}annuaire
        no (?:aparece|figura) en [^\n]{0,20}directorio
        non (?:elencat|present|inclus)[^\n]{0,25}(?:directory|rubrica)
        (?:用户|收件人|邮箱|地址|帐号|账号|邮件地址)[^\n]{0,30}(?:不存在|未找到|错误|无效|不正确)
        不存在|找不到|존재하지|알 수 없는
        """,
    ),
)
"""Faults of the address itself."""
WEAK_WORDS: tuple[tuple[Cause, str], ...] = (
    (
        Cause.POLICY,
        r"""
        \bblocked\b
        (?:message|mail|transaction|e-?mail|connection|delivery)[\w\s.'<>@-]{0,40}(?:refused|
            prohibited|not (?:permitted|accepted|authori[sz]ed))
        polic(?:y|ies)|not authori[sz]ed|access denied|denied|refused|verification failed
        bad sequence|rejected|отклонен|拒绝|отказ
        """,
    ),
    (
        Cause.CONTENT,
        r"""
        rfc ?-?\d{3,4}|header (?:error|syntax|is not)|malformed|non-?compliant|executable|dangerous
        suspicious|8-?bit
        """,
    ),
    (Cause.SWITCHED_OFF, r"not active\b|is ?n[o']t active"),
    (
        Cause.NETWORK,
        r"""
        unreachable|not reachable|not respond|no (?:answer|response) from|try again|dns
        name ?server|undeliverable for|expired|retries
        """,
    ),
    (
        Cause.BROKEN,
        r"""
        (?:system|internal|server|local|configuration|mailer|i/o|input/output) error
        permission denied|(?:cannot|can'?t) (?:open|create|write|append|lock)|resources
        out of memory|disk full|service (?:not available|unavailable|currently)
        system not accepting|maintenance|overload|high load|process (?:died|failed|terminated)
        command (?:died|failed|output)|exit (?:status|code)|service shutting|database|backend|ldap
        temporar|transient|persistent
        """,
    ),
)
"""Faults of the sender or of a server, in words that servers also use of a missing address."""
