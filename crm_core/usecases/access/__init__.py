"""Users, sign-ins and API tokens: who an actor is."""

from crm_core.usecases.access.own_account import (
    change_account,
    change_own_password,
    sign_out_everywhere,
)
from crm_core.usecases.access.passwords import (
    PASSWORD_LEAST,
)
from crm_core.usecases.access.signing_in import (
    SIGN_IN_LASTS,
    actor_of_cookie,
    sign_in,
    sign_out,
)
from crm_core.usecases.access.tokens import (
    TokenLine,
    actor_of_token,
    command_line_actor,
    create_token,
    list_tokens,
    revoke_token,
)
from crm_core.usecases.access.users import (
    UserLine,
    activate_user,
    add_user,
    change_password,
    change_role,
    deactivate_user,
    list_users,
    typed_address,
)

__all__ = [
    "PASSWORD_LEAST",
    "SIGN_IN_LASTS",
    "TokenLine",
    "UserLine",
    "activate_user",
    "actor_of_cookie",
    "actor_of_token",
    "add_user",
    "change_account",
    "change_own_password",
    "change_password",
    "change_role",
    "command_line_actor",
    "create_token",
    "deactivate_user",
    "list_tokens",
    "list_users",
    "revoke_token",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "typed_address",
]
