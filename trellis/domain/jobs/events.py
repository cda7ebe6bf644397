"""What this app publishes. What people wrote in a job or to a candidate is personal, and can be erased."""

from typing import Any, TypedDict

from trellis.core.events import ChangedTexts, DomainEvent, Nothing
from trellis.domain.jobs.models import Application, InterviewPromise, Posting


class PostingChanged(TypedDict):
    """By field [from, to], of texts only that they changed."""

    changes: dict[str, list[Any]]


class Applied(TypedDict):
    """For which job, by whom, if that is known yet."""

    posting_id: int
    candidate_id: int | None


class Staged(Applied):
    """By field [from, to]: the stage."""

    changes: dict[str, list[Any]]


class Promised(TypedDict):
    """For which application, and whether all that is essential is met as far as is known."""

    application_id: int
    posting_id: int
    is_met: bool


class Told(TypedDict):
    """What the candidate was told with a decision."""

    message: str


posting_created = DomainEvent("job.posted", Posting, Nothing)
posting_changed = DomainEvent("job.changed", Posting, PostingChanged, ChangedTexts)
posting_closed = DomainEvent("job.closed", Posting, Nothing)
posting_reopened = DomainEvent("job.reopened", Posting, Nothing)
posting_deleted = DomainEvent("job.deleted", Posting, Nothing)
application_made = DomainEvent("application.made", Application, Applied)
application_decided = DomainEvent("application.decided", Application, Staged, Told)
application_revealed = DomainEvent("application.revealed", Application, Applied)
application_withdrawn = DomainEvent("application.withdrawn", Application, Staged)
promise_taken_up = DomainEvent("promise.taken_up", InterviewPromise, Promised)
promise_judged = DomainEvent("promise.judged", InterviewPromise, Promised)
