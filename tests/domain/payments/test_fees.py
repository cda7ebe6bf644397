"""One written rule for the two shares, in whatever currency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.payments.world import K, balances, earned
from trellis.core.writing.money import written
from trellis.domain.payments.rules.fees import split
from trellis.domain.payments.rules.parts import Parts, taken


@pytest.mark.parametrize(
    ("amount", "fee", "payout"),
    [
        (5010, 752, 4258),
        (9000, 1350, 7650),
        (18600, 2790, 15810),
        (1, 0, 1),
        (3, 0, 3),
        (4, 1, 3),
        (10, 2, 8),
    ],
)
def test_the_fee_is_rounded_half_up_and_the_payee_has_the_rest(amount: int, fee: int, payout: int) -> None:
    assert split(amount) == (fee, payout)


@given(st.integers(1, 10**12))
def test_both_shares_add_up(amount: int) -> None:
    fee, payout = split(amount)
    assert fee + payout == amount
    assert abs(fee * 100 - amount * 15) <= 50


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [(9000, "JPY", "9,000 JPY"), (18600, "KWD", "18.600 KWD"), (5010, "USD", "50.10 USD")],
)
def test_a_currency_has_its_own_minor_units_from_the_charge_to_the_ledger(
    amount: int, currency: str, said: str
) -> None:
    payment = earned(amount, currency)
    fee, payout = split(amount)
    assert (payment.fee_minor, payment.payout_minor) == (fee, payout)
    assert balances() == {
        (K.OUTSIDE, None, currency): -amount,
        (K.FEES, None, currency): fee,
        (K.EARNED, payment.payee_id, currency): payout,
    }
    assert written(amount, currency) == said


@given(held=st.integers(0, 500), rest=st.integers(0, 500), data=st.data())
def test_what_is_taken_is_there_and_is_what_was_asked(held: int, rest: int, data: st.DataObject) -> None:
    house = data.draw(st.integers(0, rest))
    standing = Parts(held, house, rest - house)
    amount = data.draw(st.integers(0, standing.total))
    parts = taken(standing, amount, has_payee=True)
    left = standing.less(parts)
    assert parts.total == amount
    assert min(parts.held_minor, parts.house_minor, parts.earned_minor) >= 0
    assert min(left.held_minor, left.house_minor, left.earned_minor) >= 0
