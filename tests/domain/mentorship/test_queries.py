"""Who is found by what, who sees what, and at how many queries."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.mentorship.world import HOUR, NINE, NOW, book, booking_in, mentor_of, people, person
from tests.finding import HOSTILE, PAIRS
from trellis.core.db.words import words_of
from trellis.domain.accounts.rules import SignedInBy
from trellis.domain.mentorship.models import Status
from trellis.domain.mentorship.queries.bookings import booking_for, bookings_of
from trellis.domain.mentorship.queries.mentors import approved_mentors, mentor_by_public_id
from trellis.domain.mentorship.queries.slots import slots_of, taken_times
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import bookings, mentors

pytestmark = pytest.mark.django_db
TUESDAY = date(2030, 1, 8)


def _found(**question: str) -> list[str]:
    return sorted(mentor.user.username for mentor in approved_mentors(**question))


@pytest.fixture
def three() -> None:
    mentor_of(
        "sarah",
        expertise=["UI Design", "Figma", "Node.js"],
        company="Northlight Studio",
        job_title="Principal Designer",
    )
    mentor_of("jose", expertise=["UI", "Interaction Design", "C++"], company="Müller & Söhne")
    mentor_of("pat", expertise=["Figma"], approved=False)
    jose = approved_mentors(search="jose").get().user
    jose.first_name, jose.last_name = "José", "O'Neill-Peña"
    jose.save(update_fields=["first_name", "last_name"])
    mentors.index_mentor(jose.mentor)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("", ["jose", "sarah"]),
        ("   ", ["jose", "sarah"]),
        ("sarah", ["sarah"]),
        ("SAR", ["sarah"]),
        ("arah", []),
        ("design", ["jose", "sarah"]),
        ("fig north", ["sarah"]),
        ("fig müller", []),
        ("muller", ["jose"]),
        ("Pena", ["jose"]),
        ("o'neill", ["jose"]),
        ("jos", ["jose"]),
        ("node.js", ["sarah"]),
        ("js", ["sarah"]),
        ("principal", ["sarah"]),
        ("pat", []),
        ("!!!", []),
        ("the designer and", []),
    ],
)
def test_mentors_are_found_by_the_beginnings_of_their_words(search: str, names: list[str]) -> None:
    assert _found(search=search) == names


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("expertise", "names"),
    [
        ("Figma", ["sarah"]),
        ("figma", ["sarah"]),
        ("ui design", ["sarah"]),
        ("UI", ["jose"]),
        ("Design", []),
        ("c++", ["jose"]),
        ("C", []),
        ("Node.js", ["sarah"]),
        ("Northlight", []),
        (" Figma ", ["sarah"]),
        ("UI\u2003Désign", ["sarah"]),
        ("ｆｉｇｍａ", ["sarah"]),
        ("figma*", []),
        ("\u200b", []),
    ],
)
def test_an_expertise_is_a_whole_skill_whatever_its_case(expertise: str, names: list[str]) -> None:
    assert _found(expertise=expertise) == names


def test_a_company_is_found_by_what_is_meant(sole: Any) -> None:
    for query, text, found in PAIRS:
        mentors.update_mentor(mentor=sole, changes={"company": text}, version=None, now=NOW)
        assert (_found(search=query) == ["mia"]) == found, (query, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_a_valid_question(text: str) -> None:
    mentor_of()
    assert len(_found(search=text)) <= 1
    assert len(_found(expertise=text)) <= 1


@given(text=st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_generated_text_is_a_valid_question_and_finds_who_has_it(text: str, db: Any) -> None:
    _found(search=text)
    _found(expertise=text)


@given(name=st.text(st.characters(categories=["L", "N", "Z", "P"]), min_size=1, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_company_is_found_by_its_own_name(name: str, sole: Any) -> None:
    """Whatever PostgreSQL's parser makes of it, it makes the same of both."""
    mentors.update_mentor(mentor=sole, changes={"company": name}, version=None, now=NOW)
    assert _found(search=name) == (["mia"] if words_of(name) or not name.strip() else [])


@pytest.fixture
def sole(db: None) -> Any:
    return mentor_of()


def test_accounts_that_are_closed_are_not_shown() -> None:
    mentor = mentor_of()
    mentor.user.is_active = False
    mentor.user.save(update_fields=["is_active"])
    assert _found() == []
    assert mentor_by_public_id(mentor.public_id, viewer=mentor.user) is None


def test_who_waits_for_approval_is_seen_by_themselves_and_by_staff() -> None:
    mentor = mentor_of(approved=False)
    ada = person("ada", is_staff=True)
    ada.signed_in_by = SignedInBy.PASSWORD
    seen = [
        mentor_by_public_id(mentor.public_id, viewer=viewer) is not None
        for viewer in (None, person("mel"), mentor.user, ada, person("abe", is_staff=True))
    ]
    assert seen == [False, False, True, True, False]
    assert mentor_by_public_id(uuid.uuid4(), viewer=None) is None
    approved = mentors.approve_mentor(mentor=mentor, actor_id=None, now=NOW)
    assert mentor_by_public_id(mentor.public_id, viewer=None) == approved


