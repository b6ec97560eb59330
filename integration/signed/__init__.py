"""The signed letter: looked at (by whom, whole, as approved?), or signed with the office's own key.

In:    the uploaded PDF, the PDF that was approved, number and date.   Out: plain findings.
       A PKCS#12 file with its passphrase, a letter.   Out: the letter with a signature.
Rule:  a finding is shown and kept in the history; what it means is decided in `sop.rules`: a
       broken signature is refused, any other doubt is confirmed with a reason.
Never: asks a server about a certificate. Start at `looking.look`, `signing.sign`.
"""
