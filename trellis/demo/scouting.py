"""Talents, coaches and posts of the demo world: what talent-pool-api.md prints."""

from datetime import UTC, datetime
from typing import Any

from trellis.demo.pictures import portrait, scene, video
from trellis.domain.accounts.models import User
from trellis.domain.scouting.models import Coach, Post, Talent


def _at(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def _place(city: str, state: str) -> dict[str, str]:
    return {"city": city, "state": state, "country": "USA", "location": f"{city}, {state}"}


_TALENTS: dict[str, dict[str, Any]] = {
    "john_talent": {
        "id": 1,
        "bio": "Passionate football player with 5 years experience",
        **_place("New York", "NY"),
        "selected_sports": ["football", "basketball"],
        "experience_years": 5,
        "is_verified": True,
        "social_links": {
            "instagram": "https://instagram.com/johndoe",
            "facebook": "https://facebook.com/johndoe",
        },
        "created_at": _at(2024, 1, 1),
        "updated_at": _at(2024, 1, 15, 12),
    },
    "alex_talent": {
        "id": 2,
        "bio": "Basketball enthusiast and player",
        **_place("Chicago", "IL"),
        "selected_sports": ["basketball", "volleyball"],
        "experience_years": 4,
        "created_at": _at(2024, 1, 2),
        "updated_at": _at(2024, 1, 12, 14),
    },
    "jane_talent": {
        "id": 3,
        "bio": "Professional tennis player",
        **_place("Los Angeles", "CA"),
        "selected_sports": ["tennis", "badminton"],
        "experience_years": 8,
        "is_verified": True,
        "is_featured": True,
        "social_links": {"instagram": "https://instagram.com/janetennis"},
        "created_at": _at(2024, 1, 1),
        "updated_at": _at(2024, 1, 10, 15),
    },
}
_COACHES: dict[str, dict[str, Any]] = {
    "coach_mike": {
        "id": 1,
        "bio": "Experienced sports coach with 10+ years",
        "selected_sports": ["tennis", "football"],
        "coaching_experience_years": 12,
        "playing_experience_years": 15,
        "coaching_levels": "professional",
        "social_links": {"linkedin": "https://linkedin.com/in/mikejohnson"},
        "coaching_style": "performance_based",
        "max_students": 15,
        "is_verified": True,
    },
    "coach_carla": {
        "id": 2,
        "bio": "Coaches juniors on their way to the first team",
        "selected_sports": ["basketball", "volleyball"],
        "coaching_experience_years": 7,
        "playing_experience_years": 10,
        "coaching_levels": "intermediate",
        "coaching_style": "supportive",
        "max_students": 10,
    },
}
_POSTS: dict[str, dict[str, Any]] = {
    "john_talent": {
        "id": 1,
        "content": "Training hard for the upcoming season!",
        "image": "posts/images/training_session.jpg",
        "caption": "Morning workout complete",
        "likes_count": 25,
        "views_count": 150,
        "created_at": _at(2024, 1, 15, 8),
    },
    "jane_talent": {
        "id": 2,
        "content": "Just won my local tournament!",
        "image": "posts/images/tournament_win.jpg",
        "caption": "Victory feels amazing",
        "likes_count": 45,
        "views_count": 230,
        "created_at": _at(2024, 1, 14, 16),
    },
    "alex_talent": {
        "id": 3,
        "content": "Practice makes perfect!",
        "video": "posts/videos/practice_session.mp4",
        "caption": "Working on my shots",
        "likes_count": 12,
        "views_count": 85,
        "created_at": _at(2024, 1, 13, 19),
    },
}


def load_scouting() -> None:
    """Create the talents, coaches and posts that are missing; everybody starts undecided."""
    users = {user.username: user for user in User.objects.filter(username__in=[*_TALENTS, *_COACHES])}
    for username, facts in _COACHES.items():
        _load_coach(users[username], facts)
    for username, facts in _TALENTS.items():
        talent = _load_talent(users[username], facts)
        _load_post(talent, _POSTS[username])


def _load_coach(user: User, facts: dict[str, Any]) -> None:
    name = f"mentor/profiles/{user.first_name.lower()}_profile.jpg"
    defaults = {
        **_place("Los Angeles", "CA"),
        "availability": "full_time",
        "created_at": _at(2023, 12, 1),
        "updated_at": _at(2024, 1, 10, 11),
        **facts,
        "profile_picture": portrait(name=name, initials=_initials(user), number=facts["id"]),
    }
    Coach.objects.get_or_create(user=user, defaults=defaults)


def _load_talent(user: User, facts: dict[str, Any]) -> Talent:
    first, number = user.first_name.lower(), facts["id"]
    name = f"talent/profiles/{first}_profile.jpg"
    defaults = {
        **facts,
        "pool_joined_at": facts["created_at"],
        "profile_picture": portrait(name=name, initials=_initials(user), number=number),
        # The document prints Jane without one.
        "cover_photo": ""
        if first == "jane"
        else scene(name=f"talent/covers/{first}_cover.jpg", number=number),
    }
    return Talent.objects.get_or_create(user=user, defaults=defaults)[0]


def _load_post(talent: Talent, facts: dict[str, Any]) -> None:
    if facts.get("image"):
        scene(name=facts["image"], number=facts["id"])
    if facts.get("video"):
        video(name=facts["video"])
    defaults = {"talent": talent, "updated_at": facts["created_at"], **facts}
    Post.objects.get_or_create(id=facts["id"], defaults=defaults)


def _initials(user: User) -> str:
    return user.first_name[0] + user.last_name[0]
