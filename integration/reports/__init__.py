"""Figures for the head of the office: what was promised, what was done, what keeps coming back.

In:    folded histories and the calendar in force.   Out: tables, a page, a workbook, a PDF.
Rule:  every figure is derived from the histories when it is asked for (design decision 2); the
       public recap holds counts alone, and none below three.
Never: decides or writes anything. The only room that imports pandas, and only in the modules
       that need it. Start at `facts.read` and `monthly.report`; repeats: `similar.suggest`.
"""
