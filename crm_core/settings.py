"""Settings from the environment and `.env`; read once by each entry point and handed on."""

from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from crm_core.domain.limits import MailLimits
from crm_core.errors import InvalidInput
from crm_core.key_file import make_key, read_keys
from crm_core.mail.headers import HeaderFault, ascii_address, link


class Settings(BaseSettings):
    """One attribute for each environment variable of the README's table.

    What may hold a password is not shown where the settings are printed.
    """

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True,
        # What is wrong may be a password.
        hide_input_in_errors=True,
    )  # fmt: skip

    database_url: str = Field(default="sqlite:///data/crm.db", repr=False)
    api_base_url: str | None = None
    service_token: str | None = Field(default=None, repr=False)
    worker_tick_runners: str = "all"
    crm_secret_key: str | None = Field(default=None, repr=False)
    crm_secret_keys_old: str = Field(default="", repr=False)
    crm_public_url: str = "http://localhost:8501"
    crm_mail_url: str = Field(default="file:data/outbox", repr=False)
    crm_mail_from: str = "sales@example.com"
    crm_mail_limits: str = "day=50"
    crm_inbox_url: str | None = Field(default=None, repr=False)
    crm_inbox_fresh_minutes: float = Field(default=5, gt=0, le=24 * 60)
    openai_api_key: str | None = Field(default=None, repr=False)
    openai_base_url: str | None = Field(default=None, repr=False)
    crm_copilot_model: str = "gpt-5-mini"
    crm_allow_clock: bool = False
    crm_tick_seconds: float = Field(default=5, gt=0, le=3600)
    crm_send_connections: int = Field(default=4, ge=1, le=64)
    crm_data_dir: Path | None = None

    @field_validator("crm_public_url")
    @classmethod
    def _is_a_web_address(cls, value: str) -> str:
        try:
            link(value, "CRM_PUBLIC_URL")
        except HeaderFault:
            example = "https://crm.example.com (letters outside ASCII as xn--…)"
            raise ValueError(f"Must be a web address such as {example}.") from None
        return value

    @field_validator("crm_mail_from")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        try:
            ascii_address(value, "CRM_MAIL_FROM")
        except HeaderFault as fault:
            raise ValueError(
                f"Must be an address alone, as in a@example.com. {fault.message}"
            ) from None
        return value

    @field_validator("crm_mail_limits")
    @classmethod
    def _are_limits(cls, value: str) -> str:
        try:
            MailLimits.parse(value, "CRM_MAIL_LIMITS")
        except InvalidInput as fault:
            raise ValueError(fault.message) from None
        return value

    @field_validator("openai_base_url")
    @classmethod
    def _is_a_server(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            link(value, "OPENAI_BASE_URL")
        except HeaderFault:
            raise ValueError("Must be a web address such as http://localhost:8080/v1.") from None
        return value

    @property
    def has_model(self) -> bool:
        """Whether the copilot is connected to a model: by a key, or by a server of one's own."""
        return bool(self.openai_api_key or self.openai_base_url)

    def mail_limits(self) -> MailLimits:
        """The limits of every mailbox that has none of its own."""
        return MailLimits.parse(self.crm_mail_limits, "CRM_MAIL_LIMITS")

    def secret_keys(self) -> tuple[bytes, ...]:
        """The keys for signing and encryption, the present one first, the oldest one last.

        Those of `CRM_SECRET_KEY` and `CRM_SECRET_KEYS_OLD` (newest first, between commas), else
        those of the file `secret.key`, which is made where there is none. Raises `InvalidInput`.
        """
        older = [key.encode() for key in _listed(self.crm_secret_keys_old)]
        if self.crm_secret_key:
            keys = (self.crm_secret_key.encode(), *older)
        else:
            path = self.secret_key_path()
            if not path.exists():
                make_key(path)
            keys = (*read_keys(path), *older)
        return tuple(dict.fromkeys(keys))

    def secret_key_path(self) -> Path:
        """Where the key is kept when `CRM_SECRET_KEY` is not set."""
        return self.data_directory() / "secret.key"

    def data_directory(self) -> Path:
        """Where this installation keeps files: `CRM_DATA_DIR`, else beside an SQLite database,
        else `data`."""
        if self.crm_data_dir is not None:
            return self.crm_data_dir
        # A runner that only triggers the API needs settings, and no database library.
        from crm_core.storage.engine import parse_url

        url = parse_url(self.database_url)
        if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
            return Path(url.database).parent
        return Path("data")

    def in_flight_directory(self) -> Path:
        """Where a run notes what it is sending; see `crm_core.touches.in_flight`."""
        return self.data_directory() / "in-flight"


def _listed(value: str) -> list[str]:
    return [key.strip() for key in value.split(",") if key.strip()]


def load_settings() -> Settings:
    """Read the environment; raises `InvalidInput` that names the variable."""
    try:
        return Settings()
    except ValidationError as fault:
        first = fault.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        message = first["msg"].removeprefix("Value error, ")
        raise InvalidInput(message, field=name) from fault
