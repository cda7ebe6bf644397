"""A job and a mentor who is offered are opportunities, too: made, changed and hidden with them."""

from datetime import datetime
from typing import Any

from django.db.models import F

from trellis.core.events import Happened, Nothing
from trellis.domain.catalog.models import Subcategory
from trellis.domain.jobs.models import Posting
from trellis.domain.learning.models import Opportunity
from trellis.domain.learning.rules.mirrored import named_subcategories, of_mentor, of_posting
from trellis.domain.learning.services.meanings import have_understood
from trellis.domain.mentorship.events import FeedbackGiven, ReviewRemoved
from trellis.domain.mentorship.models import Booking, Mentor

_WORDS = frozenset({"title", "description", "tags"})


def follow_posting(event: Happened[Posting, Any]) -> None:
    """Bring a job's opportunity to what the job says now, and make it where there is none yet."""
    posting = event.subject
    _bring({"posting": posting}, of_posting(posting), event.now)


def hide_posting(event: Happened[Posting, Nothing]) -> None:
    """Hide the opportunity of a job that is being deleted; where the row goes, it goes along."""
    row = Opportunity.objects.filter(posting=event.subject)
    row.update(is_published=False, version=F("version") + 1, updated_at=event.now)


def follow_mentor(event: Happened[Mentor, Nothing]) -> None:
    """Bring a mentor's opportunity to what they say now: who is not offered has none."""
    mirror_mentor(event.subject, now=event.now)


def follow_stars(event: Happened[Booking, FeedbackGiven]) -> None:
    """Bring the stars of a mentor's opportunity to what they are now."""
    if event.data["role"] == "mentee":
        mirror_mentor(event.subject.mentor, now=event.now)


def follow_removal(event: Happened[Booking, ReviewRemoved]) -> None:
    """Bring the stars of a mentor's opportunity to what they are without those of a review."""
    mirror_mentor(event.subject.mentor, now=event.now)


def mirror_mentor(mentor: Mentor, *, now: datetime) -> None:
    """Do so for a mentor as they are, in a transaction that holds their row."""
    if not mentor.is_shown:
        # Nobody enrols in a mentorship, so nothing hangs on the row, and no word of theirs stays.
        Opportunity.objects.filter(mentor=mentor).delete()
        return
    _bring({"mentor": mentor}, {**of_mentor(mentor), "subcategory": _subcategory_of(mentor)}, now)


def _bring(whose: dict[str, Any], fields: dict[str, Any], now: datetime) -> None:
    """Write what the opportunity of this job, or mentor, says; whoever calls holds the row of that."""
    row = Opportunity.objects.filter(**whose).first()
    if row is None:
        made = Opportunity.objects.create(**whose, **fields, created_at=now, updated_at=now)
        have_understood([made.pk])
        return
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if changed:
        rows = Opportunity.objects.filter(pk=row.pk)
        rows.update(**changed, version=F("version") + 1, updated_at=now)
    if not _WORDS.isdisjoint(changed):
        have_understood([row.pk])


def _subcategory_of(mentor: Mentor) -> Subcategory | None:
    """Return the first subcategory that a mentor names and that there is."""
    named = named_subcategories(mentor)
    found = {each.public_id: each for each in Subcategory.objects.filter(public_id__in=named)}
    return next((found[key] for key in named if key in found), None)
