"""By whom, when and why a blind application was shown: for its candidate, and the organization."""

from django.db.models import QuerySet

from trellis.domain.jobs.models import Application, Reveal


def reveals_of(application: Application) -> QuerySet[Reveal]:
    """Return the log, the first first; nothing of an application that never was blind, or still is."""
    rows = Reveal.objects.select_related("revealed_by").filter(application=application)
    return rows.order_by("revealed_at", "pk")
