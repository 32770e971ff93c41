"""What incoming mail leads to: how long an absence lasts, when bounces are enough, whose domain.

Asked by `crm_core.touches.inbound`. Times are aware UTC, days those of the zone that is named.
"""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ABSENCE_USUAL = timedelta(days=14)
"""How long somebody is taken to be away who does not say until when."""
ABSENCE_MOST = timedelta(days=366)
"""A date that lies further ahead is taken for a mistake."""
SOFT_BOUNCES_MOST = 3
"""E-mails in a row that came back for a passing reason, until no more are sent."""
_NEXT_TRY = (timedelta(days=1), timedelta(days=2))
"""After the first and the second of them."""

_FREE_MAIL = """
126.com 163.com 21cn.com aliyun.com alice.it aol.com aol.de arcor.de att.net bellsouth.net
bigpond.com bk.ru bluewin.ch btinternet.com charter.net chello.nl comcast.net cox.net daum.net
duck.com earthlink.net email.com fastmail.com fastmail.fm foxmail.com free.fr freemail.hu
freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hanmail.net hey.com
home.nl hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com
icloud.com inbox.lv inbox.ru interia.pl juno.com kpnmail.nl laposte.net libero.it list.ru
live.co.uk live.com live.de live.fr live.nl mac.com mail.com mail.de mail.ru mailbox.org me.com
msn.com naver.com neuf.fr o2.pl ono.com online.de optonline.net orange.fr outlook.com
outlook.de outlook.es outlook.fr pm.me posteo.de proton.me protonmail.ch protonmail.com qq.com
rambler.ru rediffmail.com rocketmail.com sbcglobal.net seznam.cz sfr.fr shaw.ca sina.com
sky.com skynet.be sohu.com sympatico.ca t-online.de talktalk.net telefonica.net telenet.be
telus.net terra.com.br tiscali.it tuta.com tutanota.com uol.com.br verizon.net virgilio.it
virginmedia.com wanadoo.fr web.de wp.pl xs4all.nl ya.ru yahoo.ca yahoo.co.in yahoo.co.jp
yahoo.co.uk yahoo.com yahoo.com.au yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com
yandex.ru yeah.net ymail.com zoho.com
"""
FREE_MAIL = frozenset(_FREE_MAIL.split())
"""Domains at which anybody may have an address: two who have one are no colleagues."""
_IN_EVERY_COUNTRY = re.compile(
    r"(?:aol|gmx|hotmail|live|msn|outlook|rocketmail|yahoo|yandex|ymail)"
    r"\.(?:com|net|[a-z]{2}|(?:com?|net)\.[a-z]{2})"
)
"""Providers with a domain in most countries."""


def company_domain(address: str, own: Collection[str] = ()) -> str | None:
    """The domain whose people are colleagues of an address; None for a free-mail provider's and
    for one of `own`, which are ours."""
    local, at, domain = address.lower().rpartition("@")
    if not (local and at and domain) or is_free_mail(domain) or domain in own:
        return None
    return domain


def is_free_mail(domain: str) -> bool:
    """Whether anybody may have an address at a domain, which is in lower case."""
    return domain in FREE_MAIL or _IN_EVERY_COUNTRY.fullmatch(domain) is not None


def absent_until(
    returns_on: date | None, sent_at: datetime | None, now: datetime, zone: ZoneInfo
) -> datetime | None:
    """When a person is back who is away: the start of their day of return, else in 14 days.

    None where the message tells of an absence that is over by the time it is read. A day that had
    passed when it was written, or that lies more than a year ahead, says nothing.
    """
    if returns_on is None:
        return now + ABSENCE_USUAL
    back = datetime.combine(returns_on, time(), zone).astimezone(now.tzinfo)
    if now < back <= now + ABSENCE_MOST:
        return back
    if sent_at is not None and sent_at < back <= now:
        return None
    return now + ABSENCE_USUAL


def next_try(soft_bounces: int) -> timedelta | None:
    """How long after so many passing failures in a row the next try comes; None: no more."""
    if soft_bounces >= SOFT_BOUNCES_MOST:
        return None
    return _NEXT_TRY[min(max(soft_bounces, 1), len(_NEXT_TRY)) - 1]
