"""The heading row comes back where staff deleted it, emptied it or typed over it."""

import pytest
from register_house import OFFICE, House, Row

from integration.alarms import letter
from integration.ports import TryLater, Unclear
from integration.register.columns import HEADERS
from integration.register.remarks import NO_NUMBER_COLUMN, ROW_BACK, SECOND_HEADER
from integration.sop.effects import MAIL
from integration.store import outbox
from integration.templating import TemplateFolder

OWN = len(HEADERS)
"""Where the column stands that the office added."""
STOPPED = [NO_NUMBER_COLUMN]
WORDS = [*HEADERS, "Paraf"]


def filled(house):
    """Three complaints, two of them moved on by a step, and a column *Paraf*."""
    numbers = [house.at("cause", name="Adi"), house.at("verify", name="Bela")]
    numbers.append(house.complain(name="Cici"))
    house.cycle()
    house.paper.rows[0].cells[OWN] = "Paraf"
    house.paper.row_of(numbers[0]).cells[OWN] = "AD 23/11"
    house.cycle(2)
    house.paper.writes.clear()
    return house, numbers


@pytest.fixture
def desk(house):
    """As `filled`, on SQLite."""
    return filled(house)


def words(house):
    row = house.paper.rows[0].cells
    return [row.get(at, "") for at in range(OWN + 1)]


def rows(house):
    """Every row below row 1 that holds anything, by its cells."""
    texts = [[row.cells.get(at, "") for at in range(OWN + 1)] for row in house.paper.rows[1:]]
    return sorted(row for row in texts if any(row))


def clear(house, columns=range(OWN + 1)):
    for at in columns:
        house.paper.rows[0].cells[at] = ""


def mails(house):
    with house.service.database.read() as tx:
        entries = outbox.in_state(tx, outbox.WAITING)
    found = [one for one in entries if one.key.startswith("register-texts") and one.kind == MAIL]
    return [letter(OFFICE, one, TemplateFolder()) for one in found]


@pytest.mark.parametrize("restarted", [False, True])
def test_a_deleted_heading_row_comes_back_above_rows_that_all_stay(any_database, restarted):
    house, numbers = filled(House.built(any_database))
    before = rows(house)
    house.type(numbers[0], penyebab="Alat rusak", status="Penetapan Tindakan")
    del house.paper.rows[0]
    if restarted:
        house.restart()
    house.cycle()

    assert words(house) == WORDS
    assert house.case(numbers[0]).value("cause", "root_cause") == "Alat rusak"
    assert len(rows(house)) == len(before) and house.says(numbers[2], "Nama") == "Cici"
    assert house.problems() == []
    house.cycle(2)
    assert len(house.paper.writes) == 1
    assert house.reports() == [ROW_BACK]


def test_a_complaint_that_says_what_a_heading_says_is_no_moved_heading(house):
    """`Diterima` is a status, too: that of every new complaint."""
    number = house.complain()
    house.cycle(2)
    del house.paper.rows[0]
    house.cycle()

    assert words(house) == [*HEADERS, ""]
    assert house.says(number, "Status") == "Diterima"
    assert house.reports() == [] and house.problems() == []


@pytest.mark.parametrize("restarted", [False, True])
def test_a_cleared_heading_row_is_filled_again_in_its_place(desk, restarted):
    house, _ = desk
    before = rows(house)
    clear(house)
    if restarted:
        house.restart()
    house.cycle(3)

    assert words(house) == WORDS
    assert rows(house) == before
    assert len(house.paper.writes) == 1
    (report,) = house.reports()
    assert "No. Register" in report and "Paraf" in report


@pytest.mark.parametrize("done", ["deleted", "cleared"])
@pytest.mark.parametrize("fails", ["before", "after"])
@pytest.mark.parametrize("restarted", [False, True])
def test_it_comes_back_once_whatever_becomes_of_the_write(desk, done, fails, restarted):
    house, _ = desk
    before = rows(house)
    if done == "deleted":
        del house.paper.rows[0]
    else:
        clear(house)
    house.paper.fail = fails
    with pytest.raises((TryLater, Unclear)):
        house.cycle()
    if restarted:
        house.restart()
    house.cycle(3)

    assert words(house) == WORDS
    assert rows(house) == before
    assert len(house.reports()) == 1


