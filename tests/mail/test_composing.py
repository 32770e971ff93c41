"""What a composed message is to the programs that read it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.mail.message import HeaderFault, OutgoingMessage, compose

MESSAGE = OutgoingMessage(
    message_id="4f1c.seq@sales.example.com",
    sender_address="ann@sales.example.com",
    sender_name="Ann Sender",
    recipient_address="bob@example.com",
    recipient_name="Bob Reader",
    subject="A question about Acme",
    text="Hi Bob,\n\nshall we talk?\n",
    html="<p>Hi Bob,</p><p>shall we talk?</p>",
    date=datetime(2026, 11, 22, 10, 0, 1, tzinfo=UTC),
)

Read = Callable[[OutgoingMessage], EmailMessage]


@pytest.fixture(scope="module")
def read() -> Read:
    """Composes and reads back with the standard library, refusing any defect."""

    def compose_and_parse(message: OutgoingMessage) -> EmailMessage:
        parsed = message_from_bytes(compose(message), policy=default)
        assert isinstance(parsed, EmailMessage)
        for part in parsed.walk():
            assert part.defects == []
            for value in part.values():
                assert value.defects == (), (str(value), value.defects)
        return parsed

    return compose_and_parse


def display_name(raw: bytes, header: str) -> str:
    """The older reader's: the newer one (bpo-35547) puts blanks between encoded words."""
    name, _ = parseaddr(str(message_from_bytes(raw)[header]).replace("\r\n", ""))
    return str(make_header(decode_header(name)))


def content(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_message_carries_its_parts(read: Read) -> None:
    parsed = read(MESSAGE)
    assert parsed["From"] == "Ann Sender <ann@sales.example.com>"
    assert parsed["To"] == "Bob Reader <bob@example.com>"
    assert parsed["Subject"] == "A question about Acme"
    assert parsed["Message-ID"] == "<4f1c.seq@sales.example.com>"
    assert parsed["Date"].datetime == MESSAGE.date
    assert parsed["MIME-Version"] == "1.0"
    assert parsed.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]
    assert content(parsed, "plain") == MESSAGE.text
    assert content(parsed, "html") == MESSAGE.html


def test_a_first_message_has_neither_thread_nor_unsubscribe_headers(read: Read) -> None:
    assert not {"In-Reply-To", "References", "List-Unsubscribe"} & set(read(MESSAGE).keys())


def test_a_follow_up_names_the_thread(read: Read) -> None:
    chain = tuple(f"{'x' * 50}{i}@sales.example.com" for i in range(40))
    parsed = read(MESSAGE._replace(in_reply_to=chain[-1], references=chain))
    assert parsed["In-Reply-To"] == f"<{chain[-1]}>"
    assert str(parsed["References"]).split() == [f"<{one}>" for one in chain]


def test_unsubscribing_takes_one_click_on_an_unbroken_link() -> None:
    url = "https://crm.example.com/u/" + "tok-en_" * 100 + "?a=b&c=%20"
    raw = compose(MESSAGE._replace(unsubscribe_url=url))
    assert b"\r\nList-Unsubscribe: <" + url.encode() + b">\r\n" in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


def test_composing_twice_gives_the_same_bytes() -> None:
    assert compose(MESSAGE) == compose(MESSAGE._replace())


@pytest.mark.parametrize("hours", [-5, 0, 14])
def test_a_moment_is_written_in_utc_whatever_zone_it_was_given_in(hours: int) -> None:
    local = (MESSAGE.date + timedelta(days=1)).astimezone(timezone(timedelta(hours=hours)))
    raw = compose(MESSAGE._replace(date=local))
    assert b"\r\nDate: Mon, 23 Nov 2026 10:00:01 +0000\r\n" in raw


def test_a_naive_date_is_a_bug() -> None:
    with pytest.raises(ValueError, match="aware"):
        compose(MESSAGE._replace(date=MESSAGE.date.replace(tzinfo=None)))


def test_two_messages_have_two_boundaries() -> None:
    boundaries = {
        message_from_bytes(compose(MESSAGE._replace(message_id=f"{i}@x.example"))).get_boundary()
        for i in range(100)
    }
    assert len(boundaries) == 100


def test_a_body_that_holds_the_boundary_stays_whole(read: Read) -> None:
    boundary = message_from_bytes(compose(MESSAGE)).get_boundary()
    text = f"--{boundary}\n\n--{boundary}--\n"
    parsed = read(MESSAGE._replace(text=text, html=text))
    assert content(parsed, "plain") == content(parsed, "html") == text


