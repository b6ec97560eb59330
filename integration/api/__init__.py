"""The API for other systems: read where a case stands, add a note.

In:    HTTPS with a bearer key.   Out: JSON.
Rule:  a key is kept as its hash; answers hold no personal data and none of a complaint's words.
Never: decides a step. Start at doors.py; `tanggap key add` makes keys.
"""
