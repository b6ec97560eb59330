"""The tab Dasbor: the month's figures in cells, and charts of Google's own over them.

In:    the cases, the calendar; the desk as last read.   Out: cells and charts, where they differ.
Rule:  the figures are those of the monthly report, taken from it and never counted again; written
       when they changed or somebody changed the tab, so that an idle look writes nothing.
Never: holds a name or a text of a complaint. Start at `figures.Figures` and `keeper.Dashboard`.
"""
