"""What this app publishes; its signals keep the pools (talent-pool-api.md)."""

from typing import TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.scouting.models import Coach, Post, Rejection, Selection, Talent


class Judged(TypedDict):
    """Which coach selected or rejected which talent."""

    coach_user_id: int
    talent_user_id: int


talent_onboarded = DomainEvent("talent.onboarded", Talent, Nothing)
coach_onboarded = DomainEvent("coach.onboarded", Coach, Nothing)
talent_posted = DomainEvent("talent.posted", Post, Nothing)
talent_selected = DomainEvent("talent.selected", Selection, Judged)
talent_rejected = DomainEvent("talent.rejected", Rejection, Judged)
