"""Pengaturan: what the office writes about its people is read with care."""

import copy

import pytest

from integration.office import Office
from integration.tabs.office_tab import HEADERS, office_rows, read_office
from integration.tabs.rows import table_of

BASE = {
    "name": "Balai Contoh",
    "letterhead": {"ministry": "KEMENTERIAN", "office": "BALAI CONTOH", "city": "Nusa"},
    "service_mailbox": "pengaduan@balai.example",
    "head": {"email": "kepala@balai.example", "name": "Bima", "nip": "197001011995011001"},
    "service_desk": {"email": "petugas@balai.example", "name": "Rani"},
    "records_office": {"email": "tu@balai.example", "name": "Sekar"},
    "group_heads": {"Pengujian": {"email": "uji@balai.example", "name": "Damar"}},
    "services": ["Pengujian"],
    "kinds": ["Lainnya"],
    "delegations": [
        {
            "for": "kepala@balai.example",
            "by": "uji@balai.example",
            "name": "Damar",
            "kind": "Plh.",
            "from": "2026-11-23",
            "to": "2026-11-25",
        }
    ],
}


def table(rows):
    return [list(HEADERS), *table_of(HEADERS, rows)]


def changed(part, **cells):
    rows = office_rows(copy.deepcopy(BASE))
    for row in rows:
        if row["Bagian"] == part:
            row.update(cells)
            break
    return table(rows)


def test_a_planted_tab_reads_back_as_the_same_office():
    said, mistakes = read_office(table(office_rows(BASE)), BASE)

    assert mistakes == {}
    again = Office.from_json(said)
    first = Office.from_json(BASE)
    assert (again.head.email, again.head.nip) == (first.head.email, first.head.nip)
    assert again.group_heads["Pengujian"].name == "Damar"
    assert again.services == ("Pengujian",)
    assert again.delegations == first.delegations
    assert again.letterhead["office"] == "BALAI CONTOH"


def test_the_ombudsman_named_in_the_office_file_stays_in_force_beside_the_tab():
    base = {**copy.deepcopy(BASE), "ombudsman": "Ombudsman RI Perwakilan Nusa"}

    said, mistakes = read_office(table(office_rows(base)), base)

    assert not mistakes
    assert Office.from_json(said).ombudsman == "Ombudsman RI Perwakilan Nusa"
    assert "Kalimantan Timur" in Office.from_json(BASE).ombudsman


def test_moved_columns_and_empty_rows_do_no_harm():
    lines = table(office_rows(BASE))
    turned = [list(reversed(line)) for line in lines]
    turned.insert(2, [""] * len(HEADERS))

    said, mistakes = read_office(turned, BASE)

    assert mistakes == {}
    assert said["head"]["email"] == "kepala@balai.example"


@pytest.mark.parametrize(
    ("part", "cells", "told"),
    [
        ("Kepala Balai", {"E-mail": "bukan alamat"}, "bukan alamat e-mail"),
        ("Kepala Balai", {"E-mail": ""}, "Kolom E-mail belum diisi"),
        ("Kepala Balai", {"NIP": "123"}, "NIP harus 18 angka"),
        ("Kepala Balai", {"Bagian": "Raja"}, "tidak dikenal"),
        ("Ketua Pokja", {"Pokja": ""}, "Kolom Pokja belum diisi"),
        ("Delegasi", {"Dari": "kemarin"}, "tidak dapat dibaca"),
        ("Delegasi", {"Sampai": "01/11/2026"}, "mendahului"),
        ("Delegasi", {"Jabatan": "Wakil"}, "Plh. atau Plt."),
        ("Kop surat", {"Nama": "Logo"}, "bukan bagian kop surat"),
    ],
)
def test_a_mistake_is_told_at_its_row(part, cells, told):
    _, mistakes = read_office(changed(part, **cells), BASE)

    assert any(told in sentence for sentence in mistakes.values())
    if part != "Delegasi" and "Bagian" not in cells:
        assert len(mistakes) == 1, "a row with a mistake is there all the same"


def test_a_role_named_twice_or_not_at_all_is_a_mistake():
    rows = office_rows(BASE)
    twice = table([*rows, rows[0]])
    without = table([row for row in rows if row["Bagian"] != "Tata Usaha"])

    assert "sudah disebut" in " ".join(read_office(twice, BASE)[1].values())
    assert "Tata Usaha" in read_office(without, BASE)[1][0]
