"""Signed links: the only keys people hold.

In:    a secret, a case, a step, a person.   Out: addresses; and what a token says, if it is ours.
Rule:  salted per purpose, expiring, bound to case, step, visit, person and (step 9) the PDF's
       hash (design decision 11). Single use follows from the visit: a finished visit is past.
Never: looks at the database; whether a link is used is asked of the case.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from integration.ports import Clock
from integration.sop.actors import Role

ACTION, CASE_PAGE, STATUS, CSRF = "action", "case-page", "status-page", "csrf"
INTAKE_PAGE = "intake-page"


class ForgedLink(Exception):
    """The token was not signed by us, or for another purpose."""


@dataclass(frozen=True, kw_only=True)
class ActionLink:
    """What the link in a task mail is bound to."""

    register_no: str
    step: str
    visit: int
    role: Role
    person: str
    pdf_sha256: str
    expires: datetime


@dataclass(frozen=True)
class Links:
    """Makes and reads links. `secret` signs; `base_url` is what people's browsers reach."""

    secret: str
    base_url: str
    clock: Clock
    days: int = 30
    sign_in: bool = False
    """Whether staff can sign in, so that what many may read need not hold anybody's key."""

    def _signer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=f"tanggap/{purpose}")

    def action(
        self,
        *,
        register_no: str,
        step: str,
        visit: int,
        role: Role,
        person: str,
        issued: datetime,
        pdf_sha256: str = "",
    ) -> str:
        """The address a task mail carries; the same for the same arguments."""
        expires = issued.astimezone(UTC) + timedelta(days=self.days)
        token = self._signer(ACTION).dumps(
            [register_no, step, visit, role.value, person, pdf_sha256, int(expires.timestamp())]
        )
        return f"{self.base_url}/aksi/{token}"

    def read_action(self, token: str) -> ActionLink:
        """What an action token says, expired or not. Raises ForgedLink."""
        number, step, visit, role, person, digest, expires = self._read(ACTION, token, 7)
        return ActionLink(
            register_no=number,
            step=step,
            visit=visit,
            role=Role(role),
            person=person,
            pdf_sha256=digest,
            expires=datetime.fromtimestamp(expires, UTC),
        )

    def expired(self, link: ActionLink) -> bool:
        """Whether the link's time is over."""
        return self.clock.now() >= link.expires

    def case_page(self, register_no: str, person: str) -> str:
        """The address of the staff's page of a case, for one person."""
        token = self._signer(CASE_PAGE).dumps([register_no, person])
        return f"{self.base_url}/kasus/{token}"

    def shared_case_page(self, register_no: str, person: str) -> str:
        """The address of a case for a place that others read too, such as the register.

        It asks for sign-in; where there is none it has to be `person`'s own.
        """
        if not self.sign_in:
            return self.case_page(register_no, person)
        return f"{self.base_url}/petugas/kasus/{register_no.replace('/', '-')}"

    def read_case_page(self, token: str) -> tuple[str, str]:
        """(register number, person). Raises ForgedLink."""
        number, person = self._read(CASE_PAGE, token, 2)
        return number, person

    def intake_page(self, person: str) -> str:
        """The address of the page on which one official enters complaints from any channel."""
        token = self._signer(INTAKE_PAGE).dumps([person])
        return f"{self.base_url}/petugas/pengaduan-baru/{token}"

    def desk_book(self, person: str) -> str:
        """The address of the service desk's book: box openings, mail set aside, operators' acts."""
        token = self.intake_page(person).rpartition("/")[2]
        return f"{self.base_url}/petugas/buku/{token}"

    def read_intake_page(self, token: str) -> str:
        """Whose page it is. Raises ForgedLink."""
        return str(self._read(INTAKE_PAGE, token, 1)[0])

    def status(self, register_no: str) -> str:
        """The address of the customer's status page, which then asks for the access code."""
        return f"{self.base_url}/status?nomor={register_no}"

    def verification(self, code: str) -> str:
        """The address by which anybody may check a letter that carries this code."""
        return f"{self.base_url}/verifikasi/{code}"

    def csrf(self, token: str) -> str:
        """The value the form behind `token` must send back."""
        return str(self._signer(CSRF).dumps(token[-40:]))

    def csrf_fits(self, token: str, sent: str) -> bool:
        """Whether `sent` was made for this very link."""
        return compare_digest(sent.encode(), self.csrf(token).encode())

    def _read(self, purpose: str, token: str, length: int) -> list[Any]:
        try:
            said = self._signer(purpose).loads(token)
        except BadData:
            raise ForgedLink(purpose) from None
        # base64 reads over foreign signs and spare bits; only what we wrote, sign by sign, is ours
        if token != self._signer(purpose).dumps(said):
            raise ForgedLink(purpose)
        if not isinstance(said, list) or len(said) != length:
            raise ForgedLink(purpose)
        return said
