"""What stands in a cell is plain text, and no spreadsheet takes it for a formula."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from trellis.domain.exports.rules import LONGEST_CELL, fitting, harmless, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (-5, "-5"),
        (Decimal("2.500"), "2.5"),
        (Decimal("500.000"), "500"),
        (date(2025, 11, 5), "2025-11-05"),
        (datetime(2025, 11, 15, 4, 35, 0, 1999, tzinfo=UTC), "2025-11-15T04:35:00.001Z"),
        (["a", "b"], "a; b"),
        (["=a", "b"], "'=a; b"),
        ([], ""),
        ("plain = +", "plain = +"),
    ],
)
def test_cells(value: Any, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_what_could_be_a_formula_is_none(start: str) -> None:
    assert harmless(f"{start}1") == f"'{start}1"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("text", ["", "x" * LONGEST_CELL, "😀" * (LONGEST_CELL // 2), "é" * LONGEST_CELL])
def test_what_fits_into_a_cell_stays_whole(text: str) -> None:
    assert fitting(text) == text


@pytest.mark.parametrize(
    "text", ["x" * (LONGEST_CELL + 1), "😀" * 20_000, "a" + "😀" * 20_000, "x" * 5_000_000]
)
def test_what_does_not_ends_in_a_word_about_that(text: str) -> None:
    cell = fitting(text)
    assert LONGEST_CELL - 1 <= _units(cell) <= LONGEST_CELL
    kept, _, word = cell.partition("…")
    assert text.startswith(kept) and len(kept) > 10_000
    assert (
        word == f" [cut here: the text has {len(text):,} characters, more than a cell holds; the CSV has all]"
    )
