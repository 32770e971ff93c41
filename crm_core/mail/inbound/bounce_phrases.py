"""How mail servers call themselves and their reports, and what their letters say.

Asked by `bounces`; why a message was refused is in `refusal_phrases`.
"""

import re

from crm_core.mail.inbound.phrases import alternatives, any_of

DAEMON = any_of(
    r"""
    ^(?:mailer[-_]?daemon|mail[-_]?daemon|post[-_]?master|maildelivery|mail-?delivery|
        microsoftexchange[0-9a-f]{16,}|exchange|mdaemon|bounces?|auto-?notify|no-?reply-?bounce|
        delivery-?(?:failure|notification|status)|mail-?system|mailsystem|smtp|root|mailadmin|
        mail-?errors?|undeliver\w*|returned-?mail|mta|mail_?deliver\w*|mta_?\w{0,10}|
        system)(?:[+=.-][^@]{0,120})?@
    """
)
SURE_DAEMON = any_of(
    r"""
    ^(?:mailer[-_]?daemon|mail[-_]?daemon|post[-_]?master|maildelivery|mail-?delivery|
        microsoftexchange[0-9a-f]{16,}|mdaemon)(?:[+=.-][^@]{0,120})?@
    """
)
DAEMON_NAME = any_of(
    r"""
    mail(?:er)?[\s-]?(?:delivery|daemon)|delivery (?:sub)?system|mail system|postmaster
    mail administrator|system administrator|systemadministrator|administrateur syst
    administrador del sistema|internet mail|mail server|mail delivery|mailer|bounce|mail router
    mail gateway
    """
)
SUBJECT = any_of(
    r"""
    undeliver|un-?deliverable|not deliver|non.?delivery|non remis
    delivery (?:status )?(?:notification|report|failure|failed|error|problem|has failed|incomplete|
        delayed)
    deliver(?:y|ing)[\w\s:]{0,20}(?:fail|problem|error|unsuccessful|impossible)
    fail(?:ed|ure)[\w\s:]{0,20}(?:deliver|notice|mail|to send)|failure notice
    automatically rejected mail|rejected:|return(?:ed)? (?:to sender|mail|e-?mail|message)
    mail (?:delivery )?(?:fail|error|problem|returned|undeliver|could not|delivery)
    bounced? (?:mail|message|e-?mail)
    (?:message|mail|email)[\w\s]{0,25}(?:not (?:be )?(?:delivered|sent)|could ?n[o']t|rejected|
        failed|undeliver)
    unzustellbar|nicht zugestellt|nicht zustellbar|unzustellbare
    zustellung(?:s\w*)? (?:fehl|fehlgeschlagen|nicht)|fehlgeschlagen|nachricht an \S+ nicht
    non distribu|non livr|[ée]chec d(?:e |')?(?:la )?(?:remise|distribution|livraison|envoi)
    retour[\w\s]{0,15}exp[ée]diteur|message non (?:remis|d[ée]livr)
    no (?:se )?(?:pudo|puede) (?:ser )?entreg|no entregad|no se ha podido entregar
    error (?:de|en la) entrega|devuelto|mancat[oa] (?:recapito|consegna)
    impossibile (?:recapitare|consegnare)|non recapita|errore nella consegna|notifica di mancat
    avviso di mancat|n[ãa]o (?:entreg|p[ôo]de ser entreg)|falha na entrega|devolvid|onbestelbaar
    niet (?:be)?zorgd|niet afgeleverd|olevererbart|oleverbar|kunne ikke leveres|ikke lever
    ei voitu toimittaa|toimittamat|niedor[ęe]cz|nie dostarcz|zwrot|nedoru[čc]
    k[ée]zbes[íi]t(?:hetetlen|[ée]si hiba)|teslim edilemed|iletilemedi|не доставлен|недоставлен
    невозможно доставить|возвращ|配信不能|配信できません|配信エラー|送信エラー|戻り|不達|未配達
    エラー(?:メール|通知)|送信失敗
    退信|系统退信|投递失败|发送失败|无法投递|未能送达|無法傳遞|배달되지|전송 실패|반송
    nondeliverable|user unknown|\bndn\b|\bndr\b|warning: (?:could not|message)|delivery failure
    could not send|message status|mail system error|\bdsn\b|^warning\b.{0,60}deliver|\[bounce\]
    ^\W{0,4}fail deliver|(?:error|problem) sending|error\W{1,4}deliver|rapport de non
    notification d'[ée]tat de la distribution|estado de (?:la )?entrega
    (?:notifica|avviso|stato)[\w\s]{0,25}(?:fallito recapito|del recapito)|recapito fallito
    n[ãa]o (?:foi poss[íi]vel|p[ôo]de)[\w\s]{0,12}entreg|niet te bezorgen
    kan niet (?:worden )?bezorg|kan (?:inte|ikke) lever|ei voida toimittaa
    nie mo[żz]na (?:by[łl]o )?dostarcz|не уда[её]тся доставить|не удалось доставить|未達
    无法(?:送达|传递)|배달할 수 없|αποτυχία (?:παρά|αποστολ)
    """
)
BODY = any_of(
    r"""
    hi\. this is the|qmail-send
    this is the (?:mail (?:system|delivery|transport)|postfix|sun|exim|email)
    this is an automatically generated delivery
    (?:could|can|would|was|were|has|have|did|is)(?: ?not|
        n'?t)(?: been| be)?(?: able to be)? (?:deliver|sent to|reach)
    (?:unable|failed|not possible|impossible|not able) to (?:be )?(?:deliver|send|process your)
    undeliverable|delivery[\w\s]{0,40}(?:fail|attempt|unsuccessful|error|problem)
    (?:message|mail|e-?mail)[\w\s'\"<>@.]{0,80}(?:not (?:be )?(?:delivered|sent)|could ?n[o']t be|
        was (?:returned|rejected|undeliver)|failed|bounced|is being returned|has been returned|
        did not reach|(?:has|have) encountered|undeliverable|was not received|rejected)
    did(?: not|n'?t) reach|following (?:address|recipient|error|user|destination)
    permanent (?:fatal )?error|fatal errors?|returned (?:to (?:you|sender)|message)|user unknown
    unknown user|no such user|mailbox (?:is )?full|over quota|konnte nicht|nicht zugestellt
    unzustellbar|n'a pas pu|n'ont pas pu|impossible de|no se pudo
    no (?:ha podido|se ha podido|pudo)|non [èe] stato possibile|n[ãa]o (?:p[ôo]de|foi poss[íi]vel)
    kon niet|kunde inte|kunne ikke|ei voitu|nie (?:mo[żz]na|mo[żz]e|uda[łl]o)|nebylo mo[žz]n[ée]
    nem (?:siker[üu]lt|lehetett)|teslim edilemedi|не удалось|не может быть|не было доставлено
    配信できません|送信できません|届けられません|无法|失败|退回|不能|전달(?:되지|할 수)|배달
    """
)
RETURNED = re.compile(
    alternatives(
        r"""
        ^\W{0,12}(?:below this line|(?:a )?copy of (?:the|your)|this is a copy|original message|
            the original message|original mail|returned (?:message|mail)|undelivered message|
            unsent message|message (?:header|content|text|follows)|header(?:s)? (?:of|follow)|
            begin (?:of )?(?:original|returned|message)|start of|the (?:header|first|text|
            following is|beginning|message)\b.{0,60}(?:message|header)|kopfzeilen|urspr[üu]ngliche|
            message d'origine|mensaje original|messaggio originale|mensagem original|
            your (?:original )?message (?:follows|was|reads|is (?:enclosed|attached))|included is|
            attached is|text of|message as sent|the message you sent|-{2,} ?(?:unsent|forwarded|
            included|returned|original))
        """
    ),
    re.I | re.M,
)
COPY_HEADERS = re.compile(
    alternatives(
        r"""
        ^[>\s|]{0,4}(?:return-path|received|message-id|mime-version|x-mailer|content-type):
        """
    ),
    re.I | re.M,
)
RETOLD = re.compile(
    r"header fields:\s{0,8}\n(?:[ \t]{1,8}[\w-]{2,40}:[^\n]{0,900}\n){1,20}\s*\n", re.I
)
"""Fields of the returned message that a letter retells before it says what went wrong."""
MESSAGE_ID = re.compile(r"^[>\s|]{0,6}message-id:\s{0,80}<([^<>\s]{3,500})>", re.I | re.M)
TO = re.compile(r"^[>\s|]{0,6}to:\s{0,20}([^\n]{3,300})", re.I | re.M)
DELAYED = any_of(
    r"""
    (?:will|is going to|we'?ll) (?:be |continue |keep )?(?:retr|try|trying|to be|to try)
    (?:still|keep) (?:be )?trying|warning(?: only|:? message|.{0,30}(?:only|delayed))
    you do not need to (?:re-?send|do anything)|no action is required|do not (?:need to )?resend
    not yet (?:been )?delivered|delivery (?:is |has been )?delayed|has been delayed
    still (?:not|undelivered|in)|has not (?:yet )?been (?:collected|delivered) (?:yet|after|to)
    delayed (?:mail|delivery)|noch nicht zugestellt|verz[öo]gert|wird weiter versucht|retard[ée]
    con retraso|in ritardo|temporarily (?:delayed|unable)|message is delayed
    delivery attempts will continue|continue to attempt
    (?:warning|notice)[^\n]{0,80}(?:hours|delay)
    """
)
DELAY_SUBJECT = any_of(
    r"""
    delay|warning|verz[öo]ger|retard|retras|ritard|atras|vertrag|still (?:being|undeliv)|遅延|延迟
    """
)
BOILERPLATE = any_of(
    r"""
    this is (?:the|an|a)\b|automatic|i'?m sorry|sorry (?:to|it)|attached|postmaster|confidential
    please (?:contact|check|send|do|reply|verify)
    ^\W{0,4}(?:subject|from|to|date|sent|message-id|the following|your message|reporting-mta|
        arrival-date|received-from)\b
    for further|help|if you|do not reply|generated|administrator|for more|https?://|below
    """
)
"""Lines that the letters of mail servers share and that say nothing of the cause."""
GAVE_UP = any_of(
    r"""
    giv(?:en|ing) up|gave up|failed because|will not (?:be )?(?:re)?tr|permanent|fatal
    has been returned|returned to sender|could not be delivered for \d+ days
    """
)
DELIVERED = any_of(
    r"""
    (?:successful|was|been) (?:mail )?(?:delivered|relayed)|successful mail delivery
    delivery (?:successful|confirmation|receipt)|delivered:|relayed:|read:|erfolgreich zugestellt
    return receipt
    """
)
