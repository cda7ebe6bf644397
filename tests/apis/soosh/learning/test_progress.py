"""Work on courses: it adds up, never falls, and ends once."""

from typing import Any

import pytest
from django.utils import timezone

from tests.apis.conftest import client_of
from tests.apis.soosh.conftest import refused
from tests.crowd import at_once
from tests.domain.learning.factory import opportunity, person
from trellis.core.models import Event
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Enrollment, Opportunity, PointsEntry
from trellis.domain.learning.rules.choices import EnrollmentStatus, Reason
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.learning.services.progressing import progress

PROGRESS = "/api/v1/learning/progress"
FREE, PRICED, GROUP = "Python for Complete Beginners", "UI Design Fundamentals", "Morning Runners"


def enrolled(title: str = FREE, *, username: str = "johndoe") -> Enrollment:
    user, row = User.objects.get(username=username), Opportunity.objects.get(title=title)
    made, _ = enroll(user=user, opportunity_id=row.public_id, now=timezone.now())
    return made


def tell(enrollment: Enrollment, *, username: str = "johndoe", **said: Any) -> Any:
    return client_of(username).put(f"{PROGRESS}/{enrollment.public_id}", said)


@pytest.mark.usefixtures("world")
class TestTheList:
    def test_it_is_as_it_is_printed(self) -> None:
        listed = client_of("robin").get(PROGRESS).json()["enrolled_courses"]
        course = next(each for each in listed if each["opportunity"]["title"] == "UI Design Fundamentals")
        assert course["opportunity"].keys() == {"id", "title"}
        assert (course["status"], course["completion_percentage"]) == ("in_progress", 45.0)
        assert course["total_time_spent_minutes"] == 180
        assert course["last_accessed_at"] == "2025-05-15T09:00:00Z"

    def test_what_one_has_not_begun_is_enrolled_and_the_newest_comes_first(self) -> None:
        made = enrolled()
        (course,) = client_of("johndoe").get(PROGRESS).json()["enrolled_courses"]
        assert course == {
            "enrollment_id": str(made.public_id),
            "opportunity": {"id": str(made.opportunity.public_id), "title": FREE},
            "status": "enrolled",
            "completion_percentage": 0.0,
            "completed_lessons": [],
            "total_lessons": None,
            "total_time_spent_minutes": 0,
            "last_accessed_at": None,
            "completed_at": None,
        }
        newest = enrolled(GROUP)
        page = client_of("johndoe").get(f"{PROGRESS}?limit=1")
        assert page.json()["enrolled_courses"][0]["enrollment_id"] == str(newest.public_id)
        assert (page["X-Total-Count"], page["X-Page-Size"]) == ("2", "1")


