"""How the promise of an interview stands, for the candidate and for those who read applications."""

from django.db.models import QuerySet

from trellis.domain.jobs.models import Application, InterviewPromise, Posting
from trellis.domain.jobs.refusals import NoPromise
from trellis.domain.jobs.rules.promises import KEPT_WITHIN

_SHOWN = ("application__posting", "judged_by")
# rules/promises.py says the same of both.
DUE_SQL = f"""
    (SELECT coalesce(of_job.closed_at, of_job.deadline_at) + interval '{KEPT_WITHIN.days} days'
    FROM jobs_application AS of_person JOIN jobs_posting AS of_job ON of_job.id = of_person.posting_id
    WHERE of_person.id = {{application_id}})
"""  # noqa: S608 (no data in it)
PROMISE_SQL = f"""
    CASE WHEN {{kept_at}} IS NOT NULL THEN 'kept'
        WHEN {{application.stage}} = 'withdrawn' THEN 'withdrawn'
        WHEN {{missing}} <> '[]'::jsonb THEN 'not_met'
        WHEN {{application.stage}} = 'rejected' OR {DUE_SQL} <= {{now}} THEN 'broken'
        WHEN {{judged_at}} IS NULL THEN 'waiting' ELSE 'owed' END
"""


def promises_of(posting: Posting) -> QuerySet[InterviewPromise]:
    """Return whom an interview for a job is promised."""
    return InterviewPromise.objects.filter(application__posting=posting)


def promise_for(application: Application) -> InterviewPromise:
    """Return the promise to who made an application; raise NoPromise where they have not opted in."""
    found = InterviewPromise.objects.select_related(*_SHOWN).filter(application=application).first()
    if found is None:
        raise NoPromise
    return found