# No controls, no halves of characters, no separators: those are refused, see below.
line = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=120)
long_line = st.builds(
    lambda words, blank: blank.join(words),
    st.lists(
        st.sampled_from(["pipeline", "Zoë", "שלום", "🎉👩‍👩‍👧", "日本語", "=?utf-8?q?x?="]),
        max_size=90,
    ),
    st.sampled_from([" ", "  ", ""]),
)
body = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
atom = st.text("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=20)
dotted = st.lists(atom, min_size=1, max_size=3).map(".".join)
domain = st.lists(
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True), min_size=1, max_size=4
).map(".".join)
address = st.builds("{}@{}".format, dotted, domain)


@settings(deadline=None)  # a busy machine is no fault
@given(
    subject=line | long_line,
    names=st.tuples(line | long_line, line | long_line),
    addresses=st.tuples(address, address),
    ids=st.lists(address, min_size=2, max_size=12, unique=True),
    text=body,
    html=body,
)
def test_what_is_read_is_exactly_what_was_written(
    read: Read,
    subject: str,
    names: tuple[str, str],
    addresses: tuple[str, str],
    ids: list[str],
    text: str,
    html: str,
) -> None:
    message = MESSAGE._replace(
        subject=subject,
        sender_name=names[0],
        recipient_name=names[1],
        sender_address=addresses[0],
        recipient_address=addresses[1],
        message_id=ids[0],
        in_reply_to=ids[1],
        references=tuple(ids[1:]),
        text=text,
        html=html,
    )
    raw = compose(message)
    assert raw.isascii()
    assert b"\0" not in raw
    assert raw.count(b"\r") == raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998

    parsed = read(message)
    assert parsed["Subject"] == subject
    sender, recipient = parsed["From"].addresses[0], parsed["To"].addresses[0]
    assert (sender.addr_spec, recipient.addr_spec) == addresses
    written = [" ".join(name.split()) for name in names]
    assert [display_name(raw, "From"), display_name(raw, "To")] == written
    parsed_names = (sender.display_name, recipient.display_name)
    for parsed_name, name in zip(parsed_names, written, strict=True):
        assert parsed_name == name or len(name.encode()) > 42  # more than one encoded word
    assert parsed["Message-ID"] == f"<{ids[0]}>"
    assert parsed["In-Reply-To"] == f"<{ids[1]}>"
    assert str(parsed["References"]).split() == [f"<{one}>" for one in ids[1:]]
    assert content(parsed, "plain") == text.replace("\r\n", "\n").replace("\r", "\n")
    assert content(parsed, "html") == html.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "no line end",
        "blanks at the end \nand tabs\t\n \n\t",
        "x" * 10_000,
        "é" * 10_000,
        "שלום עולם " * 500,
        "🎉" * 3_000,
        ".\n..\n.hidden\nFrom here on\n",
        "a=b=3D=\n=",
        "old Mac\rDOS\r\nUnix\n\r\n\r",
        "bell \x07, null \x00, form feed \x0c, escape \x1b[0m\x7f\x85\u2028",
        "blank before a control  \x00 \n\t\x01\t\n",
    ],
)
def test_a_body_arrives_as_it_was_but_for_its_line_ends(read: Read, text: str) -> None:
    parsed = read(MESSAGE._replace(text=text, html=text))
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert content(parsed, "plain") == content(parsed, "html") == expected
    raw = compose(MESSAGE._replace(text=text, html=text))
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert set(raw) <= {*range(32, 127), *b"\t\r\n"}


