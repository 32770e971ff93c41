"""What is wrong with a body is said of the text that its author typed."""

import pytest
from sqlalchemy import func, select

from crm_core.domain.permissions import Actor
from crm_core.domain.sequences import TEXT_LIMIT
from crm_core.errors import InvalidInput
from crm_core.services import Services
from crm_core.storage.tables import SequenceRow, SequenceVersionRow, StepRow
from tests.builders import EMAIL, a_sequence


def rows(services: Services) -> int:
    with services.storage.read() as session:
        tables = (SequenceRow, SequenceVersionRow, StepRow)
        return sum(session.scalar(select(func.count(table.id))) or 0 for table in tables)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<table><tr><td>\n<b>{{ first_name </b>", "line 2, column 4: {{ is never closed"),
        ("https://x.example/?a=1&b=2&c=3 {{ company | nope }}", "line 1, column 45: "),
        ("<p>&nbsp;\r\n\r\n<p>{{ frist_name }}", "line 3, column 7: "),
        ("one\r\n\r\n\r\ntwo {% if company %}", "line 4, column 8: 'if' is never closed"),
        ("x" * (TEXT_LIMIT + 1), "At most 100,000 characters."),
        ("x" * 1_000_000, "At most 100,000 characters."),
        ("<p>a</p><script>{% if company %}</script>b{% endif %}", "What mail can take of this"),
    ],
)  # fmt: skip
def test_a_body_is_refused_by_name_and_place_and_nothing_is_written(
    services: Services, actor: Actor, body: str, message: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        a_sequence(services, actor, {**EMAIL, "body": body})
    assert refusal.value.field == "steps[0].body"
    assert refusal.value.message.startswith(message)
    assert rows(services) == 0


@pytest.mark.parametrize("repeated", ["&", "\n", "<p>", "é", "{{ first_name }}"])
def test_a_body_of_the_most_characters_is_taken(
    services: Services, actor: Actor, repeated: str
) -> None:
    body = "https://x" + repeated * ((TEXT_LIMIT - 9) // len(repeated))
    a_sequence(services, actor, {**EMAIL, "body": body.ljust(TEXT_LIMIT)})
    assert rows(services) == 3
