"""What people are told of their requests."""

from datetime import datetime

from trellis.domain.accounts.models import User
from trellis.domain.notifications.services import notify
from trellis.domain.workplace.models import WorkplaceRequest


def tell_of_approval(*, subject: WorkplaceRequest, now: datetime) -> None:
    """Tell who asked that their request is approved."""
    _tell(subject, by=subject.approved_by, now=now)


def tell_of_rejection(*, subject: WorkplaceRequest, now: datetime) -> None:
    """Tell who asked that their request is rejected, and why."""
    _tell(subject, by=subject.rejected_by, now=now)


def tell_of_cancellation(*, subject: WorkplaceRequest, now: datetime) -> None:
    """Tell who asked that somebody else cancelled their request."""
    _tell(subject, by=subject.cancelled_by, now=now)


def tell_of_completion(*, subject: WorkplaceRequest, now: datetime) -> None:
    """Tell who asked that their request is completed."""
    _tell(subject, by=subject.completed_by, now=now)


def _tell(request: WorkplaceRequest, *, by: User | None, now: datetime) -> None:
    """Tell who asked where their request stands, unless they brought it there themselves."""
    asker = request.requested_by
    if asker is None or by is None or asker == by:
        return
    who = by.full_name or by.username
    lines = [f"{who} has {request.status} your request “{request.title}”.", request.comment]
    notify(
        recipient=asker,
        kind=f"request.{request.status}",
        title=f"{request.request_id} is {request.status}",
        body="\n\n".join(line for line in lines if line),
        data={"request_id": str(request.pk), "status": str(request.status)},
        now=now,
    )