def test_bookings_are_listed_by_role_and_status_newest_start_first() -> None:
    mentor, other = mentor_of(), mentor_of("max")
    mel = person("mel")
    early = book(mentor, mel)
    late = booking_in(Status.COMPLETED, mentor, mel, NINE + 2 * HOUR)
    as_mentee = book(other, mentor.user, NINE + HOUR)
    assert list(bookings_of(mentor.user)) == [late, as_mentee, early]
    assert list(bookings_of(mentor.user, role="mentor")) == [late, early]
    assert list(bookings_of(mentor.user, role="mentee")) == [as_mentee]
    assert list(bookings_of(mel, role="mentor")) == []
    assert list(bookings_of(mel, statuses=["completed", "no_show"])) == [late]


def test_a_booking_is_the_two_participants_and_staffs() -> None:
    mentor = mentor_of()
    mel = person("mel")
    booking = book(mentor, mel)
    ada = person("ada", is_staff=True)
    ada.signed_in_by = SignedInBy.PASSWORD
    for viewer in (mentor.user, mel, ada):
        assert booking_for(viewer, booking.public_id) == booking
    ada.signed_in_by = SignedInBy.ADDRESS
    for viewer in (ada, person("sam")):
        assert booking_for(viewer, booking.public_id) is None
    assert booking_for(mel, uuid.uuid4()) is None


def test_lists_cost_the_same_at_any_length(django_assert_num_queries: Any) -> None:
    mentor = mentor_of()
    for number, mentee in enumerate(people(6)):
        book(mentor, mentee, NINE + number * HOUR)
        mentor_of(f"mentor{number}")
        with django_assert_num_queries(2):
            assert len({row.mentee.username for row in bookings_of(mentor.user)}) == number + 1
        with django_assert_num_queries(1):
            assert len({row.user.username for row in approved_mentors(search="m")}) == number + 2


def test_slots_cost_two_queries_however_many_there_are(django_assert_num_queries: Any) -> None:
    mentor = mentor_of()
    mel = person("mel")
    for days in (0, 30, 60):
        book(mentor, mel, NINE + timedelta(days=days + 1))
        with django_assert_num_queries(2):
            slots = slots_of(mentor, first=TUESDAY, last=TUESDAY + timedelta(days=days), now=NOW)
        assert len(slots) == (days + 1) * 8 - {0: 0, 30: 1, 60: 2}[days]


def test_booked_time_is_no_slot_and_lapsed_time_is_one_again() -> None:
    mentor = mentor_of(buffer_minutes=15)
    booking = book(mentor, person("mel"))
    assert taken_times(mentor, first=NINE, last=NINE + HOUR, now=NOW) == [
        (NINE, NINE + timedelta(minutes=75))
    ]
    assert taken_times(mentor, first=NINE + timedelta(minutes=75), last=NINE + 3 * HOUR, now=NOW) == []
    assert taken_times(mentor, first=NINE - HOUR, last=NINE, now=NOW) == []
    assert slots_of(mentor, first=TUESDAY, last=TUESDAY, now=NOW)[0].starts_at > NINE
    bookings.cancel(booking=booking, actor=mentor.user, version=None, now=NOW)
    assert slots_of(mentor, first=TUESDAY, last=TUESDAY, now=NOW)[0].starts_at == NINE


def test_a_session_on_the_far_side_of_midnight_utc_is_still_taken() -> None:
    """The mentor's Tuesday in Auckland begins on Monday in UTC."""
    weekly = [Window(0, 1440, day_of_week=2)]
    mentor = mentor_of(availability_timezone="Pacific/Auckland", weekly=weekly)
    slots = slots_of(mentor, first=TUESDAY, last=TUESDAY, now=NOW - timedelta(days=2))
    assert slots[0].starts_at == datetime(2030, 1, 7, 11, tzinfo=UTC)
    for slot, mentee in zip((slots[0], slots[-1]), people(2), strict=True):
        book(mentor, mentee, slot.starts_at, now=NOW - timedelta(days=2))
    left = slots_of(mentor, first=TUESDAY, last=TUESDAY, now=NOW - timedelta(days=2))
    assert left == slots[1:-1]
    assert slots_of(mentor, first=date.min, last=date(2030, 1, 9), now=NOW)
    assert slots_of(mentor, first=TUESDAY, last=date.max, now=NOW)
    assert slots_of(mentor, first=date.max, last=date.min, now=NOW) == []
    assert slots_of(mentor, first=date.min, last=date.min, now=NOW) == []
