"""How bytes become parts: any bytes, within bounds."""

import base64

import pytest

from crm_core.mail.inbound.headers import Headers, codec_of, decoded, read_fields
from crm_core.mail.inbound.mail import UnreadableMail
from crm_core.mail.inbound.parsing import TEXT_LIMIT, fingerprint, parse


def headers(text: str) -> Headers:
    return read_fields(text.encode())


def texts(raw: bytes) -> list[str]:
    return [part.text() for part in parse(raw).walk() if part.media_type.startswith("text/")]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"no header at all", b"\xff\xfe\x00", b" \n \n"])
def test_what_has_no_header_is_no_mail(raw: bytes) -> None:
    with pytest.raises(UnreadableMail):
        parse(raw)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_parts_of_a_message_with_either_line_end(end: bytes) -> None:
    lines = [
        b"Content-Type: multipart/mixed; boundary=outer", b"", b"--outer",
        b"Content-Type: multipart/alternative; boundary=inner", b"", b"--inner", b"", b"plain",
        b"--inner", b"Content-Type: text/html", b"", b"<p>html</p>", b"--inner--", b"--outer",
        b"Content-Type: application/pdf", b"", b"JVBERi", b"--outer--",
    ]  # fmt: skip
    root = parse(end.join(lines))
    assert [part.media_type for part in root.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip
    assert texts(end.join(lines)) == ["plain", "<p>html</p>"]


def test_a_missing_end_and_a_missing_boundary_lose_no_text() -> None:
    assert texts(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n") == ["hello\n"]
    assert texts(b"Content-Type: multipart/mixed\n\n--abcde1\n\nhello\n--abcde1--\n") == ["hello"]
    dashed = b"------=_Part_1"
    unset = (
        b"Content-Type: multipart/mixed;\nboundary=----=_Part_1\n\n"  # at the margin: no part of it
    )
    assert texts(unset + dashed + b"\n\nhello\n" + dashed + b"--\n") == ["hello"]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", base64.b64encode("Grüße".encode())),
        ("base64", b"R3LDvMOf!!\nZ*Q==junk"),
        ("quoted-printable", b"Gr=C3=BC=C3=9Fe"),
        ("8bit", "Grüße".encode()),
        ("x-unknown", "Grüße".encode()),
    ],
)
def test_a_transfer_encoding_is_read_as_well_as_can_be(encoding: str, body: bytes) -> None:
    raw = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: %s\n\n%s"
    assert texts(raw % (encoding.encode(), body))[0].startswith("Grüße")


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("iso-8859-1", b"Gr\xfc\xdfe", "Grüße"),
        ("windows-1252", b"\x93x\x94", "“x”"),
        ("gb2312", "朱镕基".encode("gb18030"), "朱镕基"),
        ("iso-2022-jp", "日本".encode("iso2022_jp"), "日本"),
        ("ks_c_5601-1987", "한국".encode("cp949"), "한국"),
        ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("utf-8", b"Gr\xfc\xdfe", "Grüße"),
        ("no-such-charset", "Grüße".encode(), "Grüße"),
        ("", b"Gr\xfc\xdfe", "Grüße"),
    ],
)
def test_a_charset_is_what_mail_means_by_it(charset: str, data: bytes, text: str) -> None:
    assert decoded(data, charset) == text


@pytest.mark.parametrize("name", ["idna", "punycode", "base64", "zip", "unicode_escape", "a" * 500])
def test_a_codec_that_is_no_charset_is_not_asked(name: str) -> None:
    assert codec_of(name) == "utf-8"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?iso-8859-1?Q?Gr=FC=DFe?= an alle", "Grüße an alle"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        ("=?x?Q?a_b?=", "a b"),
        ("=?utf-8?Q?open", "=?utf-8?Q?open"),
        ("a\r\n  b", "a b"),
    ],
)
def test_a_subject_is_read(written: str, read: str) -> None:
    assert headers(f"Subject: {written}").text("subject") == read


