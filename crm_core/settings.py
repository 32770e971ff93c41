"""Settings from the environment and `.env`; read once by each entry point and handed on."""

import os
import secrets
import tempfile
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from crm_core.errors import InvalidInput
from crm_core.mail.headers import HeaderFault, ascii_address, link


class Settings(BaseSettings):
    """One attribute for each environment variable of the README's table."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    database_url: str = "sqlite:///data/crm.db"
    api_base_url: str | None = None
    service_token: str | None = None
    worker_tick_runners: str = "all"
    crm_secret_key: str | None = None
    crm_public_url: str = "http://localhost:8501"
    crm_mail_url: str = "file:data/outbox"
    crm_mail_from: str = "sales@example.com"
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

    def secret_key(self) -> bytes:
        """The key for signing and encryption; made once beside the database where none is set.

        The file is `secret.key` with mode 0600. Of two processes that start together one makes
        it and both read the same.
        """
        if self.crm_secret_key:
            return self.crm_secret_key.encode()
        path = self.secret_key_path()
        if not path.exists():
            _make_key(path)
        return self._existing_key(path)

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

    @staticmethod
    def _existing_key(path: Path) -> bytes:
        key = path.read_bytes()
        if len(key) < 32:
            raise InvalidInput(f"The key file {path.name} is damaged.", field="CRM_SECRET_KEY")
        return key


def _make_key(path: Path) -> None:
    """Write the key under a name of its own and link it into place: nobody sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode())
        os.link(written, path)
    except FileExistsError:
        pass  # The other process was first.
    finally:
        Path(written).unlink()


def load_settings() -> Settings:
    """Read the environment; raises `InvalidInput` that names the variable."""
    try:
        return Settings()
    except ValidationError as fault:
        first = fault.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        message = first["msg"].removeprefix("Value error, ")
        raise InvalidInput(message, field=name) from fault
