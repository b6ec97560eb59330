"""The signed letter, looked at: by whom, whether it is whole, whether it says what was approved.

In:    the uploaded PDF, the PDF that was approved, number and date.   Out: plain findings.
Rule:  a finding is shown and kept in the history; what it means is decided in `sop.rules`: a
       broken signature is refused, any other doubt is confirmed with a reason.
Never: asks a server about a certificate. Start at `looking.look`.
"""
