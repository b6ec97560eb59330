"""One complaint, played by people who have only a mailbox and a browser.

In:    the printed addresses.   Out: ten finished steps, or the reason why not.
Rule:  an outsider's view: the Form, mails, links, pages; no door of the house itself.
Never: reaches into the service. Start at `play`.
"""

from integration.demo.play import play

__all__ = ["play"]
