"""What the lists of an organization hold, in sentences: applicants, needs, jobs, interviews, what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from trellis.core.links import link_to
from trellis.domain.answers.queries.applicants import (
    applications_asked_for,
    counts_of,
    jobs_of,
    moved_to,
    open_needs,
    open_sessions,
    unjudged_promises,
)
from trellis.domain.answers.rules.agent.desk import Desk
from trellis.domain.answers.rules.agent.wording import SHOWN, counted, day, name_of, source_of, source_of_job
from trellis.domain.answers.rules.answers import Draft, Said, Source, final, in_list
from trellis.domain.interviews.models import VideoSession
from trellis.domain.interviews.rights import Right as InterviewRight
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.queries.applications import sent_shown
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.needs.models import NeedTask
from trellis.domain.needs.queries.tasks import title_shown
from trellis.domain.needs.rules.tasks import may_assign
from trellis.domain.notifications.rules import name_of as name_of_account
from trellis.domain.organizations.rights import Grant, grant

_NO_CONTACT = "I tell no phone numbers and no addresses."
_LONG = f"I name {SHOWN} at most; the lists have all."


def list_applicants(desk: Desk) -> Draft:
    """Return who has applied, or is where a question says."""
    asked, rows = desk.asked, applications_asked_for(desk.member, desk.asked)
    total = rows.count()
    if not total:
        return final(desk.question, "There are no such applications.", limits=_limits(desk, total))
    moved: Mapping[int, datetime] = {}
    if asked.stage not in (None, Stage.APPLIED) and asked.span is not None:
        moved = moved_to(asked.stage or Stage.APPLIED, member=desk.member, span=asked.span)
    first = Said(f"{'There is' if total == 1 else 'There are'} {counted(total, 'application')}.")
    people = [_applicant(row, moved, desk) for row in rows[:SHOWN]]
    return Draft(desk.question, (first, *people), _limits(desk, total))


def tell_of(desk: Desk, named: Sequence[Application]) -> Draft:
    """Return where those stand who are named, and what they say that they can."""
    people = []
    for row in named[:SHOWN]:
        said = _applicant(row, {}, desk)
        skills = in_list(sent_shown(row).get("skills", [])[:SHOWN])
        can = f"; says that they can: {skills}" if skills else ""
        people.append(Said(f"{said.text.removesuffix('.')}{can}.", said.sources))
    return Draft(desk.question, tuple(people), _limits(desk, len(named)))


def list_needs(desk: Desk) -> Draft:
    """Return which needs of applicants are open."""
    rows = open_needs(desk.member, jobs=desk.asked.jobs)
    total = rows.count()
    if not total:
        return final(desk.question, "No need that was shared with you is open.")
    first = Said(f"{counted(total, 'need is', 'needs are')} open.")
    return Draft(
        desk.question, (first, *(_need(row) for row in rows[:SHOWN])), _LONG if total > SHOWN else ""
    )


def list_jobs(desk: Desk) -> Draft:
    """Return the jobs of the organization, with how many have applied."""
    are_open = "open" in desk.question.casefold()
    rows = jobs_of(desk.member, jobs=desk.asked.jobs, are_open=are_open)
    total = rows.count()
    if not total:
        return final(desk.question, "Your organization has no such jobs.")
    shown = list(rows[:SHOWN])
    counts = counts_of(desk.member, shown)
    first = Said(f"{'There is' if total == 1 else 'There are'} {counted(total, 'job')}.")
    said = (_job(row, *counts.get(row.pk, (0, 0))) for row in shown)
    return Draft(desk.question, (first, *said), _LONG if total > SHOWN else "")


def list_interviews(desk: Desk) -> Draft:
    """Return which interviews are not over."""
    if grant(desk.member.role, InterviewRight.READ_INTERVIEWS) is not Grant.ALL:
        return final(desk.question, "You may not see interviews.")
    rows = open_sessions(desk.member)
    if desk.asked.jobs is not None:
        rows = rows.filter(application__posting_id__in=desk.asked.jobs)
    total = rows.count()
    if not total:
        return final(desk.question, "No interview is open.")
    first = Said(f"{counted(total, 'interview is', 'interviews are')} open.")
    said = (_interview(row, desk) for row in rows[:SHOWN])
    return Draft(desk.question, (first, *said), _LONG if total > SHOWN else "")


def list_what_is_left(desk: Desk) -> Draft:
    """Return what is left to do, for this member: needs, applications to decide on, promises to judge."""
    said = [*_needs_left(desk)]
    if grant(desk.member.role, Right.DECIDE_APPLICATIONS) is Grant.ALL:
        said += [*_decisions_left(desk), *_promises_left(desk)]
    if not said:
        return final(desk.question, "Nothing is left for you to do that I know of.")
    return Draft(desk.question, tuple(said), f"I name {SHOWN} of each at most.")


def _needs_left(desk: Desk) -> list[Said]:
    rows = open_needs(desk.member, jobs=None)
    if not may_assign(desk.member):
        rows = rows.filter(owner_id=desk.member.user_id)
    return [_need(row) for row in rows[:SHOWN]]


def _decisions_left(desk: Desk) -> list[Said]:
    shown = list(jobs_of(desk.member, are_waiting=True)[:SHOWN])
    counts = counts_of(desk.member, shown)
    return [_waiting(row, counts.get(row.pk, (0, 0))[1]) for row in shown]


def _promises_left(desk: Desk) -> list[Said]:
    return [
        Said(
            f"{name_of(row.application)}, {row.application.posting.title}: an interview is promised to who"
            " meets the essential criteria, and nobody has judged that.",
            (source_of(row.application),),
        )
        for row in unjudged_promises(desk.member)[:SHOWN]
    ]


def _job(row: Posting, there: int, waiting: int) -> Said:
    said = (
        f"{row.title} (job {row.pk}) is {row.status}: {counted(there, 'application')}, {waiting:,} undecided."
    )
    return Said(said, (source_of_job(row),))


def _waiting(row: Posting, waiting: int) -> Said:
    many = counted(waiting, "application is", "applications are")
    return Said(f"{row.title} (job {row.pk}): {many} undecided.", (source_of_job(row),))


def _applicant(row: Application, moved: Mapping[int, datetime], desk: Desk) -> Said:
    zone = desk.now.tzinfo
    parts = [f"applied on {day(row.created_at.astimezone(zone))}"]
    if row.pk in moved:
        parts.append(f"{_word(desk.asked.stage)} on {day(moved[row.pk].astimezone(zone))}")
    parts.append(f"now {_word(row.stage)}")
    return Said(f"{name_of(row)}, {row.posting.title}: {', '.join(parts)}.", (source_of(row),))


def _need(row: NeedTask) -> Said:
    application, title = row.application, title_shown(row, is_own=False)
    due = f", due on {day(row.due_date)}" if row.due_date else ", with no day until when"
    whose = f", a task of {name_of_account(row.owner)}" if row.owner else ", nobody's task yet"
    url = link_to("shared-need", job_id=application.posting_id, application_id=application.pk, task_id=row.pk)
    source = Source("need", str(row.pk), title, url, title)
    return Said(f"{title}: for {name_of(application)}{due}{whose}.", (source, source_of(application)))


def _interview(row: VideoSession, desk: Desk) -> Said:
    opened = f"opened on {day(row.created_at.astimezone(desk.now.tzinfo))}"
    if row.application is None:
        return Said(f"An interview about {row.job_application_id}, {opened}.")
    said = f"An interview of {name_of(row.application)}, {row.application.posting.title}, {opened}."
    return Said(said, (source_of(row.application),))


def _limits(desk: Desk, total: int) -> str:
    parts = [_NO_CONTACT if desk.asked.wants_contact else "", _LONG if total > SHOWN else ""]
    return " ".join(filter(None, parts))


def _word(stage: str | None) -> str:
    return {Stage.APPLIED: "undecided", Stage.INTERVIEW: "invited to an interview", None: ""}.get(
        Stage(stage) if stage else None, str(stage)
    )
