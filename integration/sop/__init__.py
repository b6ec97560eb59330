"""The procedure itself: SOP/BSPJI-SMD.2/05.Rev1 as a typed table and the rules that follow from it.

In:    a case folded from its history, a command, a moment.   Out: events and the effects they ask for.
Rule:  the SOP's own wording and times; what the office's SOP is silent about is marked `extension`.
Never: reads a clock, a file or the network, and never imports anything but the standard library.
Start: `table.STEPS`, then `rules.decide`.
"""
