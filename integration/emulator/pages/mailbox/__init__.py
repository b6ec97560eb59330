"""Surat: the mailbox of the person who acts.

In:    that person's messages.   Out: pages to read, write and answer letters.
Rule:  what stands in a letter never runs on our origin.
Never: delivers; that is `gmail/delivery.py`. Start at `reading.py`.
"""
