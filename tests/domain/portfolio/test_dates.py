"""Dates of a resume are as exact as they are known, and nothing is added to them."""

import pytest

from trellis.domain.portfolio.rules.dates import (
    are_in_order,
    duration_in_words,
    in_words,
    is_date,
    span_in_words,
)


@pytest.mark.parametrize("text", ["2014", "2016-05", "2016-02-29", "1999-12-31"])
def test_a_year_a_month_and_a_day_are_dates(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "14", "20144", "0999", "3000", "2016-13", "2016-00", "2016-5", "2015-02-29", "2016-05-32"),
        *("2016-05-01T00:00:00Z", "May 2016", "2016/05", " 2016", "2016\n", "٢٠١٦", "2016-05-"),
    ],
)
def test_what_is_in_no_calendar_is_none(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize(
    ("text", "words"), [("2014", "2014"), ("2016-05", "May 2016"), ("2014-06-09", "9 June 2014")]
)
def test_they_are_written_as_exactly_as_they_are(text: str, words: str) -> None:
    assert in_words(text) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2014", "2016-05", "2014 to May 2016"),
        ("2014", "2014", "2014"),
        ("2014-06-01", "2014-06-20", "June 2014"),
        ("2014", "", "since 2014"),
        ("2016-05", "", "since May 2016"),
        ("", "2016", "until 2016"),
        ("", "", ""),
    ],
)
def test_a_span_says_no_more_than_is_known(start: str, end: str, words: str) -> None:
    assert span_in_words(start, end) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2025-01-06", "2025-01-06", "1 day"),
        ("2025-01-06", "2025-01-13", "8 days"),
        ("2025-01-06", "2025-02-02", "4 weeks"),
        ("2025-01-06", "2025-03-06", "2 months"),
        ("2014-06", "2016-05", "2 years"),
        ("2014-06-01", "2015-09-01", "1 year 3 months"),
        ("2014-06", "2014-06", "1 month"),
        ("2014-06-30", "2014-07", "2 months"),
        ("2014", "2016-05", "2014 to May 2016"),
        ("2016-05", "", "since May 2016"),
    ],
)
def test_how_long_it_took_is_said_where_both_ends_are_known_to_the_month(
    start: str, end: str, words: str
) -> None:
    assert duration_in_words(start, end) == words


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2014", "2014-03", True),
        ("2014-03", "2014", True),
        ("2014-03", "2014-02", False),
        ("2015", "2014-12-31", False),
        ("2014", "", True),
        ("", "2014", True),
    ],
)
def test_they_are_compared_as_far_as_both_are_exact(start: str, end: str, fits: bool) -> None:
    assert are_in_order(start, end) is fits
