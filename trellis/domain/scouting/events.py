"""What this app publishes; its signals keep the pools (talent-pool-api.md)."""

from typing import TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.scouting.models import Coach, Decision, Post, Talent


class Decided(TypedDict):
    """Which coach decided on which talent."""

    coach_user_id: int
    talent_user_id: int


talent_onboarded = DomainEvent("talent.onboarded", Talent, Nothing)
coach_onboarded = DomainEvent("coach.onboarded", Coach, Nothing)
talent_posted = DomainEvent("talent.posted", Post, Nothing)
talent_selected = DomainEvent("talent.selected", Decision, Decided)
talent_rejected = DomainEvent("talent.rejected", Decision, Decided)
