"""What staff are shown of messages that were reported, and who may not write."""

from datetime import datetime

from django.db.models import Q, QuerySet

from trellis.domain.messaging.models import Message, Report, Silence
from trellis.domain.messaging.rules.reports import CONTEXT, Status


def silences_at(now: datetime) -> QuerySet[Silence]:
    """Return the silences that hold now."""
    return Silence.objects.filter(Q(until=None) | Q(until__gt=now), begins_at__lte=now, lifted_at=None)


def open_reports_of(message: Message) -> QuerySet[Report]:
    """Return the reports of a message that wait."""
    return Report.objects.filter(message=message, status=Status.OPEN)


def around(message: Message) -> list[Message]:
    """Return a message with those right before and after it, in their order, deleted ones too."""
    rows = message.room.messages.select_related("sender").prefetch_related("attachments", "former_texts")
    before = list(rows.filter(number__lt=message.number).order_by("-number")[:CONTEXT])
    after = list(rows.filter(number__gte=message.number).order_by("number")[: CONTEXT + 1])
    return [*reversed(before), *after]
