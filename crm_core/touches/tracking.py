"""Which e-mails are tracked, and the names of their links: read back by `usecases/tracking.py`."""

from functools import partial

from crm_core.domain.sequences import SequenceSettings
from crm_core.mail.links import tracked
from crm_core.services import Services


def step_key_of(enrollment_id: int, step_key: str) -> str:
    """What the links of a step's e-mail name: its delivery's row has no id yet."""
    return f"e{enrollment_id}.{step_key}"


def draft_key_of(activity_id: int) -> str:
    """What the links of a draft name."""
    return f"a{activity_id}"


def as_tracked(
    services: Services, settings: SequenceSettings, tenant_id: int, delivery_key: str, html: str
) -> str:
    """The HTML of an e-mail as its sequence wants it tracked; as it is where that is not at all."""
    if not (settings.track_opens or settings.track_clicks):
        return html
    box = services.secrets
    return tracked(
        html,
        base=services.settings.crm_public_url.rstrip("/"),
        click=partial(box.click_token, tenant_id, delivery_key) if settings.track_clicks else None,
        pixel=partial(box.open_token, tenant_id, delivery_key) if settings.track_opens else None,
    )
