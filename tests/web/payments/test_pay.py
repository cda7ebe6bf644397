"""The page on which something is paid: for its payer alone, step by step, and what it says of the end."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.domain.learning.factory import opportunity
from tests.domain.mentorship.bought import hold, with_package
from tests.domain.mentorship.world import mentor_of
from tests.domain.payments.payers import asked, booking_of, for_booking, person, refunded, with_card
from trellis.core.files.turns import Busy
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.mentorship.models import Mentor
from trellis.domain.payments.gateways.refusals import GatewayAway, GatewayRefuses
from trellis.domain.payments.gateways.sandbox import Sandbox
from trellis.domain.payments.models import Payment
from trellis.domain.payments.models.sandbox import SandboxKey
from trellis.domain.payments.rules.choices import Status
from trellis.domain.payments.services.closing import give_up

pytestmark = pytest.mark.django_db
Pay = Callable[..., Any]


@pytest.fixture
def ann(db: None) -> User:
    return person("ann")


@pytest.fixture
def mia(db: None) -> Mentor:
    return mentor_of()


@pytest.fixture
def visitor(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


@pytest.fixture
def pay(visitor: Client) -> Pay:
    """Send the form of a payment's page, as it is filled in."""

    def send(payment: Payment, **fields: str) -> Any:
        return visitor.post(f"/pay/{payment.public_id}", {"do": "pay", "attempt": str(uuid4()), **fields})

    return send


def _words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def _page(visitor: Client, payment: Payment) -> str:
    return _words(visitor.get(f"/pay/{payment.public_id}"))


def test_it_says_for_what_to_whom_when_how_much_until_when_and_what_comes_back(
    visitor: Client, ann: User, mia: Mentor
) -> None:
    payment = for_booking(booking_of(ann, mia), title="<b>A session</b>")
    page = visitor.get(f"/pay/{payment.public_id}")
    said = _words(page)
    assert b"&lt;b&gt;A session" in page.content
    for words in (
        "Mia",
        "$75.00 USD",
        "is kept for you until",
        "until 2 hours before half",
        "4000 0025 0000 3155",
    ):
        assert words in said
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [(9000, "JPY", "¥9,000 JPY"), (18600, "KWD", "KWD 18.600"), (50, "EUR", "€0.50 EUR")],
)
def test_the_price_has_the_decimals_of_its_currency(
    visitor: Client, ann: User, minor: int, currency: str, shown: str
) -> None:
    assert f"Price {shown}" in _page(visitor, asked(ann, minor, currency))


def test_of_a_package_it_says_what_comes_back_of_what_is_not_used(visitor: Client, ann: User) -> None:
    mentor, package = with_package()
    made = hold(mentor, ann, package_id=package)
    assert made.payment is not None
    said = _page(visitor, made.payment)
    assert "all that its unused sessions cost is paid back" in said
    assert "$200.00 USD" in said


def test_anothers_is_not_there_and_a_stranger_is_asked_to_sign_in(
    visitor: Client, ann: User, mia: Mentor
) -> None:
    payment = asked(person("other"), payee=mia.user, title="Secret session")
    for address in (f"/pay/{payment.public_id}", f"/pay/{payment.public_id}/receipt", f"/pay/{uuid4()}"):
        page = visitor.get(address)
        assert page.status_code == 404
        assert b"Secret session" not in page.content
    assert visitor.post(f"/pay/{payment.public_id}", {"do": "pay"}).status_code == 404
    # Who is paid is not who pays.
    visitor.force_login(mia.user)
    assert visitor.get(f"/pay/{payment.public_id}").status_code == 404
    visitor.logout()
    address = f"/pay/{payment.public_id}"
    assert visitor.get(address)["Location"] == f"/sign-in/?next={address}"


def test_a_good_card_pays_and_leads_to_the_receipt(visitor: Client, ann: User, mia: Mentor, pay: Pay) -> None:
    payment = for_booking(booking_of(ann, mia))
    answer = pay(payment, card="good")
    assert (answer.status_code, answer["Location"]) == (302, f"/pay/{payment.public_id}")
    page = visitor.get(answer["Location"])
    assert "Paid Paid" in _words(page)
    assert f"/pay/{payment.public_id}/receipt".encode() in page.content
    assert Payment.objects.get().status == Status.COMPLETED


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"card": "declined"}, "Your card was declined."),
        ({"card": "without_funds"}, "insufficient funds"),
        ({"card": "other", "number": "4000 0000 0000 0069"}, "expired"),
        ({"card": "other", "number": "5555555555554444"}, "Only cards for tests"),
    ],
)
def test_a_card_that_is_not_taken_says_why_and_another_one_is(
    visitor: Client, ann: User, pay: Pay, fields: dict[str, str], words: str
) -> None:
    payment = asked(ann)
    answer = pay(payment, **fields)
    assert answer.status_code == 402
    assert words in _words(answer)
    # Whoever comes again still reads it, and no number of anybody is in the page.
    assert words in _page(visitor, payment)
    assert not re.search(rb'value="[0-9 ]{12,}', answer.content)
    pay(payment, card="good")
    assert Payment.objects.get().status == Status.COMPLETED


