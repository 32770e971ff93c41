"""What came in during the last days: answers, an absence, a bounce, a wish, a stranger's mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from crm_core.demo.past import Past
from crm_core.demo.people import DAY, Known
from crm_core.domain.words import InboundStatus, MailClass, ReplyIntent, Sentiment
from crm_core.mail.inbound.mail import BouncedRecipient, InboundMail
from crm_core.storage.engine import WriteSession
from crm_core.storage.tables import DeliveryRow
from crm_core.usecases.inbound_mail import keep_mail

HOUR = timedelta(hours=1)

INTERESTED = """Hi,

funny that you ask: we lost most of Tuesday to a queue at gate two. Half an hour on Thursday
after 14:00 would suit me, and I would bring Tom from the yard.

What would you need from us beforehand?
"""
NOT_NOW = """Hello,

thanks for writing. We have a slot tool in our warehouse system already, and the budget for this
year is spent. Come back in spring, if you like, with what it costs for four doors.
"""
AWAY = """Thank you for your message. I am out of the office until {day} and read no mail before.
For anything urgent please call the dispatch desk.
"""
NO_MORE = """Please take me off your list. I do not look after the yard any more, and we are a
small firm with two doors and no queue.
"""
STRANGER = """Good morning,

I took over the loading docks here last month. Your mail was forwarded to me; whom do I talk to
about a test?
"""
QUOTED = "\n\n> We help teams like yours to plan the yard, one truck at a time.\n> Shall we talk?\n"


@dataclass
class Letters:
    """Lets mail come in, in the order of the past; each answers the latest e-mail to its person."""

    past: Past
    session: WriteSession
    now: datetime

    def put(self, outbound: list[Known]) -> None:
        """Put it on the agenda, for some of the people of the outbound sequence."""
        answering, busy, gone, stopped, away, held = (outbound[n] for n in (36, 38, 37, 35, 40, 41))
        self._put(
            self.now - 100 * timedelta(minutes=1), answering, MailClass.REPLY, INTERESTED,
            sentiment=Sentiment.POSITIVE, intent=ReplyIntent.POSITIVE, label="meeting",
            reason="A person wrote it: no header of a machine, and words of their own.",
        )  # fmt: skip
        self._put(
            self.now - DAY - 4 * HOUR, busy, MailClass.REPLY, NOT_NOW,
            sentiment=Sentiment.NEGATIVE, intent=ReplyIntent.OBJECTION, label="timing",
            reason="A person wrote it: no header of a machine, and words of their own.",
        )  # fmt: skip
        back = (self.now + 9 * DAY).date()
        self._put(
            self.now - 5 * HOUR, away, MailClass.OUT_OF_OFFICE,
            AWAY.format(day=f"{back.day} {back:%B}"), subject="Automatic reply: {subject}",
            returns_on=back, reason="The header Auto-Submitted says auto-replied, and the text "
            "tells of an absence.",
        )  # fmt: skip
        self._put(
            self.now - 3 * DAY - HOUR, stopped, MailClass.UNSUBSCRIBE, NO_MORE,
            sentiment=Sentiment.NEGATIVE, intent=ReplyIntent.UNSUBSCRIBE,
            reason="The sender asks in words to be taken off the list.",
        )  # fmt: skip
        self._bounce(self.now - 2 * DAY - 6 * HOUR, gone)
        domain = held.person.email.partition("@")[2]
        self._put(
            self.now - 6 * HOUR, None, MailClass.REPLY, STRANGER, from_name="Robin Feld",
            from_address=f"r.feld@{domain}", subject="Fwd: the yard",
            reason="A person wrote it: no header of a machine, and words of their own.",
        )  # fmt: skip

    def _bounce(self, at: datetime, known: Known) -> None:
        address = known.person.email
        said = "550 5.1.1 The e-mail account that you tried to reach is disabled"
        self._put(
            at, known, MailClass.HARD_BOUNCE, f"Delivery to {address} failed:\n{said}\n",
            from_address=f"mailer-daemon@{address.partition('@')[2]}",
            from_name="Mail Delivery Subsystem", subject="Undelivered Mail Returned to Sender",
            bounced=(BouncedRecipient(address, "5.1.1", said, is_hard=True),),
            reason="A delivery report (RFC 3464) with the status 5.1.1: the address does not "
            "exist.",
        )  # fmt: skip

    def _put(
        self, at: datetime, known: Known | None, kind: MailClass, text: str, **facts: Any
    ) -> None:
        def come() -> None:
            self._receive(self._written(known, kind, text, facts), at)

        self.past.put(at, come)

    def _written(
        self, known: Known | None, kind: MailClass, text: str, facts: dict[str, Any]
    ) -> InboundMail:
        message_id, subject = self._latest(known)
        person = known.person if known else None
        given = {
            "from_address": person.email if person else "",
            "from_name": person.name if person else "",
            "subject": "Re: {subject}",
            **dict.fromkeys(("sentiment", "intent", "returns_on")),
            "label": "", "bounced": (), **facts,
        }  # fmt: skip
        given["subject"] = given["subject"].format(subject=subject)
        number = sha256(f"{given['from_address']}{kind}".encode()).hexdigest()
        is_report = kind is MailClass.HARD_BOUNCE
        return InboundMail(
            classification=kind,
            message_id=f"{number[:20]}@{given['from_address'].partition('@')[2]}",
            in_reply_to="" if is_report else message_id,
            references=() if is_report or not message_id else (message_id,),
            original_message_id=message_id if is_report else None,
            recipients=("sales@example.com",),
            sent_at=self.past.clock.at,
            text=text if is_report else _flowing(text) + (QUOTED if known else ""),
            reply_text=text.strip() if is_report else _flowing(text),
            html=None,
            is_mailbox_fault=False,
            fingerprint=number,
            **given,
        )

    def _latest(self, known: Known | None) -> tuple[str, str]:
        """The id and the subject of the latest e-mail to somebody."""
        if known is None:
            return "", ""
        row = self.session.execute(
            select(DeliveryRow.message_id, DeliveryRow.thread_subject)
            .where(DeliveryRow.party_id == known.party_id)
            .order_by(DeliveryRow.id.desc())
            .limit(1)
        ).one()
        return row.message_id, row.thread_subject

    def _receive(self, mail: InboundMail, at: datetime) -> None:
        received = keep_mail(
            self.past.services, mail, raw=b"", tenant_id=self.past.tenant_id, mailbox_id=None,
            now=at,
        )  # fmt: skip
        if received.status is not InboundStatus.PROCESSED:
            raise RuntimeError("a message of the demo could not be received")


def _flowing(text: str) -> str:
    """Paragraphs that are as wide as whoever reads them likes."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))
