"""Spans: whatever the zone, a month is made of whole ones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from trellis.domain.ledger.queries import _Span
from trellis.domain.ledger.rules.months import by_month, last_months, month_of, span_of

_ZONES = sorted(available_timezones() - {"localtime", "Factory"})
_NEAR_MONTHS = st.builds(
    lambda year, month, seconds: datetime(year, month, 1, tzinfo=UTC) + timedelta(seconds=seconds),
    st.integers(2020, 2060),
    st.integers(1, 12),
    st.integers(-20 * 3600, 20 * 3600) | st.integers(-60 * 900, 60 * 900).map(lambda n: n * 900),
)


@given(moment=_NEAR_MONTHS, zone=st.sampled_from(_ZONES).map(ZoneInfo))
def test_a_span_is_of_one_month_in_every_zone(moment: datetime, zone: ZoneInfo) -> None:
    assert by_month({span_of(moment): 5}, zone=zone) == {month_of(moment, zone=zone): 5}


def test_no_zone_is_further_from_utc_or_apart_from_it_by_less_than_a_quarter() -> None:
    firsts = [datetime(2020 + month // 12, month % 12 + 1, 1) for month in range(12 * 15)]
    for zone in map(ZoneInfo, _ZONES):
        for offset in {zone.utcoffset(first) for first in firsts}:
            assert offset is not None
            assert timedelta(hours=-12) <= offset <= timedelta(hours=14)
            assert not offset % timedelta(minutes=15)


@pytest.mark.django_db
def test_postgresql_reckons_the_same_spans() -> None:
    edges = [datetime(2027, month, 1, tzinfo=UTC) for month in (1, 2, 3, 12)]
    steps = (-14 * 3600 - 1, -14 * 3600, -901, -900, -1, 0, 1, 12 * 3600 - 1, 12 * 3600, 15 * 86400)
    moments = [edge + timedelta(seconds=step, microseconds=3) for edge in edges for step in steps]
    statement = _Span.template % {"expressions": "%s::timestamptz"}
    with connection.cursor() as cursor:
        for moment in moments:
            cursor.execute(f"SELECT {statement}", [moment])
            assert cursor.fetchone() == (span_of(moment),)


def test_months_go_back_over_the_year() -> None:
    assert last_months("2027-02", count=4) == ["2027-02", "2027-01", "2026-12", "2026-11"]
    assert len(last_months("2027-02")) == 12
