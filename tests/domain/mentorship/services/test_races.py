"""Many at once on one thing: one succeeds, the others are told so, and nothing overlaps."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import OperationalError, connection

from tests.crowd import at_once
from tests.domain.mentorship.world import (
    HOUR,
    NINE,
    NOW,
    book,
    mentor_of,
    outcome,
    overlaps,
    people,
    person,
)
from tests.rounds import ROUNDS
from trellis.core.db.errors import LOCK_NOT_AVAILABLE, sqlstate_of
from trellis.core.events import history_of
from trellis.core.models import Event
from trellis.core.processes import wait_until
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import HOLDING, Booking, Mentor, Status
from trellis.domain.mentorship.refusals import (
    InvalidTransition,
    MentorshipError,
    NotBookable,
    SlotTaken,
    StaleVersion,
)
from trellis.domain.mentorship.services import bookings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.soak
def test_of_64_who_want_one_slot_one_gets_it() -> None:
    mentor = mentor_of()
    crowd = people(64)

    def wanting(start: datetime) -> Callable[[int], str]:
        return lambda n: outcome(lambda: book(mentor, crowd[n], start), SlotTaken, NotBookable)

    hours = min(ROUNDS, 8)
    for hour in range(hours):
        start = NINE + hour * HOUR
        told = Counter(at_once(64, wanting(start)))
        assert told["done"] == 1
        assert told.total() == 64
        assert Booking.objects.filter(starts_at=start).count() == 1
    assert overlaps() == []
    assert Event.objects.filter(kind="booking.requested").count() == hours


@pytest.mark.soak
def test_of_many_who_want_overlapping_times_no_two_get_them() -> None:
    """Two hours beginning at 9, 10, 11 …: each overlaps its neighbours without beginning with them."""
    mentor = mentor_of()
    crowd = people(48)

    def two_hours(start: datetime, number: int) -> str:
        end = start + 2 * HOUR
        return outcome(lambda: book(mentor, crowd[number], start, ends_at=end), SlotTaken, NotBookable)

    def wanting(day: datetime) -> Callable[[int], str]:
        return lambda n: two_hours(day + (n % 7) * HOUR, n)

    for round_ in range(ROUNDS):
        told = Counter(at_once(48, wanting(NINE + timedelta(days=round_))))
        assert 3 <= told["done"] <= 4
        assert overlaps() == []


def test_one_mentee_cannot_be_with_two_mentors_at_once() -> None:
    mentors = [mentor_of(f"mentor{number}") for number in range(8)]
    mentee = person("mel")
    told = at_once(8, lambda n: outcome(lambda: book(mentors[n], mentee), SlotTaken))
    assert Counter(told) == {"done": 1, "SlotTaken": 7}
    assert overlaps() == []


@pytest.mark.soak
def test_confirming_and_cancelling_at_once_is_one_transition() -> None:
    mentor = mentor_of()
    mentee = person("mel")

    def deciding(booking: Booking) -> Callable[[int], str]:
        seen = {"booking": booking, "actor": mentor.user, "version": 1, "now": NOW}
        verbs: list[Callable[..., Booking]] = [bookings.confirm, bookings.cancel]
        return lambda n: outcome(lambda: verbs[n % 2](**seen), StaleVersion)

    for hour in range(min(ROUNDS, 8)):
        booking = book(mentor, mentee, NINE + hour * HOUR)
        assert Counter(at_once(8, deciding(booking))) == {"done": 1, "StaleVersion": 7}
        booking.refresh_from_db()
        assert booking.version == 2
        assert history_of(booking).count() == 2


@pytest.mark.soak
def test_both_sides_at_once_without_a_version_end_in_a_state_that_may_follow() -> None:
    """Confirmed first and cancelled after, or cancelled first: never a cancelled one confirmed."""
    mentor = mentor_of()
    mentee = person("mel")
    verbs: list[tuple[User, Callable[..., Booking]]] = [
        (mentor.user, bookings.confirm),
        (mentee, bookings.cancel),
    ]

    def deciding(booking: Booking) -> Callable[[int], str]:
        def decide(number: int) -> str:
            actor, verb = verbs[number]
            return outcome(
                lambda: verb(booking=booking, actor=actor, version=None, now=NOW), InvalidTransition
            )

        return decide

    for hour in range(min(ROUNDS, 8)):
        booking = book(mentor, mentee, NINE + hour * HOUR)
        confirmed, cancelled = at_once(2, deciding(booking))
        booking.refresh_from_db()
        assert cancelled == "done"
        assert booking.status == Status.CANCELLED_BY_MENTEE
        assert booking.version == (3 if confirmed == "done" else 2)


def test_a_request_confirmed_by_many_clicks_is_confirmed_once() -> None:
    mentor = mentor_of()
    booking = book(mentor, person("mel"))
    confirm = lambda: bookings.confirm(booking=booking, actor=mentor.user, version=None, now=NOW)  # noqa: E731
    told = at_once(16, lambda _: outcome(confirm, InvalidTransition))
    assert Counter(told) == {"done": 1, "InvalidTransition": 15}
    assert Event.objects.filter(kind="booking.confirmed").count() == 1


def test_of_eight_sessions_moved_to_one_slot_one_gets_there() -> None:
    mentor = mentor_of()
    crowd = people(8)
    made = [book(mentor, mentee, NINE + number * HOUR) for number, mentee in enumerate(crowd)]

    def moving(start: datetime) -> Callable[[int], str]:
        times = {"starts_at": start, "ends_at": start + HOUR}

        def move(n: int) -> None:
            bookings.reschedule(booking=made[n], actor=crowd[n], **times, version=None, now=NOW)

        return lambda n: outcome(lambda: move(n), SlotTaken)

    for round_ in range(1, 4):
        start = NINE + timedelta(days=round_)
        assert Counter(at_once(8, moving(start))) == {"done": 1, "SlotTaken": 7}
        assert Booking.objects.filter(starts_at=start).count() == 1
    assert overlaps() == []


def test_who_books_and_who_moves_to_one_slot_do_not_both_get_it() -> None:
    mentor = mentor_of()
    crowd = people(16)
    moved = [book(mentor, mentee, NINE + number * HOUR) for number, mentee in enumerate(crowd[:8])]
    start = NINE + timedelta(days=1)

    def want(number: int) -> str:
        if number >= 8:
            return outcome(lambda: book(mentor, crowd[number], start), SlotTaken)
        return outcome(
            lambda: bookings.reschedule(
                booking=moved[number],
                actor=mentor.user,
                starts_at=start,
                ends_at=start + HOUR,
                version=1,
                now=NOW,
            ),
            SlotTaken,
        )

    assert Counter(at_once(16, want)) == {"done": 1, "SlotTaken": 15}
    assert overlaps() == []


@pytest.mark.soak
def test_bookings_at_random_leave_no_overlap() -> None:
    """16 threads; 12 mentors who are each other's mentees, so that their locks cross."""
    mentors = [
        mentor_of(f"mentor{number}", session_minutes=30, buffer_minutes=(0, 15)[number % 2])
        for number in range(12)
    ]
    users = [mentor.user for mentor in mentors] + people(12)
    steps = 10 * ROUNDS
    told: list[Counter[str]] = at_once(16, lambda n: _wander(Random(n), mentors, users, steps))
    total = sum(told, Counter[str]())
    assert total.total() == 16 * steps
    assert total["done"] > 100
    assert overlaps() == []
    assert Booking.objects.filter(status__in=HOLDING).exists()


