"""Half a minute to have back what an agent did, and what waits for that long."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.crowd import at_once
from tests.domain.assistant.world import SECOND, book, robin
from tests.domain.mentorship.bought import bought, hold, priced
from tests.domain.mentorship.world import HOUR, NINE, NOW, mentor_of, person
from tests.domain.messaging.world import say
from trellis.domain.accounts.models import User
from trellis.domain.assistant import tasks
from trellis.domain.assistant.models import Action
from trellis.domain.assistant.refusals import NoAction, NotToUndo, TooLateToUndo, UndoFailed
from trellis.domain.assistant.rules.acts import UNDO_FOR, ActionStatus, ActKind
from trellis.domain.assistant.services.acting import propose_or_act
from trellis.domain.assistant.services.settling import settle, settle_due
from trellis.domain.assistant.services.undoing import undo
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.refusals import SlotTaken
from trellis.domain.mentorship.services import bookings
from trellis.domain.messaging.models import Message
from trellis.domain.notifications.models import Notification
from trellis.domain.payments.models import Payment
from trellis.domain.payments.rules.choices import Status as PaymentStatus

AFTERWARDS = NOW + UNDO_FOR + SECOND


def done(user: User, kind: ActKind, **details: Any) -> Action:
    """Have the agent do something by itself."""
    made = propose_or_act(user=user, kind=kind, details=details, now=NOW)
    assert isinstance(made, Action), made
    return made


def booked(user: User, starts_at: Any = NINE) -> Booking:
    """Give somebody a session that is agreed on and costs nothing."""
    return hold(mentor_of("mona"), user, starts_at).booking


@pytest.mark.django_db
def test_pressed_twice_it_is_the_same_good_answer_and_the_time_is_free_again() -> None:
    user, mentor = robin(), priced()
    action = book(user, mentor)
    first = undo(user=user, action_id=action.public_id, now=NOW + 30 * SECOND)
    again = undo(user=user, action_id=action.public_id, now=NOW + 40 * SECOND)
    assert first.status == again.status == ActionStatus.UNDONE
    assert first.undone_at == again.undone_at == NOW + 30 * SECOND
    assert Booking.objects.get().status == Status.CANCELLED_BY_MENTEE
    assert Payment.objects.get().status == PaymentStatus.CANCELLED
    hold(mentor, person("mel"), NINE, now=NOW + 40 * SECOND)


@pytest.mark.django_db
def test_at_second_thirty_one_it_stands() -> None:
    user = robin()
    action = book(user, priced())
    with pytest.raises(TooLateToUndo):
        undo(user=user, action_id=action.public_id, now=AFTERWARDS)
    action.refresh_from_db()
    assert (action.status, Booking.objects.get().status) == (ActionStatus.DONE, Status.PENDING)


@pytest.mark.django_db
def test_where_undoing_fails_that_is_said_and_nothing_is_shown_as_undone() -> None:
    user = robin()
    action = book(user, mentor_of("mona"))
    bookings.cancel(booking=Booking.objects.get(), actor=user, version=None, now=NOW)
    with pytest.raises(UndoFailed) as refused:
        undo(user=user, action_id=action.public_id, now=NOW + SECOND)
    assert "cancelled" in refused.value.sentence
    action.refresh_from_db()
    assert (action.status, action.undone_at) == (ActionStatus.DONE, None)
    assert action.undo_failed_at == NOW + SECOND


@pytest.mark.django_db(transaction=True)
def test_what_was_paid_for_since_and_would_cost_something_stands() -> None:
    user, mentor = robin(), priced()
    soon = NOW + 2 * HOUR  # within a day, when half is lost
    action = book(user, mentor, soon)
    bought(mentor, user, soon)
    with pytest.raises(UndoFailed):
        undo(user=user, action_id=action.public_id, now=NOW + SECOND)
    assert Booking.objects.get().status == Status.CONFIRMED


@pytest.mark.django_db
def test_a_message_goes_for_both() -> None:
    user, ann = robin(), person("ann")
    asked = say(ann, user, "Thank you!")
    action = done(user, ActKind.SEND, reply_to=asked.pk, text="You are welcome.", drafted=True)
    message = Message.objects.get(pk=action.action_details["message_id"])
    assert (message.ai_generated, message.room_id) == (True, asked.room_id)
    undo(user=user, action_id=action.public_id, now=NOW + SECOND)
    message.refresh_from_db()
    assert message.deleted_at == NOW + SECOND


@pytest.mark.django_db
def test_calling_off_waits_and_undone_it_never_happens() -> None:
    user = robin()
    booking = booked(user)
    action = done(user, ActKind.CANCEL, booking_id=booking.public_id)
    assert action.status == ActionStatus.WAITING
    assert ProcrastinateJob.objects.filter(args={"action_id": action.pk}, scheduled_at__isnull=False).exists()
    settle(action_id=action.pk, now=NOW + UNDO_FOR)  # too early
    booking.refresh_from_db()
    assert booking.status == Status.CONFIRMED
    assert undo(user=user, action_id=action.public_id, now=NOW + UNDO_FOR).status == ActionStatus.UNDONE
    settle(action_id=action.pk, now=AFTERWARDS)
    settle_due(now=AFTERWARDS)
    booking.refresh_from_db()
    assert booking.status == Status.CONFIRMED


@pytest.mark.django_db
def test_calling_off_is_done_once_nobody_can_undo_it() -> None:
    user = robin()
    booking = booked(user)
    action = done(user, ActKind.CANCEL, booking_id=booking.public_id, reason="I am ill")
    settle_due(now=AFTERWARDS)
    booking.refresh_from_db()
    action.refresh_from_db()
    assert (booking.status, booking.cancellation_reason) == (Status.CANCELLED_BY_MENTEE, "I am ill")
    assert action.status == ActionStatus.DONE
    # Also by a clock that is behind that of the job.
    for now in (AFTERWARDS, NOW + UNDO_FOR):
        with pytest.raises(TooLateToUndo):
            undo(user=user, action_id=action.public_id, now=now)
    action.refresh_from_db()
    assert action.status == ActionStatus.DONE


@pytest.mark.django_db
def test_what_can_no_longer_be_done_has_failed_and_is_told() -> None:
    user = robin()
    booking = booked(user)
    action = done(user, ActKind.CANCEL, booking_id=booking.public_id)
    mentor = booking.mentor
    bookings.cancel(booking=booking, actor=mentor.user, version=None, now=NOW + SECOND)
    settle(action_id=action.pk, now=AFTERWARDS)
    action.refresh_from_db()
    assert action.status == ActionStatus.FAILED
    assert action.reason
    told = Notification.objects.get(recipient=user, kind="agent.act_failed")
    assert (told.title, told.data["action_id"]) == ("A session was not called off", str(action.public_id))
    with pytest.raises(NotToUndo):
        undo(user=user, action_id=action.public_id, now=NOW + SECOND)


@pytest.mark.django_db
def test_a_session_moves_after_the_half_minute_if_the_time_is_still_free() -> None:
    user, booking = robin(), None
    booking = booked(user)
    details = {"booking_id": booking.public_id, "starts_at": NINE + HOUR}
    moved = done(user, ActKind.MOVE, **details)
    settle(action_id=moved.pk, now=AFTERWARDS)
    booking.refresh_from_db()
    assert booking.starts_at == NINE + HOUR
    again = done(user, ActKind.MOVE, booking_id=booking.public_id, starts_at=NINE + 2 * HOUR)
    hold(booking.mentor, person("mel"), NINE + 2 * HOUR)
    settle(action_id=again.pk, now=AFTERWARDS)
    again.refresh_from_db()
    booking.refresh_from_db()
    assert (again.status, again.reason) == (ActionStatus.FAILED, SlotTaken().sentence)
    assert booking.starts_at == NINE + HOUR


@pytest.mark.django_db
def test_late_it_is_done_only_as_it_was_decided_on() -> None:
    user, mentor = robin(), priced(minimum_notice_minutes=0)
    start = NOW + timedelta(hours=24, minutes=60)
    booking = hold(mentor, user, start).booking
    Booking.objects.filter(pk=booking.pk).update(status=Status.CONFIRMED)
    action = done(user, ActKind.CANCEL, booking_id=booking.public_id)
    assert action.content["refund_minor"] == 7500
    # The workers were away until calling off costs half of it.
    settle(action_id=action.pk, now=NOW + timedelta(hours=2))
    action.refresh_from_db()
    booking.refresh_from_db()
    assert (action.status, booking.status) == (ActionStatus.FAILED, Status.CONFIRMED)


@pytest.mark.django_db
@pytest.mark.parametrize("by_the_clock", [False, True], ids=["by its job", "by the clock"])
def test_a_job_does_what_is_due(by_the_clock: bool) -> None:
    user = robin()
    booking = booked(user)
    action = done(user, ActKind.CANCEL, booking_id=booking.public_id)
    past = timezone.now() - timedelta(minutes=1)
    Action.objects.update(created_at=past, undo_until=past)
    if by_the_clock:
        tasks.settle_actions(timestamp=0)
    else:
        tasks.settle_action(action_id=action.pk)
    action.refresh_from_db()
    booking.refresh_from_db()
    assert (action.success, booking.status) == (True, Status.CANCELLED_BY_MENTEE)


@pytest.mark.django_db
def test_another_persons_acts_are_not_there() -> None:
    action = book(robin(), priced())
    with pytest.raises(NoAction):
        undo(user=robin("alex"), action_id=action.public_id, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_undone_several_times_at_once_it_is_undone_once() -> None:
    user = robin()
    action = book(user, priced())

    def press(number: int) -> Any:
        return undo(user=user, action_id=action.public_id, now=NOW + number * SECOND).undone_at

    assert len(set(at_once(4, press))) == 1


@pytest.mark.django_db(transaction=True)
def test_undone_while_its_job_runs_it_is_one_or_the_other() -> None:
    user = robin()
    booking = booked(user)
    action = done(user, ActKind.CANCEL, booking_id=booking.public_id)

    def either(number: int) -> str:
        if number:
            settle(action_id=action.pk, now=AFTERWARDS)
            return ""
        try:
            return undo(user=user, action_id=action.public_id, now=NOW + UNDO_FOR).status
        except TooLateToUndo:
            return ""

    undone, _ = at_once(2, either)
    booking.refresh_from_db()
    assert booking.status == (Status.CONFIRMED if undone else Status.CANCELLED_BY_MENTEE)
