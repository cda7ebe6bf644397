"""Small readings of a job and its tenant for the templates."""

from django import template
from django.utils import timezone

from trellis.core.rendering.media import media_url
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.published import today
from trellis.web.jobs import pages, words

register = template.Library()


@register.filter
def company(job: Requisition) -> str:
    """Return who hires."""
    return pages.company_of(job)


@register.filter
def location_type(job: Requisition) -> str:
    """Return where the work is done."""
    return words.LOCATION_TYPES.get(job.location_type, "")


@register.filter
def job_type(job: Requisition) -> str:
    """Return how much of somebody's time it takes."""
    return words.JOB_TYPES.get(job.job_type, "")


@register.filter
def posted(job: Requisition) -> str:
    """Return the day on which the public could first see the job."""
    return pages.day_in_words(pages.posted_at(job).date())


@register.filter
def deadline(job: Requisition) -> str:
    """Return until when one can apply."""
    return words.deadline_in_words(job.deadline_date, today(timezone.now()))


@register.filter
def logo(tenant: Organization) -> str | None:
    """Return the address of the tenant's logo."""
    return media_url(tenant.logo.name)
