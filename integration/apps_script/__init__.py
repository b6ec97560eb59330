"""The Apps Script that people install in the spreadsheet; no Python here.

In:    README.md says how it is installed.   Out: signed calls to /hooks/script.
Rule:  Code.gs is what runs at Google; tests/apps_script runs it in Node with stand-ins.
Never: imported.
"""
