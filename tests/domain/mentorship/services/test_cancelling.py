"""Sessions that were paid for are called off, moved, held and missed: where their money is afterwards."""

from datetime import datetime, timedelta

import pytest

from tests.domain.mentorship.bought import again, bought, hold, payment_of, priced
from tests.domain.mentorship.world import HOUR, NINE, NOW, person
from tests.domain.payments.world import assert_books_agree, balance, counted, silent
from trellis.core.post.mail import Mail
from trellis.domain.ledger.models import AccountKind
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.refusals import NotBookable, RoomSawOtherwise, TooLate, TooNear
from trellis.domain.mentorship.rules.bookings import Verb, what_can
from trellis.domain.mentorship.services import bookings
from trellis.domain.mentorship.services.attendance import note_presence
from trellis.domain.mentorship.services.cancelling import call_off
from trellis.domain.mentorship.services.completion import close_due
from trellis.domain.payments.rules.choices import RefundStatus
from trellis.domain.payments.rules.choices import Status as Paid
from trellis.domain.payments.services.refunding import ask_unanswered

pytestmark = pytest.mark.django_db(transaction=True)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NEAR, VERY_NEAR = NINE - 3 * HOUR, NINE - HOUR


def called_off(booking: Booking, actor: object, now: datetime) -> Booking:
    call_off(booking=booking, actor=actor, reason="Ill", now=now)  # type: ignore[arg-type]
    return again(booking)


@pytest.mark.parametrize(
    ("side", "now", "back", "share", "fee"),
    [
        ("mel", NOW, 7500, 0, 0),
        ("mel", NEAR, 3750, 3187, 563),
        ("mel", VERY_NEAR, 0, 6375, 1125),
        ("mia", VERY_NEAR, 7500, 0, 0),
    ],
    ids=["a-day-before", "hours-before", "at-the-end", "by-the-mentor"],
)
def test_the_policy_gives_back_and_the_rest_is_earned(
    monkeypatch: pytest.MonkeyPatch, side: str, now: datetime, back: int, share: int, fee: int
) -> None:
    mentor, mel = priced(), person("mel")
    booking = bought(mentor, mel)
    with counted(monkeypatch, "refund") as asked:
        booking = called_off(booking, mel if side == "mel" else mentor.user, now)
    assert (booking.given_back_minor, len(asked)) == (back, bool(back))
    assert (booking.refund is not None) == bool(back)
    payment = payment_of(booking)
    assert (payment.refunded_minor, payment.earned_minor, payment.house_minor) == (back, share, fee)
    assert balance(AccountKind.EARNED, mentor.user) == share
    assert_books_agree()


def test_both_are_told_what_goes_back() -> None:
    mentor, mel = priced(), person("mel")
    booking = bought(mentor, mel)
    Mail.objects.all().delete()
    called_off(booking, mel, NEAR)
    texts = dict(Mail.objects.values_list("to", "text"))
    assert "37.50 USD are on their way back to you." in texts["mel@example.com"]
    assert "37.50 USD are paid back to the mentee." in texts["mia@example.com"]


def test_said_again_it_stays_as_it_is_and_is_paid_back_once() -> None:
    mentor, mel = priced(), person("mel")
    booking = called_off(bought(mentor, mel), mel, NOW)
    for actor in (mel, mentor.user):
        repeated = call_off(booking=booking, actor=actor, reason="", now=NOW + MINUTE)
        assert (repeated.status, repeated.refund) == (Status.CANCELLED_BY_MENTEE, booking.refund)
    assert payment_of(booking).refunds.count() == 1


def test_an_unpaid_hold_is_let_go_its_intent_given_up_and_the_mentor_hears_nothing() -> None:
    mentor, mel = priced(), person("mel")
    booking = called_off(hold(mentor, mel).booking, mel, NOW)
    assert (booking.status, booking.given_back_minor) == (Status.CANCELLED_BY_MENTEE, None)
    assert payment_of(booking).status == Paid.CANCELLED
    assert list(Mail.objects.values_list("to", "subject")) == [
        ("mel@example.com", "You let go of the time with Mia")
    ]


def test_a_gateway_that_is_away_is_asked_again_by_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    mentor, mel = priced(), person("mel")
    booking = bought(mentor, mel)
    with monkeypatch.context() as patch:
        silent(patch, "refund", after=True)
        booking = called_off(booking, mel, NOW)
    assert booking.refund is not None
    assert (booking.status, booking.refund.status) == (Status.CANCELLED_BY_MENTEE, RefundStatus.CREATING)
    ask_unanswered(now=NOW + 10 * MINUTE)
    refund = again(booking).refund
    assert refund is not None
    assert refund.status != RefundStatus.CREATING
    assert_books_agree()


def test_what_is_over_is_not_called_off() -> None:
    mentor, mel = priced(), person("mel")
    booking = bought(mentor, mel)
    with pytest.raises(TooLate):
        call_off(booking=booking, actor=mel, reason="", now=NINE + HOUR)


