"""Connecting a real Workspace: keys, set-up, the doctor, backups.

In:    Settings and key files.   Out: clients that may work, words when they may not, findings.
Rule:  every way to be refused is named, explained in Indonesian and English, and stops the calls.
Never: decides about a case. Start at identity.py, then doctor.py and setup.py.
"""
