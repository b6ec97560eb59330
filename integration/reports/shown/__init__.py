"""The report as people meet it: a page with charts, a workbook, a PDF ready to sign.

In:    the values of `monthly.report` or `public.recap`.   Out: HTML text, xlsx and PDF bytes.
Rule:  all three set the same `Section`s, so no figure can differ between them.
Never: counts. Start at `sections.sections`, then page, workbook or paper.
"""
