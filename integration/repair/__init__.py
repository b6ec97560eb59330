"""What an operator may put right: the archive against the database, work that is stuck.

In:    the house, a key.   Out: findings, recorded repairs.
Rule:  every repair is a line of the case's history, with who did it.
Never: deletes or overwrites anything in Drive. Start at `reconciling.reconcile`.
"""
