"""Push: Google, Apps Script and a scheduler say "look now"; polling stays the net.

In:    HTTP calls below /hooks/.   Out: a hint in the database, a round that looks sooner.
Rule:  a hint changes nothing but when something is looked at; it is stored before the answer;
       duplicates, strangers, lost and late ones are harmless (google-workspace.md 4).
Never: takes a fact from a push. Start at hooks.py, then watches.py.
"""
