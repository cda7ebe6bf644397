"""Rows as sources of an answer: each with its address, at which who asks may read it."""

from typing import TYPE_CHECKING

from trellis.core.links import link_to
from trellis.domain.answers.rules.answers import Source

if TYPE_CHECKING:
    from trellis.domain.candidates.models import CandidateProfile
    from trellis.domain.fairness.models import Contest
    from trellis.domain.interviews.models import VideoSession
    from trellis.domain.jobs.models import Application, InterviewPromise, Posting
    from trellis.domain.learning.models import Opportunity
    from trellis.domain.needs.models import NeedTask


def of_job(posting: "Posting", quote: str = "") -> Source:
    """Return a job."""
    return Source("job", str(posting.pk), posting.title, link_to("job", job_id=posting.pk), quote)


def of_application(application: "Application", quote: str = "") -> Source:
    """Return an application, by the address that tells how it was judged."""
    return Source("application", str(application.pk), application.number, _judgement(application), quote)


def of_need(task: "NeedTask") -> Source:
    """Return a need as it is shared with an application."""
    application = task.application
    url = link_to(
        "shared-need", job_id=application.posting_id, application_id=application.pk, task_id=task.pk
    )
    return Source("need", str(task.pk), task.title, url, task.title)


def of_promise(promise: "InterviewPromise", quote: str = "") -> Source:
    """Return the promise of an interview."""
    application = promise.application
    url = link_to("interview-promise", job_id=application.posting_id, application_id=application.pk)
    return Source("promise", str(promise.pk), application.number, url, quote)


def of_contest(contest: "Contest") -> Source:
    """Return what a candidate contests, in their own words."""
    application = contest.application
    return Source("contest", str(contest.pk), application.number, _judgement(application), contest.reason)


def of_interview(session: "VideoSession", application: "Application") -> Source:
    """Return an interview, by its application's address: only an invitation leads into the room."""
    return Source("interview", str(session.pk), application.number, _judgement(application))


def of_profile(profile: "CandidateProfile", quote: str = "") -> Source:
    """Return a profile."""
    url = link_to("candidate-profile", slug=profile.slug)
    return Source("profile", profile.slug, profile.user.full_name, url, quote)


def of_resume(profile: "CandidateProfile", quote: str) -> Source:
    """Return what was read in a resume."""
    url = link_to("parsing-status", slug=profile.slug)
    return Source("resume", profile.slug, profile.user.full_name, url, quote)


def of_reads(profile: "CandidateProfile", quote: str) -> Source:
    """Return the log of who has read a candidate's disability categories."""
    return Source("disability_read", profile.slug, "", link_to("disability-reads", slug=profile.slug), quote)


def of_learning(opportunity: "Opportunity", quote: str = "") -> Source:
    """Return what somebody can take part in: a course, a workshop, a group, a mentorship."""
    url = link_to("opportunity", opportunity_id=opportunity.public_id)
    kind = str(opportunity.opportunity_type)
    return Source(kind, str(opportunity.public_id), opportunity.title, url, quote)


def _judgement(application: "Application") -> str:
    return link_to("application-judgement", job_id=application.posting_id, application_id=application.pk)
