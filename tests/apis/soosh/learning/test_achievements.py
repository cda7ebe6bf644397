"""What one has achieved, where one stands, and by what one got there."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from tests.apis.soosh.bookings.sessions import session_of
from tests.apis.soosh.conftest import refused
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Achievement, ActiveDay, EarnedAchievement, PointsEntry
from trellis.domain.learning.rules.achievements import shipped_achievements
from trellis.domain.learning.rules.icons import ICONS
from trellis.domain.mentorship.models import Booking, Mentor

pytestmark = pytest.mark.usefixtures("world")
ACHIEVEMENTS = "/api/v1/learning/achievements"


def _shown(username: str) -> dict[str, Any]:
    found: dict[str, Any] = client_of(username).get(ACHIEVEMENTS).json()
    return found


def _held(username: str) -> Booking:
    """Have somebody hold a session with Sarah, and both sides say so."""
    now = timezone.now()
    sarah, mentee = Mentor.objects.get(user__username="sarahj"), User.objects.get(username=username)
    booking = session_of(now - timedelta(hours=3), mentor=sarah, mentee=mentee)
    for each in ("sarahj", username):
        answered = client_of(each).post(f"/api/v1/bookings/{booking.public_id}/complete")
        assert answered.status_code == 200, answered.content
    return booking


def test_the_list_is_as_it_is_printed() -> None:
    shown = _shown("robin")
    first = next(each for each in shown["achievements"] if each["name"] == "First Steps")
    assert first.keys() == {"id", "name", "description", "icon_url", "rarity", "earned_at"}
    assert (first["description"], first["rarity"]) == ("Complete your first session", "common")
    assert first["icon_url"].endswith("/static/web/achievements/footsteps.svg")
    assert {name: shown[name] for name in ("total_points", "level", "next_level_points")} == {
        "total_points": 400,
        "level": 3,
        "next_level_points": 500,
    }
    assert (shown["current_streak_days"], shown["longest_streak_days"]) == (0, 4)


def test_the_points_are_the_sum_of_their_entries() -> None:
    for username in ("robin", "johndoe", "alex_talent", "middy"):
        entries = PointsEntry.objects.filter(user__username=username)
        assert _shown(username)["total_points"] == sum(each.points for each in entries)


def test_a_session_counts_once_for_who_learns_there() -> None:
    before = _shown("johndoe")
    assert "First Steps" not in [each["name"] for each in before["achievements"]]
    booking = _held("johndoe")
    shown = _shown("johndoe")
    assert shown["achievements"][0]["name"] == "First Steps"
    assert shown["total_points"] == before["total_points"] + 75
    assert shown["current_streak_days"] == 1
    assert _shown("sarahj")["total_points"] == 0
    entry = PointsEntry.objects.get(user__username="johndoe", reason="session")
    assert (entry.subject_id, entry.category.slug if entry.category else "") == (
        booking.pk,
        "creativity-arts",
    )


def test_a_review_counts_for_who_gives_it() -> None:
    booking, before = _held("johndoe"), _shown("johndoe")["total_points"]
    review = client_of("johndoe").post(f"/api/v1/bookings/{booking.public_id}/review", {"rating": 5})
    assert review.status_code in (200, 201)
    shown = _shown("johndoe")
    assert (shown["achievements"][0]["name"], shown["total_points"]) == ("Helpful Voice", before + 25)


def test_each_is_told_once_where_two_come_together() -> None:
    john = client_of("johndoe")
    (path,) = john.get("/api/v1/learning/paths").json()["learning_paths"]
    Achievement.objects.create(
        name="Three", description="Complete 3", icon="star", rarity="rare", measure="milestones", threshold=3
    )
    done = john.post(f"/api/v1/learning/paths/{path['id']}/complete-milestone", {"step": 3}).json()
    names = sorted(each["name"] for each in done["achievements_unlocked"])
    assert names == ["Design Explorer", "Three"]
    told = john.get("/api/v1/notifications?type=achievement_unlocked").json()["notifications"]
    assert sorted(each["title"] for each in told) == [f"Achievement unlocked: {name}" for name in names]
    ids = {each["id"] for each in done["achievements_unlocked"]}
    assert {each["action_url"] for each in told} == {f"soosh://achievement/{key}" for key in ids}


def test_the_day_is_that_of_the_session_and_not_of_who_says_so() -> None:
    john = User.objects.get(username="johndoe")
    before = set(ActiveDay.objects.filter(user=john).values_list("day", flat=True))
    booking = _held("johndoe")
    (day,) = set(ActiveDay.objects.filter(user=john).values_list("day", flat=True)) - before
    assert day == booking.starts_at.date()


def test_pages_are_counted() -> None:
    shown = client_of("robin").get(f"{ACHIEVEMENTS}?limit=1")
    number = EarnedAchievement.objects.filter(user__username="robin").count()
    assert (len(shown.json()["achievements"]), shown["X-Total-Count"]) == (1, str(number))
    refused(client_of("robin").get(f"{ACHIEVEMENTS}?page=x"), 422, "VALIDATION_ERROR")
    refused(APIClient().get(ACHIEVEMENTS), 401, "AUTH_ERROR")


@pytest.mark.parametrize("icon", ICONS)
def test_each_has_a_picture(icon: str) -> None:
    assert finders.find(f"web/achievements/{icon}.svg")


def test_those_that_come_with_the_code_are_all_there() -> None:
    shipped = {each["name"] for each in shipped_achievements()}
    assert len(shipped) >= 12
    assert shipped == set(Achievement.objects.values_list("name", flat=True))
    assert {each["icon"] for each in shipped_achievements()} <= set(ICONS)
