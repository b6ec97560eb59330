"""Complaints coming in: from the Form, from mail, from a typed row.

In:    an answer, a message, a row.   Out: commands to the service, once per source.
Rule:  the text as received is kept whole; what is odd is noted, never thrown away.
Never: answers anybody; that is an effect of the decision.
"""