def _wander(random: Random, mentors: list[Mentor], users: list[User], steps: int) -> Counter[str]:
    """Book at random, now and then moving or cancelling what one has."""
    told: Counter[str] = Counter()
    mine: list[tuple[Booking, User]] = []
    for _ in range(steps):
        if mine and random.random() < 0.3:
            told[_change(random, *random.choice(mine))] += 1
            continue
        told[_book(random, random.choice(mentors), random.choice(users), mine)] += 1
    return told


def _book(random: Random, mentor: Mentor, mentee: User, mine: list[tuple[Booking, User]]) -> str:
    start, end = _some_time(random, mentor)

    def want() -> None:
        made = bookings.book(mentor=mentor, mentee=mentee, starts_at=start, ends_at=end, topic="Any", now=NOW)
        mine.append((made, mentee))

    return outcome(want, MentorshipError)


def _some_time(random: Random, mentor: Mentor) -> tuple[datetime, datetime]:
    step = timedelta(minutes=30 + mentor.buffer_minutes)
    start = NINE + timedelta(days=random.randrange(2)) + random.randrange(10) * step
    return start, start + random.randrange(3) * step + timedelta(minutes=30)


def _change(random: Random, booking: Booking, mentee: User) -> str:
    def change() -> None:
        if random.random() < 0.3:
            bookings.cancel(booking=booking, actor=mentee, version=None, now=NOW)
            return
        start, end = _some_time(random, booking.mentor)
        bookings.reschedule(
            booking=booking, actor=mentee, starts_at=start, ends_at=end, version=None, now=NOW
        )

    return outcome(change, MentorshipError)


@pytest.mark.parametrize(("is_taken", "told"), [(True, "SlotTaken"), (False, "no lock")])
def test_who_waits_in_vain_hears_whether_the_time_was_taken_meanwhile(is_taken: bool, told: str) -> None:
    mentor, (first, second) = mentor_of(), people(2)
    with _lock_held(f"mentor:{mentor.pk}") as is_waited_for, ThreadPoolExecutor(1) as pool:
        late = pool.submit(_book_impatiently, mentor, second)
        assert wait_until(is_waited_for, timeout=20)
        if is_taken:
            times = {"starts_at": NINE, "ends_at": NINE + HOUR, "blocked_until": NINE + HOUR}
            moments = {"created_at": NOW, "updated_at": NOW, "expires_at": NINE}
            Booking.objects.create(mentor=mentor, mentee=first, topic="Portfolio", **times, **moments)
        assert late.result(timeout=20) == told
    assert Booking.objects.count() == (1 if is_taken else 0)


_WAITING = """
SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@contextmanager
def _lock_held(name: str) -> Iterator[Callable[[], bool]]:
    """Hold a lock as another process would; give what tells whether somebody waits for it."""

    def asked(sql: str, *parameters: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchone()[0]

    asked("SELECT pg_advisory_lock(hashtextextended(%s, 0))", name)
    try:
        yield lambda: asked(_WAITING)
    finally:
        assert asked("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", name)


def _book_impatiently(mentor: Mentor, mentee: User) -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        return outcome(lambda: book(mentor, mentee), SlotTaken)
    except OperationalError as error:
        assert sqlstate_of(error) == LOCK_NOT_AVAILABLE
        return "no lock"
    finally:
        connection.close()
