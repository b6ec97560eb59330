"""The signed letter, looked at: by whom, whether it is whole, whether it says what was approved.

In:    the uploaded PDF, the PDF that was approved, number and date.   Out: plain findings.
Rule:  a finding is shown and kept in the history; the office decides what it means.
Never: refuses a letter, and never asks a server about a certificate. Start at `looking.look`.
"""
