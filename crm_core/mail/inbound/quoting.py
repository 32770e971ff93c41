"""A reply's own words, without what it quotes and without a marked signature.

Reads plain text, with quotations as clients mark them: `>` in front of lines, a line that says who
wrote what follows, a block of headers, a line between dashes. Written above, below or between the
quoted lines, in the languages of the common clients. In doubt words are kept: a lost beginning is
worse than a quotation too much. `markup` gives HTML the same shape.
"""

import re
from collections.abc import Iterator

from crm_core.mail.inbound.phrases import alternatives, any_of, rows

_LINES = 8_000
_LINE = 1_000  # characters of a line that patterns see
_ATTRIBUTION_LINES = 6
_WRAPPED = 60  # characters of a quoted line that a client may have broken
_SMALL_START = re.compile(r"^[a-zß-öø-ÿ]")
_LETTER_END = re.compile(r"[\w,;]$")
_TAIL = 130  # characters at an attribution's end in which its verb stands

_WROTE = alternatives(
    r"""
    wrote|writes|said|schrieb(?:en)?|hat geschrieben|a\s+[ée]crit|[ée]crivait|escribi[óo]
    ha scritto|scrisse|escreveu|schreef|geschreven|napisa[łl](?:\(a\)|a)?|napisana przez|pisze
    skrev|skreiv|kirjoitti|napsal(?:\(a\)|a)?|nap[íi]sal(?:\(a\)|a)?|[íi]rta|yazd[ıi]|пишет|писал[аи]?
    написал(?:\(а\)|а)?|написав|пише|a scris|έγραψε|viết|menulis|je napisa[ol](?:/la|la)?|kirjutas
    rašė|rakstīja|va escriure|写道|寫道|のメール|書きました|さんは書|작성|さんからのメール|כתב|كتب
    """
)
_STEMS = tuple(
    word
    for row in rows(
        """
        wrote writes said napís schrieb geschrieben écri ecri escrib scritto scrisse escreveu
        schre napis pisze skrev skreiv kirjoitti napsal írta irta yazd пишет писал написа пише
        scris έγραψε viết menulis kirjutas rašė rakst escriure 写 寫 書 のメール 작성 כתב كتب
        """
    )
    for word in row.split()
)
_OPENERS = alternatives(
    r"""
    on|am|le|el|il|em|op|den|p[åa]|dne|dnia|w dniu|w dn|dňa|ti|to|on|la|a|à|at|vào|pada|date|datum
    wiadomo[śs][ćc]|v|tarihinde|στις|dia|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|mon|tue|wed|thu
    fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mo|di|mi|do|fr|sa|so|lun
    mar|mer|jeu|ven|sam|dim|quoting|zitat von|citando|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник
    среда|четверг|пятница|суббота|воскресенье|ma|ti|ke|pe|su|m[åa]n|tirs?|tis|ons|tors?|fre|l[øö]r
    s[øö]n|po|[úu]t|st|čt|p[áa]|so|ne|pon|wt|[śs]r|czw|pt|sob|ndz?|zo|wo|vr|za|seg|ter|qua|qui|sex|gio
    """
)
_ENDS_WROTE = re.compile(
    rf"(?:{_WROTE})(?![^\W\d_])(?:[^:：\n]{{0,90}}[:：]?|[^\n]{{0,70}}[:：])\W{{0,4}}$", re.I
)
_OPENS = re.compile(
    rf"^[\s>\-*_]{{0,6}}(?:{_OPENERS})\b|^[\s>\-*_]{{0,6}}\W?\d{{1,4}}\s?[-./年. ]|"
    r"^[^\n]{0,150}@",
    re.I,
)
_DATED_ADDRESS = re.compile(
    r"^[\s\-*]{0,4}(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\s?[\w.]{1,12}[-/. ]{1,2}\d{4})"
    r"[^\n]{0,200}[<(\[][^\s<>]{1,200}@[^\s<>]{1,200}[>)\]]\s{0,3}[:：]\s*$"
)
_QUOTING_NAME = any_of(
    r"""
    ^\s{0,3}(?:quoting|zitat von|citando|citeren|citat fr[åa]n)\b[^\n]{2,200}:\s*$
    """
)
_SHARED_LINE = any_of(
    r"""
    (?:\s|-{2,}\s?)(?=on\s(?:mon|tue|wed|thu|fri|sat|sun|\d{1,2}[ ./-])[^\n]{6,300}\b(?:wrote|
        sent)\s?:\s*$)
    """
)
"""Where a client without a line's end in front of it sets its attribution."""
_ANY_WHO = re.compile(r"^(?=[^\n]{0,300}\d)[^\n]{0,300}<[^\s<>]{1,200}@[^\s<>]{1,200}>[^\n]{0,30}$")
_ON_SENT = re.compile(r"^\W{0,8}on\b[^\n]{6,300}\b(?:wrote|sent)\W{0,8}$", re.I)
_WHO_WROTE = re.compile(r"\d[^\n]{0,200}<[^\s<>]{1,200}@[^\s<>]{1,200}>\s{1,3}wrote$", re.I)
"""A client that sets no colon: a date, an address in brackets, and the line's end."""
_MAILED = re.compile(r"@|\d[:.h]\d\d|\d{4}")
_WHEN = re.compile(r"\d{1,2}[:.h時点]\s?\d{2}|\d{4}|\d{1,2}[./-]\d{1,2}|@")
_ADDRESS_WROTE = re.compile(
    rf"^\W{{0,4}}[\w.+-]{{1,64}}@[\w.-]{{1,190}} (?:{_WROTE})\s?:\s*$", re.I
)
"""An address, and that it wrote: the whole of a line."""
_WHOLE_DAY = re.compile(
    r"^\W{0,4}on (?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? (?:\d{1,2} [a-z]{3,9}\.?|"
    r"[a-z]{3,9}\.? \d{1,2}),? 20\d\d,[^\n]{2,200}\bwrote\s?:\s*$",
    re.I,
)
"""A day with its name and its year, and no hour: as sure as two numbers are."""

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
_REPLY_ABOVE = any_of(
    r"""
    (?:reply|type your (?:reply|response)|write).{0,30}above this line
    (?:r[ée]pondre|r[ée]ponse) au[- ]dessus de cette ligne|oberhalb dieser (?:linie|zeile)
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
_QUOTED = re.compile(r"^\s{0,3}(?:[A-Za-z]{0,3}>|&gt;|\|\s?>)")
_RULE = re.compile(r"^\s{0,4}(?:[_*=—─━\-]\s?){5,200}\s*$")
_SIGNATURE = re.compile(r"^\s?(?:--|—|–-|- -|__)\s{0,2}$")
_MOBILE = any_of(
    r"""
    ^\W{0,4}(?:sent|posted|written) (?:from|via|with|using|by) [^\n]{2,70}$
    ^\W{0,4}(?:[\w.]{1,20} )?from (?:my )?(?:mobile|iphone|ipad|phone|cell|blackberry|
        android)\b[^\n]{0,20}$
    ^\W{0,4}get (?:outlook|mail) for (?:ios|android|mac|windows)[^\n]{0,60}$
    ^\W{0,4}(?:t[ée]l[ée]charge[rz]|obtene[rz]|obtenir|scarica|obter o|holen sie sich|download|
        hanki|skaffa|hent|pobierz|f[åa]) outlook [^\n]{0,20}(?:ios|android|mac)\b[^\n]{0,60}$
    ^\W{0,4}(?:outlook|yahoo mail|aol)[^\n]{0,20} (?:für|pour|para|per|voor|for) (?:ios|
        android)\b[^\n]{0,60}$
    ^\W{0,4}(?:von|mit) mein(?:em|er)\b[^\n]{2,60}(?:gesendet|geschickt|verschickt)\W*$
    ^\W{0,4}diese (?:nachricht|e-?mail) wurde (?:von|mit)\b[^\n]{2,70}(?:gesendet|verfasst|
        geschickt)\W*$
    ^\W{0,4}gesendet (?:von|mit|über|aus) [^\n]{2,60}$
    ^\W{0,4}envoy[ée] (?:de|depuis|avec|[àa] partir) [^\n]{2,60}$
    ^\W{0,4}enviad[oa] (?:desde|do|de|a partir d[oe]|pelo) [^\n]{2,60}$
    ^\W{0,4}inviat[oa] (?:da|dal|con) [^\n]{2,60}$
    ^\W{0,4}(?:verzonden|verstuurd) (?:vanaf|met|van|vanuit|via) [^\n]{2,60}$
    ^\W{0,4}(?:skickat|skickades) fr[åa]n [^\n]{2,60}$
    ^\W{0,4}fr[åa]n min (?:iphone|ipad|mobil)[^\n]{0,20}$|^\W{0,4}sendt fra [^\n]{2,60}$
    ^\W{0,4}l[äa]hetetty [^\n]{2,60}$|^\W{0,4}wys[łl]an[eoy] z [^\n]{2,60}$
    ^\W{0,4}odesl[áa]no z [^\n]{2,60}$|^\W{0,4}отправлено (?:с|из) [^\n]{2,60}$
    ^\W{0,4}az [^\n]{2,40}r[óo]l k[üu]ldve\W*$|^\W{0,4}trimis (?:de pe|din) [^\n]{2,60}$
    ^\W{0,4}أُ?رسلت من [^\n]{2,40}$
    ^\W{0,4}iphone['’]?umdan g[öo]nderildi\W*$|^[^\n]{1,30}から送信[^\n]{0,20}$
    ^\W{0,4}发自我的[^\n]{0,30}$|^\W{0,4}從我的[^\n]{0,30}傳送\W*$
    ^\W{0,4}나의 [^\n]{1,30}에서 보냄\W*$
    """
)
_DEVICE = any_of(
    r"""
    phone|i-?pad|i-?pod|android|samsung|galaxy|blackberry|mobile?\b|mobil|handy|tablet|outlook|windows
    \bmail\b|e-?mail|gmail|yahoo|\baol\b|thunderbird|sparrow|\bspark\b|huawei|xiaomi|nokia|nexus
    \bpixel\b|\bhtc\b|\bmac\b|\bios\b|から送信|发自|傳送|보냄|t[ée]l[ée]fono|t[ée]l[ée]phone|puhelim
    телефон|\bapp\b
    """
)
"""What mail is written with, in the lines that clients set below it."""
_FOOTER = any_of(
    r"""
    mailing list|listinfo|list-manage|google groups|you received this message because
    to unsubscribe|unsubscribe from|/unsubscribe
    """
)
_SIGNED = re.compile(r"^\s?[-–—~]\s?[A-ZÀ-Þ][^\W\d_.,!?]{1,20}(?:\s[A-ZÀ-Þ][\w.]{0,20}){0,2}\s*$")
"""`-Ann Lee`, which stands for a signature."""


def own_words(text: str) -> str:
    """What the writer of a message wrote in it; empty when they only passed something on."""
    lines = [line.rstrip() for line in text.split("\n", _LINES)[:_LINES]]
    return _trimmed(list(_unquoted(lines)))


def _unquoted(lines: list[str]) -> Iterator[str]:
    at = 0
    has_words = False
    while at < len(lines):
        line = lines[at][:_LINE]
        if _REPLY_ABOVE.search(line[:200]):
            if has_words:
                return
            at += 1
            continue
        if _QUOTED.match(line) or _is_wrapped_quote(lines, at):
            at += 1
            continue
        if after := _past_attribution(lines, at):
            if shared := _SHARED_LINE.search(line):
                yield line[: shared.start()].rstrip(" -")
            at = after
            continue
        if _cuts_all(lines, at):
            at = _below_quote(lines, at)
            continue
        if _SIGNATURE.match(line) and line.strip() != "__":
            at = _past_signature(lines, at)
            continue
        has_words = has_words or bool(line.strip())
        yield lines[at]
        at += 1


def _is_wrapped_quote(lines: list[str], at: int) -> bool:
    """Whether a client broke a quoted line in two and marked the first half alone: a long one
    above that ends no sentence, small letters here, and a quoted one again right below."""
    if not 0 < at < len(lines) - 1 or not _SMALL_START.match(lines[at]):
        return False
    above = lines[at - 1].rstrip()
    return bool(
        _QUOTED.match(above[:_LINE])
        and len(above) >= _WRAPPED
        and _LETTER_END.search(above[-3:])
        and _QUOTED.match(lines[at + 1][:_LINE])
    )


def _ends_wrote(line: str) -> bool:
    """Whether a line ends by saying that somebody wrote; the stems are asked first, for speed."""
    tail = line[-_TAIL:]
    folded = tail.lower()
    return any(stem in folded for stem in _STEMS) and bool(_ENDS_WROTE.search(tail))


def _past_attribution(lines: list[str], at: int) -> int:
    """Where the text goes on if who wrote what follows is said from here; 0: it is not."""
    return next(
        (after for span in _spans(lines, at) if (after := _after_attribution(lines, at, span))), 0
    )


def _spans(lines: list[str], at: int) -> Iterator[int]:
    """How many lines from here may say who wrote what follows."""
    first = lines[at][:_LINE]
    if not first.strip():
        return
    if (
        _DATED_ADDRESS.match(first)
        or _QUOTING_NAME.match(first)
        or (len(first) <= 400 and (_ends_wrote(first) or _ON_SENT.match(first)))
        or (len(first) <= 300 and _ANY_WHO.match(first))
    ):
        yield 1
    if not _OPENS.match(first):
        return
    joined = first.strip()
    for count in range(2, _ATTRIBUTION_LINES + 1):
        if at + count > len(lines) or not (line := lines[at + count - 1].strip()):
            return
        if _QUOTED.match(line):
            return
        joined = f"{joined} {line}"[:_LINE]
        if _WHEN.search(joined) and (
            _ends_wrote(joined) or _DATED_ADDRESS.match(joined) or _ON_SENT.match(joined)
        ):
            yield count


def _after_attribution(lines: list[str], at: int, span: int) -> int:
    """Where the text goes on after an attribution and what it announces; 0: it is none."""
    joined = " ".join(line.strip() for line in lines[at : at + span])
    below = _next_filled(lines, at + span)
    if below < len(lines) and _QUOTED.match(lines[below]):
        return below
    is_sure = bool(span == 1 and _ADDRESS_WROTE.match(joined)) or (
        (len(_WHEN.findall(joined)) >= 2 or bool(_WHOLE_DAY.match(joined)))
        and bool(
            _ends_wrote(joined)
            or _DATED_ADDRESS.match(joined)
            or _ON_SENT.match(joined)
            or (_ANY_WHO.match(joined) and len(_WHEN.findall(joined)) >= 3)
        )
        and (joined.rstrip()[-1:] in ":：>-" or bool(_WHO_WROTE.search(joined)))
        and bool(_OPENS.match(joined) or _DATED_ADDRESS.match(joined))
    )
    if is_sure and below < len(lines):
        return _end_of_quote(lines, below)
    return at + span if is_sure else 0


def _next_filled(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _cuts_all(lines: list[str], at: int) -> bool:
    line = lines[at][:_LINE]
    if _SEPARATOR.match(line) or _BEGIN_FORWARDED.match(line):
        return True
    if _RULE.match(line):
        below = _next_filled(lines, at + 1)
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
    is_mail = "subject" in found or bool(_MAILED.search("\n".join(lines[at : at + 6])[:_LINE]))
    if is_mail and "from" in found and len(found & {"sent", "to", "subject"}) >= 2:
        return True  # and not a journey, from a place to a place on a day
    head = " ".join(lines[at : at + 3])[:_LINE]
    return {"from", "sent"} <= found and len(_WHEN.findall(head)) >= 3 and "@" in head


def _below_quote(lines: list[str], at: int) -> int:
    """After a line that announces a whole message: past it, its headers and its quoted lines."""
    below = at + 1
    while below < len(lines) and (
        not lines[below].strip() or _HEADER.match(lines[below][:80]) or _RULE.match(lines[below])
    ):
        below += 1
    return _end_of_quote(lines, below)


def _end_of_quote(lines: list[str], at: int) -> int:
    """Where own words start again: below lines that are marked one by one, else nowhere."""
    if at < len(lines) and _QUOTED.match(lines[at]):
        while at < len(lines) and (not lines[at].strip() or _QUOTED.match(lines[at])):
            at += 1
        return at
    return len(lines)


def _past_signature(lines: list[str], at: int) -> int:
    """A marked signature lasts to the next quotation, or to the end."""
    for below in range(at + 1, len(lines)):
        if _QUOTED.match(lines[below]) or _cuts_all(lines, below):
            return below
        if _past_attribution(lines, below):
            return below
    return len(lines)


def _trimmed(lines: list[str]) -> str:
    _drop_end(lines)
    if len(lines) > 1 and _SIGNED.match(lines[-1]) and not lines[-2].lstrip().startswith("-"):
        lines.pop()
        _drop_end(lines)
    text = "\n".join(line for line in lines if not _is_device(line))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n").strip()


def _drop_end(lines: list[str]) -> None:
    while lines and (not lines[-1].strip() or _RULE.match(lines[-1]) or _MOBILE.match(lines[-1])):
        lines.pop()


def _is_device(line: str) -> bool:
    """Whether a line above other own words is a client's all the same, and no sentence like "Sent
    by courier this morning"."""
    return len(line) <= 100 and bool(_MOBILE.match(line)) and bool(_DEVICE.search(line))