def test_the_same_page_sent_twice_is_one_try(ann: User, pay: Pay) -> None:
    payment, attempt = asked(ann), str(uuid4())
    answers = [pay(payment, card="declined", attempt=attempt).status_code for _ in range(2)]
    assert answers == [402, 402]
    assert SandboxKey.objects.filter(key=f"{payment.public_id}/{attempt}").count() == 1
    assert [pay(payment, card="good").status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"card": "other"}, "Enter the 12 to 19 digits"),
        ({"card": "other", "number": "12"}, "Enter the 12 to 19 digits"),
        ({"card": "good", "number": "4000000000000002"}, "Choose “Another number”"),
        ({}, "Choose a card."),
        ({"card": "gold"}, "Choose one of these cards."),
    ],
)
def test_what_is_no_card_is_said_beside_the_field(
    ann: User, pay: Pay, fields: dict[str, str], words: str
) -> None:
    payment = asked(ann)
    answer = pay(payment, **fields)
    assert answer.status_code == 422
    assert words in _words(answer)
    assert Payment.objects.get().status == Status.PENDING


def test_one_more_step_is_accepted_or_refused(visitor: Client, ann: User, pay: Pay) -> None:
    payment = asked(ann)
    address = f"/pay/{payment.public_id}"
    pay(payment, card="asks")
    assert "is it you who pays" in _page(visitor, payment)
    visitor.post(address, {"do": "refuse"})
    assert "could not make sure that the card is yours" in _page(visitor, payment)
    # Answered again, there is nothing to answer.
    assert visitor.post(address, {"do": "accept"}).status_code == 302
    assert Payment.objects.get().status == Status.PENDING
    pay(payment, card="asks")
    visitor.post(address, {"do": "accept"})
    assert Payment.objects.get().status == Status.COMPLETED


def test_a_slow_bank_is_waited_for_by_a_page_that_looks_again(visitor: Client, ann: User, pay: Pay) -> None:
    payment = asked(ann)
    pay(payment, card="slow")
    page = visitor.get(f"/pay/{payment.public_id}")
    assert b'<meta http-equiv="refresh" content="3">' in page.content
    assert "Your card is being charged." in _words(page)
    # A second card beside it is not charged.
    assert pay(payment, card="good").status_code == 302
    intent = Sandbox().intent(payment.intent_id)
    assert intent.status == "processing"


def test_after_the_time_to_pay_nothing_is_charged(visitor: Client, ann: User, pay: Pay) -> None:
    payment = asked(ann)
    Payment.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert "The time to pay is over" in _page(visitor, payment)
    answer = pay(payment, card="good")
    assert answer.status_code == 409
    assert "cannot be paid any more" in _words(answer)
    assert Sandbox().intent(payment.intent_id).status == "requires_payment_method"


def test_what_was_called_off_given_back_or_disputed_says_so(visitor: Client, ann: User) -> None:
    called_off = asked(ann)
    give_up(payment=called_off, now=timezone.now())
    assert "not to be paid any more" in _page(visitor, called_off)
    paid = with_card(asked(ann))
    refunded(paid, 3750)
    assert "$37.50 of it goes back to your card." in _page(visitor, paid)
    refunded(paid, 3750)
    assert "All of it, $75.00, goes back" in _page(visitor, paid)
    Payment.objects.filter(pk=paid.pk).update(disputed_at=timezone.now())
    assert "Disputed" in _page(visitor, paid)


