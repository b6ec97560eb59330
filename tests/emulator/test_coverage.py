"""COVERAGE.md says what the code does."""

from __future__ import annotations

from integration.emulator import coverage


def test_the_coverage_page_is_the_one_the_code_prints() -> None:
    assert coverage.PATH.read_text(encoding="utf-8") == coverage.page()


def test_every_request_kind_that_is_done_is_one_google_knows() -> None:
    for batch, kinds in coverage.requests_done().items():
        api = batch.split(".")[0]
        known = coverage.document(api)["schemas"][coverage.BATCHES[batch]]["properties"]
        assert kinds <= known.keys(), batch
