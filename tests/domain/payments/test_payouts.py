"""People are sent what they have earned, once for each key, to the account that staff have named."""

from datetime import timedelta
from typing import Any

import pytest

from tests.domain.payments.world import (
    MINUTE,
    NOW,
    K,
    assert_books_agree,
    balance,
    counted,
    earned,
    fresh,
    person,
    refund,
    silent,
)
from trellis.core.events import history_of
from trellis.domain.notifications.models import Notification
from trellis.domain.payments.gateways.refusals import GatewayAway, GatewayRefuses
from trellis.domain.payments.gateways.sandbox import Sandbox
from trellis.domain.payments.gateways.types import GatewayPayout
from trellis.domain.payments.gateways.types import PayoutStatus as Told
from trellis.domain.payments.models import Payout, SandboxPayout
from trellis.domain.payments.refusals import InvalidAccount
from trellis.domain.payments.rules.choices import PayoutStatus
from trellis.domain.payments.services import payouts
from trellis.domain.payments.services.payouts import (
    apply_payout,
    ask_payout,
    ask_unanswered,
    begin_payouts,
    look_at_pending,
    set_payout_account,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def tell(payout: Payout, status: Told) -> Payout:
    said = GatewayPayout(
        id=Payout.objects.get(pk=payout.pk).gateway_id or f"tr_{payout.public_id}",
        status=status,
        amount_minor=payout.amount_minor,
        currency=payout.currency,
        reference=payout.public_id,
    )
    return apply_payout(payout_id=payout.pk, told=said, now=NOW)


def test_one_for_each_payee_and_currency_of_all_that_is_theirs() -> None:
    earned(7500), earned(5010), earned(9000, "JPY"), earned(7500, payee="tom"), earned(payee=None)
    begin_payouts(now=NOW)
    begin_payouts(now=NOW)
    made = Payout.objects.order_by("pk").values_list("payee__username", "currency", "amount_minor")
    assert sorted(made) == [("sarah", "JPY", 7650), ("sarah", "USD", 10633), ("tom", "USD", 6375)]
    for payout in Payout.objects.all():
        assert ask_payout(payout=payout, now=NOW).status == PayoutStatus.PAID
    assert balance(K.EARNED, person("sarah")) == 0
    assert_books_agree()
    told = Notification.objects.get(recipient=person("tom"), kind="payout.made")
    assert told.title == "63.75 USD is on its way to you"


@pytest.mark.parametrize(
    ("amount", "currency", "is_sent"), [(117, "USD", False), (118, "USD", True), (1, "JPY", True)]
)
def test_less_than_a_unit_waits(amount: int, currency: str, is_sent: bool) -> None:
    earned(amount, currency)
    begin_payouts(now=NOW)
    assert Payout.objects.exists() is is_sent


def test_what_no_account_is_sent_waits_for_the_next() -> None:
    earned(18_610, "KWD")  # of which 15.818 is theirs
    begin_payouts(now=NOW)
    payout = Payout.objects.get()
    assert ask_payout(payout=payout, now=NOW).status == PayoutStatus.PAID
    assert payout.amount_minor == 15_810
    assert balance(K.EARNED, payout.payee, "KWD") == 8


def test_what_is_about_to_go_back_is_not_sent() -> None:
    payment = earned(7500)
    refund(payment, 7400)
    begin_payouts(now=NOW)
    assert not Payout.objects.exists()


def test_an_answer_that_was_lost_is_asked_for_with_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    earned(7500)
    begin_payouts(now=NOW)
    payout = Payout.objects.get()
    with monkeypatch.context() as patch:
        lost = silent(patch, "pay_out", after=True)
        with pytest.raises(GatewayAway):
            ask_payout(payout=payout, now=NOW)
    with counted(monkeypatch, "pay_out") as keys:
        ask_unanswered(now=NOW + 2 * MINUTE)
        ask_unanswered(now=NOW + 2 * MINUTE)
    assert keys == lost == [str(payout.public_id)]
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.PAID
    assert balance(K.EARNED, payout.payee) == 0


@pytest.mark.parametrize("ends", [Told.PAID, Told.FAILED])
def test_the_clock_reads_back_how_one_has_ended_of_which_nothing_was_told(ends: Told) -> None:
    earned(7500)
    begin_payouts(now=NOW)
    payout = ask_payout(payout=Payout.objects.get(), now=NOW)
    Payout.objects.update(status=PayoutStatus.PENDING)
    SandboxPayout.objects.update(status=ends)
    look_at_pending(now=NOW + 59 * MINUTE)
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.PENDING
    look_at_pending(now=NOW + 61 * MINUTE)
    payout.refresh_from_db()
    assert payout.status == ends
    assert balance(K.EARNED, payout.payee) == (6375 if ends == Told.FAILED else 0)
    assert_books_agree()


def test_one_that_fails_is_put_back_once_and_tried_again_a_day_later() -> None:
    earned(7500)
    begin_payouts(now=NOW)
    payout = Payout.objects.get()
    tell(payout, Told.PAID)
    for status in (Told.FAILED, Told.FAILED, Told.PAID):
        tell(payout, status)
    assert balance(K.EARNED, payout.payee) == 6375
    assert Notification.objects.filter(recipient=payout.payee, kind="payout.failed").count() == 1
    begin_payouts(now=NOW + DAY / 2)
    assert Payout.objects.count() == 1
    begin_payouts(now=NOW + DAY)
    assert Payout.objects.count() == 2
    assert_books_agree()


def test_what_the_gateway_refuses_is_not_posted(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(self: Sandbox, **_: object) -> None:
        raise GatewayRefuses(code="account_closed")

    earned(7500)
    begin_payouts(now=NOW)
    monkeypatch.setattr(Sandbox, "pay_out", refuses)
    payout = ask_payout(payout=Payout.objects.get(), now=NOW)
    assert (payout.status, payout.accepted_at) == (PayoutStatus.FAILED, None)
    assert balance(K.EARNED, payout.payee) == 6375


class _Elsewhere:
    name = "stripe"


def test_at_stripe_it_waits_for_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payouts, "gateway", _Elsewhere)
    earned(7500)
    begin_payouts(now=NOW)
    assert not Payout.objects.exists()
    staff = person("staff")
    row = set_payout_account(user=person("sarah"), account=" acct_1 ", actor=staff, now=NOW)
    begin_payouts(now=NOW)
    payout = Payout.objects.get()
    assert (payout.gateway, payout.account) == ("stripe", "acct_1")
    assert [event.actor_id for event in history_of(row)] == [staff.pk]


@pytest.mark.parametrize("account", ["", "   ", "x" * 300], ids=["nothing", "blank", "too long"])
def test_an_account_that_is_none_is_refused(account: str) -> None:
    with pytest.raises(InvalidAccount):
        set_payout_account(user=person("sarah"), account=account, actor=person("staff"), now=NOW)


def test_the_refund_of_what_was_paid_out_is_owed(monkeypatch: pytest.MonkeyPatch) -> None:
    payment = earned(7500)
    begin_payouts(now=NOW)
    ask_payout(payout=Payout.objects.get(), now=NOW)
    assert refund(fresh(payment), 7500) is not None
    assert_books_agree()


def test_one_that_is_accepted_while_the_next_is_considered_is_not_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    earned(7500)
    begin_payouts(now=NOW)
    payout, real = Payout.objects.get(), payouts.balance_of

    def read_before_it_is_accepted(**account: Any) -> int:
        balance = real(**account)
        tell(payout, Told.PAID)
        return balance

    monkeypatch.setattr(payouts, "balance_of", read_before_it_is_accepted)
    begin_payouts(now=NOW)
    assert Payout.objects.count() == 1
