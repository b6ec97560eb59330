"""Reminders: nobody has to remember.

In:    the waiting cases, the calendar in force.   Out: mails in the outbox, each moment once.
Rule:  `plan` says which moments a case has (pure); `round` queues those that have come.
Never: sends; the worker does. Start at `plan.moments` and `round.Reminders`.
"""
