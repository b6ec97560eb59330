"""The report as a workbook: a sheet a section, figures as figures.

In:    the values of `monthly.report` or `public.recap`, the office's name.   Out: xlsx bytes.
Rule:  what somebody typed is text, never a formula; moments are the office's wall clock, since
       a workbook knows no zones.
Never: counts. Start at `xlsx`.
"""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from integration.clock import WITA
from integration.reports.shown import sections
from integration.reports.shown.section import Section
from integration.reports.shown.wording import Is

SUMMARY = "Ringkasan"
_FORMATS = {
    Is.COUNT: "#,##0",
    Is.MINUTES: "#,##0",
    Is.DAYS: "0.0",
    Is.SHARE: "0.0%",
    Is.MOMENT: "dd/mm/yyyy hh:mm",
}
_UNITS = {Is.MINUTES: " (menit kerja)", Is.MOMENT: " (WITA)"}
_WIDEST, _NARROWEST = 60, 9
_HEAD = PatternFill("solid", fgColor="EAF3F7")


def xlsx(told: Mapping[str, Any], office: str) -> bytes:
    """The whole workbook."""
    made = io.BytesIO()
    with pd.ExcelWriter(made, engine="openpyxl") as writer:
        for section in (_summary(told, office), *sections.sections(told)):
            _frame(section).to_excel(writer, sheet_name=section.key, index=False)
            _dress(writer.sheets[section.key], section)
        _headline(writer.sheets[SUMMARY], told)
        writer.book.properties.title = sections.title(told)
        writer.book.properties.creator = office
    return made.getvalue()


def _summary(told: Mapping[str, Any], office: str) -> Section:
    rows = [(sections.title(told), ""), (office, "")]
    rows += [(note, "") for note in sections.notes(told)]
    rows += [(one.label, one.value) for one in sections.headline(told)]  # _headline: as numbers
    return Section(
        key=SUMMARY,
        title=sections.title(told),
        columns=(("Uraian", Is.TEXT), ("Angka", Is.TEXT)),
        rows=tuple(rows),
    )


def _headline(sheet: Worksheet, told: Mapping[str, Any]) -> None:
    """The headline figures as numbers, in the last rows of the summary."""
    figures = sections.headline(told)
    for row, figure in enumerate(figures, start=sheet.max_row - len(figures) + 1):
        cell = sheet.cell(row=row, column=2)
        cell.value = _value(figure.number, figure.what)
        cell.alignment = Alignment(horizontal="right", vertical="top")
        if not isinstance(cell.value, str):
            cell.number_format = _FORMATS[figure.what]


def _frame(section: Section) -> pd.DataFrame:
    heads = [f"{name}{_UNITS.get(what, '')}" for name, what in section.columns]
    kinds = [what for _, what in section.columns]
    rows = [
        [_value(value, what) for value, what in zip(row, kinds, strict=True)]
        for row in section.rows
    ]
    return pd.DataFrame(rows, columns=heads, dtype=object)


def _value(value: Any, what: Is) -> Any:
    if value is None:
        return ""
    if what is Is.MOMENT:
        return datetime.fromisoformat(value).astimezone(WITA).replace(tzinfo=None)
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _dress(sheet: Worksheet, section: Section) -> None:
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0  # as many pages down as it takes
    sheet.print_title_rows = "1:1"
    for at, (_, what) in enumerate(section.columns, start=1):
        longest = _NARROWEST
        for cell in sheet[get_column_letter(at)]:
            if cell.data_type == "f":
                cell.data_type = "s"
            if cell.row > 1 and what in _FORMATS and not isinstance(cell.value, str):
                cell.number_format = _FORMATS[what]
            cell.alignment = Alignment(vertical="top", wrap_text=what is Is.TEXT)
            longest = max(longest, min(_WIDEST, len(str(cell.value or "")) + 2))
        head = sheet.cell(row=1, column=at)
        head.font, head.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[get_column_letter(at)].width = longest
    if section.rows:
        sheet.auto_filter.ref = sheet.dimensions
