"""A whole message below a reply: the line between dashes, or the block of headers, above it."""

import re

from crm_core.mail.inbound.phrases import alternatives, any_of
from crm_core.mail.inbound.quoted_lines import (
    LINE,
    RULE,
    WHEN,
    end_of_quote,
    next_filled,
)

_MAILED = re.compile(r"@|\d[:.h]\d\d|\d{4}")

_SEPARATOR = any_of(
    r"""
    ^\s{0,8}[>\s]{0,4}[-_=*~]{2,60}\s{0,3}(?:begin\s)?(?:(?:the )?original\s?(?:message|e-?mail|
        appointment|nachricht)|forwarded (?:message|by|e-?mail)|reply message|(?:urspr(?:ü|
        ue)ngliche|weitergeleitete|original)\s?-?\s?(?:nachricht|mail|e-mail)|
        message (?:d['’]origine|original|transf[ée]r[ée])|courriel original|mensaje (?:original|
        reenviado)|correo original|messaggio (?:originale|inoltrato)|mensagem (?:original|
        encaminhada)|(?:oorspronkelijk|doorgestuurd|origineel) bericht|(?:ursprungligt|
        vidarebefordrat) meddelande|(?:oprindelig|videresendt) (?:meddelelse|besked)|
        opprinnelig melding|videresendt melding|alkuper[äa]inen viesti|v[äa]litetty viesti|
        (?:wiadomo[śs][ćc] oryginalna|oryginalna wiadomo[śs][ćc]|orygina[łl] wiadomo[śs]ci)|
        (?:p[ůu]vodn[íi]|p[ôo]vodn[áa]) (?:zpr[áa]va|spr[áa]va|e-?mail)|eredeti [üu]zenet|
        (?:[öo]zg[üu]n|orijinal|as[ıi]l) (?:ileti|mesaj|e-?posta)|mesaj original|(?:исходное|
        пересылаемое|оригинальное|перенаправленное) (?:сообщение|письмо)|原始邮件|原始郵件|原郵件|
        邮件原件|转发邮件|元のメッセージ|元のメール|転送メッセージ|원본 ?(?:메시지|메일)|
        전달된 메(?:시지|일))(?:[^\n]{0,60}$|\s?-{4,60}[^\s-])
    """
)
_BEGIN_FORWARDED = any_of(
    r"""
    ^\s{0,3}(?:(?:begin )?forwarded message|weitergeleitete nachricht|message transf[ée]r[ée]|
        anfang der weitergeleiteten (?:nachricht|e-mail)|d[ée]but du message (?:r[ée]exp[ée]di[ée]|
        transf[ée]r[ée])|inicio del mensaje reenviado|inizio messaggio inoltrato|
        in[íi]cio da mensagem (?:reenviada|encaminhada)|begin doorgestuurd bericht|
        vidarebefordrat brev|videresendt besked)\s?:\s*$
    ^\s{0,3}(?:original message processed|urspr[üu]ngliche nachricht bearbeitet|
        nachricht bearbeitet) (?:by|von|mit) david\b
    """
)
_KEYS = {
    "from": r"""
        from|von|de|da|van|od|fr[åa]n|fra|l[äa]hett[äa]j[äa]|felad[óo]|kimden|g[öo]nderen|от
        от кого|від|发件人|寄件者|寄件人|差出人|送信元|送信者|보낸 ?사람|보낸이|exp[ée]diteur
        mittente|remitente|remetente|absender|afzender|nadawca|odes[íi]latel|από|من|מאת
        """,
    "sent": r"""
        sent|date|gesendet|datum|envoy[ée](?: le)?|enviado(?: el| em)?|fecha|data|inviato|verzonden
        skickat|sendt|dato|l[äa]hetetty|p[äa]iv[äa]ys|wys[łl]ano|odesl[áa]no|k[üu]ldve|elk[üu]ldve
        d[áa]tum|g[öo]nderilme tarihi|g[öo]nderildi|tarih|отправлено|дата|надіслано|发送时间
        发送日期|寄件日期|日期|送信日時|送信日|日時|보낸 ?날짜|보낸시간|날짜|στάλθηκε|trimis|sendt
        تم الإرسال|التاريخ|נשלח
        """,
    "to": r"""
        to|an|[àa]|para|a|aan|til|till|vastaanottaja|do|komu|c[íi]mzett|kime|kimden|кому|收件人
        收件者|宛先|送信先|받는 ?사람|받는이|destinataire|destinatario|destinat[áa]rio|προς
        c[ăa]tre|adresat|إلى|אל
        """,
    "cc": r"""
        cc|copie(?: [àa])?|kopie|kopia|kopi|k[öo]pia|kopio|bilgi|копия|копія|抄送|副本|참조|c\.c\.
        """,
    "subject": r"""
        subject|betreff|objet|asunto|oggetto|assunto|onderwerp|[äa]mne|emne|aihe|temat
        الموضوع|נושא|p[řr]edm[ěe]t|predmet|t[áa]rgy|konu|тема|主题|主旨|件名|제목|θέμα|subiect
        """,
    "reply": r"""
        reply-to|antwort an|antworten an|r[ée]pondre [àa]|responder a|rispondi a
        """,
    "importance": r"""
        importance|wichtigkeit|priorit[äày]t?|attachments?|anlagen?
        """,
}
_HEADER = re.compile(
    r"^[>\s*_|]{0,6}(?:"
    + "|".join(f"(?P<{name}>{alternatives(words)})" for name, words in _KEYS.items())
    + r")\s?\*{0,2}\s?[:：]",
    re.I,
)
_FOOTER = any_of(
    r"""
    mailing list|listinfo|list-manage|google groups|you received this message because
    to unsubscribe|unsubscribe from|/unsubscribe
    """
)


def announces_message(lines: list[str], at: int) -> bool:
    """Whether what stands from here on is somebody else's message, with its headers."""
    line = lines[at][:LINE]
    if _SEPARATOR.match(line) or _BEGIN_FORWARDED.match(line):
        return True
    if RULE.match(line):
        below = next_filled(lines, at + 1)
        if any(_FOOTER.search(one[:200]) for one in lines[below : below + 3]):
            return True
        return below < min(len(lines), at + 4) and _is_header_block(lines, below)
    return _is_header_block(lines, at)


def _is_header_block(lines: list[str], at: int) -> bool:
    """Whether a block of mail headers starts here, as Outlook and others set above a quotation."""
    if not _HEADER.match(lines[at][:80]):
        return False
    found: set[str] = set()
    blanks = 0
    for line in lines[at : at + 14]:
        header = _HEADER.match(line[:80])
        if header and header.lastgroup:
            found.add(header.lastgroup)
        elif not line.strip():
            blanks += 1
            if blanks > 1 and len(found) < 2:
                break
    is_mail = "subject" in found or bool(_MAILED.search("\n".join(lines[at : at + 6])[:LINE]))
    if is_mail and "from" in found and len(found & {"sent", "to", "subject"}) >= 2:
        return True  # and not a journey, from a place to a place on a day
    head = " ".join(lines[at : at + 3])[:LINE]
    return {"from", "sent"} <= found and len(WHEN.findall(head)) >= 3 and "@" in head


def below_message(lines: list[str], at: int) -> int:
    """After a line that announces a whole message: past it, its headers and its quoted lines."""
    below = at + 1
    while below < len(lines) and (
        not lines[below].strip() or _HEADER.match(lines[below][:80]) or RULE.match(lines[below])
    ):
        below += 1
    return end_of_quote(lines, below)
