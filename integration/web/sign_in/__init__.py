"""Sign-in for the staff's pages, with the office's Google accounts.

In:    a browser.   Out: a session; who it is and in which roles, for every staff page.
Rule:  Google says who somebody is, *Pengaturan* says what he may; links from mails need neither.
Never: keeps a password or a token of Google's.
Start: `guard.Guard`; a page for staff needs `integration.access.staff` only.
"""
