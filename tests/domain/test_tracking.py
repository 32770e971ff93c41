"""Who opened or clicked."""

from datetime import timedelta

import pytest

from crm_core.domain.tracking import PREFETCH, Request, judge
from crm_core.domain.words import TrackingKind, TrackingVerdict
from tests.clocks import MONDAY_TEN as SENT

HUMAN, MACHINE, UNKNOWN = TrackingVerdict
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
PAGE, OTHER_PAGE = "https://a.test/1", "https://a.test/2"


def click(after: float = 3_600, **given: object) -> Request:
    """A click so many seconds after the send, by a browser unless told otherwise."""
    facts = {"agent": BROWSER, "source": "home", "url": PAGE, **given}
    return Request(TrackingKind.CLICK, SENT + timedelta(seconds=after), **facts)  # type: ignore[arg-type]


def opened(after: float = 3_600, **given: object) -> Request:
    facts = {"agent": BROWSER, "source": "home", **given}
    return Request(TrackingKind.OPEN, SENT + timedelta(seconds=after), **facts)  # type: ignore[arg-type]


def verdicts(*requests: Request) -> list[TrackingVerdict]:
    return [judged.verdict for judged in judge(requests, SENT)]


@pytest.mark.parametrize(
    ("request_", "verdict"),
    [
        (click(), HUMAN),
        (click(10), HUMAN),
        (click(9.9), MACHINE),
        (click(0), MACHINE),
        (click(-1), MACHINE),
        (click(method="HEAD"), MACHINE),
        (click(method=PREFETCH), MACHINE),
        (click(url=""), MACHINE),
        (click(agent=""), MACHINE),
        (click(agent="Mozilla/5.0"), MACHINE),
        (click(agent="curl/8.5.0"), MACHINE),
        (click(agent="python-requests/2.32"), MACHINE),
        (click(agent="Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/x)"), MACHINE),
        (click(agent="Mozilla/5.0 (X11) AppleWebKit/537 HeadlessChrome/120 Safari/537"), MACHINE),
        (click(agent="Mozilla/5.0 (Windows NT 6.1) Barracuda Sentinel (EE)"), MACHINE),
        (click(agent="Microsoft Office Existence Discovery"), MACHINE),
        (click(agent="Mozilla/5.0 (Windows NT 10.0) BingPreview/1.0b"), MACHINE),
        (click(agent="Something of its own/1.0"), UNKNOWN),
        (opened(), HUMAN),
        (opened(2), MACHINE),
        (opened(agent="Mozilla/5.0"), MACHINE),
        (opened(agent=GMAIL), UNKNOWN),
        (opened(agent="YahooMailProxy; https://help.yahoo.com/kb/…"), UNKNOWN),
        (opened(agent=GMAIL, after=1), MACHINE),
        (opened(method="HEAD"), MACHINE),
        # Names of people's own programs in which a machine's stands by chance.
        (click(agent="Mozilla/5.0 (Linux; Android 14; Cubot P80) AppleWebKit/537.36"), HUMAN),
        (click(agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile"), HUMAN),
    ],
    ids=lambda value: value.agent or value.method if isinstance(value, Request) else value,
)
def test_one_request(request_: Request, verdict: TrackingVerdict) -> None:
    assert verdicts(request_) == [verdict]


def test_every_verdict_says_why() -> None:
    for judged in judge([click(), click(1, source="b"), opened(agent=GMAIL, source="c")], SENT):
        assert judged.reason.endswith(".")


def test_before_the_send_is_known_nothing_is_a_persons() -> None:
    assert judge([click(), opened()], None)[0].verdict is MACHINE


def test_the_hidden_link_tells_of_all_that_its_source_did_before_and_after() -> None:
    assert verdicts(
        opened(100), click(200), click(url="", after=300), click(400), click(500, source="work")
    ) == [MACHINE, MACHINE, MACHINE, MACHINE, HUMAN]


def test_a_head_tells_of_its_source() -> None:
    assert verdicts(click(100), click(200, method="HEAD")) == [MACHINE, MACHINE]


def test_a_click_too_soon_tells_of_its_source_and_an_open_too_soon_does_not() -> None:
    assert verdicts(click(3), click(100)) == [MACHINE, MACHINE]
    assert verdicts(opened(3), click(100)) == [MACHINE, HUMAN]


@pytest.mark.parametrize(
    ("between", "second", "expected"),
    [
        (2.0, {"url": OTHER_PAGE}, [MACHINE, MACHINE]),
        (2.1, {"url": OTHER_PAGE}, [HUMAN, HUMAN]),
        (0.1, {"url": PAGE}, [HUMAN, HUMAN]),
        (0.1, {"url": OTHER_PAGE, "source": "work"}, [HUMAN, HUMAN]),
    ],
    ids=["at once", "one after the other", "a double click", "two people"],
)
def test_several_links_at_once(
    between: float, second: dict[str, object], expected: list[TrackingVerdict]
) -> None:
    assert verdicts(click(100), click(100 + between, **second)) == expected


def test_the_order_in_which_they_were_noted_does_not_matter() -> None:
    first, second = click(100), click(101, url=OTHER_PAGE)
    assert verdicts(second, first) == [MACHINE, MACHINE]


def test_what_a_machine_says_of_itself_is_not_held_against_the_person_beside_it() -> None:
    assert verdicts(click(100, agent="curl/8"), click(200)) == [MACHINE, HUMAN]


def test_nothing_is_nothing() -> None:
    assert judge([], SENT) == []
