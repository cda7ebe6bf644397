"""What this app publishes."""

from typing import Literal, TypedDict

from trellis.core.events import DomainEvent
from trellis.domain.profiles.models import Profile


class Written(TypedDict):
    """Which version it is now, by what it was written, the fields that differ, and whether all is derived."""

    version: int
    by: Literal["profiling", "owner"]
    fields: list[str]
    is_derived: bool


profile_written = DomainEvent("profile.written", Profile, Written)
