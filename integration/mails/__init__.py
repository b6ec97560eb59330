"""The mails: one text file each in the folder of templates; the HTML is set from the same text.

In:    a template's name and values.   Out: subject, text, HTML.
Rule:  a missing value is an error before anything is made; the action link comes first.
Never: sends. Start at `compose.compose`.
"""