def test_the_heading_row_that_comes_back_is_the_one_staff_had_arranged(desk):
    house, numbers = desk
    for row in house.paper.rows:
        row.cells[0], row.cells[OWN] = row.cells.get(OWN, ""), row.cells.get(0, "")
    house.paper.rows[0].cells[5] = "uraian"
    house.cycle()
    arranged = words(house)
    del house.paper.rows[0]
    house.cycle()

    assert words(house) == arranged
    assert arranged[0] == "Paraf" and arranged[5] == "uraian"
    assert house.paper.row_of(numbers[0]).cells[0] == "AD 23/11"


@pytest.mark.parametrize("number", ["Daftar", ""])
def test_headings_typed_over_come_back_and_what_was_typed_is_mailed(desk, number):
    house, _ = desk
    before = rows(house)
    for at, text in enumerate([number, "Tahun 2026", "", "Milik Rina", "", "Isi keluhan"]):
        house.paper.rows[0].cells[at] = text
    house.cycle(5)

    assert words(house) == WORDS
    assert rows(house) == before
    assert len(house.paper.writes) == 1
    (mail,) = mails(house)
    assert mail.to == ("petugas@balai.example",)
    assert all(text in mail.text for text in (number, "Tahun 2026", "Kolom Nama: Milik Rina"))
    assert "e-mail" in house.reports()[0]


def test_a_whole_row_of_other_words_is_typed_over_only_when_the_rows_below_have_not_moved(desk):
    house, _ = desk
    before = rows(house)
    for at in range(OWN + 1):
        house.paper.rows[0].cells[at] = f"kata {at}"
    sheet = [row.copy() for row in house.paper.rows]
    house.restart()
    house.cycle(2)
    assert words(house)[0] == "kata 0", "after a start it is not known where the rows were"
    assert house.problems() == STOPPED

    house.paper.rows[0] = Row(dict(enumerate(WORDS)))
    house.cycle()
    house.paper.rows = sheet
    house.cycle(3)
    assert words(house) == [*HEADERS, f"kata {OWN}"]
    assert rows(house) == before
    assert "kata 5" in mails(house)[0].text
    assert len(house.book.refresh()) == 3


def test_a_row_without_a_number_that_has_become_row_1_is_not_taken_for_headings(desk):
    house, _ = desk
    typed = Row()
    house.paper.rows.insert(1, typed)
    house.type(typed, nama="Dewi", kontak="dewi@usaha.example")
    house.cycle()
    del house.paper.rows[0]
    house.cycle(2)

    assert words(house) == WORDS
    assert house.says(typed, "Nama") == "Dewi" and mails(house) == []
    house.type(typed, uraian="Diketik tangan")
    house.cycle(2)
    assert house.says(typed, "No. Register") == "ADU/2026/0004"


def test_a_complaint_typed_into_a_row_put_in_place_of_the_headings_is_registered(desk):
    house, numbers = desk
    house.paper.rows[0] = Row({3: "Dewi", 5: "Alat tidak kembali"})
    typed = house.paper.rows[0]
    house.cycle(3)

    assert words(house) == WORDS and mails(house) == []
    assert house.says(typed, "No. Register") == "ADU/2026/0004"
    assert house.says(numbers[2], "Nama") == "Cici"
    assert house.reports() == [ROW_BACK]


def test_a_complaint_typed_above_the_headings_is_left_to_a_person(desk):
    house, _ = desk
    house.paper.rows.insert(0, Row({3: "Dewi", 5: "Alat tidak kembali"}))
    house.cycle(2)

    assert house.paper.writes == [] and house.problems() == STOPPED


def swap(house, one, other):
    for row in house.paper.rows:
        row.cells[one], row.cells[other] = row.cells.get(other, ""), row.cells.get(one, "")