@pytest.mark.parametrize(
    "subject",
    [
        "",
        " ",
        "  leading and trailing  ",
        "two  blanks   inside",
        "word " * 60 + "end",
        "w" * 2_000,
        "日本語の件名です" * 60,
        "Zoë and Müller talk about a café " * 20,
        "👩‍👩‍👧 family " * 30,
        "مرحبا بالعالم",
        "=?utf-8?q?not_encoded?=",
        'quotes " and \\ and <b@c.example>, (comment); colon: @',
    ],
)
def test_a_subject_arrives_as_it_was_on_lines_that_fit(read: Read, subject: str) -> None:
    message = MESSAGE._replace(subject=subject)
    assert read(message)["Subject"] == subject
    header = compose(message).split(b"\r\n\r\n")[0]
    assert max(map(len, header.split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Bob",
        "Bob B. Reader, Jr.",
        'Bob "the reader" \\ Reader',
        "Bob <bob@evil.example>",
        "bob@evil.example",
        "Zoë Müller",
        "山田太郎",
        "Reader " * 40,
        "Zoë " * 40,
        "=?utf-8?q?Bob?=",
    ],
)
def test_a_display_name_can_hold_anything_but_another_address(read: Read, name: str) -> None:
    message = MESSAGE._replace(sender_name=name, recipient_name=name)
    parsed, raw = read(message), compose(message)
    for header, spec in (("From", MESSAGE.sender_address), ("To", MESSAGE.recipient_address)):
        (only,) = parsed[header].addresses
        assert (display_name(raw, header), only.addr_spec) == (" ".join(name.split()), spec)
    assert max(map(len, raw.split(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


FIELDS = {
    "message_id": "messageId",
    "sender_address": "senderAddress",
    "sender_name": "senderName",
    "recipient_address": "recipientAddress",
    "recipient_name": "recipientName",
    "subject": "subject",
    "in_reply_to": "inReplyTo",
    "unsubscribe_url": "unsubscribeUrl",
}
GOOD = {
    **{name: getattr(MESSAGE, name) for name in FIELDS},
    "in_reply_to": "a@b.example",
    "unsubscribe_url": "https://crm.example.com/u/1",
}


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize(
    "poison",
    ["\r\nBcc: all@example.com", "\n", "\r", "\0", "\x0b", "\x1b", "\t", "\x7f", "\x85", "\u2028"],
)
@pytest.mark.parametrize("place", ["start", "middle", "end"])
def test_nothing_that_ends_a_line_reaches_a_header(name: str, poison: str, place: str) -> None:
    good = str(GOOD[name])
    at = {"start": 0, "middle": len(good) // 2, "end": len(good)}[place]
    changed: dict[str, Any] = {name: good[:at] + poison + good[at:]}
    with pytest.raises(HeaderFault) as refusal:
        compose(MESSAGE._replace(**changed))
    assert refusal.value.field == FIELDS[name]
    assert poison not in refusal.value.message


@pytest.mark.parametrize("poison", ["a@b\r\nBcc: x@y", "a b@c", "<a@b>", "ä@b", "", "a" * 1_000])
def test_no_reference_can_forge_a_header(poison: str) -> None:
    with pytest.raises(HeaderFault) as refusal:
        compose(MESSAGE._replace(references=("a@b.example", poison)))
    assert refusal.value.field == "references"


@pytest.mark.parametrize("half", ["\ud83d", "a\udc00"])
@pytest.mark.parametrize("name", ["subject", "sender_name", "recipient_name"])
def test_half_a_character_cannot_stand_in_a_header(name: str, half: str) -> None:
    changed: dict[str, Any] = {name: half}
    with pytest.raises(HeaderFault) as refusal:
        compose(MESSAGE._replace(**changed))
    assert refusal.value.field == FIELDS[name]


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "bob",
        "@example.com",
        "bob@",
        "bob@example..com",
        "bob@.example.com",
        "bob@-x.example",
        "bob@exa mple.com",
        "b ob@example.com",
        ".bob@example.com",
        "bob.@example.com",
        "b..ob@example.com",
        '"b ob"@example.com',
        "bob@[127.0.0.1]",
        "bob@example.com>",
        "<bob@example.com>",
        "bob@example.com, eve@example.com",
        "böb@example.com",
        "b" * 65 + "@example.com",
        "bob@" + "x" * 64 + ".com",
        "bob@" + "x." * 130 + "com",
        "bob@\u2488com",
        "bob@ex\u00adample.\ufffd",
        "bob@example.com\n",
    ],
)
def test_what_is_no_address_is_refused(bad: str) -> None:
    with pytest.raises(HeaderFault) as refusal:
        compose(MESSAGE._replace(recipient_address=bad))
    assert refusal.value.field == "recipientAddress"


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("bob@bücher.example", "bob@xn--bcher-kva.example"),
        ("bob@BÜCHER.example", "bob@xn--bcher-kva.example"),
        ("bob@例え.テスト", "bob@xn--r8jz45g.xn--zckzah"),
        ("Bob+tag@Example.COM", "Bob+tag@Example.COM"),
        ("bob@localhost", "bob@localhost"),
        ("o'neil@example.com", "o'neil@example.com"),
    ],
)
def test_a_domain_of_other_letters_is_written_in_ascii(
    read: Read, address: str, written: str
) -> None:
    assert read(MESSAGE._replace(recipient_address=address))["To"].addresses[0].addr_spec == written


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "crm.example.com/u/1", "https://", "https://x.example/a b",
     "https://x.example/>,<mailto:a@b>", "https://x.example/ü", "https://x.example/" + "x" * 990],
)  # fmt: skip
def test_an_unsubscribe_link_that_a_header_cannot_hold_is_refused(url: str) -> None:
    with pytest.raises(HeaderFault) as refusal:
        compose(MESSAGE._replace(unsubscribe_url=url))
    assert refusal.value.field == "unsubscribeUrl"
