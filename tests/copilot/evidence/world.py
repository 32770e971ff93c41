"""What the tools found, for every table of this folder: three deals, people, mail, a sequence."""

from datetime import date

from crm_core.copilot.facts import Fact, FactBook, Record, RecordKind

TODAY = date(2026, 11, 25)
"""A Wednesday."""

ACME = Record(RecordKind.DEAL, 12, "Acme renewal")
GLOBEX = Record(RecordKind.DEAL, 13, "Globex expansion")
INITECH = Record(RecordKind.DEAL, 14, "Initech pilot")
ADA = Record(RecordKind.PERSON, 5, "Ada King")
BOB = Record(RecordKind.PERSON, 6, "Bob Noble")
CARL = Record(RecordKind.LEAD, 21, "Carl Vogel")
ADA_WROTE = Record(RecordKind.ACTIVITY, 77, "E-mail from Ada King")
BOB_CALLED = Record(RecordKind.ACTIVITY, 78, "Call with Bob Noble")
ADA_SENT = Record(RecordKind.ACTIVITY, 79, "E-mail to Ada King")
CONTRACT = Record(RecordKind.ACTIVITY, 80, "Send the contract")
BOB_WROTE = Record(RecordKind.ACTIVITY, 81, "E-mail from Bob Noble")
DEMO = Record(RecordKind.ACTIVITY, 82, "Meeting with Ada King")
ADA_IN = Record(RecordKind.ENROLLMENT, 31, "Ada King in Winter outreach")
WINTER = Record(RecordKind.SEQUENCE, 4, "Winter outreach")
TOUCH = Record(RecordKind.DELIVERY, 90, "Step 3 to Carl Vogel")
ALL = Record(RecordKind.WORKSPACE, 1, "Your workspace")

FACTS = FactBook([]).add(
    (
        Fact(ACME, "amount", "12,000.00 EUR"),
        Fact(ACME, "stage", "Proposal", date(2026, 11, 3)),
        Fact(ACME, "owner", "Grace Hopper"),
        Fact(ACME, "company", "Acme GmbH"),
        Fact(ACME, "contact", "Ada King"),
        Fact(ACME, "expected close", "15 December 2026", date(2026, 12, 15)),
        Fact(ACME, "probability", "50 %"),
        Fact(ACME, "days in stage", "22 days"),
        Fact(ACME, "usual time in this stage", "9 days, the median of 14 deals"),
        Fact(ACME, "last reply", "Ada King replied", date(2026, 11, 20)),
        Fact(GLOBEX, "amount", "40,500.00 USD"),
        Fact(GLOBEX, "stage", "Negotiation", date(2026, 11, 18)),
        Fact(GLOBEX, "owner", "Linus Berg"),
        Fact(GLOBEX, "company", "Globex Inc"),
        Fact(GLOBEX, "contact", "Bob Noble"),
        Fact(GLOBEX, "expected close", "20 January 2027", date(2027, 1, 20)),
        Fact(GLOBEX, "probability", "75 %"),
        Fact(GLOBEX, "last reply", "none"),
        Fact(INITECH, "amount", "7,250.00 EUR"),
        Fact(INITECH, "stage", "Won", date(2026, 10, 12)),
        Fact(ADA, "job title", "Head of Procurement"),
        Fact(ADA, "e-mail address", "ada@acme.example.com"),
        Fact(ADA, "phone", "+49 30 1234567"),
        Fact(ADA, "company", "Acme GmbH"),
        Fact(ADA, "opted out", "No"),
        Fact(BOB, "job title", "CTO"),
        Fact(BOB, "e-mail address", "bob@globex.example.com"),
        Fact(BOB, "opted out", "Yes", date(2026, 11, 21)),
        Fact(CARL, "status", "Working"),
        Fact(CARL, "source", "Webinar"),
        Fact(CARL, "last reply", "has not replied"),
        Fact(CARL, "unanswered touches", "3"),
        Fact(
            ADA_WROTE,
            "quote",
            "Please call me in December. We need an offer for 25 seats, and the price is fine.",
            date(2026, 11, 20),
            is_quote=True,
        ),
        Fact(ADA_WROTE, "sentiment", "Positive", date(2026, 11, 20)),
        Fact(ADA_WROTE, "subject", "Re: Your renewal", date(2026, 11, 20)),
        Fact(BOB_CALLED, "outcome", "Left voicemail", date(2026, 11, 24)),
        Fact(BOB_CALLED, "duration", "4 minutes", date(2026, 11, 24)),
        Fact(ADA_SENT, "status", "Sent", date(2026, 11, 22)),
        Fact(ADA_SENT, "subject", "Your renewal", date(2026, 11, 22)),
        Fact(ADA_SENT, "opened", "No", date(2026, 11, 22)),
        Fact(CONTRACT, "due date", "27 November 2026", date(2026, 11, 27)),
        Fact(CONTRACT, "status", "Open"),
        Fact(
            BOB_WROTE,
            "quote",
            "We are not interested at the moment.",
            date(2026, 11, 10),
            is_quote=True,
        ),
        Fact(BOB_WROTE, "sentiment", "Negative", date(2026, 11, 10)),
        Fact(DEMO, "date", "2 December 2026", date(2026, 12, 2)),
        Fact(ADA_IN, "status", "Paused", date(2026, 11, 20)),
        Fact(ADA_IN, "reason", "Replied", date(2026, 11, 20)),
        Fact(ADA_IN, "step", "2 of 5"),
        Fact(WINTER, "people enrolled", "120"),
        Fact(WINTER, "replies", "18"),
        Fact(WINTER, "reply rate", "15 %"),
        Fact(WINTER, "bounce rate", "2.5 %"),
        Fact(TOUCH, "status", "Refused", date(2026, 11, 19)),
        Fact(TOUCH, "reason", "The address bounced", date(2026, 11, 19)),
        Fact(ALL, "open deals", "7"),
        Fact(ALL, "tasks due today", "3"),
        Fact(ALL, "open pipeline", "52,500.00 EUR"),
    )
)


def key_of(record: Record, field: str) -> str:
    """The key under which the model knows a fact."""
    return next(fact.key for fact in FACTS if fact.record == record and fact.field == field)
