"""What an opportunity says that is a posting's or a mentor's: one way of reading those as an opportunity."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from trellis.domain.jobs.rules.openness import is_open
from trellis.domain.learning.rules.choices import OpportunityType
from trellis.domain.mentorship.rules.rates import CURRENCY

if TYPE_CHECKING:
    from trellis.domain.jobs.models import Posting
    from trellis.domain.mentorship.models import Mentor

# What a mentor charges is the price of an hour.
_AN_HOUR = 60


def of_posting(posting: "Posting") -> dict[str, Any]:
    """Return what the opportunity of a job says, by its columns. Nobody pays to apply."""
    return {
        "opportunity_type": OpportunityType.JOB,
        "title": posting.title,
        "description": posting.job_desc,
        "price_minor": 0,
        "currency": CURRENCY,
        "tags": list(posting.skills),
        "is_published": is_open(posting),
        "published_at": posting.created_at,
        "closes_at": posting.deadline_at,
    }


def of_mentor(mentor: "Mentor") -> dict[str, Any]:
    """Return what the opportunity of a mentor who is offered says, by its columns."""
    return {
        "public_id": mentor.public_id,
        "opportunity_type": OpportunityType.MENTORSHIP,
        "title": f"Mentorship with {mentor.user.full_name or mentor.user.username}",
        "description": mentor.bio,
        "price_minor": mentor.price_minor,
        "currency": mentor.currency,
        "duration_minutes": _AN_HOUR,
        "tags": list(mentor.expertise),
        "rating_sum": mentor.rating_sum,
        "rating_count": mentor.rating_count,
        "is_published": True,
        "published_at": mentor.offered_at or mentor.created_at,
    }


def named_subcategories(mentor: "Mentor") -> list[UUID]:
    """Return the ids of subcategories that a mentor names, in their order; what is no id is passed over."""
    given = (key for each in mentor.expertise_categories for key in each.get("subcategory_ids", ()))
    found = []
    for key in given:
        with suppress(ValueError):
            found.append(UUID(str(key)))
    return found