@pytest.mark.parametrize("done", ["deleted", "cleared"])
@pytest.mark.parametrize(
    "columns", [("Nama", "Kontak"), ("Penyebab", "Koreksi"), ("Catatan Petugas", None)]
)
def test_nothing_is_guessed_where_columns_were_moved_as_well(desk, done, columns):
    house, _ = desk
    one, other = (OWN if each is None else HEADERS.index(each) for each in columns)
    swap(house, one, other)
    if done == "deleted":
        del house.paper.rows[0]
    else:
        clear(house)
    house.complain(name="Dewi")
    house.cycle(2)

    assert house.paper.writes == []
    assert house.problems() == STOPPED
    if done == "deleted":
        house.paper.rows.insert(0, Row())
    house.paper.rows[0].cells = dict(enumerate(WORDS))
    swap_words = house.paper.rows[0].cells
    swap_words[one], swap_words[other] = swap_words[other], swap_words[one]
    house.cycle()
    assert house.problems() == [] and "ADU/2026/0004" in house.numbers()


def test_a_heading_that_stands_elsewhere_now_is_a_moved_column(desk):
    house, _ = desk
    clear(house)
    house.paper.rows[0].cells[5] = "Nama"
    house.cycle(2)

    assert house.paper.writes == []
    assert house.problems() == STOPPED


def test_rows_put_above_the_headings_are_left_to_a_person(desk):
    house, _ = desk
    house.paper.rows[0:0] = [Row({0: "DAFTAR PENGADUAN"}), Row()]
    house.cycle(2)

    assert house.paper.writes == []
    assert house.problems() == STOPPED
    house.paper.rows[0] = Row()
    house.cycle()
    assert house.paper.writes == []


@pytest.mark.parametrize("number", ["", "No"])
def test_a_row_put_above_headings_that_lack_the_number_is_left_to_a_person_too(desk, number):
    house, _ = desk
    house.paper.rows[0].cells[0] = number
    house.paper.rows.insert(0, Row())
    house.cycle(3)

    assert house.paper.writes == [] and house.problems() == STOPPED
    assert len(house.book.refresh()) == 3
    del house.paper.rows[0]
    house.cycle()
    assert words(house)[0] == (number or "No. Register"), "a renamed heading stays as it is"


@pytest.mark.parametrize("left", [["Nama", "Uraian"], ["Uraian"], HEADERS[1:]])
@pytest.mark.parametrize("number", ["", "No"])
def test_what_is_left_of_a_second_heading_row_is_no_complaint(desk, left, number):
    house, _ = desk
    second = Row({HEADERS.index(header): header.upper() for header in left} | {0: number})
    house.paper.rows.insert(2, second)
    house.cycle(3)

    assert len(house.book.refresh()) == 3
    assert house.says(second, "No. Register") == number
    assert house.note(second, "No. Register") == SECOND_HEADER


def test_a_complaint_may_use_the_word_that_stands_above_it(desk):
    house, _ = desk
    row = house.new_row(nama="Dewi", uraian="Uraian")
    house.cycle(2)
    assert house.says(row, "No. Register") == "ADU/2026/0004"


def test_an_old_second_heading_row_among_the_others_stops_nothing(desk):
    house, _ = desk
    second = house.paper.rows[0].copy()
    house.paper.rows.append(second)
    house.cycle()
    del house.paper.rows[0]
    house.cycle(2)

    assert words(house) == WORDS
    assert [one.cells[0] for one in house.paper.rows].count("No. Register") == 2
    assert "judul" in house.note(second, "No. Register")


def test_an_old_second_heading_row_right_below_row_1_stops_nothing_either(desk):
    house, _ = desk
    house.paper.rows.insert(1, house.paper.rows[0].copy())
    house.cycle()
    clear(house)
    house.cycle(2)
    assert words(house) == WORDS

    house.restart()
    clear(house, [0, 5])
    house.cycle(2)
    assert words(house) == WORDS
    house.restart()
    clear(house)
    house.cycle(2)
    assert house.problems() == STOPPED, "after a start somebody may have put a row above"


def test_an_old_second_heading_row_that_moves_up_gets_the_headings_staff_added_since(desk):
    house, numbers = desk
    older = Row(dict(enumerate(HEADERS)))
    house.paper.rows.insert(1, older)
    house.cycle()
    del house.paper.rows[0]
    house.cycle(2)

    assert words(house) == WORDS
    assert house.paper.row_of(numbers[0]).cells[OWN] == "AD 23/11"