def test_where_the_gateway_does_not_answer_the_same_try_can_be_sent_again(
    ann: User, pay: Pay, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment, attempt = asked(ann), str(uuid4())

    def away(*_: Any, **__: Any) -> None:
        raise GatewayAway

    with monkeypatch.context() as patch:
        patch.setattr(Sandbox, "pay", away)
        answer = pay(payment, card="good", attempt=attempt)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert f'value="{attempt}"'.encode() in answer.content


def test_one_that_the_gateway_has_not_answered_for_is_being_made_ready(
    visitor: Client, ann: User, pay: Pay
) -> None:
    payment = asked(ann)
    Payment.objects.update(status=Status.CREATING, intent_id="", client_secret="")
    assert "getting your payment ready" in _page(visitor, payment)
    # Whoever looks again has it asked for.
    visitor.post(f"/pay/{payment.public_id}", {"do": "look"})
    assert Payment.objects.get().status == Status.PENDING


def test_at_another_gateway_the_card_is_asked_for_elsewhere(visitor: Client, ann: User) -> None:
    payment = asked(ann)
    Payment.objects.update(gateway="stripe")
    page = visitor.get(f"/pay/{payment.public_id}")
    assert "go back to that app or site and pay there" in _words(page)
    assert b'name="card"' not in page.content


class TestEnrolment:
    def _enrolled(self, ann: User, **said: Any) -> Enrollment:
        row = opportunity(**said)
        made, _ = enroll(user=ann, opportunity_id=row.public_id, now=timezone.now())
        return made

    def test_it_leads_to_its_payment_which_is_made_when_it_is_asked_for(
        self, visitor: Client, ann: User, pay: Pay
    ) -> None:
        made = self._enrolled(ann, title="<b>Knots</b>", price_minor=4999)
        address = f"/pay/enrollment/{made.public_id}"
        page = visitor.get(address)
        assert "$49.99 USD" in _words(page)
        assert b"&lt;b&gt;Knots" in page.content
        assert Payment.objects.count() == 0
        there = visitor.post(address)["Location"]
        payment = Payment.objects.get()
        assert there == f"/pay/{payment.public_id}"
        assert visitor.get(address)["Location"] == visitor.post(address)["Location"] == there
        # So do the links that were given out before.
        assert visitor.get(f"/pay/{made.public_id}")["Location"] == address
        pay(payment, card="good")
        assert "There is nothing to pay." in _words(visitor.get(address))
        assert visitor.post(address)["Location"] == address

    def test_where_nothing_is_owed_it_says_so(self, visitor: Client, ann: User) -> None:
        made = self._enrolled(ann)
        assert "There is nothing to pay" in _words(visitor.get(f"/pay/enrollment/{made.public_id}"))

    def test_anothers_is_not_there(self, visitor: Client) -> None:
        made = self._enrolled(person("other"), title="Secret knots", price_minor=100)
        for address in (f"/pay/enrollment/{made.public_id}", f"/pay/{made.public_id}"):
            page = visitor.get(address)
            assert page.status_code == 404
            assert b"Secret knots" not in page.content
        assert visitor.post(f"/pay/enrollment/{made.public_id}").status_code == 404


def test_what_the_gateway_refuses_is_said_on_the_page(
    ann: User, monkeypatch: pytest.MonkeyPatch, pay: Pay
) -> None:
    def refuse(self: Sandbox, **asked: object) -> None:
        raise GatewayRefuses

    payment = asked(ann)
    Payment.objects.update(status=Status.CREATING, intent_id="")
    monkeypatch.setattr(Sandbox, "create_intent", refuse)
    page = pay(payment, card="good")
    assert page.status_code == 409
    said = _words(page)
    assert "The payment service refuses this." in said
    assert "Nothing to pay any more" in said


class TestReceipt:
    def test_before_the_money_it_leads_to_where_that_is_paid(self, visitor: Client, ann: User) -> None:
        payment = asked(ann)
        answer = visitor.get(f"/pay/{payment.public_id}/receipt")
        assert (answer.status_code, answer["Location"]) == (302, f"/pay/{payment.public_id}")

    def test_where_none_can_be_made_now_it_says_when_to_come_again(
        self, visitor: Client, ann: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(_: object) -> bytes:
            raise Busy

        payment = with_card(asked(ann))
        monkeypatch.setattr("trellis.web.payments.receipt.as_pdf", busy)
        answer = visitor.get(f"/pay/{payment.public_id}/receipt")
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")

    @pytest.mark.whole
    def test_a_browser_gets_it_by_its_session(self, visitor: Client, ann: User) -> None:
        payment = with_card(asked(ann))
        answer = visitor.get(f"/pay/{payment.public_id}/receipt")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF-")
        assert "no-store" in answer["Cache-Control"]
