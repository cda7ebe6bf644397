"""Somebody goes a path and works through a course over the real server, and is told of it as it happens."""

from typing import Any

import pytest

from tests.journeys.people import Person
from tests.serving import Server
from tests.sockets import WebSocket

pytestmark = pytest.mark.django_db(transaction=True)


def _told(line: WebSocket) -> tuple[str, str, int]:
    frame = line.until("notification")
    told: dict[str, Any] = frame["notification"]
    return told["type"], told["title"], frame["unread_count"]


def _design(person: Person) -> str:
    """Look for the subcategory; return its id."""
    (arts,) = [each for each in person.get("categories")["categories"] if each["slug"] == "creativity-arts"]
    below = person.get(f"categories/{arts['id']}/subcategories")["subcategories"]
    return next(str(each["id"]) for each in below if each["name"] == "UI/UX Design")


def test_milestones_and_a_course_bring_achievements_over_the_socket(world: None, server: Server) -> None:
    ann = Person(server, "ann@x.example")
    ann.register("Ann Lee", "annlee")
    token = ann.http.headers["Authorization"].removeprefix("Bearer ")
    with WebSocket(server.port, f"/api/v1/ws/notifications?token={token}", Origin=None) as line:
        line.until("hello")
        path = ann.post("learning/paths/create", {"subcategory_id": _design(ann)}, status=201)
        steps = f"learning/paths/{path['id']}/complete-milestone"
        ann.post(steps, {"step": 2}, status=409)
        first = ann.post(steps, {"step": 1})
        assert [each["name"] for each in first["achievements_unlocked"]] == ["On the Way"]
        assert _told(line) == ("achievement_unlocked", "Achievement unlocked: On the Way", 1)
        ann.post(steps, {"step": 2})
        third = ann.post(steps, {"step": 3})
        assert (third["milestone"]["title"], third["points_earned"]) == ("Color Theory", 50)
        assert _told(line) == ("achievement_unlocked", "Achievement unlocked: Design Explorer", 2)
        assert ann.post(steps, {"step": 3}) == third

        course = ann.get("opportunities", type="course", is_paid="false")["opportunities"][0]
        made = ann.post(f"opportunities/{course['id']}/enroll", status=201)["enrollment"]
        half = ann.put(f"learning/progress/{made['id']}", {"completed_lessons": [1], "total_lessons": 2})
        assert (half["status"], half["completion_percentage"]) == ("in_progress", 50.0)
        whole = ann.put(f"learning/progress/{made['id']}", {"completed_lessons": [2], "minutes_spent": 40})
        assert (whole["status"], whole["total_time_spent_minutes"]) == ("completed", 40)
        # The certificate comes with it.
        assert {_told(line), _told(line)} == {
            ("achievement_unlocked", f"Your certificate of {course['title']}", 4),
            ("achievement_unlocked", "Achievement unlocked: Course Finisher", 4),
        }

    earned = ann.get("learning/achievements")
    assert [each["name"] for each in earned["achievements"]] == [
        *("Course Finisher", "Design Explorer", "On the Way")
    ]
    assert (earned["total_points"], earned["level"], earned["next_level_points"]) == (350, 3, 500)
    assert (earned["current_streak_days"], earned["longest_streak_days"]) == (1, 1)
    assert ann.http.get(earned["achievements"][0]["icon_url"]).status_code == 200
    ann.http.close()
