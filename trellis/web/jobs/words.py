"""The words that pages of jobs have for what the database has codes for."""

from datetime import date

from django.core.paginator import Page

from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.rules.choices import JobType, LocationType, PositionType
from trellis.web.jobs.pages import day_in_words

LOCATION_TYPES: dict[str, str] = {
    LocationType.ON_SITE: "On site",
    LocationType.REMOTE: "Remote",
    LocationType.HYBRID: "Hybrid",
}
JOB_TYPES: dict[str, str] = {
    JobType.FULL_TIME: "Full time",
    JobType.PART_TIME: "Part time",
    JobType.CONTRACT: "Contract",
    JobType.FREELANCE: "Freelance",
    JobType.INTERNSHIP: "Internship",
    JobType.TEMPORARY: "Temporary",
}
POSITION_TYPES: dict[str, str] = {
    PositionType.PERMANENT: "Permanent",
    PositionType.TEMPORARY: "Temporary",
    PositionType.CONTRACT: "Contract",
    PositionType.FIXED_TERM: "Fixed term",
}


def counted(page: Page[Requisition]) -> str:
    """Say how many jobs there are, and which page of them this is."""
    count, pages = page.paginator.count, page.paginator.num_pages
    told = f"{count} open job" if count == 1 else f"{count or 'No'} open jobs"
    return told if pages == 1 else f"{told}, page {page.number} of {pages}"


def deadline_in_words(deadline: date | None, today: date) -> str:
    """Say until when one can apply."""
    if deadline is None:
        return "No deadline"
    left = (deadline - today).days
    if left < 0:
        return f"The deadline was {day_in_words(deadline)}"
    when = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
    return f"Apply by {day_in_words(deadline)} ({when})"
