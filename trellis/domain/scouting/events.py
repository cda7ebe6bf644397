"""What this app publishes; its signals keep the pools (talent-pool-api.md)."""

from typing import Any, TypedDict

from trellis.core.events import ChangedTexts, DomainEvent, Nothing
from trellis.domain.scouting.models import Coach, Post, Rejection, Selection, Talent


class ProfileChanged(TypedDict):
    """Which fields: what they were and are is personal."""

    changes: dict[str, list[Any]]


class Judged(TypedDict):
    """Which coach selected or rejected which talent."""

    coach_user_id: int
    talent_user_id: int


talent_onboarded = DomainEvent("talent.onboarded", Talent, Nothing)
coach_onboarded = DomainEvent("coach.onboarded", Coach, Nothing)
talent_changed = DomainEvent("talent.changed", Talent, ProfileChanged, ChangedTexts)
coach_changed = DomainEvent("coach.changed", Coach, ProfileChanged, ChangedTexts)
talent_posted = DomainEvent("talent.posted", Post, Nothing)
talent_selected = DomainEvent("talent.selected", Selection, Judged)
talent_rejected = DomainEvent("talent.rejected", Rejection, Judged)
rejection_taken_back = DomainEvent("talent.rejection_taken_back", Rejection, Judged)
