"""The procedure itself: SOP/BSPJI-SMD.2/05.Rev1 as a typed table and its rules.

In:    a case folded from its history, a command, a moment.   Out: events and effects.
Rule:  the SOP's own wording and times; what the SOP is silent about is marked `extension`.
Never: reads a clock, a file or the network; imports the standard library only.
Start: `table.STEPS`, then `rules.decide`.
"""
