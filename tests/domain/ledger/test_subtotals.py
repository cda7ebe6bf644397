"""Subtotals: they change no number, whether they are there or not."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.domain.ledger.books import NOON, K, earn, post, receive, somebody
from trellis.core.processes import wait_until
from trellis.domain.ledger.models import Account, Entry, Sealing, Subtotal, TransferKind
from trellis.domain.ledger.queries import balances_of, earnings_of, sealed_through
from trellis.domain.ledger.services import subtotals
from trellis.domain.ledger.services.sealing import seal
from trellis.domain.ledger.services.subtotals import sum_up

ZONES = ("UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu", "Etc/GMT+12")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subtotals, "_FEW", 3)


def _seal_all() -> None:
    def done() -> bool:
        seal(now=NOON)
        return not Entry.objects.filter(pk__gt=sealed_through()).exists()

    assert wait_until(done, timeout=300)


def _around_midnights(payee: int) -> None:
    """Earn at every hour, and a microsecond before it, around the ends of two months."""
    for end in (datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 7, 1, tzinfo=UTC)):
        for hours in range(-16, 17, 2):
            for before in (0, 1):
                earn(payee, 1000 + hours + before, now=end + timedelta(hours=hours, microseconds=-before))
    post(TransferKind.PAYOUT, (K.EARNED, payee, -5000), (K.OUTSIDE, None, 5000))


def _all_numbers(payee: int) -> list[Any]:
    asked = [earnings_of(user_id=payee, zone=ZoneInfo(zone), now=NOON) for zone in ZONES]
    return [*asked, balances_of(user_id=payee), balances_of(user_id=None)]


def test_every_number_is_the_same_without_them_and_in_every_zone() -> None:
    payee = somebody().pk
    _around_midnights(payee)
    plain = _all_numbers(payee)
    _seal_all()
    assert sum_up() == Account.objects.count() - 1  # The payout alone went outside.
    assert Subtotal.objects.get(account__kind=K.EARNED).balance_minor == plain[0]["USD"].available_minor
    assert _all_numbers(payee) == plain
    # And each zone has months of its own.
    assert len({tuple(each["USD"].by_month.items()) for each in plain[: len(ZONES)]}) == len(ZONES)
    Subtotal.objects.all().delete()
    assert _all_numbers(payee) == plain


def test_what_comes_after_them_is_added() -> None:
    payee = somebody().pk
    for number in range(3):
        receive(payee, 1000)
        earn(payee, 1000, now=NOON + timedelta(days=20 * number))
    _seal_all()
    sum_up()
    earn(payee, 2000)
    (earnings,) = earnings_of(user_id=payee, zone=UTC, now=NOON).values()
    assert earnings.by_month == {"2027-01": 850 + 1700, "2027-02": 1700}
    assert balances_of(user_id=payee) == {K.HELD: {"USD": -2000}, K.EARNED: {"USD": 4250}}
    earn(payee, 2000)
    earn(payee, 4000)
    _seal_all()
    assert sum_up() == 3
    assert Subtotal.objects.get(account__kind=K.EARNED).balance_minor == 4250 + 5100
    (earnings,) = earnings_of(user_id=payee, zone=UTC, now=NOON).values()
    assert (earnings.lifetime_minor, earnings.available_minor) == (9350, 9350)


def test_they_sum_up_what_is_sealed_alone_and_only_where_much_has_moved() -> None:
    payee, other = somebody().pk, somebody("other").pk
    for _ in range(3):
        receive(payee, 1000)
    receive(other, 1000)
    assert sum_up() == 0
    _seal_all()
    receive(payee, 9)
    assert sum_up() == 2
    assert set(Subtotal.objects.values_list("account__kind", "balance_minor")) == {
        ("held", 3000),
        ("outside", -4000),
    }
    assert Sealing.objects.get().summed_entry_id == sealed_through()
    assert sum_up() == 0
