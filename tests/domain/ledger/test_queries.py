"""What somebody has and has earned, from the entries alone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.domain.ledger.books import NOON, K, earn, post, receive, somebody
from trellis.domain.ledger.models import TransferKind
from trellis.domain.ledger.queries import balance_of, balances_of, earned_by_month, earnings_of

NEW_YORK = ZoneInfo("America/New_York")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")
T = TransferKind
pytestmark = pytest.mark.django_db


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _earned(payee: int, *amounts: tuple[str, int]) -> None:
    for moment, amount in amounts:
        receive(payee, amount, now=_at(moment))
        earn(payee, amount, now=_at(moment))


def test_accounts_hold_the_sum_of_their_entries() -> None:
    sarah, other = somebody().pk, somebody("other").pk
    receive(sarah, 1000)
    receive(sarah, 10000)
    receive(sarah, 9000, currency="JPY")
    earn(sarah, 10000)
    earn(other, 10000)
    assert balances_of(user_id=sarah) == {K.HELD: {"USD": 1000, "JPY": 9000}, K.EARNED: {"USD": 8500}}
    assert balances_of(user_id=None) == {K.OUTSIDE: {"USD": -11000, "JPY": -9000}, K.FEES: {"USD": 3000}}
    assert balance_of(kind=K.EARNED, user_id=sarah, currency="USD") == 8500
    assert balance_of(kind=K.FEES, user_id=None, currency="USD") == 3000
    assert balance_of(kind=K.FROZEN, user_id=sarah, currency="USD") == 0


@pytest.mark.parametrize(
    ("zone", "month"),
    [(NEW_YORK, "2027-01"), (UTC, "2027-02"), (ZoneInfo("UTC"), "2027-02"), (KIRITIMATI, "2027-02")],
    ids=str,
)
def test_a_payment_at_midnight_is_of_the_month_on_the_payees_wall(zone: ZoneInfo, month: str) -> None:
    sarah = somebody().pk
    _earned(sarah, ("2027-02-01T04:30", 10000))
    assert earned_by_month(user_id=sarah, zone=zone) == {"USD": {month: 8500}}


def test_a_month_begins_with_its_midnight() -> None:
    sarah = somebody().pk
    _earned(sarah, ("2027-02-01T04:59:59.999999", 100), ("2027-02-01T05:00", 1000))
    # In summer the clock there is an hour further.
    _earned(sarah, ("2027-07-01T03:59:59.999999", 100), ("2027-07-01T04:00", 1000))
    assert earned_by_month(user_id=sarah, zone=NEW_YORK) == {
        "USD": {"2027-01": 85, "2027-02": 850, "2027-06": 85, "2027-07": 850}
    }


def test_what_goes_back_lessens_the_month_in_which_it_goes_and_payouts_none() -> None:
    sarah = somebody().pk
    _earned(sarah, ("2027-01-10T12:00", 10000), ("2027-02-10T12:00", 10000))
    back = ((K.EARNED, sarah, -4250), (K.FEES, None, -750), (K.OUTSIDE, None, 5000))
    post(T.REFUND, *back, now=_at("2027-02-11T12:00"))
    post(T.PAYOUT, (K.EARNED, sarah, -8500), (K.OUTSIDE, None, 8500), now=_at("2027-02-12T12:00"))
    post(T.PAYOUT_FAILED, (K.EARNED, sarah, 8500), (K.OUTSIDE, None, -8500), now=_at("2027-03-01T12:00"))
    post(T.PAYOUT, (K.EARNED, sarah, -8500), (K.OUTSIDE, None, 8500), now=_at("2027-03-02T12:00"))
    assert earned_by_month(user_id=sarah, zone=UTC) == {"USD": {"2027-01": 8500, "2027-02": 4250}}
    (earnings,) = earnings_of(user_id=sarah, zone=UTC, now=_at("2027-02-28T12:00")).values()
    assert (earnings.this_month_minor, earnings.lifetime_minor) == (4250, 12750)
    assert (earnings.available_minor, earnings.frozen_minor) == (4250, 0)


def test_what_a_bank_takes_is_lost_and_what_is_frozen_is_not_yet() -> None:
    sarah = somebody().pk
    _earned(sarah, ("2027-01-10T12:00", 10000), ("2027-01-11T12:00", 2000))
    bank = ((K.EARNED, sarah, -8500), (K.FEES, None, -1500), (K.OUTSIDE, None, 10000))
    post(T.DISPUTE_OPENED, *bank)
    post(T.DISPUTE_OPENED, (K.EARNED, sarah, -1700), (K.FROZEN, sarah, 1700))
    (earnings,) = earnings_of(user_id=sarah, zone=UTC, now=NOON).values()
    assert (earnings.lifetime_minor, earnings.available_minor, earnings.frozen_minor) == (1700, 0, 1700)
    lost = ((K.FROZEN, sarah, -1700), (K.FEES, None, -300), (K.OUTSIDE, None, 2000))
    post(T.DISPUTE_LOST, *lost)
    (earnings,) = earnings_of(user_id=sarah, zone=UTC, now=NOON).values()
    assert (earnings.lifetime_minor, earnings.available_minor, earnings.frozen_minor) == (0, 0, 0)


def test_the_last_twelve_months_end_with_this_one() -> None:
    sarah = somebody().pk
    _earned(sarah, ("2026-02-20T12:00", 1), ("2026-02-28T23:00", 100), ("2026-03-01T12:00", 1000))
    _earned(sarah, ("2027-02-01T04:30", 10000), ("2027-02-02T12:00", 100000))
    now = _at("2027-02-15T12:00")
    (earnings,) = earnings_of(user_id=sarah, zone=NEW_YORK, now=now).values()
    assert earnings.this_month_minor == 85000
    assert earnings.last_twelve_months_minor == 94350
    assert earnings.lifetime_minor == 94436
    assert list(earnings.by_month) == ["2026-02", "2026-03", "2027-01", "2027-02"]


def test_currencies_stand_apart_and_without_any_there_is_nothing() -> None:
    sarah, other = somebody().pk, somebody("other").pk
    earn(sarah, 10000)
    earn(sarah, 9000, currency="JPY")
    found = earnings_of(user_id=sarah, zone=UTC, now=NOON)
    assert {currency: each.lifetime_minor for currency, each in found.items()} == {"JPY": 7650, "USD": 8500}
    assert earnings_of(user_id=other, zone=UTC, now=NOON) == {}
    assert earned_by_month(user_id=other, zone=UTC) == {}
