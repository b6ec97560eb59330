"""The register that the office already has, taken over from a spreadsheet file.

In:    xlsx or csv.   Out: what would be read, what is odd, what would be done; then the cases.
Rule:  a dry run changes nothing; a real run takes everything or nothing; nobody gets a mail.
Never: guesses in silence: whatever is not as it should be is listed with what is made of it.
Start: `commands.import_`. Beside the reports, the only room that imports pandas.
"""
