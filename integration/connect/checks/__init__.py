"""The doctor's checks: google (what Google shows), house, place (this machine), upkeep (at work).

In:    a `Bench`.   Out: findings.
Rule:  one function a check, listed in integration/connect/doctor.py.
Never: repairs.
"""
