"""Paths: begun once, gone step by step, answered the same however often."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from tests.apis.soosh.conftest import refused
from trellis.apis.soosh.learning.achievements import ACHIEVEMENTS
from trellis.apis.soosh.learning.paths import PATHS as PAGES_OF_PATHS
from trellis.apis.soosh.learning.progress import PROGRESS
from trellis.core.models import Event
from trellis.core.rendering import CompiledPage
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Subcategory
from trellis.domain.learning.models import EarnedAchievement, LearningPath, Opportunity, PointsEntry
from trellis.domain.learning.rules.templates import Milestone
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.learning.services.templating import change_template
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.usefixtures("world")
PATHS = "/api/v1/learning/paths"
NOBODYS = "00000000-0000-4000-8000-000000000000"


def subcategory(slug: str = "dance") -> str:
    return str(Subcategory.objects.get(slug=slug).public_id)


def begin(api: APIClient, slug: str = "dance") -> str:
    made = api.post(f"{PATHS}/create", {"subcategory_id": subcategory(slug)})
    assert made.status_code == 201, made.content
    return str(made.json()["id"])


def complete(api: APIClient, path: str, step: Any, **headers: str) -> Any:
    return api.post(f"{PATHS}/{path}/complete-milestone", {"step": step}, **headers)


def test_the_list_is_as_it_is_printed_but_for_a_percentage_of_what_is_done() -> None:
    (path,) = client_of("johndoe").get(PATHS).json()["learning_paths"]
    assert path["subcategory"] == {
        "id": subcategory("ui-ux-design"),
        "name": "UI/UX Design",
        "category_name": "Creativity & Arts",
    }
    # Printed with 37.5, which is 3 of 8.
    assert (path["current_step"], path["total_steps"], path["completion_percentage"]) == (3, 8, 25.0)
    assert path["milestones_completed"] == [
        {"step": 1, "title": "Design Fundamentals", "completed_at": "2025-01-10T10:00:00Z"},
        {"step": 2, "title": "Figma Basics", "completed_at": "2025-01-12T14:30:00Z"},
    ]
    assert path["next_milestone"] == {"step": 3, "title": "Color Theory", "estimated_duration_hours": 4}


def test_a_milestone_is_completed_as_it_is_printed() -> None:
    john = client_of("johndoe")
    (path,) = john.get(PATHS).json()["learning_paths"]
    done = complete(john, path["id"], 3).json()
    assert done.keys() == {"milestone", "points_earned", "achievements_unlocked", "next_milestone"}
    assert done["milestone"].keys() == {"step", "title", "completed_at"}
    assert (done["milestone"]["step"], done["milestone"]["title"]) == (3, "Color Theory")
    assert done["points_earned"] == 50
    (unlocked,) = done["achievements_unlocked"]
    assert unlocked.keys() == {"id", "name", "description"}
    assert (unlocked["name"], unlocked["description"]) == ("Design Explorer", "Complete 3 design milestones")
    assert done["next_milestone"]["step"] == 4


def test_one_is_begun_once_and_shown_as_in_the_list() -> None:
    john = client_of("johndoe")
    made = john.post(f"{PATHS}/create", {"subcategory_id": subcategory()})
    assert made.status_code == 201
    path = made.json()
    assert john.get(PATHS).json()["learning_paths"][0] == path
    assert (path["current_step"], path["completion_percentage"]) == (1, 0.0)
    assert path["milestones_completed"] == []
    again = john.post(f"{PATHS}/create", {"subcategory_id": subcategory()})
    assert refused(again, 409, "CONFLICT")["details"] == {"path_id": path["id"]}
    # Another's is another's.
    assert begin(client_of("robin")) != path["id"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"subcategory_id": NOBODYS}, 404, "NOT_FOUND"),
        ({"subcategory_id": "dance"}, 422, "VALIDATION_ERROR"),
        ({"subcategory_id": "dance\x00"}, 422, "VALIDATION_ERROR"),
        ({"subcategory_id": ["x"]}, 422, "VALIDATION_ERROR"),
        ({"subcategory_id": None}, 422, "VALIDATION_ERROR"),
        ({}, 422, "VALIDATION_ERROR"),
        ([1], 422, "VALIDATION_ERROR"),
    ],
    ids=["unknown", "a word", "NUL", "a list", "null", "nothing", "no object"],
)
def test_none_is_begun_through_nothing(body: Any, status: int, code: str) -> None:
    before = LearningPath.objects.count()
    refusal = refused(client_of("johndoe").post(f"{PATHS}/create", body), status, code)
    if isinstance(body, dict) and status == 422:
        assert refusal["details"].keys() == {"subcategory_id"}
    assert LearningPath.objects.count() == before


def test_a_path_is_gone_to_its_end() -> None:
    john = client_of("johndoe")
    path = begin(john)
    total = john.get(PATHS).json()["learning_paths"][0]["total_steps"]
    answers = [complete(john, path, step).json() for step in range(1, total + 1)]
    assert [each["points_earned"] for each in answers] == [50] * total
    assert answers[-1]["next_milestone"] is None
    assert "Path Finder" in [each["name"] for each in answers[-1]["achievements_unlocked"]]
    shown = john.get(PATHS).json()["learning_paths"][0]
    assert (shown["current_step"], shown["completion_percentage"]) == (total, 100.0)
    assert (len(shown["milestones_completed"]), shown["next_milestone"]) == (total, None)
    kinds = Event.objects.filter(actor_id=User.objects.get(username="johndoe").pk, kind__startswith="path.")
    assert list(kinds.order_by("id").values_list("kind", flat=True)) == ["path.begun", "path.completed"]


def test_out_of_order_it_is_told_which_step_waits() -> None:
    john = client_of("johndoe")
    path = begin(john)
    assert refused(complete(john, path, 2), 409, "CONFLICT")["details"] == {"step": 1}
    assert complete(john, path, 1).status_code == 200
    assert refused(complete(john, path, 7), 409, "CONFLICT")["details"] == {"step": 2}
    assert john.get(PATHS).json()["learning_paths"][0]["current_step"] == 2


def test_said_again_it_is_answered_as_then_and_adds_nothing() -> None:
    john, user = client_of("johndoe"), User.objects.get(username="johndoe")
    path = john.get(PATHS).json()["learning_paths"][0]["id"]
    first = complete(john, path, 3, HTTP_IDEMPOTENCY_KEY="one").json()
    complete(john, path, 4)
    counted = (
        PointsEntry.objects.filter(user=user).count(),
        EarnedAchievement.objects.filter(user=user).count(),
        Notification.objects.filter(recipient=user).count(),
    )
    for headers in ({"HTTP_IDEMPOTENCY_KEY": "one"}, {"HTTP_IDEMPOTENCY_KEY": "two"}, {}):
        assert complete(john, path, 3, **headers).json() == first
    assert counted == (
        PointsEntry.objects.filter(user=user).count(),
        EarnedAchievement.objects.filter(user=user).count(),
        Notification.objects.filter(recipient=user).count(),
    )


@pytest.mark.parametrize(
    "step",
    [0, -1, 9, 51, 10**30, "three", "3\x00", None, [], {}, True, 2.5],
    ids=["0", "minus", "beyond", "far", "huge", "word", "NUL", "null", "list", "object", "true", "half"],
)
def test_a_step_that_is_none_is_named(step: Any) -> None:
    john = client_of("johndoe")
    path = john.get(PATHS).json()["learning_paths"][0]["id"]
    refusal = refused(complete(john, path, step), 422, "VALIDATION_ERROR")
    assert refusal["details"].keys() == {"step"}


def test_anothers_path_is_not_there() -> None:
    path = begin(client_of("robin"))
    refused(complete(client_of("johndoe"), path, 1), 404, "NOT_FOUND")
    refused(complete(client_of("johndoe"), str(uuid4()), 1), 404, "NOT_FOUND")
    assert LearningPath.objects.get(public_id=path).done_steps == 0


def test_a_running_path_keeps_its_version() -> None:
    john, kind = client_of("johndoe"), Subcategory.objects.get(slug="ui-ux-design")
    path = john.get(PATHS).json()["learning_paths"][0]["id"]
    for step in (3, 4):
        complete(john, path, step)
    before = john.get(PATHS).json()["learning_paths"][0]
    assert (before["total_steps"], before["completion_percentage"]) == (8, 50.0)
    steps = [Milestone(f"New {number}", number) for number in range(1, 10)]
    change_template(subcategory=kind, milestones=steps, actor_id=None, now=timezone.now())
    change_template(subcategory=kind, milestones=steps[:3], actor_id=None, now=timezone.now())
    assert john.get(PATHS).json()["learning_paths"][0] == before
    for step in (5, 6, 7, 8):
        assert complete(john, path, step).status_code == 200
    assert john.get(PATHS).json()["learning_paths"][0]["completion_percentage"] == 100.0
    sarah = client_of("sarahj")
    begin(sarah, "ui-ux-design")
    assert sarah.get(PATHS).json()["learning_paths"][0]["total_steps"] == 3


def test_pages_are_counted() -> None:
    john = client_of("johndoe")
    newest = begin(john)
    page = john.get(f"{PATHS}?page=1&limit=1")
    assert [each["id"] for each in page.json()["learning_paths"]] == [newest]
    assert (page["X-Total-Count"], page["X-Page"], page["X-Page-Size"]) == ("2", "1", "1")
    assert john.get(f"{PATHS}?page=9").json() == {"learning_paths": []}
    assert refused(john.get(f"{PATHS}?limit=0"), 422, "VALIDATION_ERROR")["details"].keys() == {"limit"}
    refused(APIClient().get(PATHS), 401, "AUTH_ERROR")


@pytest.mark.parametrize(
    "page", [PAGES_OF_PATHS, PROGRESS, ACHIEVEMENTS], ids=["paths", "progress", "earned"]
)
def test_postgresql_prints_what_plain_drf_prints(page: CompiledPage) -> None:
    robin = client_of("robin")
    path = begin(robin)
    complete(robin, path, 1)
    keys = list(page.model._base_manager.values_list("pk", flat=True))
    assert len(keys) > 3
    assert_renders_equal(page, keys)


@pytest.mark.parametrize("address", ["paths", "progress", "achievements"])
def test_a_list_costs_the_same_for_few_and_for_many(
    address: str, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    robin, user = client_of("robin"), User.objects.get(username="robin")
    robin.get(f"/api/v1/learning/{address}")
    with django_assert_max_num_queries(3) as few:
        robin.get(f"/api/v1/learning/{address}")
        number = len(few.captured_queries)
    for slug in ("dance", "parenting", "english"):
        complete(robin, begin(robin, slug), 1)
    for row in Opportunity.objects.filter(opportunity_type="course", price_minor=0)[:5]:
        enroll(user=user, opportunity_id=row.public_id, now=timezone.now())
    with django_assert_num_queries(number):
        robin.get(f"/api/v1/learning/{address}")
