"""Versions of sequences, read once and kept: they never change after they were written."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from crm_core.domain.sequences import SequenceSettings, Step
from crm_core.storage.engine import WriteSession
from crm_core.storage.sequences import read_steps
from crm_core.storage.tables import SequenceVersionRow

if TYPE_CHECKING:
    from crm_core.step_texts import StepTexts


@dataclass(frozen=True, slots=True)
class PlannedStep:
    step: Step
    texts: "StepTexts"


@dataclass(frozen=True, slots=True)
class VersionPlan:
    """One version, ready to run: `steps[position]`, texts compiled."""

    id: int
    sequence_id: int
    settings: SequenceSettings
    steps: tuple[PlannedStep, ...]
    uses_deal: bool

    def at(self, position: int) -> PlannedStep | None:
        """The step at a position; None past the end."""
        return self.steps[position] if position < len(self.steps) else None

    @classmethod
    def of(
        cls, id: int, sequence_id: int, settings: SequenceSettings, steps: tuple[PlannedStep, ...]
    ) -> "VersionPlan":
        """The plan of these steps; of the texts it notes whether any names a deal."""
        uses_deal = any(
            name.startswith("deal.") for planned in steps for name in planned.texts.names
        )
        return cls(id, sequence_id, settings, steps, uses_deal)


class Plans(Protocol):
    """Where the plans of versions come from."""

    def get(self, session: Session, version_ids: Iterable[int]) -> dict[int, VersionPlan]: ...


class VersionPlans:
    """A bounded cache of plans. Thread-safe."""

    def __init__(self, limit: int = 2_000) -> None:
        self._limit = limit
        self._plans: OrderedDict[int, VersionPlan] = OrderedDict()
        self._lock = Lock()

    def get(self, session: Session, version_ids: Iterable[int]) -> dict[int, VersionPlan]:
        """The plans of the versions, loading those that are not kept in two queries."""
        wanted = set(version_ids)
        with self._lock:
            found = {key: self._plans[key] for key in wanted if key in self._plans}
        missing = wanted - found.keys()
        if missing:
            loaded = load_plans(session, missing)
            found |= loaded
            self._keep_what_is_committed(session, loaded)
        return found

    def _keep_what_is_committed(self, session: Session, loaded: dict[int, VersionPlan]) -> None:
        """A version that is rolled back leaves its id to another one, with other texts."""
        if isinstance(session, WriteSession):
            event.listen(session, "after_commit", lambda _: self._keep(loaded), once=True)
        elif isinstance(session.get_bind(), Engine):
            self._keep(loaded)

    def _keep(self, loaded: dict[int, VersionPlan]) -> None:
        with self._lock:
            self._plans.update(loaded)
            while len(self._plans) > self._limit:
                self._plans.popitem(last=False)


def load_plans(session: Session, version_ids: set[int]) -> dict[int, VersionPlan]:
    """Read versions and steps from the database and compile them."""
    # Liquid and the HTML libraries are half of a start, and an idle runner never needs them.
    from crm_core.step_texts import compile_step

    versions = session.execute(
        select(
            SequenceVersionRow.id, SequenceVersionRow.sequence_id, SequenceVersionRow.settings
        ).where(SequenceVersionRow.id.in_(version_ids))
    ).all()
    steps = read_steps(session, [version.id for version in versions])
    return {
        version.id: VersionPlan.of(
            version.id,
            version.sequence_id,
            SequenceSettings.parse(version.settings),
            tuple(PlannedStep(step, compile_step(step)) for step in steps[version.id]),
        )
        for version in versions
    }
