"""A reply's own words, without what it quotes and without a marked signature.

Reads plain text, with quotations as clients mark them: `>` in front of lines, a line that says who
wrote what follows, a block of headers, a line between dashes. Written above, below or between the
quoted lines, in the languages of the common clients. In doubt words are kept: a lost beginning is
worse than a quotation too much. `markup` gives HTML the same shape.
"""

import re
from collections.abc import Iterator

from crm_core.mail.inbound.attributions import before_attribution, past_attribution
from crm_core.mail.inbound.phrases import any_of
from crm_core.mail.inbound.quoted_lines import LINE, QUOTED, RULE, is_wrapped_quote
from crm_core.mail.inbound.quoted_messages import announces_message, below_message

_LINES = 8_000

_REPLY_ABOVE = any_of(
    r"""
    (?:reply|type your (?:reply|response)|write).{0,30}above this line
    (?:r[ée]pondre|r[ée]ponse) au[- ]dessus de cette ligne|oberhalb dieser (?:linie|zeile)
    """
)
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
        line = lines[at][:LINE]
        if _REPLY_ABOVE.search(line[:200]):
            if has_words:
                return
            at += 1
            continue
        if QUOTED.match(line) or is_wrapped_quote(lines, at):
            at += 1
            continue
        if after := past_attribution(lines, at):
            if words := before_attribution(line):
                yield words
            at = after
            continue
        if announces_message(lines, at):
            at = below_message(lines, at)
            continue
        if _SIGNATURE.match(line) and line.strip() != "__":
            at = _past_signature(lines, at)
            continue
        has_words = has_words or bool(line.strip())
        yield lines[at]
        at += 1


def _past_signature(lines: list[str], at: int) -> int:
    """A marked signature lasts to the next quotation, or to the end."""
    for below in range(at + 1, len(lines)):
        if QUOTED.match(lines[below]) or announces_message(lines, below):
            return below
        if past_attribution(lines, below):
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
    while lines and (not lines[-1].strip() or RULE.match(lines[-1]) or _MOBILE.match(lines[-1])):
        lines.pop()


def _is_device(line: str) -> bool:
    """Whether a line above other own words is a client's all the same, and no sentence like "Sent
    by courier this morning"."""
    return len(line) <= 100 and bool(_MOBILE.match(line)) and bool(_DEVICE.search(line))
