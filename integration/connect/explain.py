"""Why Google refused the sign-in, in words an administrator can act on.

In:    the refusal's reason and detail, which account it met.   Out: Indonesian and English text.
Rule:  says what is wrong, what to do, in the consoles' own names (google-workspace.md 1.1, 1.2).
Never: shows a key or a token. Start at `explained()`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from integration.connect.identity import Account
from integration.connect.scopes import short
from integration.ports import SignInRefused

TESTING_DAYS = timedelta(days=7)
"""How long a refresh token lives while the consent screen is External and Testing (GA-OAUTH)."""


@dataclass(frozen=True)
class Words:
    """The same in both languages."""

    indonesian: str
    english: str


REVOKED = Words(
    "Token akun {who} sudah dicabut, kedaluwarsa, atau sandinya diganti. Masuklah kembali sebagai "
    "kotak surat layanan, berikan persetujuan, lalu ganti berkas tokennya.",
    "The token of {who} was revoked, has ended, or the password was changed. Consent again as the "
    "service mailbox and replace the token file.",
)
TESTING = Words(
    "Token akun {who} hanya berlaku 7 hari karena layar persetujuan OAuth masih berstatus Testing. "
    "Buka Google Cloud console > Google Auth Platform > Audience, pilih Internal (atau Publish "
    "app), berikan persetujuan kembali, lalu ganti berkas tokennya.",
    "The token of {who} lives 7 days only, because the OAuth consent screen is in Testing. In the "
    "Google Cloud console, Google Auth Platform > Audience, choose Internal (or Publish app), "
    "consent again and replace the token file.",
)
NO_SUCH_USER = Words(
    "Kunci akun layanan berlaku, tetapi kotak surat {who} tidak ada atau ditangguhkan. Periksa "
    "alamat service_mailbox pada berkas kantor dan pengguna itu di Admin console > Users.",
    "The service account's key is good, but the mailbox {who} does not exist or is suspended. "
    "Check service_mailbox in the office file and the user in the Admin console > Users.",
)
DEAD_KEY = Words(
    "Kunci akun layanan ditolak: sudah dihapus, atau bukan kunci akun ini. Buat kunci baru di "
    "Google Cloud console > IAM & Admin > Service Accounts > Keys, lalu ganti berkasnya.",
    "The service account's key is refused: it was deleted or belongs to another account. Make a "
    "new one in the Google Cloud console > IAM & Admin > Service Accounts > Keys and replace the "
    "file.",
)
CLOCK = Words(
    "Google menolak karena jam komputer ini meleset. Nyalakan penyesuaian waktu otomatis (NTP).",
    "Google refuses because this machine's clock is off. Turn on automatic time (NTP).",
)
DELEGATION = Words(
    "Delegasi belum mencakup semua izin. Super admin: Admin console > Security > Access and data "
    "control > API controls > Manage Domain Wide Delegation, Client ID {client}, isi tepat izin: "
    "{scopes}.",
    "The delegation does not grant every scope. Super admin: Admin console > Security > Access and "
    "data control > API controls > Manage Domain Wide Delegation, client id {client}, exactly the "
    "scopes: {scopes}.",
)
BLOCKED_CLIENT = Words(
    "Aplikasi OAuth dengan Client ID {client} dihapus atau diblokir. Periksa Google Cloud console "
    "> Google Auth Platform > Clients, dan Admin console > API controls > Manage app access.",
    "The OAuth client {client} was deleted or is blocked. Check the Google Cloud console > Google "
    "Auth Platform > Clients, and the Admin console > API controls > Manage app access.",
)
SCOPE = Words(
    "Token akun {who} tidak membawa izin yang diperlukan: {scopes}. Berikan persetujuan kembali "
    "dengan semua izin dicentang (atau lengkapi delegasi), lalu ganti berkas tokennya.",
    "The token of {who} lacks a scope that is needed: {scopes}. Consent again with every box "
    "ticked (or complete the delegation) and replace the token file.",
)
OTHER = Words(
    "Google menolak masuk sebagai {who} ({reason}). Periksa kunci, delegasi, dan apakah layanan "
    "Gmail, Drive, serta Google Forms aktif bagi akun itu di Admin console > Apps.",
    "Google refuses the sign-in of {who} ({reason}). Check the key, the delegation, and whether "
    "Gmail, Drive and Google Forms are on for the account in the Admin console > Apps.",
)


def explained(
    refusal: SignInRefused,
    account: Account,
    *,
    missing: Sequence[str] = (),
    token_age: timedelta | None = None,
) -> Words:
    """What the refusal means for this account and what to do about it.

    `missing`: the scopes found to be refused, where somebody looked. `token_age`: how long ago
    this token was first used; around seven days it is the consent screen in Testing.
    """
    chosen = _chosen(refusal, account, token_age)
    facts = {
        "who": account.address or f"({account.name})",
        "client": account.client or "?",
        "scopes": ", ".join(short(one) for one in (missing or account.scopes)),
        "reason": refusal.reason or "?",
    }
    return Words(chosen.indonesian.format(**facts), chosen.english.format(**facts))


def _chosen(refusal: SignInRefused, account: Account, age: timedelta | None) -> Words:
    detail = refusal.detail.lower()
    match refusal.reason:
        case "invalid_grant" if "token must be a short-lived" in detail or "iat" in detail:
            return CLOCK
        case "invalid_grant" if account.is_robot and "email or user id" in detail:
            return NO_SUCH_USER
        case "invalid_grant" if account.is_robot:
            return DEAD_KEY
        case "invalid_grant" if age is not None and near_testing_end(age):
            return TESTING
        case "invalid_grant":
            return REVOKED
        case "unauthorized_client" | "access_denied" | "invalid_scope" if account.is_robot:
            return DELEGATION
        case "insufficient_scope" | "invalid_scope" | "access_denied":
            return SCOPE
        case "unauthorized_client" | "invalid_client" | "deleted_client":
            return BLOCKED_CLIENT
        case _:
            return OTHER


def near_testing_end(age: timedelta) -> bool:
    """Whether a token that ended at this age ended as testing tokens do."""
    return TESTING_DAYS - timedelta(days=1) <= age <= TESTING_DAYS + timedelta(days=2)
