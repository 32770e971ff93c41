"""English as it is freely written: notes of absence, receipts with rules, departures, and what
people write in the same words."""

import pytest

from crm_core.domain.words import MailClass
from tests.mail.inbound.conftest import Read

ANSWER = "In-Reply-To: <ours@ours.example>"
ABSENT = [
    "Gone fishing till Tuesday. Bob has the keys.",
    "By the time you read this I'll be up a mountain with no signal. Back on the 14th.",
    "Hi! No laptop, no signal, no worries. Back 3 June.\nSam",
    "Out on the boat until Monday. For anything urgent ask Bob on 07700 900123.",
    "I'm in the field in Malawi until 12 June with patchy signal. I'll reply when I'm back.",
    "Our little one has arrived! I'm off until September. Jo (jo@example.com) is covering for me.",
    "We've closed for the season and open again at Easter. Stay safe!",
    "Dear Sir/Madam,\nI am out of station till 15th May. In case of exigency contact Mr. Sharma.",
    "Dear Sender, thank you for your valuable mail. Today is a gazetted holiday. Will revert.",
    "On hols till Monday! Sam is holding the fort: sam@example.com",
    "I have traded my laptop for a paddle board until the 9th. I won't read this. Really.",
    "The school is closed for the Easter holidays and reopens on 22 April.",
    "I'm on a phased return and working reduced hours. Replies may take a little longer.",
    "Working reduced hours Thursday and Friday. Replies may take a little longer.",
    "I'm part-time and not in on Wednesdays. I'll reply on Thursday. Many thanks for your email.",
    "I'm on the tools today. For anything that can't wait, try the office on 01632 960001.",
    "i am not in teh office im on leave til monday. pls call jo if urgent",
    "I hope this finds you well. I'm at a writing retreat until the 12th, off email.",
]
ACKNOWLEDGED = [
    (
        "Thanks for your message! We're a tiny team and read every email. It may take us a few "
        "days to reply. In the meantime have a look at our FAQ."
    ),
    "Your message has landed in our inbox. Please do not chase. We answer all messages in turn.",
    (
        "Your email has reached the accounts team. Invoices must be sent as PDF. Invoices without "
        "a PO number will be returned. Payment terms are 30 days."
    ),
    "Hello! I'm Zoe, your virtual assistant. Someone will be with you shortly.",
    "Thanks so much for getting in touch. Our humans are asleep right now. We're back at 9am.",
    (
        "Thank you for your email to the practice. We cannot give medical advice by email. If you "
        "need an appointment please ring 020 7946 0000. Outside these hours please call 111."
    ),
    "You've emailed the team outside of office hours. Our lines open at 8am.",
    "Your complaint is registered with us vide number 12345. We shall revert within 7 days.",
    "We are in receipt of your email. The matter is receiving attention. We shall revert.",
    "This inbox isn't monitored. For help go to https://example.com/help",
    "This account is dormant. Nobody reads this mail. Please write to jo@example.com",
    "You will receive this message only once. The keys are at the desk.",
]
GONE = [
    "I've hung up my boots. For lettings please contact Jo on 01632 960001.",
    "My contract has come to an end and I finished at Example on Friday. Please write to Jo.",
    "My internship has ended. Please write to my supervisor at jo@example.com",
    "I have been relieved from the services of the company. Kindly connect with Priya.",
    "Ann passed away in March. Please direct your queries to office@example.com.",
    "We have ceased trading. For refunds please contact the administrators.",
]
PEOPLE = [
    "Can't today, I'm in workshops until Thursday.",
    "I'm on site today, will ring you tonight.",
    "I'm at the fair until Thursday, come by our stand.",
    "I'm working half days this week but have read your note.",
    "I work Mondays to Wednesdays only. Tuesday at 11 is good.",
    "Thanks for your message. We're a small team.",
    "We get a lot of emails like this. Please stop.",
    "We're snowed under at the moment. Maybe in spring.",
    "Give us a few weeks to think about it.",
    "Jo is dealing with this. She'll be in touch.",
    "I'm no longer your contact, I moved to sales. Bob does IT.",
    "I've retired. I don't need this any more. Good luck with it.",
    "Ann left us in March. I do her job now. What's up?",
    "Got your message, thanks. I'll have a look this weekend.",
    "Noted, we shall revert if required.",
    "Your message made me laugh. Call me.",
    "This is to confirm that we accept your quote.",
    "This was obviously written by a robot. Please stop.",
    "I am a bot developer.",
    "I hope this finds you well. Here's the signed form.",
    "We're on holiday in August, so September then.",
    "I'm down with the flu so no call today, sorry.",
    "I'm off to Scotland on Friday. Before that anything goes.",
    "I'm on a boat, reception is patchy, but I like it.",
    "Had you tried yesterday I would have bought it.",
    "No laptop, no budget, no interest.",
    "Where is my order? I placed it in May.",
    "We do not respond to cold emails. Goodbye.",
    "It may take us a few weeks to decide.",
    "Annual leave planning is done in a spreadsheet here.",
    "Off to the board with it today.",
    "The order is not here. I looked twice. Be patient. I return on Monday, ask the board.",
    "In the field until now we used paper, so this could help.",
]


@pytest.mark.parametrize("body", ABSENT)
def test_an_absence_is_known_however_freely_it_is_told(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.OUT_OF_OFFICE, found.reason


@pytest.mark.parametrize("body", ACKNOWLEDGED)
def test_a_receipt_is_known_with_the_rules_and_hours_that_follow(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert (found.classification, found.has_left) == (MailClass.AUTO_REPLY, False), found.reason


@pytest.mark.parametrize("body", GONE)
def test_who_has_gone_for_good_is_known_by_how_it_is_told(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert (found.classification, found.has_left) == (MailClass.AUTO_REPLY, True), found.reason


@pytest.mark.parametrize("body", PEOPLE)
def test_a_person_who_uses_the_same_words_is_a_person(body: str, read: Read) -> None:
    found = read(body, headers=ANSWER)
    assert found.classification is MailClass.REPLY, found.reason
