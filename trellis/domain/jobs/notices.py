"""What people are told: candidates of each decision, an organization of who applies and who withdraws."""

from typing import Any

from trellis.core.events import Happened
from trellis.domain.accounts.models import User
from trellis.domain.jobs.events import Applied, Promised, Staged
from trellis.domain.jobs.models import Application, InterviewPromise
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.rules.blindness import name_shown
from trellis.domain.jobs.rules.choices import Stage
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


def tell_of_promise(event: Happened[InterviewPromise, Promised]) -> None:
    """Tell those who decide on applications that somebody takes up the promise of an interview."""
    application = event.subject.application
    facts = _facts(application)
    for user in _deciders(application):
        notify(
            recipient=user,
            kind=event.kind,
            title="{name} takes up the promise of an interview for {job}".format(**facts),
            body="Application {number}. Say whether all that is essential is met.".format(**facts),
            data=_data(application),
            now=event.now,
        )


def tell_of_judgement(event: Happened[InterviewPromise, Promised]) -> None:
    """Tell the candidate whether an interview is owed to them."""
    application = event.subject.application
    if application.candidate is None:
        return
    facts = _facts(application)
    is_owed = event.data["is_met"]
    title = "{organization} owes you an interview for {job}" if is_owed else "About the interview for {job}"
    body = (
        "You meet all that is essential. Application {number}."
        if is_owed
        else "{organization} finds that something essential is missing. See your application {number}."
    )
    notify(
        recipient=application.candidate,
        kind=event.kind,
        title=title.format(**facts),
        body=body.format(**facts),
        data=_data(application),
        now=event.now,
    )


def _deciders(application: Application) -> list[User]:
    members = members_of(application.organization_id).order_by("pk")
    return [each.user for each in members if grant(each.role, Right.DECIDE_APPLICATIONS) is Grant.ALL]


def _tell_organization(event: Made | Decided, title: str, body: str) -> None:
    application = event.subject
    facts = _facts(application)
    for user in _deciders(application):
        notify(
            recipient=user,
            kind=event.kind,
            title=title.format(**facts),
            body=body.format(**facts),
            data=_data(application),
            now=event.now,
        )


def _facts(application: Application) -> dict[str, str]:
    posting = application.posting
    return {
        "name": name_shown(application),
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
