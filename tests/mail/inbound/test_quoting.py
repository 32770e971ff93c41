"""What a writer's own words are, in the ways that clients quote."""

import pytest

from crm_core.mail.inbound.quoting import own_words

OWN = "Thanks, Tuesday suits me.\n\nAnn"
ATTRIBUTIONS = [
    "On Mon, Mar 2, 2026 at 10:00 AM Rep <rep@ours.example> wrote:",
    "On 2 Mar 2026, at 10:00, Rep wrote:",
    ("On Mon, Mar 2, 2026 at 10:00 AM Rep of a Long Name Limited <\nrep@ours.example> wrote:"),
    "Am 02.03.2026 um 10:00 schrieb Rep:",
    "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Rep <rep@ours.example>:",
    "Rep <rep@ours.example> schrieb am Mo., 2. März 2026, 10:00:",
    "Le lun. 2 mars 2026 à 10:00, Rep <rep@ours.example> a écrit :",
    "El lun, 2 mar 2026 a las 10:00, Rep (<rep@ours.example>) escribió:",
    "Il giorno lun 2 mar 2026 alle ore 10:00 Rep <rep@ours.example> ha scritto:",
    "Em seg., 2 de mar. de 2026 às 10:00, Rep <rep@ours.example> escreveu:",
    "Op ma 2 mrt. 2026 om 10:00 schreef Rep <rep@ours.example>:",
    "pon., 2 mar 2026 o 10:00 Rep <rep@ours.example> napisał(a):",
    "Den mån 2 mars 2026 kl 10:00 skrev Rep <rep@ours.example>:",
    "man. 2. mar. 2026 kl. 10.00 skrev Rep <rep@ours.example>:",
    "ma 2. maalisk. 2026 klo 10.00 Rep (rep@ours.example) kirjoitti:",
    "po 2. 3. 2026 v 10:00 odesílatel Rep <rep@ours.example> napsal:",
    "Rep <rep@ours.example> ezt írta (időpont: 2026. márc. 2., H, 10:00):",
    "Rep <rep@ours.example>, 2 Mar 2026 Pzt, 10:00 tarihinde şunu yazdı:",
    "пн, 2 мар. 2026 г. в 10:00, Rep <rep@ours.example>:",
    "2 марта 2026 г., 10:00, Rep <rep@ours.example> написал(а):",
    "2026年3月2日(月) 10:00 Rep <rep@ours.example>:",
    "Rep <rep@ours.example> 于2026年3月2日周一 10:00写道：",
    "2026년 3월 2일 (월) 오전 10:00, Rep <rep@ours.example>님이 작성:",
    "Quoting Rep <rep@ours.example>:",
    "--- On Mon, 3/2/26, Rep <rep@ours.example> wrote:",
    "ma 2. maaliskuuta 2026 klo 10.00 Rep of Ours\n<rep@ours.example> kirjoitti:",
    "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Rep of a Long Name Limited\n<rep@ours.example>:",
    "Rep <rep@ours.example> schrieb am Mo., 2.\nMärz 2026, 10:00:",
    "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Rep <\nrep@ours.example>:",
    "On Mon, 2 Mar 2026 10:00:00 +0100 Rep <rep@ours.example> wrote",
    "On Mon, 2 Mar 2026, Rep wrote:",
    "rep@ours.example wrote:",
    "Wiadomość napisana przez Rep <rep@ours.example> w dniu 2 mar 2026, o godz. 10:00:",
]
BLOCKS = [
    "From: Rep <rep@ours.example>\nSent: Monday, March 2, 2026 10:00 AM\nTo: Ann\nSubject: Intro",
    "________________________________\nFrom: Rep\nSent: Monday\nTo: Ann\nSubject: Intro",
    "-----Original Message-----\nFrom: Rep\nSent: Monday\nTo: Ann\nSubject: Intro",
    "*From:* Rep <rep@ours.example>\n*Date:* Monday\n*To:* Ann\n*Subject:* Intro",
    "Von: Rep <rep@ours.example>\nGesendet: Montag, 2. März 2026 10:00\nAn: Ann\nBetreff: Intro",
    "De : Rep <rep@ours.example>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Ann\nObjet : Intro",
    "De: Rep\nEnviado el: lunes, 2 de marzo de 2026 10:00\nPara: Ann\nAsunto: Intro",
    "Da: Rep\nInviato: lunedì 2 marzo 2026 10:00\nA: Ann\nOggetto: Intro",
    "Van: Rep\nVerzonden: maandag 2 maart 2026 10:00\nAan: Ann\nOnderwerp: Intro",
    "Od: Rep\nWysłano: poniedziałek, 2 marca 2026 10:00\nDo: Ann\nTemat: Intro",
    "Från: Rep\nSkickat: den 2 mars 2026 10:00\nTill: Ann\nÄmne: Intro",
    "От: Rep\nОтправлено: 2 марта 2026 г. 10:00\nКому: Ann\nТема: Intro",
    "差出人: Rep\n送信日時: 2026年3月2日 10:00\n宛先: Ann\n件名: Intro",
    "发件人: Rep\n发送时间: 2026年3月2日 10:00\n收件人: Ann\n主题: Intro",
    "보낸 사람: Rep\n보낸 날짜: 2026년 3월 2일\n받는 사람: Ann\n제목: Intro",
    "-------- Ursprüngliche Nachricht --------\nBetreff: Intro\nVon: Rep\nAn: Ann",
    "-------- Ursprüngliche Nachricht --------Von: Rep  Datum: 02.03.26  10:00  Betreff: Intro",
    "------------------ 原始邮件 ------------------\n发件人: Rep",
    "من: Rep <rep@ours.example>\nتم الإرسال: 2 March 2026 10:00\nإلى: Ann\nالموضوع: Intro",
    "Original Message processed by david®\nIntro 2. March 2026, 10:00\nVon Rep",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_reply_above_a_marked_quotation(attribution: str) -> None:
    assert own_words(f"{OWN}\n\n{attribution}\n\n> Hello Ann,\n> when?\n") == OWN


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_reply_below_a_marked_quotation(attribution: str) -> None:
    assert own_words(f"{attribution}\n> Hello Ann,\n> when?\n\n{OWN}\n") == OWN


@pytest.mark.parametrize("attribution", ATTRIBUTIONS[:1] + ATTRIBUTIONS[3:23] + ATTRIBUTIONS[25:])
def test_a_reply_above_a_quotation_that_no_line_marks(attribution: str) -> None:
    assert own_words(f"{OWN}\n\n{attribution}\n\nHello Ann,\nwhen?\n") == OWN


@pytest.mark.parametrize("block", BLOCKS)
def test_a_reply_above_a_block_of_headers(block: str) -> None:
    assert own_words(f"{OWN}\n\n{block}\n\nHello Ann,\nwhen?\n") == OWN


def test_answers_between_the_quoted_lines() -> None:
    text = "On 2 Mar 2026 Rep wrote:\n> Is it you?\n\nYes.\n\n> Shall we talk?\nOn Tuesday.\n"
    assert own_words(text) == "Yes.\n\nOn Tuesday."


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnn Lee\nHead of Things\n+49 30 1",
        "--\nAnn Lee",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Get Outlook for iOS<https://aka.ms/x>",
        "iPhoneから送信",
        "_______________________________________________\nusers mailing list\nhttp://x/listinfo/users",
    ],
)
def test_a_marked_signature_is_no_part_of_it(signature: str) -> None:
    assert own_words(f"{OWN}\n\n{signature}\n") == OWN
    assert own_words(f"{OWN}\n\n{signature}\n\nOn 2 Mar 2026 Rep wrote:\n> Hello\n") == OWN


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday I wrote to you about this.\nIt was long ago.",
        "From: where do you come?\nI ask for a friend.",
        "He wrote:\n\nSomething that I like.",
        "-- no signature, but a dash\nand more",
        "1. First\n- Second\n- Third",
        "My schedule:\nMonday: fine\nTo: be seen",
        "Sent you the file yesterday.\nAnn",
    ],
)
def test_what_only_looks_like_a_quotation_stays(text: str) -> None:
    assert own_words(text) == text


