"""Lembar kerja: the grid in a browser.

In:    the acting person's keystrokes, as JSON from the page's script.   Out: rows to draw.
Rule:  every edit goes through `emulator/sheets/hand.py`: typed text is read as Sheets reads it,
       protection and validation refuse.
Never: sends a whole spreadsheet; the script asks for the rows it shows. Start at `room.py`.
"""
