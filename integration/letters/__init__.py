"""Documents of a case, set as tagged PDF/A on A4.

In:    a kind and plain JSON values (the table is spec.py).   Out: PDF bytes.
Rule:  the same values give the same bytes; a missing required value stops before anything is made.
Never: knows a database, Google or the clock. Start at `render()`; the paper file is `whole_file()`.
"""

from integration.letters.checking import MissingValue, UnreadableValue
from integration.letters.engine import BadTemplate
from integration.letters.render import Letterhead, render
from integration.letters.samples import LETTERHEAD as SAMPLE_LETTERHEAD
from integration.letters.samples import sample
from integration.letters.spec import KINDS, required_values
from integration.letters.stamp import stamped
from integration.letters.whole import Part, whole_file

__all__ = [
    "KINDS",
    "SAMPLE_LETTERHEAD",
    "BadTemplate",
    "Letterhead",
    "MissingValue",
    "Part",
    "UnreadableValue",
    "render",
    "required_values",
    "sample",
    "stamped",
    "whole_file",
]
