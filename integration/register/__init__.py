"""The register: a spreadsheet in which staff work freely, kept in step with the cases.

In:    one read of the desk, the cases.   Out: commands for what staff changed, one write.
Rule:  the sheet is a desk, not the truth (design section 4); nothing anyone typed is lost.
Never: decides about a case; that is `sop.rules`, asked through the service.
Start: `cycle.RegisterSync`.
"""
