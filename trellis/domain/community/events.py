"""What this app publishes. Reasons that people write are personal; all else are ids and choices."""

from typing import TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.community.models import Gathering, Group, Post, PostReport


class OfPerson(TypedDict):
    """Whom of the group it is about."""

    person_id: int


class Left(OfPerson):
    """Who is in the group no more, and who is its admin since then, if that changed."""

    new_admin_id: int | None


class RoleGiven(OfPerson):
    """What somebody is in the group now."""

    role: str


class Why(TypedDict, total=False):
    """What who moderates says of it."""

    why: str


class Written(TypedDict):
    """In which group, and below which post."""

    group_id: int
    parent_id: int | None


class OfGroup(TypedDict):
    """In which group."""

    group_id: int


class Removed(OfGroup):
    """In which group, and who wrote it."""

    author_id: int | None


class Reported(OfGroup):
    """Which post of which group, and why."""

    post_id: int
    kind: str


class Decided(OfGroup):
    """What became of it."""

    status: str


class Changed(TypedDict):
    """Which fields are others now, and whether those who come must know."""

    fields: list[str]
    is_moved: bool


class Answered(OfPerson):
    """Who comes, or waits for a place."""

    status: str


founded = DomainEvent("community.founded", Group, OfPerson)
changed = DomainEvent("community.changed", Group, Nothing)
closed = DomainEvent("community.closed", Group, Nothing)
joined = DomainEvent("community.joined", Group, OfPerson)
left = DomainEvent("community.left", Group, Left)
role_given = DomainEvent("community.role_given", Group, RoleGiven)
taken_out = DomainEvent("community.taken_out", Group, OfPerson)
banned = DomainEvent("community.banned", Group, OfPerson, Why)
unbanned = DomainEvent("community.unbanned", Group, OfPerson)
post_written = DomainEvent("community.post_written", Post, Written)
post_edited = DomainEvent("community.post_edited", Post, OfGroup)
post_deleted = DomainEvent("community.post_deleted", Post, OfGroup)
post_removed = DomainEvent("community.post_removed", Post, Removed, Why)
post_pinned = DomainEvent("community.post_pinned", Post, OfGroup)
post_unpinned = DomainEvent("community.post_unpinned", Post, OfGroup)
post_reported = DomainEvent("community.post_reported", PostReport, Reported)
report_decided = DomainEvent("community.report_decided", PostReport, Decided)
gathering_made = DomainEvent("gathering.made", Gathering, Nothing)
gathering_changed = DomainEvent("gathering.changed", Gathering, Changed)
gathering_cancelled = DomainEvent("gathering.cancelled", Gathering, Nothing)
answered = DomainEvent("gathering.answered", Gathering, Answered)
withdrawn = DomainEvent("gathering.withdrawn", Gathering, OfPerson)
moved_up = DomainEvent("gathering.moved_up", Gathering, OfPerson)
