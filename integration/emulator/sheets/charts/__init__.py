"""Charts on a tab: kept as Google keeps them, moving with the grid, read for drawing.

In:    batchUpdate requests; a grid that changes shape.   Out: EmbeddedCharts; labels and numbers.
Rule:  basic charts and pies from ranges of cells; every other kind answers 501 and names itself.
Never: draws; that is pages/sheets/charts.py. Start at `requests.py`.
"""
