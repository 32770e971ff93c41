"""`/t/o/{token}` and `/t/c/{token}`: the pixel and the links of tracked e-mails."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from starlette.testclient import TestClient

from crm_core.api import asgi
from crm_core.domain.permissions import Actor
from crm_core.secrets import SecretBox, TrackedLink
from crm_core.services import Services
from crm_core.storage.tables import PartyRow, TrackingEventRow
from crm_core.touches.run import run_touches
from crm_core.usecases import tracking
from tests.builders import a_lead, a_sequence, enrolled
from tests.clocks import StoppedClock
from tests.servers import ScriptedTransport

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
LINKS = {
    "type": "EMAIL_AUTO", "subject": "Hi",
    "body": "See https://a.test/x?b=1&c=2 and https://a.test/ä",
}  # fmt: skip
BOTH = {"tracking": {"opens": True, "clicks": True}}


class Reader:
    """Somebody with a tracked e-mail before them, `after` seconds since it was sent."""

    def __init__(self, services: Services, transport: ScriptedTransport) -> None:
        self.services = services
        message = message_from_bytes(transport.sent[-1][1], policy=default)
        body = message.get_body(("html",))
        assert body is not None
        self.html: str = body.get_content()
        base = re.escape(services.settings.crm_public_url)
        self.links: list[str] = re.findall(rf'<a href="{base}(/t/c/[^"]+)"', self.html)
        self.pixels: list[str] = re.findall(rf'<img src="{base}(/t/o/[^"]+)"', self.html)
        self.browser = TestClient(
            asgi(lambda: services), headers={"User-Agent": BROWSER}, follow_redirects=False
        )

    def events(self) -> list[tuple[str, str, str, str]]:
        """Kind, address, method and verdict of what was kept, once all of it is."""
        self.services.groups.flush()
        with self.services.storage.read() as session:
            rows = session.scalars(select(TrackingEventRow).order_by(TrackingEventRow.id))
            return [(row.kind, row.url, row.method, row.verdict) for row in rows]


@pytest.fixture
def reader(
    each_services: Services, actor: Actor, transport: ScriptedTransport, clock: StoppedClock
) -> Reader:
    """On each database, an hour after the send."""
    enrolled(each_services, actor, a_sequence(each_services, actor, LINKS, settings=BOTH))
    assert run_touches(each_services).sent == 1
    clock.move(timedelta(hours=1))
    return Reader(each_services, transport)


def test_a_link_leads_where_it_led_and_a_persons_click_is_kept(reader: Reader) -> None:
    answer = reader.browser.get(reader.links[0])

    assert (answer.status_code, answer.headers["location"]) == (302, "https://a.test/x?b=1&c=2")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    assert reader.events() == [("CLICK", "https://a.test/x?b=1&c=2", "GET", "HUMAN")]


def test_an_address_outside_ascii_is_sent_as_its_bytes(reader: Reader) -> None:
    assert reader.browser.get(reader.links[1]).headers["location"] == "https://a.test/%C3%A4"


def test_the_pixel_is_a_picture_that_nobody_keeps(reader: Reader) -> None:
    (pixel,) = reader.pixels
    answer = reader.browser.get(pixel)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/gif")
    assert answer.content.startswith(b"GIF89a")
    assert answer.headers["cache-control"] == "no-store"
    assert reader.events() == [("OPEN", "", "GET", "HUMAN")]


def test_a_head_leads_there_and_is_a_machines(reader: Reader) -> None:
    answer = reader.browser.head(reader.links[0])

    assert (answer.status_code, answer.headers["location"]) == (302, "https://a.test/x?b=1&c=2")
    assert [event[2:] for event in reader.events()] == [("HEAD", "MACHINE")]


@pytest.mark.parametrize("name", ["Sec-Purpose", "Purpose", "X-Moz"])
def test_a_preload_is_a_machines(reader: Reader, name: str) -> None:
    reader.browser.get(reader.links[0], headers={name: "prefetch;prerender"})

    assert [event[2:] for event in reader.events()] == [("PREFETCH", "MACHINE")]


def test_the_hidden_link_leads_nowhere_and_tells_of_earlier_clicks(
    reader: Reader, each_services: Services
) -> None:
    reader.browser.get(reader.links[0])
    reader.browser.get(reader.pixels[0])
    assert [verdict for *_, verdict in reader.events()] == ["HUMAN", "HUMAN"]

    answer = reader.browser.get(reader.links[-1])

    assert (answer.status_code, "location" in answer.headers) == (200, False)
    assert [verdict for *_, verdict in reader.events()] == ["MACHINE"] * 3


def test_a_persons_click_forgets_soft_bounces_and_a_machines_does_not(
    reader: Reader, each_services: Services
) -> None:
    def soft_bounces() -> int:
        with each_services.storage.read() as session:
            return session.scalars(select(PartyRow.soft_bounces)).one()

    with each_services.storage.write() as session:
        session.execute(update(PartyRow).values(soft_bounces=2))
    reader.browser.get(reader.links[0], headers={"User-Agent": "curl/8"})
    reader.browser.get(reader.pixels[0])
    reader.events()
    assert soft_bounces() == 2

    reader.browser.get(reader.links[0])
    reader.events()

    assert soft_bounces() == 0


@pytest.mark.parametrize("place", ["/t/c/", "/t/o/"])
@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "a.b",
        "aGVsbG8.AAAAAAAAAAAAAAAAAAAAAAAA",
        "https:%2F%2Fevil.test",
        "https://evil.test",
    ],
)
def test_a_made_up_token_leads_nowhere(reader: Reader, place: str, token: str) -> None:
    answer = reader.browser.get(place + token)

    assert (answer.status_code, "location" in answer.headers) == (404, False)
    assert ("does not work" if place == "/t/c/" else "no such picture") in answer.text
    assert reader.events() == []


def test_a_token_serves_its_purpose_only(reader: Reader) -> None:
    assert reader.browser.get(reader.links[0].replace("/t/c/", "/t/o/")).status_code == 404
    assert reader.browser.get(reader.pixels[0].replace("/t/o/", "/t/c/")).status_code == 404
    assert reader.browser.get(reader.links[0].replace("/t/c/", "/u/")).status_code == 404


def test_one_delivery_fills_no_disk(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "EVENTS_MOST", 5)
    for _ in range(8):
        assert reader.browser.get(reader.links[0]).status_code == 302
    assert len(reader.events()) == 5


def test_what_an_agent_says_cannot_break_the_database(reader: Reader) -> None:
    for agent in (b"a\x80\xff" + b"x" * 2_000, b"", b"\xc2\x85"):
        reader.browser.get(reader.links[0], headers={"User-Agent": agent})
    assert len(reader.events()) == 3


def test_a_link_of_a_delivery_that_is_gone_still_leads_there_and_leaves_nothing(
    reader: Reader, each_services: Services
) -> None:
    token = each_services.secrets.click_token(1, "e999.st_1", "https://a.test/")

    assert reader.browser.get(f"/t/c/{token}").status_code == 302
    assert reader.events() == []


def test_a_post_is_refused(reader: Reader) -> None:
    assert reader.browser.post(reader.links[0]).status_code == 405


def test_tracking_is_off_unless_the_sequence_says_so(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    enrolled(services, actor, a_sequence(services, actor, LINKS))
    run_touches(services)
    assert b"/t/" not in transport.sent[0][1]


@pytest.mark.parametrize(
    ("tracked", "links", "pixels"), [("opens", 0, 1), ("clicks", 3, 0)], ids=["opens", "clicks"]
)
def test_each_is_a_choice_of_its_own(
    services: Services, actor: Actor, transport: ScriptedTransport, tracked: str, links: int,
    pixels: int,
) -> None:  # fmt: skip
    settings = {"tracking": {tracked: True}}
    enrolled(services, actor, a_sequence(services, actor, LINKS, settings=settings))
    run_touches(services)
    reader = Reader(services, transport)
    assert (len(reader.links), len(reader.pixels)) == (links, pixels)


def test_the_text_keeps_its_links(
    services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    enrolled(
        services, actor, a_sequence(services, actor, LINKS, settings=BOTH), a_lead(services, actor)
    )
    run_touches(services)
    text = message_from_bytes(transport.sent[0][1], policy=default).get_body(("plain",))
    assert text is not None
    assert "https://a.test/x?b=1&c=2" in text.get_content()


BOX = SecretBox(b"a key for tests only, long enough")


@given(st.integers(0, 10**17), st.integers(0, 10**17), st.text(max_size=50), st.integers(0))
def test_only_the_token_itself_is_read_back(tenant: int, key: int, url: str, at: int) -> None:
    url = url.encode("utf-8", "replace").decode()
    token = BOX.click_token(tenant, f"e{key}.st_1", url)
    assert BOX.read_click_token(token) == TrackedLink(tenant, f"e{key}.st_1", url)
    assert BOX.read_open_token(token) is None
    place = at % len(token)
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    assert BOX.read_click_token(changed) is None
    older = SecretBox(b"n" * 32, b"a key for tests only, long enough")
    assert older.read_click_token(token) is not None
    assert SecretBox(b"n" * 32).read_click_token(token) is None
