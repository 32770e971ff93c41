"""The sequences that somebody can be enrolled into."""

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.sequences import set_sequence_status
from crm_core.views.open_sequences import list_open_sequences
from tests.builders import CALL, EMAIL, a_sequence


def test_active_sequences_come_by_name_and_no_others(each_services: Services, actor: Actor) -> None:
    a_sequence(each_services, actor, EMAIL, CALL, name="win back")
    a_sequence(each_services, actor, name="Alpha")
    paused = a_sequence(each_services, actor, name="Beta")
    set_sequence_status(each_services, actor=actor, sequence_id=paused, status="PAUSED")

    told = list_open_sequences(each_services, actor=actor)

    assert [(one.name, one.steps) for one in told] == [("Alpha", 1), ("win back", 2)]
    elsewhere = Actor(actor.tenant_id + 1, actor.role, "user")
    assert list_open_sequences(each_services, actor=elsewhere) == ()
