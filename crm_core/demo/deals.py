"""The deals of the demo: thirty opportunities on their way, and what was said around them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from crm_core.demo.past import Past
from crm_core.demo.people import DAY, Known
from crm_core.domain.words import DealStage
from crm_core.usecases.activities import add_note
from crm_core.usecases.deals import create_deal, move_deal

DEALS = 30
PRICE_OF_A_DOOR = 940
_WAYS = (
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


@dataclass
class Pipeline:
    """Puts the deals' past on the agenda."""

    past: Past
    now: datetime

    def fill(self, people: list[Known]) -> None:
        """A deal with each of the people, the oldest first."""
        for number, known in enumerate(people):
            began = self.now - (52 - number * 50 / DEALS) * DAY
            self._put(number, known, began.replace(hour=11, minute=number * 7 % 60))

    def _put(self, number: int, known: Known, began: datetime) -> None:
        company = known.person.company
        assert company is not None
        doors = max(company.docks // (1 + number % 3), 2)
        amount = Decimal(doors * PRICE_OF_A_DOOR).quantize(Decimal("0.01"))
        deal = {
            "name": f"{company.name}, {_WHAT[number % len(_WHAT)]}",
            "party_id": known.party_id,
            "amount": amount,
            "currency": company.currency,
            "owner_id": known.owner.user_id,
            "expected_close_on": str((began + (45 + number % 4 * 15) * DAY).date()),
        }
        way = _WAYS[number % len(_WAYS)]

        def begin() -> None:
            deal_id = create_deal(self.past.services, actor=known.owner, deal=deal)
            for stop, stage in enumerate(way, 1):
                # The way so far, however short, in even steps.
                at = began + (self.now - began) * stop / (len(way) + 1)
                self.past.put(at, partial(self._move, known, deal_id, stage))
            at = began + timedelta(hours=3, minutes=number)
            self.past.put(at, lambda: self._note(known, deal_id, _NOTES[number % len(_NOTES)]))

        self.past.put(began, begin)

    def _move(self, known: Known, deal_id: int, stage: DealStage) -> None:
        move_deal(self.past.services, actor=known.owner, deal_id=deal_id, stage=stage)

    def _note(self, known: Known, deal_id: int, text: str) -> None:
        add_note(
            self.past.services, actor=known.owner, party_id=known.party_id, deal_id=deal_id,
            text=text,
        )  # fmt: skip
