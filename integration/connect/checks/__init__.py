"""The doctor's checks: google, answers (what Google shows), house, place (this machine), upkeep.

In:    a `Bench`.   Out: findings.
Rule:  one function a check, listed in integration/connect/doctor.py.
Never: repairs.
"""
