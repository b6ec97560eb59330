"""Gmail v1: mailboxes, messages, drafts, threads, labels, search, history.

In:    calls the oracle let through.   Out: Gmail's resources; mail delivered between mailboxes.
Rule:  google-workspace.md sections 3.2, 4.2 and 8. Other services send through `delivery.py`.
Never: leaves this machine. Start at `routes.py`.
"""
