"""What the rules refuse, as facts; the sentences people read are in `integration.words`.

In:    the facts of a refusal.   Out: a `SopError` with a stable `code` and those facts.
Rule:  every code has a sentence whose placeholders its facts fill (a test asks each).
Never: speaks Indonesian here, and never carries a customer's text.
"""

from typing import Any, ClassVar


class SopError(Exception):
    """A command that the procedure does not allow."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class NotYourStep(SopError):
    """Someone acted on a step that the SOP gives to another actor."""

    code = "not_your_step"


class AlreadyDone(SopError):
    """The step was finished before, by somebody, at some time."""

    code = "already_done"


class NotHere(SopError):
    """The case does not wait at this step."""

    code = "not_here"


class UnknownOutcome(SopError):
    """The step has no such way out."""

    code = "unknown_outcome"


class Missing(SopError):
    """Something the step asks for was left empty; `fields` are the labels, `keys` the names."""

    code = "missing"


class NotAChoice(SopError):
    """A value that is not in the list it must come from."""

    code = "not_a_choice"


class BadDate(SopError):
    """A date that cannot be read."""

    code = "bad_date"


class BadLetterNumber(SopError):
    """A letter number without the shape of one (domain.md 2), or used for another letter."""

    code = "bad_letter_number"


class LetterNumberTaken(SopError):
    """A letter number that another case already carries."""

    code = "letter_number_taken"


class NoPlaceForNumber(SopError):
    """The approved letter has no place into which number and date could be written."""

    code = "no_place_for_number"


class NotSigned(SopError):
    """The signature by certificate was not made."""

    code = "not_signed"


class LetterBroken(SopError):
    """A letter whose electronic signature no longer fits its content."""

    code = "letter_broken"


class LetterInDoubt(SopError):
    """A letter that differs from what was approved, and nobody said why it may leave."""

    code = "letter_in_doubt"


class OpenPlaceholder(SopError):
    """A reply that still holds a placeholder of the template."""

    code = "open_placeholder"


class OwnDraft(SopError):
    """The person who initialled a draft may not approve it."""

    code = "own_draft"


class ConflictOfInterest(SopError):
    """Whoever has a conflict of interest by the disposition neither verifies nor approves."""

    code = "conflict_of_interest"


class ReviewerInvolved(SopError):
    """The reviewer named instead is the one in conflict, or handles the case already."""

    code = "reviewer_involved"


class PreviewNotReady(SopError):
    """The PDF to decide on is not made yet."""

    code = "preview_not_ready"


class LetterChanged(SopError):
    """The draft was edited after the preview that this decision is bound to."""

    code = "letter_changed"


class CannotReopen(SopError):
    """An answer that comes too late, or to a case that was opened again before."""

    code = "cannot_reopen"


class BadPause(SopError):
    """A pause that ends at once, or only after too long a time."""

    code = "bad_pause"


class DayToCome(SopError):
    """A day that cannot lie ahead, as that of a letter, does."""

    code = "day_to_come"


class DayGone(SopError):
    """A target that lies behind already."""

    code = "day_gone"


class DayNotAhead(SopError):
    """A day that must be later than today, as that of a re-check, is not."""

    code = "day_not_ahead"


class NoAddress(SopError):
    """Among people to be invited stands somebody whom no e-mail can reach; `typed` is the line."""

    code = "no_address"


class NotResting(SopError):
    """The step's clock runs already."""

    code = "not_resting"


class NoClock(SopError):
    """The step waits for the customer; no clock of the office runs that could rest."""

    code = "no_clock"


class Closed(SopError):
    """The case has ended; nothing is decided any more."""

    code = "closed"
