"""The workspace for people: a Form, mailboxes, spreadsheets, Drive, documents, a control room.

In:    a browser.   Out: Indonesian pages, drawn on the server, with a little script of our own.
Rule:  every page says it is a stand-in; whoever is chosen in the bar is who acts.
Never: takes part in Google's API paths. Start at `routes.py`; one module a room.
"""