def test_a_word_that_cannot_be_decoded_breaks_nothing() -> None:
    assert headers("Subject: Hi =?utf-8?B?w?= you").text("subject") == "Hi  you"


def test_a_word_that_was_cut_within_a_character_is_joined_first() -> None:
    data = "é".encode()
    words = " ".join(f"=?utf-8?B?{base64.b64encode(bytes([one])).decode()}?=" for one in data)
    assert headers(f"Subject: {words}").text("subject") == "é"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Ann <Ann@Example.com>", (("Ann", "ann@example.com"),)),
        ('"Lee, Ann" <ann@example.com>, bob@x.org',
         (("Lee, Ann", "ann@example.com"), ("", "bob@x.org"))),
        ("=?utf-8?Q?J=C3=B6rg?= <j@x.org>", (("Jörg", "j@x.org"),)),
        ("<<ann@example.com>>", (("", "ann@example.com"),)),
        ("undisclosed-recipients:;", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_the_addresses_of_a_field(value: str, found: tuple[tuple[str, str], ...]) -> None:
    assert headers(f"To: {value}").addresses("to") == found


def test_ids_stand_without_their_brackets() -> None:
    read = headers("References: <a@x> <b@y>\n\t<c@z>\nIn-Reply-To: bare@x")
    assert read.ids("references") == ("a@x", "b@y", "c@z")
    assert read.ids("in-reply-to") == ("bare@x",)


@pytest.mark.parametrize(
    "value", ["", "yesterday", "Mon, 99 Foo 20262 99:99:99", "Tue, 1 Jan 0001 00:00:00 +9999"]
)
def test_a_date_that_is_none_is_none(value: str) -> None:
    assert headers(f"Date: {value}").moment("date") is None


def test_a_parameter_may_come_in_pieces() -> None:
    read = headers("Content-Type: text/plain; charset*0=ut; charset*1=f-8")
    assert read.parameter("content-type", "charset") == "utf-8"
    read = headers("Content-Disposition: attachment; filename*=utf-8''a%20b.txt")
    assert read.parameter("content-disposition", "filename") == "a%20b.txt"


def test_text_is_cut() -> None:
    assert len(texts(b"X: y\n\n" + b"a" * (TEXT_LIMIT + 10))[0]) == TEXT_LIMIT


def test_the_tree_has_a_bound_in_depth_and_in_parts() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(5_000)
    )
    assert len(list(parse(b"X: y\n" + nested).walk())) < 100
    many = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000
    assert len(list(parse(many).walk())) <= 501


def test_one_message_has_one_fingerprint_wherever_it_is_delivered() -> None:
    sent = b"From: a@b.de\r\nMessage-ID: <1@b.de>\r\n\r\nHello\r\nthere\r\n"
    by_imap = b"Received: from x\r\nDelivered-To: c@d.de\r\n" + sent
    by_pipe = b"From a@b.de Mon Mar  2\nReturn-Path: <a@b.de>\n" + sent.replace(b"\r", b"") + b"\n"
    first, second, third = (fingerprint(parse(raw)) for raw in (sent, by_imap, by_pipe))
    assert first == second == third


@pytest.mark.parametrize("change", [(b"Hello", b"Hallo"), (b"<1@", b"<2@"), (b"a@b", b"c@b")])
def test_another_message_has_another_fingerprint(change: tuple[bytes, bytes]) -> None:
    sent = b"From: a@b.de\r\nMessage-ID: <1@b.de>\r\n\r\nHello\r\n"
    assert fingerprint(parse(sent)) != fingerprint(parse(sent.replace(*change)))


def test_a_body_that_no_blank_line_divides_is_found() -> None:
    root = parse(b"From: a@b.de\nSubject: x\n folded\nHello there\nto you\n")
    assert root.headers.text("subject") == "x folded"
    assert root.text() == "Hello there\nto you\n"
