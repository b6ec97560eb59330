"""A reply carries what the customer wrote, not our own mail quoted below it."""

import pytest

from integration.intake.mapping import without_quote


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Terima kasih.\n\nPada Sen, 23 Nov 2026 08.00, Layanan menulis:\n> Kode akses: AB",
            "Terima kasih.",
        ),
        ("Baik\nOn Mon, Nov 23, 2026 at 8:00 AM Layanan wrote:\n> Kode akses: AB", "Baik"),
        ("Baik\n> satu\n> dua\n", "Baik"),
        ("Baik\n----- Original Message -----\nKode akses: AB", "Baik"),
        ("Saya menulis:\nharga naik", "Saya menulis:\nharga naik"),
        ("> hanya kutipan", "> hanya kutipan"),
        ("Suhu > 30 derajat\n> 40 di gudang\nSekian", "Suhu > 30 derajat\n> 40 di gudang\nSekian"),
    ],
)
def test_only_the_quote_goes(text, kept):
    assert without_quote(text) == kept