def test_a_message_that_is_passed_on_has_no_own_words() -> None:
    text = "---------- Forwarded message ---------\nFrom: Rep\nDate: Monday\nSubject: Intro\n\nHi"
    assert own_words(text) == ""
    assert own_words(f"FYI\n\n{text}") == "FYI"


def test_a_client_that_forgets_the_line_s_end_before_its_attribution() -> None:
    assert own_words("Yes On Mon, Mar 2, 2026 at 3:59 PM, rep@ours.example wrote:\n> Hi") == "Yes"


def test_a_line_that_asks_to_write_above_it_is_no_end_where_nothing_stands_above() -> None:
    assert own_words("##- Please type your reply above this line -##\n\nHi") == "Hi"
    assert own_words("Hi\n##- Please type your reply above this line -##\nold") == "Hi"


@pytest.mark.parametrize(
    "text",
    [
        "Sent by courier this morning.\n\nIt will be with you on Friday.",
        "Sent via the portal, as you asked.\nThe number is 4711.",
        "From: Berlin\nTo: Munich\nDate: Friday\n\nThat is the journey, please book it.",
        "-- \n".replace("-- ", "- one thing\n- another thing"),
        "On Tuesday I asked our engineers.\n\nThey said yes.",
        "On 2 March we met, on 3 March you wrote to us.\n\nNothing came of it since.",
        "----\nPrices\n----\n\nPlease send them.",
    ],
)
def test_a_beginning_that_may_be_the_writers_is_kept(text: str) -> None:
    assert own_words(text) == text.strip()


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent with Airmail",
        "Télécharger Outlook pour iOS<https://aka.ms/o0ukef>",
        "Holen Sie sich Outlook für iOS",
        "Gesendet von Outlook für Android",
        "Enviado desde mi iPhone",
    ],
)
def test_a_client_s_line_below_the_words_is_none_of_them(line: str) -> None:
    assert own_words(f"{OWN}\n\n{line}\n") == OWN
    assert own_words(f"{OWN}\n\n{line}\n\nOn 2 Mar 2026 Rep wrote:\n> Hi") == OWN


def test_a_thousand_signatures_break_nothing() -> None:
    assert own_words("Yes.\n" + "~Ann\n" * 5_000).startswith("Yes.")


def test_a_quoted_line_that_a_client_broke_in_two_is_none_of_the_words() -> None:
    quoted = "> We would like to show you what our customers make of it, and how they\n"
    text = f"Fine.\n\n{quoted}began with it last year.\n> Best, Rep"
    assert own_words(text) == "Fine."
    answer = "> Would Tuesday at ten suit you, or shall we rather meet on a Thursday?\nyes.\n> Rep"
    assert own_words(answer) == "yes."


def test_a_phone_s_line_in_hungarian_romanian_and_arabic() -> None:
    assert own_words("Fine.\nAz iPhone-omról küldve") == "Fine."
    assert own_words("Fine.\nTrimis de pe iPhone-ul meu") == "Fine."
    assert own_words("Fine.\nأُرسلت من الـ iPhone") == "Fine."