def test_once_it_has_begun_the_mentor_alone_calls_it_off() -> None:
    """Whoever was taught would have all of it, and the money of a session that was moved."""
    mentor, mel = priced(), person("mel")
    booking = bought(mentor, mel)
    time = {"starts_at": NINE + HOUR, "ends_at": NINE + 2 * HOUR, "version": None}
    bookings.reschedule(booking=booking, actor=mentor.user, now=NOW, **time)
    begun = NINE + HOUR
    with pytest.raises(TooLate):
        call_off(booking=booking, actor=mel, reason="", now=begun)
    assert Verb.CANCEL not in what_can(again(booking), "mentee", begun)
    assert Verb.CANCEL in what_can(again(booking), "mentee", begun - MINUTE)
    assert called_off(booking, mentor.user, begun + MINUTE).given_back_minor == 7500
    assert_books_agree()


def test_what_was_moved_without_the_mentee_is_not_paid_for_by_who_does_not_come() -> None:
    mentor, mel = priced(), person("mel")
    booking = bought(mentor, mel)
    time = {"starts_at": NINE + HOUR, "ends_at": NINE + 2 * HOUR, "version": None}
    bookings.reschedule(booking=booking, actor=mentor.user, now=NEAR, **time)
    note_presence(booking=again(booking), person=mentor.user, now=NINE + HOUR)
    for verb in (bookings.complete, bookings.mark_no_show):
        with pytest.raises(RoomSawOtherwise, match="to which the mentor had moved"):
            verb(booking=booking, actor=mentor.user, version=None, now=NINE + 2 * HOUR)
    Mail.objects.all().delete()
    assert close_due(now=NINE + 3 * HOUR) == 1
    closed = again(booking)
    assert (closed.status, closed.given_back_minor) == (Status.CANCELLED_BY_MENTOR, 7500)
    assert dict(Mail.objects.values_list("to", "subject")) == {
        "mel@example.com": "Your session with Mia did not take place",
        "mia@example.com": "Your session with Mel did not take place",
    }
    assert_books_agree()


@pytest.mark.parametrize("verb", [bookings.complete, bookings.mark_no_show], ids=["held", "missed"])
def test_whether_the_mentee_came_or_not_the_mentor_has_earned_it(verb: object) -> None:
    mentor, mel = priced(), person("mel")
    booking = bought(mentor, mel)
    verb(booking=booking, actor=mentor.user, version=None, now=NINE + 2 * HOUR)  # type: ignore[operator]
    payment = payment_of(booking)
    assert (payment.earned_minor, payment.house_minor, payment.held_minor) == (6375, 1125, 0)
    assert_books_agree()


class TestMoving:
    def test_the_mentee_moves_while_calling_off_gives_all_back_and_stays_confirmed(self) -> None:
        mentor, mel = priced(), person("mel")
        booking = bought(mentor, mel)
        time = {"starts_at": NINE + HOUR, "ends_at": NINE + 2 * HOUR, "version": None}
        moved = bookings.reschedule(booking=booking, actor=mel, now=NOW, **time)
        assert (moved.status, moved.starts_at) == (Status.CONFIRMED, NINE + HOUR)
        with pytest.raises(TooNear):
            bookings.reschedule(booking=booking, actor=mel, now=NEAR, **time)
        assert again(booking).version == moved.version

    def test_what_the_mentor_moves_is_called_off_at_no_cost_until_the_mentee_moves_it(self) -> None:
        mentor, mel = priced(), person("mel")
        booking = bought(mentor, mel)
        time = {"starts_at": NINE + 4 * HOUR, "ends_at": NINE + 5 * HOUR, "version": None}
        bookings.reschedule(booking=booking, actor=mentor.user, now=NEAR, **time)
        other = {"starts_at": NINE + 5 * HOUR, "ends_at": NINE + 6 * HOUR, "version": None}
        bookings.reschedule(booking=booking, actor=mel, now=NEAR, **other)
        assert called_off(booking, mel, NINE + 4 * HOUR).given_back_minor == 0

    def test_after_the_mentors_move_all_goes_back(self) -> None:
        mentor, mel = priced(), person("mel")
        booking = bought(mentor, mel)
        time = {"starts_at": NINE + HOUR, "ends_at": NINE + 2 * HOUR, "version": None}
        bookings.reschedule(booking=booking, actor=mentor.user, now=NEAR, **time)
        assert called_off(booking, mel, VERY_NEAR).given_back_minor == 7500

    def test_it_keeps_the_length_that_was_paid_for(self) -> None:
        mentor, mel = priced(session_minutes=30), person("mel")
        booking = bought(mentor, mel)
        for actor in (mel, mentor.user):
            with pytest.raises(NotBookable, match="keeps its length"):
                bookings.reschedule(
                    booking=booking,
                    actor=actor,
                    starts_at=NINE,
                    ends_at=NINE + HOUR,
                    version=None,
                    now=NOW,
                )
