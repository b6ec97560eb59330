"""The tabs Pengaturan and Kalender: what the office sets by itself, read with care.

In:    rows as staff left them.   Out: the office's facts and the calendar in force.
Rule:  a mistake is marked beside its row and the last good values stay in force.
Never: guesses what a row was meant to say.
"""
