"""How sessions end: by what one side says, or by the clock, which goes by who was in the room."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django import app

from tests.crowd import at_once
from tests.domain.mentorship.conftest import HOUR, MIA, NOW, STARTS, TOM, MakeBooking, mail_to
from tests.domain.mentorship.world import outcome
from tests.rounds import ROUNDS
from trellis.core.events import history_of
from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.rules import Status as Guarding
from trellis.domain.mentorship import tasks
from trellis.domain.mentorship.models import Booking, CompletedBy, ConfirmedBy, Mentor, Status
from trellis.domain.mentorship.refusals import (
    InvalidTransition,
    NotAllowed,
    RoomSawOtherwise,
    TooEarly,
    TooLate,
)
from trellis.domain.mentorship.services import bookings, completion
from trellis.domain.mentorship.services.attendance import note_presence
from trellis.domain.mentorship.services.completion import close_due, complete_once
from trellis.domain.messaging.services.blocking import block

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ENDS = STARTS + HOUR
CLOSES = ENDS + 30 * MINUTE
ENDED = {Status.COMPLETED: "completed", Status.NO_SHOW: "no_show", Status.CANCELLED_BY_MENTOR: "cancelled"}


@pytest.fixture
def make_session(make_booking: MakeBooking) -> MakeBooking:
    """Write a confirmed session under SOOSH's terms, held in its room."""

    def make(**fields: Any) -> Booking:
        terms = {"confirmed_by": ConfirmedBy.NOBODY, "completed_by": CompletedBy.EITHER}
        return make_booking(**{**terms, "meeting_url": "", **fields})

    return make


@pytest.fixture
def session(make_session: MakeBooking) -> Booking:
    return make_session()


def guard(minor: User, guardian: User) -> None:
    Guardianship.objects.create(
        minor=minor,
        guardian=guardian,
        email=guardian.email,
        status=Guarding.ACCEPTED,
        created_at=NOW,
        expires_at=NOW,
        accepted_at=NOW,
    )


def came(booking: Booking, *people: User) -> None:
    for person in people:
        note_presence(booking=booking, person=person, now=booking.starts_at + MINUTE)


def finish(booking: Booking, actor: User, *, at: Any = ENDS) -> Booking:
    return complete_once(booking=booking, actor=actor, now=at)


class TestSaying:
    @pytest.mark.parametrize("by_mentor", [True, False], ids=["mentor", "mentee"])
    def test_either_side_says_it_when_it_is_over_and_no_sooner(
        self, session: Booking, mentor: Mentor, mentee: User, by_mentor: bool
    ) -> None:
        actor = mentor.user if by_mentor else mentee
        with pytest.raises(TooEarly):
            finish(session, actor, at=ENDS - timedelta(microseconds=1))
        held = finish(session, actor)
        assert held.status == Status.COMPLETED
        mentor.refresh_from_db()
        assert mentor.total_sessions == 1
        (told,) = history_of(session)
        assert (told.kind, told.actor_id) == ("booking.completed", actor.pk)

    def test_said_again_by_either_it_stays_as_it_is(
        self, session: Booking, mentor: Mentor, mentee: User
    ) -> None:
        first = finish(session, mentor.user)
        for actor in (mentor.user, mentee):
            again = finish(session, actor, at=CLOSES)
            assert (again.version, again.updated_at) == (first.version, first.updated_at)
        mentor.refresh_from_db()
        assert (mentor.total_sessions, history_of(session).count()) == (1, 1)

    @pytest.mark.parametrize("status", [Status.PENDING, Status.CANCELLED_BY_MENTEE, Status.NO_SHOW])
    def test_what_is_not_scheduled_is_not_held(
        self, make_session: MakeBooking, mentee: User, status: Status
    ) -> None:
        with pytest.raises(InvalidTransition):
            finish(make_session(status=status), mentee)

    def test_under_mansas_terms_it_is_the_mentors_word_once_it_has_begun(
        self, booking: Booking, mentor: Mentor, mentee: User
    ) -> None:
        with pytest.raises(NotAllowed):
            finish(booking, mentee)
        assert finish(booking, mentor.user, at=STARTS).status == Status.COMPLETED

    def test_a_mentor_who_let_the_mentee_wait_does_not_say_that_it_was_held(
        self, session: Booking, mentor: Mentor, mentee: User
    ) -> None:
        came(session, mentee)
        with pytest.raises(RoomSawOtherwise):
            finish(session, mentor.user)
        assert finish(session, mentee).status == Status.COMPLETED

    def test_a_mentee_who_was_there_was_not_missed(
        self, session: Booking, mentor: Mentor, mentee: User
    ) -> None:
        missed: dict[str, Any] = {"booking": session, "actor": mentor.user, "version": None, "now": ENDS}
        with pytest.raises(TooEarly):
            bookings.mark_no_show(**{**missed, "now": ENDS - MINUTE})
        came(session, mentee, mentor.user)
        with pytest.raises(RoomSawOtherwise):
            bookings.mark_no_show(**missed)
        session.refresh_from_db()
        assert session.status == Status.CONFIRMED

    def test_nobody_is_sent_elsewhere_once_it_has_begun(self, session: Booking, mentor: Mentor) -> None:
        link: dict[str, Any] = {"booking": session, "actor": mentor.user, "url": "https://zoom.us/j/2"}
        with pytest.raises(TooLate):
            bookings.add_meeting_link(**link, version=None, now=STARTS)
        linked = bookings.add_meeting_link(**link, version=None, now=STARTS - MINUTE)
        assert linked.meeting_url == "https://zoom.us/j/2"


