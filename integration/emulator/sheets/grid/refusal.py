"""What Sheets says when it will not do something.

In:    a sentence, as Google words it.   Out: an exception that becomes Google's error body.
Rule:  nothing has been changed on disk when one of these is raised.
Never: knows HTTP. Start at `Refused`.
"""

PROTECTED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner "
    "to remove protection if you need to edit."
)
VERTICAL_MERGES = "You can't sort a range with vertical merges."


class Refused(Exception):
    """Google would answer 400 with this sentence (google-workspace.md 6.1)."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(Refused):
    """Google would answer 404 with this sentence."""


class NotImplementedHere(Refused):
    """Google knows this; the local workspace does not do it and answers 501."""
