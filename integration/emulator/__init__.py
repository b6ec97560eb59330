"""The local workspace: a small server that speaks Google's REST paths over real HTTP.

In:    HTTP on one origin; a data directory.   Out: what Google would answer, kept on disk.
Rule:  Google's own discovery documents decide what a request may say; what is not done is 501.
Never: imports anything of ours from outside this folder. Start at `server.py`; rooms: `frame`
       (state, time, chance, wire), `discovery` (the oracle), `doors` (tokens and our own doors),
       `drive`, `docs`, `gmail`, `forms`, `sheets` (one service each), `pages` (for people).
"""
