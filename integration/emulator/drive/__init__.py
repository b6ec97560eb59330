"""Drive v3: files, folders, sharing, shared drives, changes, revisions.

In:    calls the oracle let through.   Out: File, Permission, Drive, Change and Revision resources.
Rule:  google-workspace.md sections 1.4, 3.1, 4.1, 7. Other services meet Drive in `access.py`
       (who may) and `entries.py` (make, touch).
Never: knows what is inside a Doc or a Sheet. Start at `routes.py`.
"""
