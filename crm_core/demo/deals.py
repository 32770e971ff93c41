"""The deals of the demo: thirty opportunities on their way, and what was said around them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from crm_core.demo.past import Past
from crm_core.demo.people import DAY, Known
from crm_core.demo.team import Team
from crm_core.domain.deals import CLOSED
from crm_core.domain.permissions import Actor
from crm_core.domain.words import DealStage
from crm_core.usecases.activities import add_note, create_email_draft
from crm_core.usecases.deals import close_deal, create_deal, move_deal

DEALS = 30
PRICE_OF_A_DOOR = 940
_WAYS: tuple[tuple[DealStage, ...], ...] = (
    (),
    (DealStage.QUALIFIED,),
    (DealStage.QUALIFIED, DealStage.PROPOSAL),
    (DealStage.QUALIFIED, DealStage.PROPOSAL, DealStage.NEGOTIATION),
    (DealStage.QUALIFIED, DealStage.PROPOSAL, DealStage.NEGOTIATION, DealStage.WON),
    (DealStage.QUALIFIED, DealStage.LOST),
    (DealStage.QUALIFIED, DealStage.PROPOSAL),
    (DealStage.QUALIFIED, DealStage.PROPOSAL, DealStage.WON),
    (DealStage.QUALIFIED,),
    (DealStage.QUALIFIED, DealStage.PROPOSAL, DealStage.LOST),
)
_WHAT = ("dock plan", "carrier portal", "yard and gate", "pilot at one site", "second site")
_NOTES = (
    "Decides with the head of finance. They want the price by door, not by truck.",
    "Their busiest hours are 6 to 9. Carriers already get e-mails with times, nobody keeps them.",
    "Asked for a reference in the same trade; sent the one about the food distributor.",
    "IT wants to know where the data lies and who can see carriers' names.",
    "They compare us with the module of their warehouse software. Ours is quicker to set up.",
    "The pilot is approved if the works council agrees.",
    "Wants to start after the peak season, the contract before.",
)


_STAYS = (5, 8, 4, 7, 3, 9, 6)
"""Days in a stage before the next; those that are over."""
_PRESENT = (1, 6, 3, 9, 2, 24, 4, 12, 5, 29)
"""Days in the stage that an open deal is in; two linger."""
_ENDED = (2, 9, 4, 15, 7, 18, 12, 6)
"""Days since a deal was won or lost."""
_CLOSES = (-11, 6, 20, 2, -3, 34, 13, 0, 48, 9, 75, -1, 27)
"""Days from today on which open deals are expected to close; some have let it pass."""
_WON_BY = ("The pilot paid for itself in a month.", "Price by door, as they wanted it.")
_LOST_BY = (
    "Went with the module of their warehouse software.",
    "The budget was frozen until next year.",
    "No answer any more after the offer, three tries.",
)
_DRAFTS = {
    10: (
        "The offer for {company}",
        (
            "Hello {first},\n\nhere is the offer as we discussed it: a price by door, and a notice "
            "period of three months. The pilot can begin two weeks after your word.\n\nWhich day "
            "next week suits you for the questions of your colleagues?"
        ),
    ),
    20: (
        "Where your data lies",
        (
            "Hello {first},\n\nyou asked where the data of {company} lies. It stays in one data "
            "centre of your region, and carriers see nothing but their own slots.\n\nThe list that "
            "your IT asked for follows as soon as it is signed."
        ),
    ),
}
"""By the number of the deal about which they wait to be sent."""


@dataclass
class Pipeline:
    """Puts the deals' past on the agenda. Every fifth deal is the administrator's own."""

    past: Past
    team: Team
    now: datetime

    def fill(self, people: list[Known]) -> None:
        """A deal with each of the people."""
        for number, known in enumerate(people):
            owner = self.team.boss if number % 5 == 0 else known.owner
            self._put(number, known, owner, list(self._way(number)))

    def _way(self, number: int) -> Iterator[tuple[DealStage, datetime]]:
        """The stages of a deal, each with the working day on which it came there."""
        way = _WAYS[number % len(_WAYS)]
        ended = bool(way) and way[-1] in CLOSED
        kind = _ENDED if ended else _PRESENT
        last = kind[(number + number // len(_WAYS) * 3) % len(kind)]
        spans = [_STAYS[(number + stop * 3) % len(_STAYS)] for stop in range(len(way))]
        behind = last + sum(spans)
        for stage, span in zip((DealStage.NEW, *way), (*spans, 0), strict=True):
            at = self.now - behind * DAY
            at -= max(at.weekday() - 4, 0) * DAY
            yield stage, at.replace(hour=8 + number % 8, minute=number * 7 % 60)
            behind -= span

    def _put(
        self, number: int, known: Known, owner: Actor, way: list[tuple[DealStage, datetime]]
    ) -> None:
        company = known.person.company
        assert company is not None
        doors = max(company.docks // (1 + number % 3), 2)
        amount = Decimal(doors * PRICE_OF_A_DOOR).quantize(Decimal("0.01"))
        (_, began), *moves = way
        deal = {
            "name": f"{company.name}, {_WHAT[number % len(_WHAT)]}",
            "party_id": known.party_id,
            "amount": amount,
            "currency": company.currency,
            "owner_id": owner.user_id,
            "expected_close_on": str(self._closes(number, *way[-1])),
        }

        def begin() -> None:
            deal_id = create_deal(self.past.services, actor=owner, deal=deal)
            for stage, at in moves:
                self.past.put(at, partial(self._move, number, owner, deal_id, stage))
            at = began + timedelta(hours=3, minutes=number)
            self.past.put(at, lambda: self._note(owner, deal_id, _NOTES[number % len(_NOTES)]))
            if number in _DRAFTS:
                at = self.now - number * timedelta(minutes=9)
                self.past.put(at, lambda: self._draft(known, owner, deal_id, *_DRAFTS[number]))

        self.past.put(began, begin)

    def _closes(self, number: int, stage: DealStage, since: datetime) -> date:
        if stage in CLOSED:
            return (since + (number % 5 - 2) * DAY).date()
        return (self.now + _CLOSES[number % len(_CLOSES)] * DAY).date()

    def _move(self, number: int, owner: Actor, deal_id: int, stage: DealStage) -> None:
        if stage not in CLOSED:
            move_deal(self.past.services, actor=owner, deal_id=deal_id, stage=stage)
            return
        reasons = _WON_BY if stage is DealStage.WON else _LOST_BY
        close_deal(
            self.past.services, actor=owner, deal_id=deal_id, outcome=stage,
            reason=reasons[number // 2 % len(reasons)],
        )  # fmt: skip

    def _note(self, owner: Actor, deal_id: int, text: str) -> None:
        add_note(self.past.services, actor=owner, deal_id=deal_id, text=text)

    def _draft(self, known: Known, owner: Actor, deal_id: int, subject: str, body: str) -> None:
        company = known.person.company
        words = {"first": known.person.first_name, "company": company.name if company else ""}
        create_email_draft(
            self.past.services, actor=owner, deal_id=deal_id, subject=subject.format(**words),
            body=body.format(**words),
        )  # fmt: skip
