"""Where push keeps what it remembers: the prefixes of its keys in the memory table.

In:    nothing.   Out: prefixes.
Rule:  each fact has one key; docs/deploy.md names those that others may read.
Never: holds a secret.
"""

LOOK = "look:"
"""`look:<round>`: somebody said "look now"; removed when the round has looked since."""
LOOKED = "looked:"
"""`looked:<round>`: when the round last looked without a failure."""
REFUSED = "refused-push:"
"""`refused-push:<door>:<why>`: when a push was last refused for this reason."""
WATCH = "watch:"
"""`watch:<name>`: a subscription of ours at Google."""
REPLAY = "replay:"
"""`replay:<unix seconds>:<signature>`: a signed call that was taken."""
EDIT_HINT = "edit-hint:"
"""`edit-hint:<register number>:<column header>`: who last edited this cell, as Apps Script saw it:
`{"editor", "at"}`. A hint for the register room: the cell itself says what was typed."""
