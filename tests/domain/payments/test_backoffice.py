"""What staff do with money: each by a service, and kept with who did it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.browsers import sign_in
from tests.domain.payments.world import K, assert_books_agree, balance, earned, fresh, paid, person
from trellis.core.events import history_of
from trellis.domain.accounts.models import User
from trellis.domain.payments.models import Dispute, PayoutAccount, Refund
from trellis.domain.payments.rules.choices import DisputeStatus, RefundReason

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    return sign_in(client, User.objects.create_superuser("ada@example.com", "ada", "pass"))


def add(office: Client, table: str, **said: object) -> int:
    return office.post(reverse(f"admin:payments_{table}_add"), said).status_code


@pytest.mark.parametrize(
    ("currency", "amount", "minor"),
    [("USD", "", 7500), ("USD", "12.50", 1250), ("JPY", "1250", 1250), ("KWD", "1.250", 1250)],
)
def test_staff_give_all_or_a_part_back(office: Client, currency: str, amount: str, minor: int) -> None:
    payment = paid(7500, currency)
    assert office.get(reverse("admin:payments_refund_add")).status_code == 200
    assert add(office, "refund", payment=payment.public_id, amount=amount) == 302
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.reason, refund.begun_by.username) == (
        minor,
        RefundReason.STAFF,
        "ada",
    )
    assert [event.actor_id for event in history_of(refund)] == [refund.begun_by_id]
    assert_books_agree()


def test_the_same_form_sent_twice_gives_back_once(office: Client) -> None:
    payment = paid(7500)
    form = office.get(reverse("admin:payments_refund_add")).context["adminform"].form
    said = {"payment": payment.public_id, "amount": "12.50", "attempt": form["attempt"].value()}
    assert [add(office, "refund", **said) for _ in range(2)] == [302, 200]
    assert str(Refund.objects.get().public_id) == said["attempt"]


@pytest.mark.parametrize(
    ("currency", "amount"), [("USD", "75.01"), ("USD", "0.005"), ("JPY", "1.5"), ("USD", "0"), ("USD", "-1")]
)
def test_what_cannot_go_back_is_refused_at_the_field(office: Client, currency: str, amount: str) -> None:
    assert add(office, "refund", payment=paid(7500, currency).public_id, amount=amount) == 200
    assert not Refund.objects.exists()


def test_what_the_service_refuses_is_said(office: Client) -> None:
    payment = earned()
    for _ in range(2):
        assert add(office, "dispute", payment=payment.public_id, reason="Nobody came.") == 302
    said = office.get(reverse("admin:payments_dispute_changelist")).content.decode()
    assert "This payment is disputed." in said
    assert Dispute.objects.count() == 1


@pytest.mark.parametrize(
    ("action", "status", "left"),
    [("settle_for_payee", DisputeStatus.WON, 6375), ("settle_for_payer", DisputeStatus.LOST, 0)],
)
def test_staff_open_and_settle_what_somebody_complains_of(
    office: Client, action: str, status: DisputeStatus, left: int
) -> None:
    payment = earned()
    add(office, "dispute", payment=payment.public_id, reason="Nobody came.")
    dispute = Dispute.objects.get()
    assert balance(K.FROZEN, payment.payee) == 6375
    for _ in range(2):
        office.post(
            reverse("admin:payments_dispute_changelist"), {"action": action, "_selected_action": [dispute.pk]}
        )
    dispute.refresh_from_db()
    assert (dispute.status, dispute.closed_by.username) == (status, "ada")
    assert fresh(payment).earned_minor == left
    assert_books_agree()


def test_staff_name_and_change_the_account_of_somebody(office: Client) -> None:
    sarah = person("sarah")
    assert add(office, "payoutaccount", user=sarah.pk, account="acct_1") == 302
    change = reverse("admin:payments_payoutaccount_change", args=[sarah.pk])
    assert office.post(change, {"account": "acct_2"}).status_code == 302
    row = PayoutAccount.objects.get()
    assert (row.user, row.account) == (sarah, "acct_2")
    assert history_of(row).count() == 2


def test_nothing_else_can_be_changed_and_every_row_opens(office: Client) -> None:
    payment = earned()
    add(office, "dispute", payment=payment.public_id, reason="")
    for row in (payment, Dispute.objects.get()):
        url = reverse(f"admin:payments_{row._meta.model_name}_change", args=[row.pk])
        assert office.get(url).status_code == 200
        assert office.post(url, {"status": "won", "reason": "x"}).status_code == 403
    assert office.get(reverse("admin:payments_payment_add")).status_code == 403
    page = office.get(reverse("admin:payments_payment_change", args=[payment.pk])).content.decode()
    assert payment.intent_id in page
    assert payment.client_secret not in page


def test_whoever_may_only_look_does_nothing(client: Client) -> None:
    staff = User.objects.create_user("eve", "eve@example.com", "pass", is_staff=True)
    office = sign_in(client, staff)
    assert add(office, "refund", payment=paid().public_id, amount="") == 403
    assert not Refund.objects.exists()
