"""What the worker does: one handler per kind of effect, each safe to begin again.

In:    an outbox entry, the case as it stood then.   Out: `Done`, `Skip` or a named failure.
Rule:  what has been reached is saved before the next call; after doubt, look before acting.
Never: decides about a complaint; where a finding matters it hands back a command.
"""
