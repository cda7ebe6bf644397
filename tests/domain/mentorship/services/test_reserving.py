"""How sessions of SOOSH are booked: held, priced, and asked for again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.domain.mentorship.bought import again, bought, hold, pay_for, priced
from tests.domain.mentorship.world import HOUR, NINE, NOW, book, mentor_of, person
from tests.domain.payments.world import silent
from trellis.core.post.mail import Mail
from trellis.domain.mentorship.models import Booking, Mentor, Status, Terms
from trellis.domain.mentorship.queries.slots import slots_of
from trellis.domain.mentorship.refusals import (
    FirstTalkHad,
    HeldOtherwise,
    InvalidTransition,
    InvalidWish,
    NotBookable,
    OwnSession,
    SlotTaken,
    TooManyHolds,
)
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.rules.stages import Stage, stage_at
from trellis.domain.mentorship.services import bookings
from trellis.domain.mentorship.services.next_slots import next_slot_of
from trellis.domain.mentorship.services.terms import set_terms
from trellis.domain.payments.gateways.refusals import GatewayAway
from trellis.domain.payments.models import Payment
from trellis.domain.payments.models.sandbox import SandboxIntent
from trellis.domain.payments.refusals import OtherPrice
from trellis.domain.payments.rules.choices import Status as Paid

pytestmark = pytest.mark.django_db(transaction=True)
QUARTER = timedelta(minutes=15)
TUESDAY = NINE.date()


@pytest.mark.parametrize(
    ("rate", "currency", "minutes", "minor"),
    [
        ("75", "USD", 60, 7500),
        ("9000", "JPY", 60, 9000),
        ("50.10", "USD", 60, 5010),
        ("33.35", "USD", 30, 1668),
        ("33.33", "USD", 30, 1667),
        ("18.600", "KWD", 30, 9300),
        ("18.610", "KWD", 30, 9310),
        ("0.01", "USD", 30, 1),
    ],
    ids=lambda value: str(value),
)
def test_the_server_prices_it_in_what_a_card_can_be_charged(
    rate: str, currency: str, minutes: int, minor: int
) -> None:
    made = hold(priced(rate=rate, currency=currency, session_minutes=minutes), person("mel"))
    assert made.payment is not None
    assert (made.booking.price_minor, made.booking.currency) == (minor, currency)
    intent = SandboxIntent.objects.get(gateway_id=made.payment.intent_id)
    assert (intent.amount_minor, intent.currency) == (minor, currency)


def test_it_is_held_for_a_quarter_of_an_hour_and_then_anybodys_at_once() -> None:
    mentor, mel = priced(), person("mel")
    made = hold(mentor, mel)
    assert stage_at(made.booking, NOW) is Stage.WAITS_FOR_PAYMENT
    assert made.booking.expires_at == NOW + QUARTER
    with pytest.raises(SlotTaken):
        hold(mentor, person("tom"), now=NOW + QUARTER - timedelta(seconds=1))
    over = NOW + QUARTER
    # Nobody has swept, and every reader knows.
    assert stage_at(again(made.booking), over) is Stage.CANCELLED
    assert slots_of(mentor, first=TUESDAY, last=TUESDAY, now=over)[0].starts_at == NINE
    assert hold(mentor, person("tim"), now=over).is_new
    assert again(made.booking).status == Status.CANCELLED_EXPIRED
    assert Payment.objects.get(pk=made.payment and made.payment.pk).status == Paid.CANCELLED


def test_the_next_time_that_is_shown_is_known_no_longer_than_the_hold_lasts() -> None:
    mentor = priced(weekly=[Window(9 * 60, 17 * 60, day_of_week=2)])
    hold(mentor, person("mel"))
    fresh = Mentor.objects.get(pk=mentor.pk)
    assert next_slot_of(fresh, now=NOW) == NINE + HOUR
    fresh.refresh_from_db()
    assert next_slot_of(fresh, now=NOW + QUARTER) == NINE


def test_who_asks_again_gets_the_same_booking_and_the_same_intent() -> None:
    mentor, mel = priced(), person("mel")
    first, second = hold(mentor, mel, notes="One"), hold(mentor, mel, notes="Two", now=NOW + HOUR / 6)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.payment is not None
    assert second.payment == first.payment
    assert SandboxIntent.objects.count() == Booking.objects.count() == 1
    pay_for(first)
    third = hold(mentor, mel, now=NOW + HOUR)
    assert (third.booking, third.payment, third.is_new) == (first.booking, None, False)


def test_without_an_answer_it_is_held_and_the_next_request_gets_its_intent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mentor, mel = priced(), person("mel")
    with monkeypatch.context() as patch:
        silent(patch, "create_intent", after=True)
        with pytest.raises(GatewayAway):
            hold(mentor, mel)
    assert Booking.objects.get().status == Status.PENDING
    made = hold(mentor, mel)
    assert made.payment is not None
    assert (made.is_new, bool(made.payment.client_secret)) == (False, True)
    assert SandboxIntent.objects.count() == 1


def test_the_mentor_confirms_no_unpaid_hold_and_nobody_moves_it() -> None:
    mentor, mel = priced(), person("mel")
    booking = hold(mentor, mel).booking
    with pytest.raises(InvalidTransition):
        bookings.confirm(booking=booking, actor=mentor.user, version=None, now=NOW)
    later = {"starts_at": NINE + HOUR, "ends_at": NINE + 2 * HOUR, "version": None, "now": NOW}
    for actor in (mentor.user, mel):
        with pytest.raises(InvalidTransition):
            bookings.reschedule(booking=booking, actor=actor, **later)
    assert again(booking).status == Status.PENDING


def test_a_free_mentor_is_booked_at_once_and_both_are_told() -> None:
    mentor = priced(rate="0")
    made = hold(mentor, person("mel"))
    assert (made.booking.status, made.payment) == (Status.CONFIRMED, None)
    told = dict(Mail.objects.values_list("to", "subject"))
    assert told == {
        "mia@example.com": "Mel booked a session with you",
        "mel@example.com": "Your session with Mia is booked",
    }
    assert not Payment.objects.exists()


def test_nobody_is_told_of_a_hold_and_both_of_a_paid_session() -> None:
    mentor, mel = priced(), person("mel")
    made = hold(mentor, mel)
    assert not Mail.objects.exists()
    booking = pay_for(made)
    assert (booking.status, booking.version) == (Status.CONFIRMED, 2)
    mails = {each.to: each for each in Mail.objects.all()}
    assert mails["mia@example.com"].subject == "Mel booked a session with you"
    assert "Paid: 75.00 USD." in mails["mel@example.com"].text
    assert "until 2 hours before half" in mails["mel@example.com"].text


def test_three_bookings_an_hour_are_mansas_alone(settings: object) -> None:
    settings.TRELLIS_RATE_LIMITS = True  # type: ignore[attr-defined]
    mentor, mel = priced(), person("mel")
    for hour in range(4):
        bought(mentor, mel, NINE + hour * HOUR)
    for hour in range(4, 7):
        book(mentor, mel, NINE + hour * HOUR)
    assert Booking.objects.count() == 7


def test_one_holds_five_unpaid_times_at_most() -> None:
    mentor, mel = priced(), person("mel")
    for hour in range(5):
        hold(mentor, mel, NINE + hour * HOUR)
    with pytest.raises(TooManyHolds):
        hold(mentor, mel, NINE + 5 * HOUR)
    assert hold(mentor, mel, NINE + 5 * HOUR, now=NOW + QUARTER).is_new


@pytest.mark.parametrize(
    ("said", "field"),
    [((Decimal("74.99"), "USD"), "amount"), ((Decimal(75), "EUR"), "currency"), ((Decimal(0), ""), "amount")],
    ids=["less", "other-currency", "nothing"],
)
def test_another_price_is_refused_and_nothing_is_held(said: tuple[Decimal, str], field: str) -> None:
    with pytest.raises(OtherPrice) as refused:
        hold(priced(), person("mel"), said=said)
    assert set(refused.value.errors) == {field}
    assert not Booking.objects.exists()
    assert not Payment.objects.exists()


def test_nor_is_another_price_taken_of_a_time_that_is_held_already() -> None:
    mentor, mel = priced(), person("mel")
    made = hold(mentor, mel)
    with pytest.raises(OtherPrice):
        hold(mentor, mel, said=(Decimal(1), "USD"))
    assert hold(mentor, mel, said=(Decimal(75), "USD")).payment == made.payment


def test_who_is_only_priced_is_booked_at_soosh_alone_and_who_is_free_costs_nothing_there() -> None:
    only, free = priced("mia", terms=Terms.PRICED), priced("mo", terms=Terms.FREE)
    mel = person("mel")
    with pytest.raises(NotBookable):
        book(only, mel)
    assert hold(only, mel).payment is not None
    assert hold(free, person("tom")).payment is None


def test_nobody_books_themselves_nor_who_is_not_shown() -> None:
    mentor = priced()
    with pytest.raises(OwnSession):
        hold(mentor, mentor.user)
    waiting = mentor_of("mo", approved=False)
    with pytest.raises(NotBookable, match="takes no bookings"):
        hold(waiting, person("mel"))


def test_a_time_that_is_not_offered_is_refused_with_the_rule() -> None:
    with pytest.raises(NotBookable, match="outside the hours"):
        hold(priced(), person("mel"), NINE - HOUR)


class TestAFirstTalk:
    def test_it_is_free_short_and_waits_for_the_mentor(self) -> None:
        mentor = priced(free_talk_minutes=20)
        made = hold(mentor, person("mel"), is_first_talk=True)
        assert made.payment is None
        assert stage_at(made.booking, NOW) is Stage.WAITS_FOR_MENTOR
        assert made.booking.ends_at == NINE + timedelta(minutes=20)
        assert made.booking.expires_at > NOW + 24 * HOUR
        confirmed = bookings.confirm(booking=made.booking, actor=mentor.user, version=None, now=NOW)
        assert confirmed.status == Status.CONFIRMED

    def test_there_is_one_of_a_pair_unless_it_was_called_off(self) -> None:
        mentor, mel = priced(free_talk_minutes=20), person("mel")
        talk = hold(mentor, mel, is_first_talk=True).booking
        with pytest.raises(FirstTalkHad):
            hold(mentor, mel, NINE + HOUR, is_first_talk=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(
                mentor=mentor,
                mentee=mel,
                is_first_talk=True,
                starts_at=NINE + HOUR,
                ends_at=NINE + 2 * HOUR,
                blocked_until=NINE + 2 * HOUR,
                topic="Again",
                expires_at=NINE,
                created_at=NOW,
                updated_at=NOW,
            )
        bookings.cancel(booking=talk, actor=mel, version=None, now=NOW)
        assert hold(mentor, mel, NINE + HOUR, is_first_talk=True).is_new

    def test_one_that_takes_longer_than_a_session_takes_two_in_a_row(self) -> None:
        mentor = priced(free_talk_minutes=45, session_minutes=30, buffer_minutes=10)
        made = hold(mentor, person("mel"), is_first_talk=True)
        assert made.booking.ends_at == NINE + timedelta(minutes=45)
        # The last two of the day begin at 15:40, and one alone at 16:20.
        with pytest.raises(NotBookable):
            hold(mentor, person("tom"), NINE + timedelta(hours=7, minutes=20), is_first_talk=True)

    def test_who_gives_none_says_so_and_another_length_is_refused(self) -> None:
        mel = person("mel")
        with pytest.raises(InvalidWish) as refused:
            hold(priced(), mel, is_first_talk=True)
        assert set(refused.value.errors) == {"free_talk"}
        with pytest.raises(InvalidWish) as refused:
            hold(priced("mo", free_talk_minutes=20), mel, is_first_talk=True, minutes=60)
        assert set(refused.value.errors) == {"duration_minutes"}

    def test_the_same_time_under_other_terms_is_refused(self) -> None:
        mentor, mel = priced(free_talk_minutes=60), person("mel")
        hold(mentor, mel)
        with pytest.raises(HeldOtherwise):
            hold(mentor, mel, is_first_talk=True)


def test_what_the_mentor_changes_afterwards_changes_nothing_in_what_is_booked() -> None:
    mentor, mel = priced(), person("mel")
    booking = bought(mentor, mel)
    set_terms(mentor=mentor, changes={"hourly_rate": Decimal(500), "terms": Terms.BOTH}, now=NOW)
    assert (again(booking).price_minor, again(booking).cancellation) == (7500, "by_hours")
