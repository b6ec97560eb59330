"""The least scopes that do the work, for each of the identities a service may have.

In:    nothing.   Out: scope addresses (google-workspace.md 1.3).
Rule:  a delegation must grant exactly these, or the whole sign-in is refused; never ask for
       `https://mail.google.com/` (permanent deletion).
Never: grows without a line in credentials/README.md.
"""

from integration.workspace import SCOPES

PREFIX = "https://www.googleapis.com/auth/"
ALL = SCOPES
"""One identity does everything: delegation, or one mailbox's consent."""

MAIL = tuple(scope for scope in SCOPES if scope.startswith(f"{PREFIX}gmail."))
"""The mailbox alone."""

OFFICE = tuple(scope for scope in SCOPES if scope not in MAIL)
"""Everything but the mailbox: what a service account may do by itself on a shared drive."""


def short(scope: str) -> str:
    """A scope as people read it: without the part that all of them share."""
    return scope.removeprefix(PREFIX)
