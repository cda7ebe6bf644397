"""What this app publishes."""

from typing import TypedDict

from trellis.core.events import DomainEvent
from trellis.domain.messaging.models import Block, Message, Report, Room, Silence


class OfBlock(TypedDict):
    """Whom it is about."""

    blocked_id: int


class Reported(TypedDict):
    """Of which message, and why."""

    message_id: str
    kind: str


class Decided(TypedDict):
    """What becomes of what was reported."""

    status: str


class OfSilence(TypedDict):
    """Who may not write, and until when; None: for good."""

    person_id: int
    until: str | None


class EndOfSilence(TypedDict):
    """Who may write again."""

    person_id: int


class Removed(TypedDict):
    """Whose message staff have taken away."""

    sender_id: int | None


class Joined(TypedDict):
    """Who came to a group."""

    person_ids: list[int]


class Left(TypedDict):
    """Who is in a group no more, and who owns it instead of them, if that changed."""

    person_id: int
    new_owner_id: int | None


person_blocked = DomainEvent("person.blocked", Block, OfBlock)
person_unblocked = DomainEvent("person.unblocked", Block, OfBlock)
message_reported = DomainEvent("message.reported", Report, Reported)
report_decided = DomainEvent("message.report_decided", Report, Decided)
message_removed = DomainEvent("message.removed", Message, Removed)
person_silenced = DomainEvent("person.silenced", Silence, OfSilence)
silence_lifted = DomainEvent("person.silence_lifted", Silence, EndOfSilence)
group_opened = DomainEvent("group.opened", Room, Joined)
room_joined = DomainEvent("room.joined", Room, Joined)
room_left = DomainEvent("room.left", Room, Left)
