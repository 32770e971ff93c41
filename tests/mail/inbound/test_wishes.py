"""Wishes to get no more mail, and questions that only mention them."""

import pytest

from crm_core.domain.words import MailClass, ReplyIntent, Sentiment
from crm_core.mail.inbound.wishes import wants_no_more
from tests.mail.inbound.conftest import Read

WISHES = [
    "unsubscribe",
    "Unsubscribe me please",
    "STOP",
    "Stop!",
    "remove me",
    "Please remove me from your mailing list.",
    "Take me off your list",
    "Can you take me off this list? Thanks",
    "Could you please remove my email address from your database?",
    "I would like to be removed from your list.",
    "Please stop emailing me.",
    "Do not contact me again.",
    "Don't email me again!",
    "No more emails please",
    "I don't want to receive these emails.",
    "I no longer wish to receive your mails",
    "How do I unsubscribe?",
    "Hi Tom,\n\nplease unsubscribe.\n\nAnn",
    "opt out",
    "Please opt me out of any future communications.",
    "Not interested. Please remove us from your list.",
    "Bitte nehmen Sie mich aus Ihrem Verteiler.",
    "Bitte keine weiteren E-Mails mehr.",
    "Abmelden",
    "Bitte löschen Sie meine Daten aus Ihrer Datenbank",
    "Ich möchte nicht mehr kontaktiert werden.",
    "Merci de me retirer de votre liste.",
    "Désabonner",
    "Ne me contactez plus.",
    "Por favor, deme de baja",
    "No me escriban más",
    "Elimínenme de su lista",
    "Cancellatemi dalla lista",
    "Non scrivetemi più",
    "Por favor, remova meu e-mail da lista",
    "Gelieve mij uit te schrijven van deze lijst. Stop met mailen.",
    "Verwijder mij van de lijst",
    "Proszę o usunięcie mnie z listy",
    "Ta bort mig från listan",
    "Fjern mig fra listen",
    "Отпишите меня от рассылки",
    "Больше не пишите мне",
    "退订",
    "请不要再发邮件了，不要再联系我",
    "配信停止",
    "수신 거부",
    "Beni listeden çıkarın",
]
OTHERS = [
    "How do I unsubscribe my customers in your tool?",
    "Does your platform handle unsubscribes?",
    "Can people unsubscribe with one click in your product?",
    "What is your unsubscribe rate?",
    "We need an unsubscribe link in the footer, can you do that?",
    "Please remove the meeting from Tuesday and add one on Friday.",
    "Take a look at my list and call me.",
    "I can't stop thinking about your offer!",
    "Not interested, thanks.",
    "Please contact me again in May.",
    "Can you email me more information?",
    "We stopped at the second slide, please send the rest.",
    "Yes, sign me up!",
    "Die Liste finde ich gut, bitte schicken Sie mir mehr.",
    "",
]


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_is_known_in_whatever_words(text: str) -> None:
    assert wants_no_more(text)


@pytest.mark.parametrize("text", OTHERS)
def test_a_person_who_asks_something_else_has_no_such_wish(text: str) -> None:
    assert not wants_no_more(text)


def test_a_long_letter_is_no_wish_by_a_word_in_it() -> None:
    assert not wants_no_more("We talked about it for long. " * 60 + "unsubscribe me")


def test_a_wish_gives_its_class_and_intent(read: Read) -> None:
    found = read("Please remove me from your list.")
    assert found.classification is MailClass.UNSUBSCRIBE
    assert (found.intent, found.sentiment) == (ReplyIntent.UNSUBSCRIBE, Sentiment.NEGATIVE)
    assert found.label == "wants no more mail"


def test_a_quoted_wish_is_nobodys(read: Read) -> None:
    found = read("Sure, Tuesday is fine.\n\nOn 2 Mar 2026 Rep wrote:\n> Reply STOP to unsubscribe")
    assert found.classification is MailClass.REPLY
