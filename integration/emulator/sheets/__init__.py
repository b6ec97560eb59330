"""Google Sheets v4 of the local workspace.

In:    checked calls (`routes.py`), people's edits (`hand.py`), Forms' answers (`answers.py`).
Out:   Google's answers; every change on disk before it is told.
Rule:  `grid` is the engine, `formulas` works out, `batch` holds one file a family of requests.
Never: imports anything of ours outside the local workspace. Start at `routes.py`.
"""