class TestTheClock:
    @pytest.mark.parametrize(
        ("people", "url", "status"),
        [
            ((), "", Status.COMPLETED),
            (("mentor", "mentee"), "", Status.COMPLETED),
            (("mentor",), "", Status.NO_SHOW),
            (("mentee",), "", Status.CANCELLED_BY_MENTOR),
            (("mentee",), "https://zoom.us/j/1", Status.COMPLETED),
        ],
        ids=["nobody known", "both", "mentor alone", "mentee alone", "elsewhere"],
    )
    def test_it_goes_by_who_was_in_the_room(
        self,
        make_session: MakeBooking,
        mentor: Mentor,
        mentee: User,
        people: tuple[str, ...],
        url: str,
        status: Status,
    ) -> None:
        session = make_session(meeting_url=url)
        came(session, *({"mentor": mentor.user, "mentee": mentee}[each] for each in people))
        assert close_due(now=CLOSES - timedelta(microseconds=1)) == 0
        assert close_due(now=CLOSES) == 1
        session.refresh_from_db()
        assert (session.status, session.version, session.updated_at) == (status, 3, CLOSES)
        (told,) = history_of(session)
        assert (told.kind, told.actor_id) == (f"booking.{ENDED[status]}", None)
        assert (told.data["status"], told.data["previous_status"]) == (status, "confirmed")
        mentor.refresh_from_db()
        assert mentor.total_sessions == (status == Status.COMPLETED)
        assert close_due(now=CLOSES + HOUR) == 0

    @pytest.mark.parametrize("url", ["", "https://zoom.us/j/1"], ids=["in the room", "elsewhere"])
    @pytest.mark.parametrize(
        ("people", "blockers", "status"),
        [
            ((), ("mentor",), Status.CANCELLED_BY_MENTOR),
            (("mentor",), ("mentor",), Status.CANCELLED_BY_MENTOR),
            ((), ("mentee",), Status.NO_SHOW),
            (("mentee",), ("mentee",), Status.NO_SHOW),
            ((), ("mentor", "mentee"), Status.CANCELLED_BY_MENTOR),
            (("mentor", "mentee"), ("mentee",), Status.COMPLETED),
        ],
        ids=[
            "by the mentor",
            "who was there",
            "by the mentee",
            "who was there, too",
            "by both",
            "they had met",
        ],
    )
    def test_who_has_blocked_the_other_has_not_come_unless_they_had_met(
        self,
        make_session: MakeBooking,
        mentor: Mentor,
        mentee: User,
        people: tuple[str, ...],
        blockers: tuple[str, ...],
        status: Status,
        url: str,
    ) -> None:
        session = make_session(meeting_url=url)
        known = {"mentor": mentor.user, "mentee": mentee}
        came(session, *(known[each] for each in people))
        for each in blockers:
            block(person=known[each], other=mentee if each == "mentor" else mentor.user, now=STARTS)
        close_due(now=CLOSES)
        session.refresh_from_db()
        assert session.status == status

    def test_a_block_of_afterwards_says_nothing_of_the_session(
        self, session: Booking, mentor: Mentor, mentee: User
    ) -> None:
        came(session, mentor.user)
        block(person=mentor.user, other=mentee, now=ENDS)
        close_due(now=CLOSES)
        session.refresh_from_db()
        assert session.status == Status.NO_SHOW

    @pytest.mark.parametrize(
        ("people", "status"),
        [
            (("mentor", "mentee", "guardian"), Status.COMPLETED),
            (("mentor", "mentee"), Status.NO_SHOW),
            (("mentee",), Status.CANCELLED_BY_MENTOR),
            (("mentor", "guardian"), Status.NO_SHOW),
            ((), Status.COMPLETED),
        ],
        ids=["all", "no guardian", "minor alone", "no minor", "nobody known"],
    )
    def test_a_minor_has_come_only_with_a_guardian(
        self, session: Booking, mentor: Mentor, mentee: User, people: tuple[str, ...], status: Status
    ) -> None:
        User.objects.filter(pk=mentee.pk).update(birth_date=date(2015, 5, 31))
        guardian = User.objects.create(username="gil", email="gil@example.com")
        guard(mentee, guardian)
        known = {"mentor": mentor.user, "mentee": mentee, "guardian": guardian}
        came(session, *(known[each] for each in people))
        close_due(now=CLOSES)
        session.refresh_from_db()
        assert session.status == status

    @pytest.mark.parametrize(
        ("mentor_was_there", "status"),
        [(False, Status.CANCELLED_BY_MENTOR), (True, Status.NO_SHOW)],
        ids=["shut all along", "the guardian went afterwards"],
    )
    def test_what_nobody_could_enter_for_lack_of_a_guardian_was_not_held(
        self, session: Booking, mentor: Mentor, mentee: User, mentor_was_there: bool, status: Status
    ) -> None:
        User.objects.filter(pk=mentee.pk).update(birth_date=date(2015, 5, 31))
        if mentor_was_there:
            came(session, mentor.user)
        else:
            for verb in (bookings.complete, bookings.mark_no_show):
                with pytest.raises(RoomSawOtherwise, match="stayed closed"):
                    verb(booking=session, actor=mentor.user, version=None, now=ENDS)
        close_due(now=CLOSES)
        session.refresh_from_db()
        assert session.status == status
        titles = {MIA: "Tom Teak", TOM: "Mia Moss"}
        if not mentor_was_there:
            for address, other in titles.items():
                assert mail_to(address).subject == f"Your session with {other} did not take place"
                assert "nobody guards the one of the two" in mail_to(address).text

    def test_a_mentor_who_did_not_come_is_told_so_and_the_mentee_why(
        self, session: Booking, mentee: User
    ) -> None:
        came(session, mentee)
        close_due(now=CLOSES)
        assert mail_to(MIA).subject == "You did not come to the session with Tom Teak"
        assert mail_to(TOM).subject == "Mia Moss did not come"
        assert "Reason: The mentor did not come to the session." in mail_to(TOM).text

    def test_a_mentee_who_did_not_come_is_told_so_and_the_mentor(
        self, session: Booking, mentor: Mentor
    ) -> None:
        came(session, mentor.user)
        close_due(now=CLOSES)
        assert mail_to(MIA).subject == "Tom Teak did not come"
        assert mail_to(TOM).subject == "You were missed at your session with Mia Moss"
        assert "The mentor was in the room" in mail_to(TOM).text

    def test_sessions_of_mansa_and_what_is_not_scheduled_wait_for_ever(
        self, make_session: MakeBooking, booking: Booking
    ) -> None:
        others = [status for status in Status if status != Status.CONFIRMED]
        for number, status in enumerate(others, start=1):
            make_session(status=status, starts_at=STARTS - timedelta(days=number))
        assert close_due(now=CLOSES + timedelta(days=9)) == 0
        booking.refresh_from_db()
        assert booking.status == Status.CONFIRMED

    def test_one_that_fails_holds_up_no_other_and_is_tried_again(
        self, make_session: MakeBooking, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = make_session(), make_session(starts_at=ENDS)
        genuine = completion.count_held

        def count(booking: Booking) -> None:
            if booking.pk == first.pk:
                raise ZeroDivisionError
            genuine(booking)

        monkeypatch.setattr(completion, "count_held", count)
        with pytest.raises(ExceptionGroup) as raised:
            close_due(now=CLOSES + HOUR)
        assert [type(each) for each in raised.value.exceptions] == [ZeroDivisionError]
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.status, second.status) == (Status.CONFIRMED, Status.COMPLETED)
        monkeypatch.undo()
        assert close_due(now=CLOSES + HOUR) == 1

    def test_it_runs_every_minute(self) -> None:
        (ours,) = [
            each
            for each in app.periodic_registry.periodic_tasks.values()
            if each.task.name == "trellis.domain.mentorship.tasks.close_sessions"
        ]
        assert ours.cron == "* * * * *"

    def test_the_task_closes_what_is_over(self, make_session: MakeBooking) -> None:
        session = make_session(starts_at=STARTS - timedelta(days=9999))
        tasks.close_sessions(timestamp=0)
        session.refresh_from_db()
        assert session.status == Status.COMPLETED


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_the_clock_and_both_sides_at_once_end_it_once(
    make_session: MakeBooking, mentor: Mentor, mentee: User
) -> None:
    """The mentor calls it off a moment before its end, on a slower clock than all others."""
    for number in range(min(ROUNDS, 20)):
        session = make_session(starts_at=STARTS + number * HOUR)
        ends = session.ends_at
        common: dict[str, Any] = {"booking": session, "actor": mentee, "version": None}
        verbs: list[Callable[[], Any]] = [
            lambda: close_due(now=ends + 30 * MINUTE),  # noqa: B023
            lambda: bookings.cancel(**{**common, "actor": mentor.user}, now=ends - MINUTE),  # noqa: B023
            lambda: bookings.complete(**common, now=ends),  # noqa: B023
            lambda: close_due(now=ends + 30 * MINUTE),  # noqa: B023
        ]
        told = Counter(at_once(4, lambda n: outcome(verbs[n], InvalidTransition)))  # noqa: B023
        assert told["InvalidTransition"] in (1, 2)
        session.refresh_from_db()
        assert session.version == 3
        assert history_of(session).count() == 1
        assert Mail.objects.count() == 2
        Mail.objects.all().delete()
    mentor.refresh_from_db()
    assert mentor.total_sessions == Booking.objects.filter(status=Status.COMPLETED).count()
