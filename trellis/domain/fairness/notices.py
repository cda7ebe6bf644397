"""What people are told of contests. What candidates write stands in no notice, which may come by mail."""

from datetime import timedelta

from trellis.core.events import Happened
from trellis.domain.accounts.models import User
from trellis.domain.fairness.events import Answered, OfApplication
from trellis.domain.fairness.models import Contest
from trellis.domain.fairness.queries.contests import deciders_of
from trellis.domain.fairness.rules.contests import Outcome
from trellis.domain.notifications.rules import zone_named
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.services import notify

Step = Happened[Contest, OfApplication]
_OUTCOMES = {
    Outcome.UPHELD: "{organization} stands by how you were judged",
    Outcome.CHANGED: "{organization} has changed how you were judged",
}


def tell_of_contest(event: Step) -> None:
    """Tell those who decide that a candidate contests, and the candidate until when they are answered."""
    due = _last_day(event.subject)
    wish = " They ask for a person to look at it." if event.subject.wants_person else ""
    _tell_organization(
        event,
        "A candidate contests how they were judged",
        f"Somebody else than who judged answers, until {due}.{wish}",
    )
    _tell_candidate(event, "Your contest is made", f"You are answered until {due}.")


def tell_of_withdrawal(event: Step) -> None:
    """Tell those who decide that nothing is contested any more."""
    _tell_organization(event, "A contest is withdrawn", "There is nothing to answer any more.")


def tell_of_overdue(event: Step) -> None:
    """Tell both sides that the time to answer is over."""
    due = _last_day(event.subject)
    _tell_organization(event, "A contest is overdue", f"It was to be answered until {due}. Answer it now.")
    _tell_candidate(
        event, "Your contest is overdue", f"It was to be answered until {due}. They have been told, too."
    )


def tell_of_answer(event: Happened[Contest, Answered]) -> None:
    """Tell the candidate what came of their contest, and in which words."""
    contest = event.subject
    title = _OUTCOMES[Outcome(contest.outcome)].format(
        organization=contest.application.posting.organization.name
    )
    _tell_candidate(event, title, contest.answer)


def _last_day(contest: Contest) -> str:
    last = (contest.due_at - timedelta(microseconds=1)).astimezone(zone_named(contest.zone))
    return f"the end of {last:%A} {last.day} {last:%B %Y} ({contest.zone.replace('_', ' ')} time)"


def _tell_organization(event: Step, title: str, body: str) -> None:
    for member in deciders_of(event.subject.organization_id):
        _tell(event, member.user, Kind.APPLICATION_RECEIVED, title, body)


def _tell_candidate(event: Step | Happened[Contest, Answered], title: str, body: str) -> None:
    candidate = event.subject.application.candidate
    if candidate is not None:
        _tell(event, candidate, Kind.APPLICATION_UPDATE, title, body)


def _tell(
    event: Step | Happened[Contest, Answered], recipient: User, about: Kind, title: str, body: str
) -> None:
    application = event.subject.application
    notify(
        recipient=recipient,
        kind=event.kind,
        about=about,
        title=title,
        body=f"Application {application.number} for {application.posting.title}.\n\n{body}",
        data={
            "application_id": application.pk,
            "posting_id": application.posting_id,
            "contest_id": event.subject.pk,
        },
        now=event.now,
    )
