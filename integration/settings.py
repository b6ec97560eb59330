"""Every setting, read once from the environment and passed on as a value.

In:    environment variables (and an `.env` file beside the project).   Out: `Settings`, frozen.
Rule:  the only reader of the environment; all mistakes are reported together.
Never: prints a secret.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS = Path("/run/secrets")
"""Where containers find their secret files, each named like the variable it stands for."""


SHORTEST_SECRET = 32
"""Signs; whoever can guess what signs the links can write the Kepala Balai's."""


class BadSecret(Exception):
    """The file that holds the links' secret is empty or cut off; `str()` says what to do."""


class Settings(BaseSettings):
    """Names are the environment's, in capitals: PORT, DATA_DIR, GOOGLE_ORIGIN, ..."""

    model_config = SettingsConfigDict(
        env_file=".env",
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
        secrets_dir=SECRETS if SECRETS.is_dir() else None,
    )

    port: int = 8080
    host: str = "127.0.0.1"
    google_port: int = 8090
    data_dir: Path = Path("data")
    database_url: str = ""
    google_origin: str = ""
    """Empty: Google itself. Otherwise one origin that serves all of Google's paths."""
    public_url: str = ""
    """How people reach this service, without a stroke at the end; empty: http://127.0.0.1:PORT."""
    office_file: Path | None = None
    templates_dir: Path | None = None
    """The office's own texts and documents, laid over integration/templates file by file."""
    google_credentials: Path | None = None
    """A key file (JSON); see credentials/README.md."""
    google_credentials_json: SecretStr = SecretStr("")
    """The same key as text, for places that hand out secrets as variables."""
    gmail_credentials: Path | None = None
    """A person's token for the mailbox alone, where the other key may not read mail."""
    gmail_credentials_json: SecretStr = SecretStr("")
    google_identity: Literal["", "delegated", "robot_and_mailbox", "mailbox"] = ""
    """Which of the three identities of integration/connect/identity.py; empty: from the keys."""
    form_id: str = ""
    register_id: str = ""
    archive_folder_id: str = ""
    private_folder_id: str = ""
    """Below the archive folder, with limited access: where confidential complaints are filed."""
    answers_id: str = ""
    """The spreadsheet in that folder that the Form's answers land in; empty: there is none."""
    form_url: str = ""
    archive_drive_id: str = ""
    """The shared drive that the archive folder is made in; empty: the account's own drive."""
    pubsub_topic: str = ""
    """`projects/<project>/topics/<topic>`; empty: no push from Gmail and Forms."""
    pubsub_sender: str = ""
    """The service account that the push subscription signs with."""
    pubsub_audience: str = ""
    """The audience of those tokens; empty: PUBLIC_URL/hooks/pubsub, as Pub/Sub does itself."""
    tick_sender: str = ""
    """The service account that Cloud Scheduler signs with, for PUBLIC_URL/hooks/tick."""
    hook_secret: SecretStr = SecretStr("")
    """Shared with Apps Script and cron; empty: those doors are shut."""
    metrics_token: SecretStr = SecretStr("")
    """Opens /metrics; empty: only requests from this very machine, while PUBLIC_URL is empty."""
    trusted_proxy: str = ""
    """The proxy whose X-Forwarded-For is believed; `*` where nobody else can call."""
    role: Literal["all", "web", "worker"] = "all"
    """`web`: pages and hooks only; workers and rounds run in other processes."""
    google_certs_url: str = "https://www.googleapis.com/oauth2/v1/certs"
    link_secret: SecretStr = SecretStr("")
    """Signs the links; empty: drawn once and kept in DATA_DIR."""
    link_days: int = Field(default=30, ge=1)
    sign_in_client: Path | None = None
    """The OAuth client (JSON, *Web application*) that staff sign in through; empty: no sign-in."""
    sign_in_client_json: SecretStr = SecretStr("")
    """The same as text."""
    sign_in_domains: str = ""
    """Whose accounts may sign in, by comma; empty: the domain of the service mailbox."""
    session_idle_minutes: int = Field(default=60, ge=1)
    """A session that long unused is over."""
    session_hours: int = Field(default=12, ge=1)
    """A session that old is over."""
    local: bool = False
    """True on the local workspace: the clock follows DATA_DIR/clock.json."""
    cycle_seconds: float = Field(default=20.0, gt=0)
    """How often the register, the Form and the mailbox are looked at (real seconds)."""
    reminder_share: float = Field(default=0.5, gt=0, lt=1)
    """Part of a step's working time that is left when its actor is reminded first."""
    mail_answers_per_day: int = Field(default=20, ge=1)
    """Acknowledgements that one sender of mails gets on one day; more is a loop."""
    sign_code: bool | None = None
    """Whether step 9 asks for a code sent to the registered address; empty: yes, except locally."""
    signing_certificate: Path | None = None
    """A PKCS#12 file (.p12) with the office's own certificate; empty: letters are signed elsewhere.
    Its passphrase is typed by the signer, never configured."""
    max_upload_mb: int = Field(default=20, ge=1)

    @field_validator("google_origin", "public_url")
    @classmethod
    def _no_stroke(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def database(self) -> str:
        """The database's URL; SQLite in DATA_DIR unless one is given."""
        return self.database_url or f"sqlite:///{self.data_dir / 'tanggap.db'}"

    @property
    def web_url(self) -> str:
        """The address that links begin with."""
        return self.public_url or f"http://127.0.0.1:{self.port}"

    @property
    def push_on(self) -> bool:
        """Whether Google can reach us: it calls https addresses only (google-workspace.md 4.1).

        The local workspace calls this machine too, once `make run` has told it where.
        """
        return bool(self.pubsub_topic) if self.local else self.public_url.startswith("https://")

    @property
    def asks_code(self) -> bool:
        """Whether an approval needs the one-time code."""
        return not self.local if self.sign_code is None else self.sign_code

    @property
    def clock_file(self) -> Path | None:
        """The offset file, in local mode only."""
        return self.data_dir / "clock.json" if self.local else None

    def secret(self) -> str:
        """What signs links: from the environment, or drawn once into DATA_DIR. Raises BadSecret."""
        given = self.link_secret.get_secret_value()
        if given:
            return given
        path = self.data_dir / "link-secret"
        if not path.exists():
            _draw_once(path)
        found = path.read_text().strip()
        if len(found) < SHORTEST_SECRET:
            raise BadSecret(
                f"{path} kosong atau terpotong, sehingga tautan dapat dipalsukan. Kembalikan dari "
                "cadangan; bila tidak ada, hapus berkas itu: tautan yang sudah dikirim lalu tidak "
                "berlaku lagi"
            )
        return found


def _draw_once(path: Path) -> None:
    """The whole secret or none, also when two draw at one moment, the disk fills, power fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(half, path)
    finally:
        half.unlink(missing_ok=True)
