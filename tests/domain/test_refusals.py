"""What a mail server's answer means, row by row."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.domain.refusals import (
    RULES,
    Answer,
    Meaning,
    Stage,
    judge,
    retry_after,
    server_away_for,
)

CONNECT, TLS, AUTH = Stage.CONNECT, Stage.TLS, Stage.AUTH
MAIL, RCPT, DATA, BODY = Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.BODY
ACCEPTED, RETRY, REFUSED = Meaning.ACCEPTED, Meaning.RETRY_LATER, Meaning.REFUSED
FAULT, AWAY, UNCERTAIN = Meaning.MAILBOX_FAULT, Meaning.SERVER_AWAY, Meaning.UNCERTAIN

ANSWERS = [
    (BODY, 250, "2.0.0 Ok: queued as 4F1", ACCEPTED, False),
    (BODY, 250, "", ACCEPTED, False),
    (BODY, 251, "forwarded", ACCEPTED, False),
    # no answer
    (CONNECT, None, "timed out", AWAY, False),
    (TLS, None, "connection reset", AWAY, False),
    (AUTH, None, "connection reset", AWAY, False),
    (MAIL, None, "connection reset", AWAY, False),
    (RCPT, None, "550 5.1.1 never said", AWAY, False),
    (DATA, None, "timed out", AWAY, False),
    (BODY, None, "timed out", UNCERTAIN, False),
    # the server is away
    *[(stage, 421, "4.7.0 try again later", AWAY, False) for stage in Stage],
    (CONNECT, 450, "too many connections", AWAY, False),
    (TLS, 454, "TLS not available due to temporary reason", AWAY, False),
    (AUTH, 454, "4.7.0 Temporary authentication failure", AWAY, False),
    (AUTH, 432, "4.3.2 Concurrent connections limit exceeded", AWAY, False),
    # this message later
    (MAIL, 451, "4.3.0 queue file write error", RETRY, False),
    (MAIL, 452, "4.3.1 Insufficient system storage", RETRY, False),
    (RCPT, 450, "4.2.1 greylisted", RETRY, False),
    (RCPT, 450, "4.7.1 greylisted, see policy", RETRY, False),
    (RCPT, 452, "4.2.2 over quota", RETRY, False),
    (RCPT, 450, "5.1.1 the class does not fit the code", RETRY, False),
    (DATA, 451, "local error", RETRY, False),
    (BODY, 451, "4.7.1 try later", RETRY, False),
    # nobody there
    (RCPT, 550, "5.1.1 <a@b.example>: user unknown", REFUSED, True),
    (RCPT, 550, "5.1.1\nsecond line", REFUSED, True),
    (RCPT, 550, "first line\n5.1.1 The email account does not exist", REFUSED, True),
    (RCPT, 550, "#5.1.1 Address rejected", REFUSED, True),
    (RCPT, 553, "5.1.2 no such host", REFUSED, True),
    (RCPT, 553, "5.1.3 not a valid RFC 5321 address", REFUSED, True),
    (RCPT, 501, "5.1.3 bad recipient address syntax", REFUSED, True),
    (RCPT, 551, "5.1.6 mailbox has moved", REFUSED, True),
    (RCPT, 556, "5.1.10 recipient address has null MX", REFUSED, True),
    (RCPT, 556, "domain does not accept mail", REFUSED, True),
    (RCPT, 550, "5.2.1 mailbox disabled", REFUSED, True),
    (RCPT, 550, "User unknown", REFUSED, True),
    (RCPT, 550, "No such user here", REFUSED, True),
    (RCPT, 550, "<a@b.example> Recipient not found", REFUSED, True),
    (RCPT, 550, "Requested action not taken: mailbox unavailable", REFUSED, True),
    (RCPT, 550, "This user doesn't have an example.com account", REFUSED, True),
    (RCPT, 550, "Unrouteable address", REFUSED, True),
    (RCPT, 551, "Unknown user, no forwarding", REFUSED, True),
    (RCPT, 553, "Invalid recipient", REFUSED, True),
    # refused, but the address may well exist
    (RCPT, 550, "no", REFUSED, False),
    (RCPT, 550, "5.1.0 Address rejected", REFUSED, False),
    (RCPT, 550, "5.4.1 Recipient address rejected: access denied", REFUSED, False),
    (RCPT, 550, "5.5.0 user unknown", REFUSED, False),
    (RCPT, 554, "user unknown", REFUSED, False),
    (RCPT, 501, "syntax error in parameters", REFUSED, False),
    (RCPT, 551, "User not local; please try <c@d.example>", REFUSED, False),
    (RCPT, 555, "5.5.2 Syntax error, goodbye", REFUSED, False),
    (RCPT, 552, "5.2.2 mailbox full", REFUSED, False),
    (RCPT, 550, "5.2.2 mailbox full, user unknown to have paid", REFUSED, False),
    (RCPT, 552, "user unknown to have room", REFUSED, False),
    (MAIL, 552, "5.3.4 message size exceeds fixed limit", REFUSED, False),
    (MAIL, 552, "message size exceeds fixed maximum message size", REFUSED, False),
    (BODY, 552, "5.3.4 too big", REFUSED, False),
    (BODY, 552, "too much mail data", REFUSED, False),
    (BODY, 554, "5.6.0 message content rejected", REFUSED, False),
    (BODY, 550, "5.6.1 media not supported", REFUSED, False),
    (BODY, 554, "Transaction failed", REFUSED, False),
    (BODY, 550, "5.1.1 user unknown, said after the message", REFUSED, False),
    (DATA, 554, "5.5.1 no valid recipients", REFUSED, False),
    # the mailbox's own fault
    (CONNECT, 554, "5.7.1 no SMTP service for your address", FAULT, False),
    (CONNECT, 554, "go away", FAULT, False),
    (TLS, 538, "5.7.11 encryption required", FAULT, False),
    (TLS, 554, "5.7.5 the certificate is not trusted", FAULT, False),
    (TLS, 501, "syntax error", FAULT, False),
    (AUTH, 535, "5.7.8 Authentication credentials invalid", FAULT, False),
    (AUTH, 504, "5.5.4 no common mechanism", FAULT, False),
    (AUTH, 432, "4.7.12 A password transition is needed", FAULT, False),
    (MAIL, 530, "5.7.0 Must issue a STARTTLS command first", FAULT, False),
    (MAIL, 530, "Authentication required", FAULT, False),
    (RCPT, 530, "sign in", FAULT, False),
    (MAIL, 534, "5.7.9 mechanism too weak", FAULT, False),
    (MAIL, 535, "no", FAULT, False),
    (RCPT, 538, "no", FAULT, False),
    (MAIL, 550, "5.1.0 sender rejected", FAULT, False),
    (MAIL, 553, "5.1.8 sender's domain does not exist", FAULT, False),
    (MAIL, 550, "no such user", FAULT, False),
    (MAIL, 550, "", FAULT, False),
    (RCPT, 550, "5.1.8 <x@y.example>: Sender address rejected: Domain not found", FAULT, False),
    (RCPT, 550, "5.1.0 Sender address rejected: User unknown in local table", FAULT, False),
    (RCPT, 550, "5.7.1 relaying denied", FAULT, False),
    (RCPT, 550, "5.7.515 sender does not meet the required level", FAULT, False),
    (RCPT, 554, "Relay access denied", FAULT, False),
    (RCPT, 550, "mailbox unavailable: blocked using zen.spamhaus.example", FAULT, False),
    (RCPT, 503, "This mail server requires authentication", FAULT, False),
    (RCPT, 503, "bad sequence of commands", FAULT, False),
    (BODY, 550, "5.7.26 unauthenticated mail is not accepted", FAULT, False),
    (BODY, 552, "5.7.0 blocked for its content", FAULT, False),
    (BODY, 550, "SPF check failed", FAULT, False),
    # what is no answer to the question
    (MAIL, 250, "fine", AWAY, False),
    (DATA, 354, "go on", AWAY, False),
    (CONNECT, 220, "hello", AWAY, False),
    (BODY, 354, "go on", UNCERTAIN, False),
    (BODY, 0, "", UNCERTAIN, False),
]


@pytest.mark.parametrize(("stage", "code", "text", "meaning", "suppress"), ANSWERS)
def test_an_answer_means(
    stage: Stage, code: int | None, text: str, meaning: Meaning, suppress: bool
) -> None:
    judgement = judge(Answer(stage, code, text))
    assert (judgement.meaning, judgement.suppress) == (meaning, suppress)


def test_every_rule_is_shown_by_an_answer() -> None:
    deciding = {
        next(
            index
            for index, rule in enumerate(RULES)
            if rule.covers(answer, "" if code is None else str(code), answer.enhanced or "")
        )
        for stage, code, text, *_ in ANSWERS
        for answer in [Answer(stage, code, text)]
    }
    assert deciding == set(range(len(RULES)))


@pytest.mark.parametrize(
    ("code", "text", "enhanced"),
    [
        (550, "5.7.1 no", "5.7.1"),
        (550, "5.7.515 no", "5.7.515"),
        (550, "#5.1.0 no", "5.1.0"),
        (550, "(5.1.1) no", "5.1.1"),
        (550, "sorry\n5.2.2 full", "5.2.2"),
        (250, "2.1.5 ok", "2.1.5"),
        (450, "5.1.1 the class does not fit", None),
        (550, "4.2.1 the class does not fit", None),
        (550, "5.188.10.7 is on a list", None),
        (550, "version 5.1.1 of us says no", None),
        (550, "5.1 no", None),
        (550, "", None),
        (None, "5.1.1 said by nobody", None),
    ],
)
def test_the_enhanced_code_is_read_only_where_it_fits(
    code: int | None, text: str, enhanced: str | None
) -> None:
    assert Answer(Stage.RCPT, code, text).enhanced == enhanced


@settings(deadline=None)
@given(
    st.sampled_from(Stage),
    st.none() | st.integers(0, 999),
    st.text(max_size=40) | st.sampled_from(["5.1.1 user unknown", "5.7.1 no", "no such user"]),
)
def test_no_answer_can_pass_for_accepted_or_suppress_the_wrong_person(
    stage: Stage, code: int | None, text: str
) -> None:
    judgement = judge(Answer(stage, code, text))
    positive = code is not None and 200 <= code <= 299
    assert (judgement.meaning is ACCEPTED) == (stage is BODY and positive)
    if judgement.suppress:
        assert (judgement.meaning, stage) == (REFUSED, RCPT)
    if stage is BODY and code is None:
        assert judgement.meaning is UNCERTAIN
    assert judgement.reason.isprintable()


def test_the_reason_quotes_the_server_on_one_line() -> None:
    judgement = judge(Answer(RCPT, 550, "5.1.1 no such\r\n\x00user\x1b[31m"))
    assert judgement.reason == (
        "The recipient's address does not exist: 550 5.1.1 no such user [31m"
    )


def test_a_server_that_talks_without_end_is_quoted_in_short() -> None:
    assert len(judge(Answer(RCPT, 550, "no " * 10_000)).reason) < 400


@pytest.mark.parametrize(
    ("attempt", "wait"),
    [
        (1, timedelta(minutes=5)),
        (2, timedelta(minutes=15)),
        (3, timedelta(hours=1)),
        (4, timedelta(hours=3)),
        (5, timedelta(hours=6)),
        (6, timedelta(hours=12)),
        (7, timedelta(hours=24)),
    ],
)
def test_a_retry_waits_its_step_give_or_take_a_fifth(attempt: int, wait: timedelta) -> None:
    waits = [retry_after(attempt, seed=seed) for seed in range(500)]
    known = [w for w in waits if w is not None]
    assert len(known) == 500
    assert wait * 0.8 <= min(known) < wait * 0.85
    assert wait * 1.15 < max(known) <= wait * 1.2


def test_the_same_attempt_of_the_same_message_waits_the_same() -> None:
    assert retry_after(3, seed=42) == retry_after(3, seed=42) != retry_after(3, seed=43)


@pytest.mark.parametrize("attempt", [8, 9, 100])
def test_after_the_eighth_attempt_it_gives_up(attempt: int) -> None:
    assert retry_after(attempt, seed=1) is None


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 30), (2, 60), (3, 120), (5, 480), (6, 900), (10**9, 900)]
)
def test_a_server_that_is_away_is_asked_less_and_less_often(failures: int, seconds: int) -> None:
    assert server_away_for(failures) == timedelta(seconds=seconds)


def test_attempts_and_failures_are_counted_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        retry_after(0, seed=1)
    with pytest.raises(ValueError, match="from 1"):
        server_away_for(0)
