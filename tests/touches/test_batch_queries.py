"""What a batch asks of PostgreSQL: its queries are no longer for many people than for one.

A list of hundreds of parameters costs more to write and to read than the rows that it finds.
SQLite, which is asked within the process, does better with the list.
"""

import pytest
from sqlalchemy import event

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.touches.run import run_touches
from tests.builders import EMAIL, a_sequence, enroll_many
from tests.servers import ScriptedTransport


@pytest.mark.parametrize("storage_url", ["postgresql"], indirect=True)
def test_no_query_of_a_batch_spells_out_its_people(
    each_services: Services, actor: Actor, transport: ScriptedTransport
) -> None:
    services = each_services
    greeting = {**EMAIL, "body": "<p>{{ deal.name | default: 'your plans' }}</p>"}
    sequence_id = a_sequence(services, actor, greeting, settings={"minGapHours": 1})
    enroll_many(services, actor, sequence_id, 40)
    selects: list[tuple[int, str]] = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        if statement.startswith("SELECT"):
            assert isinstance(parameters, dict | tuple)
            selects.append((len(parameters), statement))

    event.listen(services.storage.engine, "before_cursor_execute", note)
    counts = run_touches(services)
    event.remove(services.storage.engine, "before_cursor_execute", note)

    assert (counts.sent, len(transport.sent)) == (40, 40)
    assert max(selects)[0] < 30, max(selects)[1]
