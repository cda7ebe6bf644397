"""What people are told of needs. What is needed stands in no notice, which may come by mail."""

from typing import Any

from trellis.core.events import Happened
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application
from trellis.domain.needs.events import Assigned, OfApplication
from trellis.domain.needs.models import NeedTask
from trellis.domain.needs.rules.tasks import may_assign
from trellis.domain.notifications.services import notify
from trellis.domain.organizations.queries import members_of

Step = Happened[NeedTask, OfApplication]


def tell_of_sharing(event: Step) -> None:
    """Tell those who assign tasks that a candidate needs something."""
    _tell_employer(
        event, "A candidate needs something for the interview", "Say who meets it, and until when."
    )


def tell_of_waiver(event: Step) -> None:
    """Tell those whose task it is that the candidate does without."""
    _tell_employer(event, "A candidate does without what they needed", "The interview need not wait for it.")


def tell_of_reopening(event: Step) -> None:
    """Tell those whose task it is that there is something left to do."""
    _tell_employer(event, "A candidate still needs something", "The interview cannot start before it is met.")


def tell_of_taking_back(event: Step) -> None:
    """Tell those whose task it was that there is nothing to do."""
    _tell_employer(event, "A candidate has taken back what they needed", "There is nothing to do about it.")


def tell_of_assignment(event: Happened[NeedTask, Assigned]) -> None:
    """Tell whose task it is now, unless they took it themselves."""
    owner = event.subject.owner
    if owner is not None and owner.pk != event.actor_id:
        until = f" It is due on {event.subject.due_date:%d %B %Y}." if event.subject.due_date else ""
        _tell(event, owner, "You are to meet what a candidate needs", f"See the application.{until}")


def tell_of_meeting(event: Step) -> None:
    """Tell the candidate that something they need is ready."""
    application = event.subject.application
    if application.candidate is not None:
        title = f"{application.posting.organization.name} has met something that you need"
        _tell(event, application.candidate, title, "If it is not met, open it again.")


def _tell_employer(event: Step, title: str, body: str) -> None:
    """Tell whose task it is; while it is nobody's, those who assign them."""
    owner = event.subject.owner
    if owner is not None:
        people = [owner]
    else:
        members = members_of(event.subject.organization_id).order_by("pk")
        people = [member.user for member in members if may_assign(member)]
    for person in people:
        _tell(event, person, title, body)


def _tell(event: Happened[NeedTask, Any], recipient: User, title: str, body: str) -> None:
    application: Application = event.subject.application
    notify(
        recipient=recipient,
        kind=event.kind,
        title=title,
        body=f"Application {application.number} for {application.posting.title}.\n\n{body}",
        data={
            "application_id": application.pk,
            "posting_id": application.posting_id,
            "need_id": event.subject.pk,
        },
        now=event.now,
    )