@pytest.mark.usefixtures("world")
class TestTelling:
    def test_lessons_minutes_and_the_visit_are_kept(self) -> None:
        made = enrolled()
        told = tell(made, completed_lessons=[1, 2], total_lessons=8, minutes_spent=30).json()
        assert (told["completed_lessons"], told["total_lessons"]) == ([1, 2], 8)
        assert (told["completion_percentage"], told["total_time_spent_minutes"]) == (25.0, 30)
        assert (told["status"], told["last_accessed_at"] is not None) == ("in_progress", True)
        assert client_of("johndoe").get(PROGRESS).json()["enrolled_courses"] == [told]

    def test_several_devices_add_up_and_nothing_falls(self) -> None:
        made = enrolled()
        tell(made, completed_lessons=[1, 2, 3], total_lessons=8, minutes_spent=10)
        told = tell(made, completed_lessons=[2, 5], minutes_spent=5).json()
        assert (told["completed_lessons"], told["completion_percentage"]) == ([1, 2, 3, 5], 50.0)
        told = tell(made, completed_lessons=[], completion_percentage=12.5).json()
        assert (told["completion_percentage"], told["total_time_spent_minutes"]) == (50.0, 15)
        told = tell(made, total_lessons=16).json()
        assert (told["completion_percentage"], told["total_lessons"]) == (50.0, 16)
        assert tell(made, completion_percentage=61).json()["completion_percentage"] == 61.0

    def test_nearly_all_is_not_all(self) -> None:
        told = tell(enrolled(), completion_percentage=99.99).json()
        assert (told["completion_percentage"], told["status"]) == (99.9, "in_progress")
        told = tell(enrolled("Write Your First Short Story"), completed_lessons=[1, 2], total_lessons=3)
        assert told.json()["completion_percentage"] == 66.6

    def test_only_a_visit_is_told_by_nothing(self) -> None:
        told = tell(enrolled()).json()
        assert (told["status"], told["last_accessed_at"] is not None) == ("enrolled", True)

    def test_it_is_completed_once(self) -> None:
        made, john = enrolled(), User.objects.get(username="johndoe")
        first = tell(made, completed_lessons=[1, 2, 3], total_lessons=3).json()
        assert (first["status"], first["completion_percentage"]) == ("completed", 100.0)
        again = tell(made, completion_percentage=100, minutes_spent=5).json()
        assert (again["completed_at"], again["status"]) == (first["completed_at"], "completed")
        assert Event.objects.filter(kind="enrollment.completed").count() == 1
        assert PointsEntry.objects.get(user=john, reason=Reason.COURSE).points == 200
        earned = client_of("johndoe").get("/api/v1/learning/achievements").json()
        assert earned["achievements"][0]["name"] == "Course Finisher"
        # Who is through still takes part, and may give stars.
        assert Opportunity.objects.get(title=FREE).enrollment_count == 6
        assert (
            client_of("johndoe")
            .put(f"/api/v1/opportunities/{made.opportunity.public_id}/rating", {"rating": 5})
            .status_code
            == 200
        )

    def test_a_key_adds_minutes_once(self) -> None:
        made, john = enrolled(), client_of("johndoe")
        for _ in range(2):
            told = john.put(
                f"{PROGRESS}/{made.public_id}", {"minutes_spent": 20}, HTTP_IDEMPOTENCY_KEY="visit"
            )
        assert told.json()["total_time_spent_minutes"] == 20

    def test_what_is_not_paid_for_is_closed(self) -> None:
        made = enrolled(PRICED)
        refused(tell(made, completion_percentage=100), 403, "FORBIDDEN")
        made.refresh_from_db()
        assert (made.status, made.percentage) == (EnrollmentStatus.ENROLLED, 0)

    def test_a_group_has_no_end(self) -> None:
        made = enrolled(GROUP)
        refused(tell(made, completion_percentage=100), 422, "VALIDATION_ERROR")
        assert tell(made, minutes_spent=60).json()["total_time_spent_minutes"] == 60

    def test_anothers_is_not_there(self) -> None:
        made = enrolled()
        refused(tell(made, username="robin", minutes_spent=5), 404, "NOT_FOUND")
        made.refresh_from_db()
        assert made.minutes_spent == 0

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"completed_lessons": [0], "total_lessons": 3}, "completed_lessons"),
            ({"completed_lessons": [4], "total_lessons": 3}, "completed_lessons"),
            ({"completed_lessons": [1]}, "completed_lessons"),
            ({"completed_lessons": [10**40], "total_lessons": 3}, "completed_lessons"),
            ({"completed_lessons": "all"}, "completed_lessons"),
            ({"completed_lessons": ["1\x00"]}, "completed_lessons"),
            ({"completed_lessons": [1] * 1001, "total_lessons": 3}, "completed_lessons"),
            ({"total_lessons": 0}, "total_lessons"),
            ({"total_lessons": 1001}, "total_lessons"),
            ({"completion_percentage": 100.5}, "completion_percentage"),
            ({"completion_percentage": -1}, "completion_percentage"),
            ({"completion_percentage": "nan"}, "completion_percentage"),
            ({"completion_percentage": "inf"}, "completion_percentage"),
            ({"completion_percentage": 10**400}, "completion_percentage"),
            ({"completion_percentage": True}, "completion_percentage"),
            ({"completion_percentage": {}}, "completion_percentage"),
            ({"minutes_spent": -1}, "minutes_spent"),
            ({"minutes_spent": 1441}, "minutes_spent"),
            ({"minutes_spent": "long"}, "minutes_spent"),
        ],
        ids=lambda value: value if isinstance(value, str) else next(iter(value)) + str(value)[20:50],
    )
    def test_what_cannot_be_is_named_and_changes_nothing(self, said: dict[str, Any], field: str) -> None:
        made = enrolled()
        refusal = refused(tell(made, **said), 422, "VALIDATION_ERROR")
        assert refusal["details"].keys() == {field}
        made.refresh_from_db()
        assert (made.lessons, made.percentage, made.last_accessed_at) == ([], 0, None)


@pytest.mark.django_db(transaction=True)
def test_devices_that_tell_at_once_lose_nothing_and_end_it_once() -> None:
    user, course = person(), opportunity()
    made, _ = enroll(user=user, opportunity_id=course.public_id, now=timezone.now())

    def device(number: int) -> Enrollment:
        return progress(
            user=user,
            enrollment_id=made.public_id,
            completed_lessons=[number + 1],
            total_lessons=6,
            minutes=7,
            now=timezone.now(),
        )

    at_once(6, device)
    made.refresh_from_db()
    assert (made.lessons, made.percentage, made.minutes_spent) == ([1, 2, 3, 4, 5, 6], 100, 42)
    assert made.status == EnrollmentStatus.COMPLETED
    assert Event.objects.filter(kind="enrollment.completed").count() == 1
    assert PointsEntry.objects.get().points == 200
