"""Whether staff can sign in to their pages.

In:    a `Bench`.   Out: findings.
Rule:  an office without an OAuth client is well: links from mails do everything.
Never: signs anybody in.
"""

from collections.abc import Iterator

import requests

from integration.connect.bench import Bench
from integration.connect.finding import Finding, good, warn, wrong
from integration.connect.oauth_client import (
    BadClient,
    Client,
    discovery,
    domains_of,
    reachable_for_google,
    way_back,
)

CHECK = "staff_sign_in"
REGISTER = (
    "Google Auth Platform > Clients > klien itu > Authorized redirect URIs: tambahkan {back}; lalu "
    "Download JSON kembali"
)


def staff_sign_in(bench: Bench) -> Iterator[Finding]:
    """The client's file, its registered address, Google's doors, and whom they let in."""
    settings = bench.settings
    try:
        client = Client.of(settings)
    except BadClient as bad:
        yield wrong(CHECK, str(bad), "unduh kembali berkasnya: docs/deploy.md, Staff pages")
        return
    if client is None:
        yield good(CHECK, "tidak dipakai; halaman petugas dibuka dari tautan di e-mail")
        return
    back = way_back(settings)
    if not reachable_for_google(back):
        yield wrong(CHECK, f"Google menolak alamat kembali {back}", "atur PUBLIC_URL=https://...")
        return
    if client.back and back not in client.back:
        yield wrong(
            CHECK,
            f"alamat kembali {back} tidak ada dalam berkas klien (redirect_uri_mismatch)",
            REGISTER.format(back=back),
            "redirect_uri_mismatch: register the address with the OAuth client",
        )
        return
    try:
        with requests.Session() as session:
            session.trust_env = not settings.google_origin
            session.get(discovery(settings), timeout=(5, 10)).raise_for_status()
    except requests.RequestException as failure:
        said = f"halaman masuk Google tidak terjangkau: {type(failure).__name__}"
        yield wrong(CHECK, said, "periksa jaringan, proksi dan DNS menuju accounts.google.com")
        return
    domains = domains_of(settings, bench.office.service_mailbox.email)
    people = (*bench.office.officials, *bench.office.auditors)
    outside = [
        one.position for one in people if one.email.rpartition("@")[2].lower() not in domains
    ]
    if outside:
        yield warn(
            CHECK,
            f"tidak dapat masuk, karena bukan akun {', '.join(sorted(domains))}: "
            + ", ".join(outside),
            "perbaiki alamatnya di tab Pengaturan, atau atur SIGN_IN_DOMAINS",
        )
        return
    yield good(CHECK, f"akun {', '.join(sorted(domains))} yang tercantum di Pengaturan")
