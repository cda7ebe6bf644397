"""What people are told of their requests."""

from trellis.core.events import Happened
from trellis.domain.accounts.models import User
from trellis.domain.notifications.services import notify
from trellis.domain.workplace.events import Told
from trellis.domain.workplace.models import WorkplaceRequest

Step = Happened[WorkplaceRequest, Told]


def tell_of_approval(event: Step) -> None:
    """Tell who asked that their request is approved."""
    _tell(event)


def tell_of_rejection(event: Step) -> None:
    """Tell who asked that their request is rejected, and why."""
    _tell(event)


def tell_of_cancellation(event: Step) -> None:
    """Tell who asked that somebody else cancelled their request."""
    _tell(event)


def tell_of_completion(event: Step) -> None:
    """Tell who asked that their request is completed."""
    _tell(event)


def _tell(event: Step) -> None:
    """Tell who asked where their request stands, unless they brought it there themselves."""
    request, status = event.subject, event.data["changes"]["status"][1]
    asker = request.requested_by
    if asker is None or event.actor_id in (None, asker.pk):
        return
    by = User.objects.get(pk=event.actor_id)
    who = by.full_name or by.username
    lines = [f"{who} has {status} your request “{request.title}”.", request.comment]
    notify(
        recipient=asker,
        kind=event.kind,
        title=f"{request.request_id} is {status}",
        body="\n\n".join(line for line in lines if line),
        data={"request_id": str(request.pk), "status": status},
        now=event.now,
    )
