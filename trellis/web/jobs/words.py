"""The words that pages of jobs have for what the database has codes for."""

from datetime import UTC, date, datetime

from django.core.paginator import Page

from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.rules.choices import JobType, WorkplaceType
from trellis.domain.requisitions.rules.choices import PositionType

WORKPLACES: dict[WorkplaceType, str] = {
    WorkplaceType.ON_SITE: "On site",
    WorkplaceType.REMOTE: "Remote",
    WorkplaceType.HYBRID: "Hybrid",
}
JOB_TYPES: dict[JobType, str] = {
    JobType.FULL_TIME: "Full time",
    JobType.PART_TIME: "Part time",
    JobType.CONTRACT: "Contract",
    JobType.TEMPORARY: "Temporary",
    JobType.INTERNSHIP: "Internship",
    JobType.VOLUNTEER: "Volunteer",
    JobType.OTHER: "Other",
}
POSITION_TYPES: dict[str, str] = {
    PositionType.PERMANENT: "Permanent",
    PositionType.TEMPORARY: "Temporary",
    PositionType.CONTRACT: "Contract",
    PositionType.FIXED_TERM: "Fixed term",
}


def counted(page: Page[Posting]) -> str:
    """Say how many jobs there are, and which page of them this is."""
    count, pages = page.paginator.count, page.paginator.num_pages
    told = f"{count} open job" if count == 1 else f"{count or 'No'} open jobs"
    return told if pages == 1 else f"{told}, page {page.number} of {pages}"


def is_over(until: date | datetime | None, now: datetime) -> bool:
    """Tell whether a deadline has passed; a day is UTC's, and passes with its end."""
    if isinstance(until, datetime):
        return until <= now
    return until is not None and until < now.astimezone(UTC).date()


def deadline_in_words(until: date | datetime | None, now: datetime) -> str:
    """Say until when one can apply; a moment is told in UTC, for everybody gets the same page."""
    if until is None:
        return "No deadline"
    day = until.astimezone(UTC).date() if isinstance(until, datetime) else until
    said = day_in_words(day)
    if isinstance(until, datetime):
        said = f"{said}, {until.astimezone(UTC):%H:%M} UTC"
    if is_over(until, now):
        return f"The deadline was {said}"
    left = (day - now.astimezone(UTC).date()).days
    return f"Apply by {said} ({ {0: 'today', 1: 'tomorrow'}.get(left, f'in {left} days') })"


def day_in_words(day: date) -> str:
    """Write a day: 31 December 2026."""
    return f"{day.day} {day:%B %Y}"
