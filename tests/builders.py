"""Short ways to what a test needs, through the use cases."""

from crm_core.domain.permissions import Actor
from crm_core.services import Services
from crm_core.usecases.enrollments import enroll_entity
from crm_core.usecases.people import create_lead
from crm_core.usecases.sequences import create_sequence

EMAIL = {"type": "EMAIL_AUTO", "subject": "Hello {{ first_name }}", "body": "Hi {{ first_name }}!"}
FOLLOW_UP = {
    "type": "EMAIL_AUTO",
    "delay": {"value": 1, "unit": "DAYS"},
    "body": "Just checking in, {{ first_name }}.",
}
CALL = {"type": "CALL", "subject": "Call {{ first_name }}", "instructions": "Ask about needs."}
TASK = {"type": "TASK", "subject": "Research {{ company | default: 'them' }}"}
DRAFT = {"type": "EMAIL_MANUAL", "subject": "A word", "body": "Dear {{ first_name }}, …"}
ALWAYS = {"sendWindow": "ALWAYS"}


def a_sequence(
    services: Services,
    actor: Actor,
    *steps: dict[str, object],
    settings: dict[str, object] | None = None,
    **more: object,
) -> int:
    """A sequence of the steps (one automatic e-mail by default), open at all hours."""
    return create_sequence(
        services,
        actor=actor,
        name=more.pop("name", "Outbound"),
        steps=list(steps) or [EMAIL],
        settings={**ALWAYS, **(settings or {})},
        **more,
    )


def a_lead(services: Services, actor: Actor, number: int = 1, **facts: object) -> int:
    """A lead of a person `Ada1 Byron <ada1@example.com>`, or as `facts` say."""
    given = {"first_name": f"Ada{number}", "last_name": "Byron",
             "email": f"ada{number}@example.com", **facts}  # fmt: skip
    return create_lead(services, actor=actor, lead=given)


def enrolled(
    services: Services, actor: Actor, sequence_id: int, lead_id: int | None = None, **facts: object
) -> int:
    """The id of a new enrollment, of a new lead where none is given."""
    lead_id = lead_id or a_lead(services, actor, **facts)
    result = enroll_entity(
        services, actor=actor, sequence_id=sequence_id, entity_type="LEAD", entity_id=lead_id
    )
    return result.enrollment_id


def enroll_many(services: Services, actor: Actor, sequence_id: int, number: int) -> list[int]:
    """The ids of enrollments of `number` new leads."""
    return [
        enrolled(services, actor, sequence_id, a_lead(services, actor, n))
        for n in range(1, number + 1)
    ]
