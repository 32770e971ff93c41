"""What a reply is about, by its writer's own words."""

import pytest

from crm_core.domain.words import ReplyIntent, Sentiment
from crm_core.mail.inbound.intent import read_intent

REPLIES = [
    ("Yes, I'm interested.", "POSITIVE", "interested"),
    ("Sounds great, tell me more!", "POSITIVE", None),
    ("Happy to chat. How about Tuesday at 3?", "POSITIVE", "willing to meet"),
    ("Let's schedule a call next week.", "POSITIVE", "willing to meet"),
    ("Thursday works for me.", "POSITIVE", "willing to meet"),
    ("Could you send me the pricing?", "POSITIVE", "asks for information"),
    ("How much does it cost?", "POSITIVE", "asks for information"),
    ("Gerne, wann hätten Sie Zeit für ein Gespräch?", "POSITIVE", "willing to meet"),
    ("Das klingt interessant. Bitte schicken Sie mir mehr Informationen.", "POSITIVE", None),
    ("Oui, cela m'intéresse, je suis intéressé.", "POSITIVE", "interested"),
    ("Me interesa, ¿podemos hablar el lunes?", "POSITIVE", "willing to meet"),
    ("Mi interessa, mi mandi più informazioni", "POSITIVE", None),
    ("Not interested.", "OBJECTION", "not interested"),
    ("No thanks", "OBJECTION", "not interested"),
    ("We're all set, this isn't a good fit for us.", "OBJECTION", "not interested"),
    ("Kein Interesse, danke.", "OBJECTION", "not interested"),
    ("Nous ne sommes pas intéressés.", "OBJECTION", "not interested"),
    ("No nos interesa, gracias.", "OBJECTION", "not interested"),
    ("Non siamo interessati.", "OBJECTION", "not interested"),
    ("Geen interesse.", "OBJECTION", "not interested"),
    ("Not right now, maybe reach out next quarter.", "OBJECTION", "bad timing"),
    ("It is not a good time, check back in January.", "OBJECTION", "bad timing"),
    ("Aktuell haben wir dafür keinen Bedarf, melden Sie sich später noch mal.", "OBJECTION", None),
    ("We have no budget for this.", "OBJECTION", "no budget"),
    ("It's too expensive.", "OBJECTION", "no budget"),
    ("We already use HubSpot.", "OBJECTION", "has a solution"),
    ("We are happy with our current provider.", "OBJECTION", "has a solution"),
    ("I'm not the right person for this.", "REFERRAL", "not the right person"),
    ("Please contact my colleague Jo at jo@example.com instead.", "REFERRAL", "refers to somebody"),
    ("I'm copying Jo, who handles this.", "REFERRAL", "refers to somebody"),
    ("Ann no longer works at the company.", "REFERRAL", "left the company"),
    ("Ich bin dafür nicht zuständig, bitte wenden Sie sich an Frau Meier.", "REFERRAL", None),
    ("Je ne suis pas la bonne personne.", "REFERRAL", "not the right person"),
    ("Who are you?", "OTHER", "question"),
    ("Thanks!", "OTHER", "thanks"),
    ("The weather is fine here.", "OTHER", ""),
]


@pytest.mark.parametrize(("text", "intent", "label"), REPLIES)
def test_the_intent_of_a_reply(text: str, intent: str, label: str | None) -> None:
    found = read_intent(text)
    assert found.intent is ReplyIntent(intent), found
    assert label is None or found.label == label


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Yes, I'm interested.", Sentiment.POSITIVE),
        ("Not interested.", Sentiment.NEGATIVE),
        ("Not interested. This is spam and I will report you.", Sentiment.NEGATIVE),
        ("Maybe next quarter, not right now.", Sentiment.NEUTRAL),
        ("This is harassment.", Sentiment.NEGATIVE),
        ("I'm not the right person.", Sentiment.NEUTRAL),
        ("The weather is fine here.", Sentiment.NEUTRAL),
    ],
)
def test_the_sentiment_of_a_reply(text: str, sentiment: Sentiment) -> None:
    assert read_intent(text).sentiment is sentiment