def test_a_heading_row_sorted_among_the_rows_is_replaced_and_marked(desk):
    house, _ = desk
    house.paper.rows[0], house.paper.rows[2] = house.paper.rows[2], house.paper.rows[0]
    second = house.paper.rows[2]
    house.cycle(2)

    assert words(house) == WORDS
    assert "judul" in house.note(second, "No. Register")
    assert len(house.book.refresh()) == 3 and house.problems() == []


def test_one_cleared_heading_comes_back_over_a_column_that_is_still_its_own(desk):
    house, numbers = desk
    at = HEADERS.index("Penyebab")
    clear(house, [at])
    house.cycle(2)

    assert words(house) == WORDS
    assert house.problems() == []
    assert house.says(numbers[1], "Penyebab") == "Sebab dari halaman."
    assert len(house.paper.writes) == 1


def test_one_cleared_heading_of_a_column_that_shows_nothing_of_its_own_is_told(desk):
    house, numbers = desk
    at = HEADERS.index("Penyebab")
    house.paper.rows[0].cells[at] = ""
    for number in numbers:
        house.paper.row_of(number).cells[at] = ""
    house.cycle(2)

    assert words(house)[at] == "" and house.paper.writes == []
    assert "“Penyebab”" in house.problems()[0]
    assert house.case(numbers[1]).value("cause", "root_cause") == "Sebab dari halaman."


def test_one_renamed_heading_stays_and_a_cleared_one_beside_it_comes_back(desk):
    house, _ = desk
    house.paper.rows[0].cells[HEADERS.index("Tenggat")] = "Batas"
    clear(house, [HEADERS.index("Kanal")])
    house.cycle(2)

    assert house.paper.rows[0].cells[HEADERS.index("Tenggat")] == "Batas"
    assert words(house)[HEADERS.index("Kanal")] == "Kanal"
    assert len(house.problems()) == 1 and "Tenggat" in house.problems()[0]


def test_what_is_written_below_a_heading_in_the_same_call_is_known_to_have_come(desk):
    house, numbers = desk
    clear(house, [HEADERS.index("Status")])
    house.type(numbers[0], langkah="99")
    house.type(numbers[1], catatan_petugas="Sudah ditelepon")
    house.by_page(numbers[2], "triage")
    house.cycle()
    clear(house, [HEADERS.index("Langkah")])
    house.paper.row_of(numbers[1]).cells[HEADERS.index("Status")] = "Entah"
    house.type(numbers[0], tenggat="besok")
    house.cycle(3)

    assert words(house) == WORDS and len(house.paper.writes) == 2
    assert house.says(numbers[2], "Status") == "Menunggu Disposisi"
    assert house.refused(numbers[0]) == [("Langkah", "99"), ("Tenggat", "besok")]


def test_notes_on_numbers_stay_with_their_rows_when_a_row_is_put_above_them(desk):
    house, numbers = desk
    original = house.paper.row_of(numbers[0])
    copy = original.copy()
    house.paper.rows.insert(2, copy)
    house.cycle()
    original.notes[0] = "Titipan Rina"
    del house.paper.rows[0]
    house.restart()
    house.cycle(2)

    assert words(house) == WORDS
    assert original.notes[0] == "Titipan Rina"
    assert "salinan" in copy.notes[0]


def test_staffs_own_heading_that_they_cleared_is_theirs(desk):
    house, _ = desk
    clear(house, [OWN])
    house.cycle(2)
    del house.paper.rows[0]
    house.cycle(2)

    assert words(house) == [*HEADERS, ""]


def test_a_register_without_a_case_gets_its_headings_back(house):
    house.cycle()
    clear(house, range(OWN))
    house.cycle()
    assert words(house)[:OWN] == list(HEADERS)

    house.new_row(nama="Eko")
    clear(house, range(OWN))
    house.cycle()
    assert house.problems() == STOPPED, "a single row of nobody does not tell its columns"


