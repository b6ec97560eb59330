"""Where the service remembers which case a Gmail thread or a Message-ID belongs to.

In:    a thread's id, a Message-ID.   Out: keys of remembered facts.
Rule:  both are kept: an answer with another subject is a thread of its own to Gmail.
Never: looks anything up.
"""

import hashlib

NO_CASE = ""
"""Remembered for a mail of ours that is about no single case (the morning list)."""


def thread_key(thread_id: str) -> str:
    """Where the case of a Gmail thread is remembered."""
    return f"thread:{thread_id}"


def rfc_key(message_id: str) -> str:
    """Where the case of a Message-ID is remembered; senders choose ids of any length."""
    return f"rfc:{hashlib.sha256(message_id.encode()).hexdigest()[:40]}"
