"""Telling staff of a message, and what they decide."""

from datetime import datetime, timedelta

from django.db import transaction

from trellis.core.throttling import take
from trellis.domain.accounts.models import User
from trellis.domain.messaging import events
from trellis.domain.messaging.models import Message, Report
from trellis.domain.messaging.refusals import AlreadyDecided, OwnMessage, UnknownMessage
from trellis.domain.messaging.rules.reports import Reason, Status
from trellis.domain.messaging.services.changing import delete_as_staff
from trellis.domain.messaging.services.silencing import silence


def report_message(
    *, reporter: User, message: Message, reason: Reason, text: str = "", now: datetime
) -> Report:
    """Tell staff of a message that the reporter may see; who wrote it is not told.

    Of one that they have reported already, and that nobody has decided on, the report there is, as it is.
    Raises OwnMessage, UnknownMessage, and TooMany for reports.
    """
    if message.sender_id == reporter.pk:
        raise OwnMessage
    take({"message_report": str(reporter.pk)})
    with transaction.atomic():
        # It stays until the report is there, by which it is kept.
        if not Message.objects.select_for_update(no_key=True).filter(pk=message.pk).exists():
            raise UnknownMessage
        made, is_new = Report.objects.get_or_create(
            reporter=reporter,
            message=message,
            status=Status.OPEN,
            defaults={"about_id": message.sender_id, "reason": reason, "text": text, "created_at": now},
        )
        if is_new:
            events.message_reported.publish(
                actor_id=reporter.pk,
                subject=made,
                data={"message_id": str(message.pk), "kind": str(reason)},
                now=now,
            )
    return made


def dismiss(*, report: Report, actor_id: int, now: datetime) -> None:
    """Let the message stand; all who have reported it are told. Raises AlreadyDecided."""
    with transaction.atomic():
        _decide(report, Status.DISMISSED, actor_id, now)


def remove(*, report: Report, actor_id: int, now: datetime) -> None:
    """Take the message away from everybody; its writer and all reporters are told. Raises AlreadyDecided."""
    with transaction.atomic():
        _take_away(report, actor_id, now)
        _decide(report, Status.REMOVED, actor_id, now)


def remove_and_silence(*, report: Report, lasting: timedelta, actor_id: int, now: datetime) -> None:
    """Take the message away, and have its writer write nothing for so long. Raises AlreadyDecided."""
    with transaction.atomic():
        _take_away(report, actor_id, now)
        _decide(report, Status.SILENCED, actor_id, now)
        if report.about is not None:
            why = Reason(report.reason).label
            silence(person=report.about, until=now + lasting, why=why, actor_id=actor_id, now=now)


def _take_away(report: Report, actor_id: int, now: datetime) -> None:
    """Hide the message, unless its writer or somebody else of the staff has."""
    if report.message is not None:
        delete_as_staff(message=report.message, actor_id=actor_id, now=now)


def _decide(report: Report, status: Status, actor_id: int, now: datetime) -> None:
    """Decide on the report, and with it on all that wait of the same message. Raises AlreadyDecided."""
    waiting = Report.objects.filter(status=Status.OPEN)
    same = waiting.filter(pk=report.pk)
    if report.message_id is not None:
        same |= waiting.filter(message_id=report.message_id)
    decided = list(same.select_for_update(of=("self",)).select_related("reporter").order_by("pk"))
    if report.pk not in {each.pk for each in decided}:
        raise AlreadyDecided
    for each in decided:
        each.status, each.decided_by_id, each.decided_at = status, actor_id, now
    Report.objects.bulk_update(decided, ["status", "decided_by", "decided_at"])
    told: events.Decided = {"status": str(status)}
    events.report_decided.publish_many(
        actor_id=actor_id, subjects=[(each, told) for each in decided], now=now
    )
