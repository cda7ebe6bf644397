"""Groups of the demo world, what is said in them, and two events: one of a group, one of the house."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Category
from trellis.domain.community.models import Gathering, Group, Membership, Post
from trellis.domain.community.rules.choices import Frequency, Role
from trellis.domain.community.services.scheduling import plan_gathering, plan_house_gathering

_SINCE = datetime(2025, 1, 7, 9, tzinfo=UTC)
_NAMESPACE = UUID("0c3f6a52-9a4a-5d0e-8d3c-6f1f0a8be413")
_UI = "UI Design Enthusiasts"
# Name, category, what it says, and who is in it: the first is its admin, the second moderates.
_GROUPS = [
    (
        _UI,
        "creativity-arts",
        "Screens that we like, and why. Bring yours.",
        ("sarahj", "middy", "robin", "jane_talent"),
    ),
    (
        "Women Who Code Together",
        "tech-digital-innovation",
        "Questions, reviews and company on the way into the trade.",
        ("middy", "sarahj", "robin", "candidate"),
    ),
]
# In the first group: by whom, what, and what is said below it by whom.
_SAID = [
    ("sarahj", "Which app has the calmest settings page you know? Show us.", ()),
    (
        "robin",
        "My first wireframe in Figma. What would you change?",
        (("middy", "Let the button say what it does."), ("sarahj", "More room between the groups.")),
    ),
]
_ZONE = "America/New_York"


def load_community() -> None:
    """Make the groups and events, unless they are there."""
    if not Group.objects.filter(public_id=uuid5(_NAMESPACE, _UI)).exists():
        for name, slug, about, people in _GROUPS:
            _group(name, slug, about, people)
        _talk(Group.objects.get(public_id=uuid5(_NAMESPACE, _UI)))
    _plan()


def _group(name: str, slug: str, about: str, people: tuple[str, ...]) -> None:
    group = Group.objects.create(
        public_id=uuid5(_NAMESPACE, name),
        name=name,
        description=about,
        category=Category.objects.filter(slug=slug).first(),
        created_at=_SINCE,
        updated_at=_SINCE,
    )
    roles = (Role.ADMIN, Role.MODERATOR, *(Role.MEMBER for _ in people[2:]))
    accounts = {each.username: each for each in User.objects.filter(username__in=people)}
    for number, (person, role) in enumerate(zip(people, roles, strict=True)):
        joined_at = _SINCE + timedelta(days=number)
        Membership.objects.create(group=group, person=accounts[person], role=role, joined_at=joined_at)


def _talk(group: Group) -> None:
    for number, (name, text, answers) in enumerate(_SAID, start=1):
        at = _SINCE + timedelta(days=number)
        post = _written(group, None, name, text, at)
        for hours, (other, answer) in enumerate(answers, start=1):
            _written(group, post, other, answer, at + timedelta(hours=hours))


def _written(group: Group, parent: Post | None, name: str, text: str, at: datetime) -> Post:
    return Post.objects.create(
        public_id=uuid5(_NAMESPACE, text),
        group=group,
        parent=parent,
        author=User.objects.get(username=name),
        text=text,
        created_at=at,
    )


def _plan() -> None:
    """Plan two events in the time ahead, once."""
    if Gathering.objects.exists():
        return
    now = timezone.now()
    there = (now + timedelta(days=7)).astimezone(ZoneInfo(_ZONE))
    evening = there.replace(hour=18, minute=0, second=0, microsecond=0)
    plan_gathering(
        group=Group.objects.get(public_id=uuid5(_NAMESPACE, _UI)),
        actor=User.objects.get(username="sarahj"),
        said={
            "title": "Critique Evening",
            "description": "Bring one screen; everybody says what works and what does not.",
            "online_link": "https://meet.example.org/critique",
            "starts_at": evening,
            "ends_at": evening + timedelta(minutes=90),
            "timezone": _ZONE,
            "frequency": Frequency.WEEKLY,
            "times": 4,
            "capacity": 20,
        },
        now=now,
    )
    day = evening + timedelta(days=14)
    plan_house_gathering(
        said={
            "title": "Open Day for Newcomers",
            "description": "Mentors of all fields answer questions all day.",
            "place": "Online, and in the library",
            "starts_at": day,
            "ends_at": day,
            "timezone": _ZONE,
            "is_all_day": True,
        },
        actor_id=None,
        now=now,
    )
