"""What applications say, as it was read, and which of them are ranked."""

from django.db.models import Q, QuerySet

from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.queries.applications import applications_for
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.ranking.models import ApplicationReading
from trellis.domain.ranking.rules.runs import ReadingStatus
from trellis.intelligence.ranking.extracting import EXTRACT_VERSION


def reading_of(application: Application) -> ApplicationReading | None:
    """Return the reading of an application, None where it was made before there were any."""
    return ApplicationReading.objects.filter(application=application).first()


def reading_with_application(application_id: int) -> ApplicationReading | None:
    """Return the reading of an application with that; None where it is gone."""
    return ApplicationReading.objects.select_related("application").filter(application=application_id).first()


def rankable(posting: Posting) -> QuerySet[Application]:
    """Return the applications for a job that are ranked: not taken back, nor of somebody who was erased."""
    return applications_for(posting).exclude(stage=Stage.WITHDRAWN).exclude(sent={})


def readings_for(posting: Posting) -> QuerySet[ApplicationReading]:
    """Return the readings of a job's applications that are ranked."""
    return ApplicationReading.objects.filter(application__in=rankable(posting))


def unread(posting: Posting) -> QuerySet[ApplicationReading]:
    """Return those of a job that are not read, or under other rules of extracting, the oldest first."""
    is_due = Q(status=ReadingStatus.WAITING) | ~Q(extract_version=EXTRACT_VERSION)
    return readings_for(posting).filter(is_due).select_related("application").order_by("pk")


def not_embedded(posting: Posting, *, model: str) -> QuerySet[ApplicationReading]:
    """Return those of a job whose vectors are not of this model, the oldest first."""
    return readings_for(posting).exclude(vector_model=model).order_by("pk")
