"""What staff are shown of messages that were reported, and who may not write."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.domain.messaging.models import Attachment, Message, Report, Silence
from trellis.domain.messaging.rules.reports import CONTEXT


def silences_at(now: datetime) -> QuerySet[Silence]:
    """Return the silences that hold now."""
    return Silence.objects.filter(Q(until=None) | Q(until__gt=now), begins_at__lte=now, lifted_at=None)


def around(message: Message) -> list[Message]:
    """Return a message with those right before and after it, in their order, deleted ones too."""
    rows = message.room.messages.select_related("sender").prefetch_related("attachments", "former_texts")
    before = list(rows.filter(number__lt=message.number).order_by("-number")[:CONTEXT])
    after = list(rows.filter(number__gte=message.number).order_by("number")[: CONTEXT + 1])
    return [*reversed(before), *after]


def attachment_around(*, report_id: UUID, attachment_id: UUID) -> Attachment | None:
    """Return a file of the messages that staff are shown with a report."""
    report = Report.objects.filter(pk=report_id).select_related("message__room").first()
    if report is None or report.message is None:
        return None
    shown = [each.pk for each in around(report.message)]
    return Attachment.objects.filter(pk=attachment_id, message_id__in=shown).first()
