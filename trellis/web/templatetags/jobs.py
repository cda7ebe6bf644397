"""Small readings of a job and its tenant for the templates."""

from django import template
from django.utils import timezone

from trellis.core.rendering.media import media_url
from trellis.domain.organizations.models import Organization
from trellis.web.jobs import words
from trellis.web.jobs.shown import Shown

register = template.Library()


@register.filter
def workplace(job: Shown) -> str:
    """Return where the work is done."""
    return words.WORKPLACES[job.workplace]


@register.filter
def posted(job: Shown) -> str:
    """Return the day on which the public could first see the job."""
    return words.day_in_words(job.posted_at.date())


@register.filter
def deadline(job: Shown) -> str:
    """Return until when one can apply."""
    return words.deadline_in_words(job.until, timezone.now())


@register.filter
def logo(tenant: Organization) -> str | None:
    """Return the address of the tenant's logo."""
    return media_url(tenant.logo.name)
