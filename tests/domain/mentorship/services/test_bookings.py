"""What may follow on what, who may bring it about, and what it leaves behind."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from tests.domain.mentorship.world import (
    HOUR,
    NINE,
    NOW,
    book,
    booking_in,
    mentor_of,
    outcome,
    people,
    person,
)
from trellis.core.events import history_of
from trellis.core.models import Event
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.refusals import (
    InvalidLink,
    InvalidTransition,
    MentorshipError,
    NotAllowed,
    NotBookable,
    NotParticipant,
    SlotTaken,
    StaleVersion,
    TooEarly,
    TooLate,
)
from trellis.domain.mentorship.rules.bookings import Role, Verb, what_can
from trellis.domain.mentorship.rules.meetings import place_of
from trellis.domain.mentorship.services import bookings, feedback

pytestmark = pytest.mark.django_db
LATER = NINE + HOUR  # the session is over
DAY = timedelta(days=1)


def _reschedule(booking: Booking, actor: Any, **more: Any) -> Booking:
    start = NINE + 2 * DAY
    times = {"starts_at": start, "ends_at": start + HOUR, "version": None, "now": NOW}
    return bookings.reschedule(booking=booking, actor=actor, **{**times, **more})


def _link(booking: Booking, actor: Any, **more: Any) -> Booking:
    wishes = {"url": "https://zoom.us/j/123", "version": None, "now": NOW}
    return bookings.add_meeting_link(booking=booking, actor=actor, **{**wishes, **more})


def _feedback(booking: Booking, actor: Any, **more: Any) -> Booking:
    more.pop("version", None)
    wishes = {"rating": 5, "text": "Great", "now": NOW}
    return feedback.add_feedback(booking=booking, actor=actor, **{**wishes, **more})


def _plain(verb: Any) -> Any:
    return lambda booking, actor, **more: verb(
        booking=booking, actor=actor, **{"version": None, "now": NOW, **more}
    )


VERBS: dict[str, Any] = {
    "confirm": _plain(bookings.confirm),
    "complete": _plain(bookings.complete),
    "no_show": _plain(bookings.mark_no_show),
    "cancel": _plain(bookings.cancel),
    "reschedule": _reschedule,
    "link": _link,
    "feedback": _feedback,
}
_ROLES = {"confirm": {"mentor"}, "complete": {"mentor"}, "no_show": {"mentor"}, "link": {"mentor"}}
_FROM = {
    "confirm": {Status.PENDING},
    "complete": {Status.CONFIRMED},
    "no_show": {Status.CONFIRMED},
    "cancel": {Status.PENDING, Status.CONFIRMED},
    "reschedule": {Status.PENDING, Status.CONFIRMED},
    "link": {Status.CONFIRMED},
    "feedback": {Status.COMPLETED},
}
_TO: dict[tuple[str, str], Status | None] = {
    ("confirm", "mentor"): Status.CONFIRMED,
    ("complete", "mentor"): Status.COMPLETED,
    ("no_show", "mentor"): Status.NO_SHOW,
    ("cancel", "mentor"): Status.CANCELLED_BY_MENTOR,
    ("cancel", "mentee"): Status.CANCELLED_BY_MENTEE,
    ("reschedule", "mentee"): Status.PENDING,
}


def _expected(status: Status, actor: str, verb: str) -> type[MentorshipError] | Status:
    if actor == "stranger":
        return NotParticipant
    if actor not in _ROLES.get(verb, {"mentor", "mentee"}):
        return NotAllowed
    if status not in _FROM[verb]:
        return InvalidTransition
    return _TO.get((verb, actor)) or status


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("actor", ["mentor", "mentee", "stranger"])
@pytest.mark.parametrize("verb", list(VERBS))
def test_each_verb_by_each_actor_in_each_status(status: Status, actor: str, verb: str) -> None:
    mentor = mentor_of()
    actors = {"mentor": mentor.user, "mentee": person("mel"), "stranger": person("sam")}
    booking = booking_in(status, mentor, actors["mentee"])
    now = LATER if verb in {"complete", "no_show", "feedback"} else NOW
    if status == Status.PENDING:  # else it would have lapsed by then
        Booking.objects.filter(pk=booking.pk).update(expires_at=LATER + HOUR)
    happened = history_of(booking).count()
    expected = _expected(status, actor, verb)
    if isinstance(expected, Status):
        changed = VERBS[verb](booking, actors[actor], now=now)
        booking.refresh_from_db()
        assert (booking.status, booking.version) == (expected, 2)
        assert (changed.status, changed.version, changed.updated_at) == (expected, 2, now)
        assert history_of(booking).count() == happened + 1
        return
    with pytest.raises(expected):
        VERBS[verb](booking, actors[actor], now=now)
    before = (booking.status, booking.version)
    booking.refresh_from_db()
    assert (booking.status, booking.version) == before
    assert history_of(booking).count() == happened


@pytest.mark.parametrize("verb", ["confirm", "cancel", "reschedule", "link", "complete"])
def test_a_writer_who_saw_an_older_version_is_refused(verb: str) -> None:
    mentor = mentor_of()
    status = Status.PENDING if verb == "confirm" else Status.CONFIRMED
    booking = booking_in(status, mentor, person("mel"))
    Booking.objects.filter(pk=booking.pk).update(version=3)
    for version in (2, 4):
        with pytest.raises(StaleVersion) as refused:
            VERBS[verb](booking, mentor.user, version=version)
        assert refused.value.current == 3
    now = LATER if verb == "complete" else NOW
    assert VERBS[verb](booking, mentor.user, version=3, now=now).version == 4


@pytest.mark.parametrize("verb", ["complete", "no_show"])
def test_a_session_is_held_or_missed_only_once_it_has_begun(verb: str) -> None:
    mentor = mentor_of()
    booking = booking_in(Status.CONFIRMED, mentor, person("mel"))
    with pytest.raises(TooEarly):
        VERBS[verb](booking, mentor.user, now=NINE - timedelta(seconds=1))
    VERBS[verb](booking, mentor.user, now=NINE)
    mentor.refresh_from_db()
    assert mentor.total_sessions == (1 if verb == "complete" else 0)


@pytest.mark.parametrize("verb", ["confirm", "cancel", "reschedule"])
def test_a_request_that_has_lapsed_is_over_before_anybody_sweeps(verb: str) -> None:
    mentor = mentor_of()
    booking = book(mentor, person("mel"), NINE + 7 * DAY)
    with pytest.raises(InvalidTransition) as refused:
        VERBS[verb](booking, mentor.user, now=NOW + 2 * DAY)
    assert refused.value.current == Status.CANCELLED_EXPIRED


def test_a_cancelled_session_frees_its_time_and_says_why() -> None:
    mentor = mentor_of()
    mel, sam = people(2)
    booking = book(mentor, mel)
    cancelled = bookings.cancel(booking=booking, actor=mel, version=1, now=NOW, reason="I am ill")
    assert cancelled.cancellation_reason == "I am ill"
    event = Event.objects.get(kind="booking.cancelled")
    assert (event.actor_id, event.data["previous_status"]) == (mel.pk, "pending")
    assert "I am ill" not in str(event.data), "what people write stays out of the record"
    book(mentor, sam)


def test_a_confirmed_session_has_a_room_unless_a_link_is_given(settings: Any) -> None:
    settings.TRELLIS_PUBLIC_URL = "https://talent.example"
    mentor = mentor_of()
    mel = person("mel")
    own = bookings.confirm(booking=book(mentor, mel), actor=mentor.user, version=None, now=NOW)
    assert place_of(own) == f"https://talent.example/meet/{own.public_id}"
    assert (own.meeting_url, own.meeting_platform) == ("", "")
    given = bookings.confirm(
        booking=book(mentor, mel, NINE + HOUR),
        actor=mentor.user,
        version=None,
        now=NOW,
        meeting_url="https://us02web.zoom.us/j/1?pwd=x",
    )
    assert (given.meeting_url, given.meeting_platform) == ("https://us02web.zoom.us/j/1?pwd=x", "zoom")
    assert place_of(given) == given.meeting_url


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "ftp://x.example/", "zoom.us/j/1", "https://x.example/" + "a" * 500]
)
def test_only_web_addresses_are_meeting_links(url: str) -> None:
    mentor = mentor_of()
    booking = booking_in(Status.CONFIRMED, mentor, person("mel"))
    with pytest.raises(InvalidLink):
        _link(booking, mentor.user, url=url)


def test_the_platform_of_a_link_is_told_or_known() -> None:
    mentor = mentor_of()
    booking = booking_in(Status.CONFIRMED, mentor, person("mel"))
    known = {
        "https://meet.google.com/abc": "google_meet",
        "https://notzoom.us/j/1": "other",
        "http://x.example/": "other",
    }
    for url, platform in known.items():
        assert _link(booking, mentor.user, url=url).meeting_platform == platform
    assert _link(booking, mentor.user, platform="webex").meeting_platform == "webex"


def test_what_a_mentee_moves_waits_for_the_mentor_and_keeps_its_id() -> None:
    mentor = mentor_of()
    mel = person("mel")
    booking = bookings.confirm(booking=book(mentor, mel), actor=mentor.user, version=1, now=NOW)
    start = NINE + 7 * DAY
    moved = _reschedule(booking, mel, starts_at=start, ends_at=start + 2 * HOUR)
    assert (moved.pk, moved.public_id, moved.version) == (booking.pk, booking.public_id, 3)
    assert (moved.status, moved.expires_at) == (Status.PENDING, NOW + 2 * DAY)
    assert moved.blocked_until == moved.ends_at == start + 2 * HOUR
    event = Event.objects.get(kind="booking.rescheduled")
    assert event.data["previous_starts_at"] == NINE.isoformat()
    assert (event.data["starts_at"], event.data["previous_status"]) == (start.isoformat(), "confirmed")
    book(mentor, person("sam"), NINE)


def test_what_a_mentor_moves_stays_confirmed() -> None:
    mentor = mentor_of()
    booking = booking_in(Status.CONFIRMED, mentor, person("mel"))
    assert _reschedule(booking, mentor.user).status == Status.CONFIRMED


def test_a_session_can_move_into_its_own_time() -> None:
    mentor = mentor_of()
    mel = person("mel")
    booking = book(mentor, mel, NINE, ends_at=NINE + 2 * HOUR)
    moved = _reschedule(booking, mel, starts_at=NINE + HOUR, ends_at=NINE + 3 * HOUR)
    assert moved.starts_at == NINE + HOUR


def test_a_session_moves_only_to_where_there_is_room() -> None:
    mentor, other = mentor_of(), mentor_of("max")
    mel, sam = people(2)
    booking = book(mentor, mel)
    book(mentor, sam, NINE + HOUR)
    book(other, mel, NINE + 2 * HOUR)
    wishes = [(1, SlotTaken, "mentor"), (2, SlotTaken, "mentee"), (-1, NotBookable, "")]
    for hours, refusal, whose in wishes:
        start = NINE + hours * HOUR
        with pytest.raises(refusal) as refused:
            _reschedule(booking, mel, starts_at=start, ends_at=start + HOUR)
        assert getattr(refused.value, "whose", "") == whose
    booking.refresh_from_db()
    assert (booking.starts_at, booking.version) == (NINE, 1)


def test_a_session_that_has_begun_stays_where_it_is() -> None:
    mentor = mentor_of()
    booking = booking_in(Status.CONFIRMED, mentor, person("mel"))
    with pytest.raises(TooLate):
        _reschedule(booking, mentor.user, now=NINE)


@pytest.mark.parametrize("verb", ["cancel", "link"])
def test_a_session_that_is_over_is_neither_called_off_nor_held_elsewhere(verb: str) -> None:
    mentor = mentor_of()
    booking = booking_in(Status.CONFIRMED, mentor, person("mel"))
    with pytest.raises(TooLate):
        VERBS[verb](booking, mentor.user, now=LATER)
    booking.refresh_from_db()
    assert (booking.status, booking.meeting_url, booking.version) == (Status.CONFIRMED, "", 1)
    VERBS[verb](booking, mentor.user, now=LATER - timedelta(seconds=1))


_VERB_OF = {
    "no_show": Verb.MARK_NO_SHOW,
    "link": Verb.ADD_LINK,
    "feedback": Verb.GIVE_FEEDBACK,
}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("role", ["mentor", "mentee"])
@pytest.mark.parametrize("now", [NOW, NINE, LATER])
def test_what_can_be_done_is_what_is_not_refused(status: Status, role: Role, now: datetime) -> None:
    mentor, mel = mentor_of(), person("mel")
    booking = booking_in(status, mentor, mel)
    done = set()
    for verb in VERBS:
        with transaction.atomic():
            if outcome(partial(_attempt, verb, booking, role, now), MentorshipError) == "done":
                done.add(_VERB_OF.get(verb) or Verb(verb))
            transaction.set_rollback(True)
    assert what_can(booking, role, now) - {Verb.JOIN} == done


def _attempt(verb: str, booking: Booking, role: Role, now: datetime) -> None:
    fresh = Booking.objects.select_related("mentor__user", "mentee").get(pk=booking.pk)
    start = NINE + 2 * DAY
    moved = {"starts_at": start, "ends_at": start + HOUR} if verb == "reschedule" else {}
    VERBS[verb](fresh, fresh.mentor.user if role == "mentor" else fresh.mentee, now=now, **moved)


def test_one_goes_to_a_meeting_that_is_agreed_and_is_not_over() -> None:
    mentor, mel = mentor_of(), person("mel")
    asked = booking_in(Status.PENDING, mentor, mel, NINE + HOUR)
    assert Verb.JOIN not in what_can(asked, "mentee", NOW)
    booking = booking_in(Status.CONFIRMED, mentor, mel)
    assert Verb.JOIN in what_can(booking, "mentee", NOW)
    assert Verb.JOIN not in what_can(booking, "mentee", LATER)
