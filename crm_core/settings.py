"""Settings from the environment and `.env`; read once by each entry point and handed on."""

import os
import secrets
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from crm_core.errors import InvalidInput


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

    def secret_key(self) -> bytes:
        """The key for signing and encryption; made once beside the database where none is set.

        The file is `secret.key` with mode 0600, created exclusively, so that of two processes
        that start together one writes and both read the same.
        """
        if self.crm_secret_key:
            return self.crm_secret_key.encode()
        path = self.secret_key_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self._existing_key(path)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode())
        return path.read_bytes()

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


def load_settings() -> Settings:
    """Read the environment; raises `InvalidInput` that names the variable."""
    try:
        return Settings()
    except ValidationError as fault:
        first = fault.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise InvalidInput(f"{name}: {first['msg']}", field=name) from fault
