"""Wishes to get no more mail, and questions that only mention them."""

import pytest

from crm_core.domain.words import MailClass, ReplyIntent, Sentiment
from crm_core.mail.inbound.wishes import wants_no_more
from tests.mail.inbound.conftest import Read

WISHES = [
    "Please do not send further emails to this address as it is my private one.",
    "今後このようなメールはお控えください。",
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
    "Remove from list",
    "Pls unsub me",
    "Not interested, please remove me.",
    "Please cease all communication with me.",
    "Please discontinue sending these e-mails.",
    "We are not interested and would like to be unsubscribed.",
    "I'd prefer not to receive these emails.",
    "I am not interested in receiving further emails from your company.",
    "I would appreciate it if you stopped emailing me.",
    "Please do not reach out again.",
    "Please ensure I am removed from all lists.",
    "I have asked to be removed twice already.",
    "Cancel my subscription to your newsletter.",
    "Thank you for your message, we have no use for it. Please remove our\ncompany from your list.",
    "Bitte keine weiteren E-Mails.",
    "Bitte löschen Sie mich.",
    "Ich wünsche keine Werbung von Ihnen.",
    "Bitte nicht mehr schreiben",
    "Ich widerspreche der Verwendung meiner Daten zu Werbezwecken.",
    "Merci de me désinscrire.",
    "Désinscription svp",
    "Veuillez cesser de m'envoyer des e-mails",
    "Merci de supprimer mon adresse de vos fichiers",
    "Je ne veux plus recevoir vos messages.",
    "Arrêtez vos mails",
    "Ya no quiero recibir sus correos.",
    "Por favor deje de enviarme correos",
    "Chiedo la cancellazione dalla mailing list",
    "Por favor me remova da sua lista de e-mails",
    "Graag uitschrijven",
    "Gelieve mij uit te schrijven",
    "Proszę mnie wypisać",
    "Proszę o wypisanie z newslettera",
    "Proszę nie przysyłać mi więcej ofert",
    "Jeg vil gerne afmeldes",
    "Прошу удалить мой адрес из базы рассылки",
    "Prosím o odhlášení",
    "Prosím, již mi nepište.",
]
OTHERS = [
    "How do I unsubscribe my customers in your tool?",
    "Does your platform handle unsubscribes?",
    "Where does the data lie, and can our patients opt out later?",
    "Would every driver opt out of it by himself?",
    "Please stop mailing my assistant Joe, this is mine to decide. What does it cost?",
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
    "Sure, just drop me an email",
    "Could you take me through the pricing",
    "Can you take me off the Tuesday meeting and put me on Wednesday?",
    "Please remove my name from the proposal's cover page",
    "Please stop sending the newsletter to my old address, use this one instead.",
    "Stop sending invoices to my home address, send them to the office.",
    "I don't want to hear only about price, tell me about quality.",
    "We don't want to receive the goods before May.",
    "Don't send me a proposal yet, I first need the price.",
    "Do not contact me on Friday, I am away.",
    "We're happy, no more communication needed until the contract is signed.",
    "I got no more emails from you, did something go wrong?",
    "If you wrote from another account, please resend your message.",
    "Please don't remove me from your list!",
    "I didn't ask to be removed from the list, please add me again.",
    "Please unsubscribe Bob, he has left. I'm still interested.",
    "Our list has 5,000 subscribers and 3% opt out each month.",
    "Bitte nehmen Sie mich in den Verteiler auf.",
    "Bitte melden Sie uns Ihre Adresse für den Vertrag.",
    "Ich habe leider keine Mail von Ihnen bekommen.",
    "Ich kann nicht mehr schreiben heute, morgen mehr.",
    "Ich möchte die Zeitschrift abbestellen, aber Ihr Angebot klingt gut.",
    "Je ne peux plus envoyer de pièces jointes, mon quota est plein.",
    "Supprimez la ligne 3 du devis svp et renvoyez-le.",
    "Arrêtez de vous excuser, tout va bien !",
    "No quiero más que el plan básico.",
    "No me envíe la factura todavía, por favor.",
    "Non voglio più di dieci licenze.",
    "Toglimi una curiosità: quanto costa?",
    "Não quero mais que dez licenças.",
    "Wij willen ons niet afmelden.",
    "Ik heb geen mail meer gekregen, kun je hem opnieuw sturen?",
    "Proszę nie wysyłać umowy, najpierw porozmawiajmy.",
    "Meld meg gjerne når du er ledig",
    "Больше не могу говорить, напишите завтра",
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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sounds good, call me.\n\nOn 2 March 2026 Rep wrote:\nstop\nOne click", MailClass.REPLY),
        ("On 2 March 2026 Rep wrote:\nPlease unsubscribe me.", MailClass.UNSUBSCRIBE),
    ],
)
def test_what_may_be_quoted_is_no_wish_where_own_words_stand_above(
    text: str, kind: MailClass, read: Read
) -> None:
    assert read(text).classification is kind


@pytest.mark.parametrize("subject", ["unsubscribe", "Unsubscribe", "UNSUBSCRIBE ME", "Abmelden"])
@pytest.mark.parametrize("body", ["", "This message was automatically generated by a client."])
def test_a_client_asks_by_the_subject(subject: str, body: str, read: Read) -> None:
    assert read(body, subject=subject).classification is MailClass.UNSUBSCRIBE


def test_a_subject_that_goes_on_is_no_wish(read: Read) -> None:
    found = read("Which one do you mean?", subject="Re: unsubscribe rates of your tool")
    assert found.classification is MailClass.REPLY