@pytest.mark.parametrize("done", ["deleted", "cleared"])
def test_rows_that_are_not_those_of_the_register_are_left_alone(desk, done):
    house, numbers = desk
    for number in numbers[:2]:
        house.type(number, no_register="")
    if done == "deleted":
        house.paper.rows.sort(key=lambda row: row.cells.get(0, "") != numbers[2])
        house.paper.rows.remove(next(r for r in house.paper.rows if r.cells[0] == HEADERS[0]))
    else:
        clear(house)
    house.cycle(2)

    assert house.paper.writes == []
    assert house.problems() == STOPPED


@pytest.mark.parametrize("theirs", ["case", "typed", "begun"])
def test_a_row_that_moves_under_the_headings_while_they_are_written_is_not_lost(desk, theirs):
    """Just before the write somebody deletes the row that we found empty."""
    house, numbers = desk
    first = house.paper.rows[1]
    if theirs != "case":
        first = Row()
        house.paper.rows.insert(1, first)
        house.type(first, nama="Eko", **({"uraian": "Diketik"} if theirs == "typed" else {}))
        first.cells[OWN] = "EK 24/11"
        house.cycle()
    clear(house)

    def delete():
        del house.paper.rows[0]
        if theirs == "case":
            first.cells[HEADERS.index("Penyebab")] = "Diketik saat itu"

    house.paper.meanwhile = delete
    house.cycle()
    assert first.cells[3] == "Nama", "the write went over it"
    house.cycle(5)

    assert words(house) == WORDS
    if theirs == "case":
        assert house.says(numbers[0], "Nama") == "Adi"
        assert house.says(numbers[0], "Penyebab") == "Diketik saat itu"
        assert house.paper.row_of(numbers[0]).cells[OWN] == "AD 23/11"
        assert mails(house) == []
    elif theirs == "typed":
        assert house.says("ADU/2026/0004", "Uraian") == "Diketik"
        assert house.case("ADU/2026/0004").intake.name == "Eko"
    else:
        said = "".join(mail.text for mail in mails(house))
        assert "Kolom Nama: Eko" in said and "Kolom Paraf: EK 24/11" in said


def test_words_typed_into_row_1_while_headings_are_written_are_mailed(desk):
    house, _ = desk
    clear(house)
    house.paper.meanwhile = lambda: house.paper.rows[0].cells.update(
        {0: "No. Register", 7: "Batas"}
    )
    house.cycle(2)

    assert words(house) == WORDS
    assert "Kolom Tenggat: Batas" in mails(house)[0].text


@pytest.mark.parametrize("done", ["deleted", "cleared"])
def test_a_write_that_meets_a_heading_row_just_lost_is_still_looked_back_at(desk, done):
    """Between the service's read and its write the heading row goes."""
    house, numbers = desk
    house.by_page(numbers[0], "cause")
    house.type(numbers[1], status="Entah")

    def lose():
        if done == "deleted":
            del house.paper.rows[0]
        else:
            clear(house)

    house.paper.meanwhile = lose
    house.cycle(5)

    assert words(house) == WORDS
    for number, case in house.book.refresh().items():
        assert [house.says(number, each) for each in HEADERS] == list(house.sync._rows.shown(case))
    assert house.paper.row_of(numbers[0]).cells[OWN] == "AD 23/11"
    kept = [note.text for number in numbers for note in house.case(number).notes]
    assert not any("diketik di lembar kerja" in text for text in kept)
    assert house.refused(numbers[1]) == [("Status", "Entah")]


def test_what_was_typed_in_a_row_that_the_headings_hit_is_kept_where_a_copy_stands_for_it(desk):
    """A copy of the row without that text is in the sheet: it comes back in the row's place."""
    house, numbers = desk
    first = house.paper.rows[1]
    house.paper.rows.append(first.copy())
    clear(house)

    def typed_and_moved_up():
        first.cells[HEADERS.index("Penyebab")] = "Diketik saat itu"
        del house.paper.rows[0]

    house.paper.meanwhile = typed_and_moved_up
    house.cycle(6)

    assert words(house) == WORDS
    kept = [note.text for note in house.case(numbers[0]).notes]
    shown = house.says(numbers[0], "Penyebab")
    assert shown == "Diketik saat itu" or any("Diketik saat itu" in text for text in kept)
