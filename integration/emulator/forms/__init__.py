"""Forms v1: forms, their questions, responses, watches, and the linked answer sheet.

In:    calls the oracle let through; answers from our own door and from the Form's page.
Out:   Form and FormResponse resources; a row in the linked spreadsheet for each response.
Rule:  google-workspace.md section 5. The page submits through `answering.submit()`.
Never: keeps cells; those are Sheets'. Start at `routes.py`.
"""
