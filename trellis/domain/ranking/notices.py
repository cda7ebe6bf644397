"""What people are told of rankings: who asked for one hears how it ended."""

from trellis.core.events import Happened
from trellis.domain.notifications.services import notify
from trellis.domain.organizations.queries import members_of
from trellis.domain.ranking.events import Failed, Finished
from trellis.domain.ranking.models import Run
from trellis.domain.ranking.rules.runs import Fault


def tell_of_ranking(event: Happened[Run, Finished]) -> None:
    """Tell who asked for it that a job's applicants are ranked."""
    count = event.data["applications"]
    people = "1 application is" if count == 1 else f"{count} applications are"
    _tell(event, "{job}: the applicants are ranked", f"{people} ranked. You decide.")


def tell_of_failure(event: Happened[Run, Failed]) -> None:
    """Tell who asked for it why a job's applicants are not ranked."""
    body = "\n\n".join(filter(None, (Fault(event.data["fault"]).sentence, event.subject.fault_detail)))
    _tell(event, "{job}: the applicants could not be ranked", body)


def _tell(event: Happened[Run, Finished] | Happened[Run, Failed], title: str, body: str) -> None:
    run = event.subject
    # Whoever has left the organization since is told nothing of it.
    members = members_of(run.posting.organization_id).filter(user=run.asked_by_id)
    if run.asked_by is None or not members.exists():
        return
    notify(
        recipient=run.asked_by,
        kind=event.kind,
        title=title.format(job=run.posting.title),
        body=body,
        data={"posting_id": run.posting_id, "run": run.number},
        now=event.now,
    )
