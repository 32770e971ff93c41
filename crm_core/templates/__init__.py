"""Ready-made sequences to start from: real copy, sensible delays, fields with fallbacks.

Read by the builder (`TEMPLATES`, to choose from) and by `crm_core.usecases.drafts` (`template`).
Each is a `CreateSequenceInput` that passes the checks of a sequence as it stands.
"""

from crm_core.errors import NotFound
from crm_core.templates.customers import RENEWAL, TRIAL, WIN_BACK
from crm_core.templates.prospects import AFTER_DEMO, INBOUND, OUTBOUND
from crm_core.templates.template import Template

TEMPLATES: tuple[Template, ...] = (INBOUND, OUTBOUND, AFTER_DEMO, TRIAL, RENEWAL, WIN_BACK)


def template(template_id: str) -> Template:
    """The ready-made sequence of that id; raises `NotFound`."""
    for one in TEMPLATES:
        if one.id == template_id:
            return one
    raise NotFound("There is no ready-made sequence of that name.", field="template")


__all__ = ["TEMPLATES", "Template", "template"]
