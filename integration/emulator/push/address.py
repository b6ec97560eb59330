"""Whom the workspace may call.

In:    an address somebody gave for pushes.   Out: whether Google would take it; whether we call it.
Rule:  Google takes https addresses only (google-workspace.md 4.1). Nobody can have a certificate
       for this very machine, so here http is taken too where the host is this machine
       (localhost, 127.0.0.0/8, ::1).
Never: lets a message leave this machine: to an address elsewhere it is lost, and said to be.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def acceptable(url: str) -> bool:
    """Whether a channel or subscription may name this address."""
    return url.startswith("https://") or (url.startswith("http://") and here(url))


def here(url: str) -> bool:
    """Whether an address is on this machine."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
