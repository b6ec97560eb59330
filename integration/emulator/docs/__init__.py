"""Docs v1: documents, their text and styles, exports.

In:    calls the oracle let through; Drive's create, copy, import and export.
Out:   Document resources; PDF, HTML and plain text.
Rule:  a batch is atomic; indexes count UTF-16 units from 1 (google-workspace.md section 7).
Never: keeps names or sharing; those are Drive's. Start at `routes.py`.
"""
