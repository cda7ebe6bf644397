"""What this app publishes."""

from typing import Literal, TypedDict

from trellis.core.events import DomainEvent
from trellis.domain.profiles.models import Profile


class Written(TypedDict):
    """Which version it is now, by what it was written, and the fields that differ from the one before."""

    version: int
    by: Literal["profiling", "owner"]
    fields: list[str]


profile_written = DomainEvent("profile.written", Profile, Written)
