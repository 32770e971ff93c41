"""Who has gone for good, and who only for today."""

from datetime import date

import pytest

from crm_core.domain.words import MailClass
from tests.mail.inbound.conftest import Read

ANSWER = "In-Reply-To: <ours@ours.example>"
GONE = [
    "I no longer work for Example Ltd. Please contact Jo at jo@example.com, who will help you.",
    "Thank you for your mail. I have now left the company. Please direct any mail to Jo.",
    "Hi, I've moved to a new role at Example. Please contact Jo for anything about payroll.",
    "Ann Lee has left Example. Please write to office@example.com instead.",
    "Thanks for your email. I retired on 1 March. For questions please contact Jo.",
    "My last day at Example was 1 March. Please contact jo@example.com from now on.",
    "Herr Meier ist nicht mehr im Unternehmen tätig. Bitte wenden Sie sich an Frau Klein.",
    "Ich habe die Beispiel GmbH verlassen. Bitte wenden Sie sich an Frau Klein.",
    "Bonjour, je ne fais plus partie de la société. Veuillez contacter Paul.",
    "Merci pour votre message. J'ai quitté la société, vous pouvez contacter Paul.",
    "Ya no trabajo en la empresa. Comuníquese con Juan.",
    "Grazie per la mail. Non lavoro più in azienda, contattare Maria.",
    "Obrigado. Já não trabalho na empresa, por favor contacte a Maria.",
    "Bedankt voor uw bericht. Ik ben niet meer werkzaam bij Voorbeeld. Neem contact op met Piet.",
    "Dziękuję za wiadomość. Nie pracuję już w tej firmie, proszę o kontakt z Janem.",
    "Tack för ditt mejl. Jag har slutat på Exempel, vänligen kontakta Eva.",
    "Tak for din mail. Jeg er ikke længere ansat hos Eksempel, kontakt venligst Ole.",
    "Takk for e-posten. Jeg har sluttet i Eksempel, ta kontakt med Kari.",
    "Kiitos viestistäsi. En ole enää töissä täällä, ota yhteyttä Mattiin.",
    "Děkuji za zprávu. Ve firmě již nepracuji, kontaktujte prosím Petra.",
    "Köszönöm levelét. Már nem dolgozom a cégnél, keresse Pétert.",
    "Спасибо за письмо. Я больше не работаю в компании, обращайтесь к Ивану.",
    "ご連絡ありがとうございます。私は3月に退職いたしました。今後は田中までご連絡ください。",
    "您好，感谢您的来信。我已离职，请联系李明。",
    "안녕하세요. 저는 퇴사하였습니다. 앞으로는 김철수에게 연락 바랍니다.",
]
ABSENT = [
    "I have left the office for today. For urgent matters please call 555 12.",
    "I've left the office for a doctor's appointment and will be back at 3 pm.",
    "J'ai quitté le bureau pour aujourd'hui. En cas d'urgence, contactez Paul.",
    "I am out of the office until Monday. For urgent matters please contact Jo.",
    "Ich bin heute nicht mehr im Büro. In dringenden Fällen wenden Sie sich an Frau Klein.",
]
PEOPLE = [
    "I've left Example. My successor is Dana Lee.",
    "I don't work there any more.",
    "I no longer work on Fridays, can we talk on Thursday?",
    "Bob has left the company, so I look after this now. What does it cost?",
]


@pytest.mark.parametrize("body", GONE)
def test_who_has_gone_for_good_is_not_absent(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert (found.classification, found.has_left) == (MailClass.AUTO_REPLY, True), found.reason
    assert found.returns_on is None


@pytest.mark.parametrize("body", ABSENT)
def test_who_has_left_for_today_is_absent(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert (found.classification, found.has_left) == (MailClass.OUT_OF_OFFICE, False), found.reason


@pytest.mark.parametrize("body", PEOPLE)
def test_a_person_who_tells_of_a_departure_is_no_machine(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert (found.classification, found.has_left) == (MailClass.REPLY, False), found.reason


def test_the_words_say_that_somebody_left_where_a_header_says_that_a_machine_answered(
    read: Read,
) -> None:
    body = "I no longer work at Example. Please contact Jo."
    found = read(body, subject="Out of office", headers="Auto-Submitted: auto-replied")
    assert (found.classification, found.has_left) == (MailClass.AUTO_REPLY, True)


@pytest.mark.parametrize(
    "body",
    [
        "I am on leave until March 15. Note that Bob has left the company: please write to Jo.",
        "Ich bin bis 15. März im Urlaub. Herr Maier ist nicht mehr bei uns, schreiben Sie an Jo.",
    ],
)
def test_that_a_colleague_left_ends_nothing_for_who_is_on_leave(body: str, read: Read) -> None:
    found = read(body, headers="Auto-Submitted: auto-replied")
    assert (found.classification, found.has_left) == (MailClass.OUT_OF_OFFICE, False)
    assert found.returns_on == date(2026, 3, 16)


def test_who_is_out_because_they_left_has_left(read: Read) -> None:
    body = "I am out of the office, for I have left Example for good. Please write to Jo."
    found = read(body, headers="Auto-Submitted: auto-replied")
    assert (found.classification, found.has_left) == (MailClass.AUTO_REPLY, True)
