"""The pages: server-rendered, in Indonesian, for a cheap phone and for paper.

In:    links from mails, browsers.   Out: HTML, files; commands for the service.
Rule:  GET and HEAD change nothing; every refusal is a page that says what to do next.
Never: decides what the procedure allows; imported by nobody but the WSGI door.
Start: `app.create_app`, then `action`.
"""
