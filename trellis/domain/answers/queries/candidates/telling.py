"""What a candidate tells that counts: the profile and the resume, read as an application's are."""

from dataclasses import dataclass

from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile, ResumeReading
from trellis.domain.candidates.queries.copies import copy_of
from trellis.domain.candidates.queries.profiles import profile_of
from trellis.domain.candidates.queries.readings import reading_of
from trellis.domain.candidates.rules.readings import ParsingStatus
from trellis.intelligence.ranking.extracting import Extract, extract
from trellis.intelligence.ranking.sources import Source

# A model reads no further.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """A profile, the resume that was read for it, and what of both counts."""

    profile: CandidateProfile
    reading: ResumeReading | None
    source: Source
    extract: Extract

    @property
    def words(self) -> str:
        """What of it is embedded: neither names nor lines that speak to a machine are in it."""
        return ". ".join(unit.text for unit in self.extract.units)[:_LONGEST]


def told_by(user: User) -> Told | None:
    """Return what somebody tells, None without a profile."""
    profile = profile_of(user)
    if profile is None:
        return None
    reading = reading_of(profile)
    if reading is not None and reading.status != ParsingStatus.PARSED:
        reading = None
    called = {"first_name": user.first_name, "last_name": user.last_name, "email": user.email}
    source = Source({**called, "slug": profile.slug, **copy_of(profile)}, reading.text if reading else "")
    return Told(profile, reading, source, extract(source))
