"""The demo's sign-in, the same in every installation."""

from dataclasses import dataclass

ADMINISTRATOR = "demo@example.com"
PASSWORD = "duestep-demo"


@dataclass(frozen=True, slots=True)
class DemoAccess:
    """How a visitor signs in, as the administrator."""

    email: str = ADMINISTRATOR
    password: str = PASSWORD
