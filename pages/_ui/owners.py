"""The input of a form that says whose something is."""

from crm_core.domain.permissions import Actor
from crm_core.views.colleagues import list_colleagues
from pages._ui.forms import Form
from pages._web.installation import get_services

NOBODY = 0


def choose_owner(
    form: Form, viewer: Actor, present: int | None, *, label: str = "Owner", nobody: bool = True
) -> int | None:
    """Draw the choice of a colleague, `present` chosen; None for nobody, where that is offered.

    Those who can no longer sign in are offered only where it is theirs already.
    """
    names = {NOBODY: "Nobody"} if nobody else {}
    for one in list_colleagues(get_services(), actor=viewer):
        if one.active or one.id == present:
            names[one.id] = one.name
    chosen = form.choice(
        label, "ownerId", list(names), value=present or NOBODY, names=lambda key: names[key]
    )
    return chosen or None
