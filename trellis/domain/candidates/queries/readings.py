"""How the reading of somebody's resume fares."""

from trellis.domain.candidates.models import CandidateProfile, ResumeReading
from trellis.domain.candidates.refusals import NothingRead, ReadAgain
from trellis.domain.candidates.rules.readings import ParsingStatus


def reading_of(profile: CandidateProfile) -> ResumeReading | None:
    """Return the newest reading of a profile, None where nothing was read yet."""
    return ResumeReading.objects.filter(profile=profile).first()


def finished_reading_of(profile: CandidateProfile, *, number: int | None = None) -> ResumeReading:
    """Return the reading of which something can be confirmed; raise NothingRead.

    Raise ReadAgain where `number` is that of another one.
    """
    found = ResumeReading.objects.filter(profile=profile, status=ParsingStatus.PARSED).first()
    if found is None:
        raise NothingRead
    if number is not None and found.number != number:
        raise ReadAgain
    return found


def status_of(profile: CandidateProfile, reading: ResumeReading | None) -> ParsingStatus:
    """Return how far the reading of a profile's resume is."""
    if reading is not None:
        return ParsingStatus(reading.status)
    return ParsingStatus.NOT_PARSED if profile.resume_file else ParsingStatus.NO_RESUME
