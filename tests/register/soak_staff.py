"""A member of staff who works in the register at random, over real HTTP, and watched words.

In:    a spreadsheet, the account of the service desk, dice.   Out: edits; `words`, typed once each.
Rule:  a word is watched until staff themselves write over it, or delete it before it was read.
Never: knows the service's code; sees what a person sees: texts and notes.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from gspread.utils import rowcol_to_a1

from tests.register.soak_headings import spoil, wait

NUMBER, STATUS, TEXT = "No. Register", "Status", "Uraian"
FILLED = (
    *("Jenis", "Pokja", "Penyebab", "Koreksi", "Tindakan Korektif", "Tindakan Pencegahan"),
    *("Hasil Kajian", "Hasil Verifikasi"),
)
OURS = (
    *("Kanal", "Diterima", "Nama", "Kontak", "Uraian", "Tenggat", "Langkah"),
    *("Nomor Surat", "Berkas Kasus"),
)
STEP_COLUMNS = {
    "Diterima": {"Pokja": "Pengujian"},
    "Dikaji": {"Hasil Kajian": ""},
    "Analisis Penyebab": {"Penyebab": ""},
    "Penetapan Tindakan": {"Koreksi": "", "Tindakan Korektif": "", "Tindakan Pencegahan": ""},
    "Pelaksanaan dan Verifikasi": {"Hasil Verifikasi": ""},
}
"""What staff fill in before they choose the next status; an empty text stands for a word."""
NEXT = {
    "Diterima": "Menunggu Disposisi",
    "Dikaji": "Analisis Penyebab",
    "Analisis Penyebab": "Penetapan Tindakan",
    "Penetapan Tindakan": "Pelaksanaan dan Verifikasi",
    "Pelaksanaan dan Verifikasi": "Konsep Balasan",
}
OWN = "Kolom petugas"
"""How the headers of columns begin that staff add."""
ORDERLY = (
    *("No. Register", "Kanal", "Diterima", "Nama", "Uraian", "Status", "Tenggat", "Pokja"),
    *("Penyebab", "Catatan Petugas"),
)
"""Columns to sort by: what they hold does not depend on the machine the soak runs on."""
MOST_COLUMNS = 30
EDITS = {
    "fill": 18,
    "step": 16,
    "status": 4,
    "nonsense_status": 4,
    "service_cell": 6,
    "remark": 8,
    "own_cell": 6,
    "type_row": 7,
    "sort": 9,
    "insert": 6,
    "delete": 5,
    "copy": 5,
    "move_column": 5,
    "clear_number": 4,
    "partial_sort": 3,
    "cut_row": 4,
    "insert_column": 2,
    "second_header": 2,
    "delete_headings": 2,
    "clear_headings": 2,
    "type_over_headings": 1,
}
"""What staff do, and how often of a hundred."""


@dataclass
class Seen:
    """The tab as staff see it at one moment: rows of (text, note)."""

    rows: list[list[tuple[str, str]]]

    def heads(self) -> list[str]:
        """What row 1 says."""
        heads = [text for text, _ in self.rows[0]]
        while heads and not heads[-1]:
            heads.pop()
        return heads

    def column(self, header: str) -> int:
        return next(at for at, (text, _) in enumerate(self.rows[0]) if text == header)

    def cell(self, row: int, header: str) -> tuple[str, str]:
        at, cells = self.column(header), self.rows[row]
        return cells[at] if at < len(cells) else ("", "")

    def text(self, row: int, header: str) -> str:
        return self.cell(row, header)[0]

    def filled(self) -> list[int]:
        return [at for at in range(1, len(self.rows)) if any(text for text, _ in self.rows[at])]

    def numbered(self) -> list[int]:
        """Rows that stand for a case; a row that is marked as a copy does not."""
        found: dict[str, int] = {}
        for at in self.filled():
            number, note = self.cell(at, NUMBER)
            if number.startswith("ADU/") and "salinan" not in note:
                found.setdefault(number, at)
        return list(found.values())

    def everything(self) -> str:
        return "\n".join(text + "\n" + note for row in self.rows for text, note in row)


@dataclass
class Staff:
    """Someone with the service desk's account. `sheets` is gspread's client as that person."""

    sheets: Any
    register: str
    tab: int
    dice: Random
    words: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    """Words that stood in a cell when the service last read the sheet."""
    spoiled: bool = False
    """Whether rows were torn apart and the service has not looked since."""
    unsettled: bool = False
    """Whether the service has written and not looked since."""
    typed_rows: list[str] = field(default_factory=list)
    """What each of them said in `Uraian`."""
    count: int = 0
    done: dict[str, int] = field(default_factory=dict)
    heads_read: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    deleted: bool = False
    waited: int = 0
    """As soak_headings.py has it."""

    def look(self) -> Seen:
        asked = {
            "ranges": ["Register"],
            "fields": "sheets(data(rowData(values(formattedValue,note))))",
        }
        answer = self.sheets.fetch_sheet_metadata(self.register, asked)
        data = answer["sheets"][0]["data"][0].get("rowData", [])
        rows = [
            [(c.get("formattedValue", ""), c.get("note", "")) for c in row.get("values", [])]
            for row in data
        ]
        while len(rows) > 1 and not any(text or note for text, note in rows[-1]):
            del rows[-1]
        return Seen(rows)

    def edit(self) -> str:
        """Do something, or wait for the headings."""
        if wait(self, self.look().heads()):
            return "wait"
        kind = self.dice.choices(list(EDITS), list(EDITS.values()))[0]
        if getattr(self, f"do_{kind}")(self.look()) is not False:
            self.done[kind] = self.done.get(kind, 0) + 1
        return kind

    # -- hands --------------------------------------------------------------------------------

    def word(self) -> str:
        self.count += 1
        word = f"kata-{self.count:04d}"
        self.words.add(word)
        return word

    def over(self, seen: Seen, row: int, header: str, text: str) -> None:
        """Type into a cell; what stood there is gone by staff's own hand."""
        before = seen.text(row, header)
        self.words = {word for word in self.words if word not in before}
        self.type(row, seen.column(header), text)

    def type(self, row: int, column: int, text: str) -> None:
        where = f"Register!{rowcol_to_a1(row + 1, column + 1)}"
        self.sheets.values_update(
            self.register, where, {"valueInputOption": "USER_ENTERED"}, {"values": [[text]]}
        )

    def do(self, **request: Any) -> None:
        self.sheets.batch_update(self.register, {"requests": [request]})

    def rows_wanted(self, count: int) -> None:
        """Add rows at the bottom, as a person does who has reached the end of the sheet."""
        fields = "sheets(properties(sheetId,gridProperties(rowCount)))"
        tabs = self.sheets.fetch_sheet_metadata(self.register, {"fields": fields})["sheets"]
        grid = next(
            one["properties"]["gridProperties"]
            for one in tabs
            if one["properties"].get("sheetId", 0) == self.tab
        )
        if grid["rowCount"] < count:
            self.do(appendDimension={"sheetId": self.tab, "dimension": "ROWS", "length": 20})

    def span(self, first: int, last: int, **more: int) -> dict[str, int]:
        return {"sheetId": self.tab, "startRowIndex": first, "endRowIndex": last, **more}

    def rows_at(self, first: int, last: int) -> dict[str, Any]:
        return {"sheetId": self.tab, "dimension": "ROWS", "startIndex": first, "endIndex": last}

    def a_row(self, seen: Seen) -> int | None:
        rows = seen.numbered()
        return self.dice.choice(rows) if rows else None

    # -- what may happen ----------------------------------------------------------------------

    def do_fill(self, seen: Seen) -> bool:
        row = self.a_row(seen)
        if row is not None:
            self.over(seen, row, self.dice.choice(FILLED), self.word())
        return row is not None

    def do_step(self, seen: Seen) -> bool:
        """Fill what the present step asks for and choose the next status."""
        rows = [at for at in seen.numbered() if seen.text(at, STATUS) in NEXT]
        if not rows:
            return False
        row = self.dice.choice(rows)
        status = seen.text(row, STATUS)
        for header, text in STEP_COLUMNS[status].items():
            self.over(seen, row, header, text or self.word())
        self.over(seen, row, STATUS, NEXT[status])
        return True

    def do_status(self, seen: Seen) -> bool:
        row = self.a_row(seen)
        words = [*NEXT.values(), "Dikirim", "Selesai", "Dicabut", "Duplikat dari ADU/2026/0001"]
        if row is not None:
            self.over(seen, row, STATUS, self.dice.choice(words))
        return row is not None

    def do_nonsense_status(self, seen: Seen) -> bool:
        row = self.a_row(seen)
        if row is not None:
            self.over(seen, row, STATUS, self.word())
        return row is not None

    def do_service_cell(self, seen: Seen) -> bool:
        row = self.a_row(seen)
        if row is not None:
            self.over(seen, row, self.dice.choice(OURS), self.word())
        return row is not None

    def do_remark(self, seen: Seen) -> bool:
        row = self.a_row(seen)
        if row is not None:
            self.over(seen, row, "Catatan Petugas", self.word())
        return row is not None

    def do_own_cell(self, seen: Seen) -> bool:
        """Type into a column that the service knows nothing of, with or without a heading."""
        words = [text for text, _ in seen.rows[0]]
        bare = [at for at, text in enumerate(words) if not text] if NUMBER in words else []
        row, free = self.a_row(seen), [at for at, text in enumerate(words) if text.startswith(OWN)]
        if row is None or not (free or bare):
            return False
        at = self.dice.choice(free + bare)
        cells = seen.rows[row]
        before = cells[at][0] if at < len(cells) else ""
        self.words = {word for word in self.words if word not in before}
        self.type(row, at, self.word())
        return True

    def do_type_row(self, seen: Seen) -> bool:
        """A new complaint, typed cell by cell below the others."""
        row = max(seen.filled(), default=0) + 1
        self.rows_wanted(row + 1)
        said = {"Kanal": "WhatsApp", "Nama": self.word(), TEXT: self.word()}
        if self.dice.random() < 0.4:
            said["Penyebab"] = self.word()
        for header, text in said.items():
            self.type(row, seen.column(header), text)
        self.typed_rows.append(said[TEXT])
        return True

    def do_sort(self, seen: Seen) -> bool:
        at = seen.column(self.dice.choice(ORDERLY))
        order = self.dice.choice(["ASCENDING", "DESCENDING"])
        whole = self.span(1, len(seen.rows), startColumnIndex=0, endColumnIndex=len(seen.rows[0]))
        if len(seen.rows) < 3:
            return False
        self.do(
            sortRange={"range": whole, "sortSpecs": [{"dimensionIndex": at, "sortOrder": order}]}
        )
        return True

    def do_insert(self, seen: Seen) -> bool:
        at = self.dice.randint(1, max(1, len(seen.rows) - 1))
        self.do(insertDimension={"range": self.rows_at(at, at + 1), "inheritFromBefore": at > 1})
        return True

    def do_delete(self, seen: Seen) -> bool:
        row = self.a_row(seen)
        if row is None:
            return False
        gone = "\n".join(text for text, _ in seen.rows[row])
        number = seen.text(row, NUMBER)
        alone = sum(seen.text(at, NUMBER) == number for at in seen.filled()) == 1
        kept = self.read if alone else set()
        self.words = {word for word in self.words if word in kept or word not in gone}
        self.do(deleteDimension={"range": self.rows_at(row, row + 1)})
        return True

    def do_copy(self, seen: Seen) -> bool:
        """Copy a row and insert it somewhere."""
        row = self.a_row(seen)
        if row is None:
            return False
        at = self.dice.randint(1, len(seen.rows))
        self.do(insertDimension={"range": self.rows_at(at, at + 1), "inheritFromBefore": True})
        row += row >= at
        source, there = self.span(row, row + 1), self.span(at, at + 1)
        self.do(copyPaste={"source": source, "destination": there, "pasteType": "PASTE_NORMAL"})
        return True

    def do_cut_row(self, seen: Seen) -> bool:
        """Cut a row and paste it into a new one."""
        row = self.a_row(seen)
        if row is None:
            return False
        at = self.dice.randint(1, len(seen.rows))
        self.do(insertDimension={"range": self.rows_at(at, at + 1), "inheritFromBefore": True})
        row += row >= at
        there = {"sheetId": self.tab, "rowIndex": at, "columnIndex": 0}
        width = {"startColumnIndex": 0, "endColumnIndex": len(seen.rows[0])}
        source = self.span(row, row + 1, **width)
        self.do(cutPaste={"source": source, "destination": there, "pasteType": "PASTE_NORMAL"})
        return True

    def do_insert_column(self, seen: Seen) -> bool:
        """A column of staff's own, empty but for its header; some get none."""
        if len(seen.rows[0]) > MOST_COLUMNS:
            return False
        at = self.dice.randrange(len(seen.rows[0]))
        where = {"sheetId": self.tab, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
        self.do(insertDimension={"range": where, "inheritFromBefore": at > 0})
        if self.dice.random() < 0.7:
            self.type(0, at, f"{OWN} {self.done.get('insert_column', 0) + 1}")
        return True

    def do_second_header(self, seen: Seen) -> bool:
        """The header row once more among the others, as a printed list has it."""
        at = self.dice.randint(1, len(seen.rows))
        self.do(insertDimension={"range": self.rows_at(at, at + 1), "inheritFromBefore": True})
        source, there = self.span(0, 1), self.span(at, at + 1)
        self.do(copyPaste={"source": source, "destination": there, "pasteType": "PASTE_NORMAL"})
        return True

    def do_delete_headings(self, seen: Seen) -> bool:
        return spoil(self, seen.heads(), "delete")

    def do_clear_headings(self, seen: Seen) -> bool:
        return spoil(self, seen.heads(), self.dice.choice(["clear", "clear_one"]))

    def do_type_over_headings(self, seen: Seen) -> bool:
        return spoil(self, seen.heads(), "type")

    def do_move_column(self, seen: Seen) -> bool:
        width = len(seen.rows[0])
        at, to = self.dice.randrange(width), self.dice.randrange(width)
        if to in (at, at + 1):
            return False
        source = {"sheetId": self.tab, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
        self.do(moveDimension={"source": source, "destinationIndex": to})
        return True

    def do_clear_number(self, seen: Seen) -> bool:
        """Empty the number of a row that has no copy and holds nothing unread.

        Never of a row that was just torn apart: then nothing tells any more whose row it was.
        """
        row = self.a_row(seen)
        if row is None or self.spoiled:
            return False
        number = seen.text(row, NUMBER)
        said = "\n".join(text for text, _ in seen.rows[row])
        if any(word in said for word in self.words - self.read):
            return False
        if sum(seen.text(at, NUMBER) == number for at in seen.filled()) > 1:
            return False
        self.over(seen, row, NUMBER, "")
        return True

    def do_partial_sort(self, seen: Seen) -> bool:
        """Sort a few columns of a few rows that follow each other, and leave the others.

        Not in the second in which the service may have hit a row that was moved under its write.
        """
        rows = seen.numbered()
        if len(rows) < 3 or self.unsettled:
            return False
        first = self.dice.choice(rows[:-2])
        left = self.dice.randrange(len(seen.rows[0]) - 3)
        said = "\n".join(text for row in seen.rows for text, _ in row)
        if any(word in said for word in self.words - self.read):
            return False
        part = self.span(first, first + 4, startColumnIndex=left, endColumnIndex=left + 3)
        specs = [{"dimensionIndex": left, "sortOrder": "DESCENDING"}]
        self.do(sortRange={"range": part, "sortSpecs": specs})
        self.spoiled = True
        return True
