"""What John and Sarah have said to each other, and what John has been told: rows alone, nobody is mailed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message, Room, RoomMember
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.rules.kinds import KIND_OF

_NAMESPACE = UUID("5d5a7ce0-1a5c-5b8e-9f6b-0f6d1b7a4c21")
_DAY = datetime(2025, 1, 15, tzinfo=UTC)
# By whom, when on that day, what; soosh-api.md prints the first and the last.
_SAID = [
    ("johndoe", timedelta(hours=9), "Hi! Can we discuss design systems in our session?"),
    (
        "sarahj",
        timedelta(hours=10, minutes=12),
        "Gladly. Bring a page that you like, and one that you do not.",
    ),
    ("sarahj", timedelta(hours=10, minutes=30), "Looking forward to our session!"),
]
_READ = 1  # by Sarah: what John has written
_TOLD = [
    ("booking.reminder", "Session in 1 hour", "Your session with Sarah Johnson starts at 2:00 PM"),
    ("enrollment.paid", "UI Design Fundamentals is open to you", "Paid: 49.99 USD."),
    ("message.sent", "2 new messages", "The last is from Sarah Johnson."),
]


def load_messaging() -> None:
    """Have John and Sarah talk, and John be told of this and that, unless it is so already."""
    people = {name: User.objects.get(username=name) for name in ("johndoe", "sarahj")}
    john, sarah = people["johndoe"], people["sarahj"]
    first, second = sorted(people.values(), key=lambda each: each.pk)
    room, _ = Room.objects.get_or_create(first=first, second=second, defaults={"opened_at": _DAY})
    if not room.last_number:
        _talk(room, people)
    _tell(john, {"room_id": str(room.pk), "user_id": str(sarah.public_id)})


def _talk(room: Room, people: dict[str, User]) -> None:
    for number, (name, at, text) in enumerate(_SAID, start=1):
        seen_at = _DAY + timedelta(hours=10) if number <= _READ else None
        Message.objects.create(
            id=uuid5(_NAMESPACE, text),
            room=room,
            number=number,
            sender=people[name],
            text=text,
            created_at=_DAY + at,
            seen_at=seen_at,
        )
    room.last_number, room.spoken_at = len(_SAID), _DAY + _SAID[-1][1]
    room.save(update_fields=["last_number", "spoken_at"])
    RoomMember.objects.create(room=room, person=people["sarahj"], joined_at=_DAY, read_up_to=_READ)


def _tell(john: User, data: dict[str, str]) -> None:
    now = timezone.now()
    for number, (kind, title, body) in enumerate(_TOLD):
        is_message = kind == "message.sent"
        Notification.objects.get_or_create(
            public_id=uuid5(_NAMESPACE, kind),
            defaults={
                "recipient": john,
                "kind": kind,
                "about": KIND_OF[kind],
                "title": title,
                "body": body,
                "data": data if is_message else {},
                "topic": f"room:{data['room_id']}" if is_message else "",
                "count": 2 if is_message else 1,
                "created_at": now - timedelta(hours=len(_TOLD) - number),
                "read_at": now if kind == "enrollment.paid" else None,
            },
        )
