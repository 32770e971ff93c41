"""`POST /internal/crm/inbound-mail`: one raw message and what it was taken for."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from crm_core.api.inbound import MESSAGE_MOST
from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.touches.run import run_touches
from tests.builders import EMAIL, FOLLOW_UP, a_sequence, enrolled
from tests.incoming import message_id_to

ROUTE = "/internal/crm/inbound-mail"
KIND = {"Content-Type": "message/rfc822"}
REPLY = """From: Ada Byron <ada1@example.com>
To: sales@example.com
Subject: Re: Hello Ada1
Message-ID: <answer@example.com>
In-Reply-To: <{ours}>

Yes, let us talk.
"""


@pytest.fixture
def enrollment(services: Services, actor: Actor) -> int:
    key = enrolled(services, actor, a_sequence(services, actor, EMAIL, FOLLOW_UP))
    run_touches(services)
    return key


@pytest.fixture
def reply(services: Services, enrollment: int) -> bytes:
    return REPLY.format(ours=message_id_to(services)).replace("\n", "\r\n").encode()


def test_a_reply_is_answered_with_what_it_is_and_ends_the_enrollment(
    runner: TestClient, api: TestClient, enrollment: int, reply: bytes
) -> None:
    answer = runner.post(ROUTE, content=reply, headers=KIND)
    assert answer.status_code == 200
    told = answer.json()
    assert set(told) == {
        "classification", "sentiment", "replyText", "messageId", "matchedEnrollmentId",
        "bouncedRecipients", "pausedUntil", "status",
    }  # fmt: skip
    assert (told["classification"], told["matchedEnrollmentId"]) == ("REPLY", enrollment)
    assert (told["messageId"], told["bouncedRecipients"]) == ("answer@example.com", [])
    assert "let us talk" in told["replyText"]
    shown = api.get(f"/crm/enrollments/{enrollment}").json()
    assert (shown["status"], shown["stopReason"]) == ("CANCELED", "REPLIED")


def test_the_same_message_again_is_answered_alike(runner: TestClient, reply: bytes) -> None:
    first, again = (runner.post(ROUTE, content=reply, headers=KIND) for _ in range(2))
    assert (again.status_code, again.json()) == (200, first.json())


def test_a_message_longer_than_any_other_body_is_taken(runner: TestClient, reply: bytes) -> None:
    long = reply + b"word " * 200_000
    assert runner.post(ROUTE, content=long, headers=KIND).json()["classification"] == "REPLY"


@pytest.mark.parametrize("announced", [True, False])
def test_a_message_that_is_too_long_is_refused(runner: TestClient, announced: bool) -> None:
    size = MESSAGE_MOST + 1

    def pieces() -> Iterator[bytes]:
        yield from [b"x" * 65_536] * (size // 65_536 + 1)

    content = b"x" * size if announced else pieces()
    answer = runner.post(ROUTE, content=content, headers=KIND)
    assert (answer.status_code, answer.json()["field"]) == (413, "body")
    assert "25 MB" in answer.json()["detail"]


def test_only_the_installation_itself_brings_mail(
    anybody: TestClient, api: TestClient, reply: bytes
) -> None:
    for client in (anybody, api):
        assert client.post(ROUTE, content=reply, headers=KIND).status_code == 401


@pytest.mark.parametrize(
    ("content", "kind", "status", "field"),
    [
        (b"", "message/rfc822", 422, "body"),
        (b" \r\n", "message/rfc822", 422, "body"),
        (b"{}", "application/json", 415, "Content-Type"),
        (b"a=b", "application/x-www-form-urlencoded", 415, "Content-Type"),
    ],
)
def test_what_is_no_message_is_refused(
    runner: TestClient, content: bytes, kind: str, status: int, field: str
) -> None:
    answer = runner.post(ROUTE, content=content, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["field"]) == (status, field)


def test_a_message_that_cannot_be_read_is_kept_aside_and_answered(runner: TestClient) -> None:
    answer = runner.post(ROUTE, content=b"\x00\xff\xfe" * 50, headers=KIND)
    assert answer.status_code == 200
    assert answer.json()["status"] == "QUARANTINED"
    assert answer.json()["classification"] == "UNRELATED"


def test_mail_from_strangers_is_unrelated(runner: TestClient, enrollment: int) -> None:
    raw = b"From: eva@gmail.com\r\nTo: sales@example.com\r\nSubject: Hi\r\n\r\nBuy this.\r\n"
    told = runner.post(ROUTE, content=raw, headers=KIND).json()
    assert (told["classification"], told["matchedEnrollmentId"]) == ("UNRELATED", None)
