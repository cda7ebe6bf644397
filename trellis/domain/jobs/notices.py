"""What people are told: candidates of each decision, an organization of who applies and who withdraws."""

from typing import Any

from trellis.core.events import Happened
from trellis.domain.jobs.events import Applied, Staged
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.notifications.rules import name_of
from trellis.domain.notifications.services import notify
from trellis.domain.organizations.queries import members_of
from trellis.domain.organizations.rights import Grant, grant

Made = Happened[Application, Applied]
Decided = Happened[Application, Staged]
_DECIDED = {
    Stage.SHORTLISTED: "You are on the shortlist for {job}",
    Stage.INTERVIEW: "{organization} would like to meet you for {job}",
    Stage.OFFERED: "{organization} offers you the job: {job}",
    Stage.HIRED: "You are hired: {job}",
    Stage.REJECTED: "Your application for {job} was not successful",
}


def tell_of_application(event: Made) -> None:
    """Tell those who decide on applications that there is a new one."""
    _tell_organization(event, "{name} has applied for {job}", "Application {number}.")


def tell_of_withdrawal(event: Decided) -> None:
    """Tell those who decide on applications that one was withdrawn."""
    _tell_organization(
        event, "{name} has withdrawn from {job}", "Application {number} needs no decision any more."
    )


def tell_of_decision(event: Decided) -> None:
    """Tell the candidate what was decided, in the organization's words if it has any."""
    application = event.subject
    if application.candidate is None:
        return
    facts = _facts(application)
    lines = [
        f"{facts['organization']} has decided on your application {application.number} for {facts['job']}.",
        application.message,
    ]
    notify(
        recipient=application.candidate,
        kind=event.kind,
        title=_DECIDED[Stage(application.stage)].format(**facts),
        body="\n\n".join(filter(None, lines)),
        data={**_data(application), "stage": event.data["changes"]["stage"][1]},
        now=event.now,
    )


def _tell_organization(event: Made | Decided, title: str, body: str) -> None:
    application = event.subject
    facts = _facts(application)
    for member in members_of(application.organization_id).order_by("pk"):
        if grant(member.role, Right.DECIDE_APPLICATIONS) is not Grant.ALL:
            continue
        notify(
            recipient=member.user,
            kind=event.kind,
            title=title.format(**facts),
            body=body.format(**facts),
            data=_data(application),
            now=event.now,
        )


def _facts(application: Application) -> dict[str, str]:
    posting, candidate = application.posting, application.candidate
    return {
        "name": name_of(candidate) if candidate else "Somebody",
        "job": posting.title,
        "organization": posting.organization.name,
        "number": application.number,
    }


def _data(application: Application) -> dict[str, Any]:
    return {
        "application_id": application.pk,
        "application_number": application.number,
        "posting_id": application.posting_id,
    }
