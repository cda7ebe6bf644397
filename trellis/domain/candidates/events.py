"""What this app publishes. No value of a profile is told: what changed is read in the profile."""

from typing import TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.candidates.models import CandidateProfile


class Changed(TypedDict):
    """The names of the fields that changed. Disability categories are never among them."""

    fields: list[str]


class Badge(TypedDict):
    """Whether staff say that a profile is true."""

    is_verified: bool


class Gone(TypedDict):
    """Whose profile it was."""

    user_id: int


profile_created = DomainEvent("candidate.profile_created", CandidateProfile, Nothing)
profile_changed = DomainEvent("candidate.profile_changed", CandidateProfile, Changed)
profile_confirmed = DomainEvent("candidate.profile_confirmed", CandidateProfile, Nothing)
profile_verified = DomainEvent("candidate.profile_verified", CandidateProfile, Badge)
# Told while the profile is still there: what was asked for by it can be taken back.
profile_deleted = DomainEvent("candidate.profile_deleted", CandidateProfile, Gone)
