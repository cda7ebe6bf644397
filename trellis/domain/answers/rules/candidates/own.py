"""Sentences about a candidate's own things: each of one row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from trellis.domain.answers.rules import sources
from trellis.domain.answers.rules.answers import Said, in_list
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.rules.promises import PromiseStanding, due_at, standing_of
from trellis.domain.notifications.rules import moment

if TYPE_CHECKING:
    from trellis.domain.candidates.models import CandidateProfile
    from trellis.domain.fairness.models import Contest
    from trellis.domain.interviews.models import VideoSession
    from trellis.domain.jobs.models import Application, InterviewPromise
    from trellis.domain.needs.models import NeedTask

_STAGES: Mapping[str, str] = {
    Stage.SHORTLISTED: "you were shortlisted",
    Stage.INTERVIEW: "you were chosen for an interview",
    Stage.OFFERED: "you have an offer",
    Stage.HIRED: "you were hired",
    Stage.REJECTED: "you were turned down",
}
_PROMISES: Mapping[PromiseStanding, str] = {
    PromiseStanding.WAITING: "nobody has said yet whether you meet its criteria",
    PromiseStanding.NOT_MET: "the employer says that you do not meet all of its criteria",
    PromiseStanding.OWED: "you meet its criteria, and the interview is owed to you",
    PromiseStanding.KEPT: "it was kept",
    PromiseStanding.BROKEN: "it was broken",
    PromiseStanding.WITHDRAWN: "you have withdrawn",
}


def named(application: "Application") -> str:
    """Return a job by the title and the organization of its posting."""
    return f"“{application.posting.title}” at {application.organization.name}"


def of_applications(rows: Iterable["Application"], *, zone: tzinfo) -> list[Said]:
    """Say where each application stands."""
    return [_of_application(each, zone) for each in rows]


def of_dates(dated: Iterable[tuple[datetime | date, Said]]) -> list[Said]:
    """Return what is said of dates, the nearest first."""
    return [said for _, said in sorted(dated, key=lambda each: _moment_of(each[0]))]


def date_of_need(task: "NeedTask") -> tuple[date, Said] | None:
    """Say until when the employer is to meet a need; None where no day was set."""
    if task.due_date is None:
        return None
    text = f"{named(task.application)} is to meet your need “{task.title}” by {_day(task.due_date)}."
    return task.due_date, Said(text, (sources.of_need(task),))


def date_of_promise(
    promise: "InterviewPromise", *, now: datetime, zone: tzinfo
) -> tuple[datetime, Said] | None:
    """Say until when a promise is to be kept that still can be; None where no day is known."""
    due = due_at(promise)
    if due is None or standing_of(promise, now=now) not in {PromiseStanding.WAITING, PromiseStanding.OWED}:
        return None
    text = f"{named(promise.application)} has promised you an interview by {moment(due, zone)}."
    return due, Said(text, (sources.of_promise(promise),))


def date_of_contest(contest: "Contest", *, zone: tzinfo) -> tuple[datetime, Said]:
    """Say until when what was contested is to be answered."""
    text = f"{named(contest.application)} is to answer what you contest by {moment(contest.due_at, zone)}."
    return contest.due_at, Said(text, (sources.of_contest(contest),))


def date_of_job(application: "Application", *, zone: tzinfo) -> tuple[datetime, Said] | None:
    """Say until when a job takes applications for which one has applied; None where no day was set."""
    deadline = application.posting.deadline_at
    if deadline is None:
        return None
    text = f"{named(application)}, for which you have applied, takes applications until"
    return deadline, Said(f"{text} {moment(deadline, zone)}.", (sources.of_application(application),))


def of_interviews(rows: Iterable["VideoSession"], *, zone: tzinfo) -> list[Said]:
    """Say which interviews are open, each of an application of theirs."""
    return [
        Said(
            f"For {named(application)} an interview is open since {moment(session.created_at, zone)}:"
            " the link in your invitation leads into it.",
            (sources.of_interview(session, application),),
        )
        for session in rows
        if (application := session.application) is not None
    ]


def of_needs(rows: Iterable["NeedTask"], *, zone: tzinfo) -> list[Said]:
    """Say where each need stands that is shared with an application."""
    return [Said(_standing(task, zone), (sources.of_need(task),)) for task in rows]


def of_reads(profile: "CandidateProfile", rows: Sequence[Mapping[str, Any]], *, zone: tzinfo) -> list[Said]:
    """Say who has read what of the candidate's disability categories, and when."""
    return [
        Said(text, (sources.of_reads(profile, text),)) for text in (_of_read(each, zone) for each in rows)
    ]


def of_contests(rows: Iterable["Contest"], *, zone: tzinfo) -> list[Said]:
    """Say where each contest stands."""
    return [Said(_of_contest(each, zone), (sources.of_contest(each),)) for each in rows]


def of_promises(rows: Iterable["InterviewPromise"], *, now: datetime, zone: tzinfo) -> list[Said]:
    """Say where each promise of an interview stands."""
    found = []
    for promise in rows:
        standing, due = standing_of(promise, now=now), due_at(promise)
        until = f", by {moment(due, zone)}" if due and standing == PromiseStanding.OWED else ""
        text = f"{named(promise.application)} promises an interview: {_PROMISES[standing]}{until}."
        found.append(Said(text, (sources.of_promise(promise, in_list(promise.missing)),)))
    return found


def _of_application(application: "Application", zone: tzinfo) -> Said:
    begun = f"{named(application)}: you applied on {moment(application.created_at, zone)}"
    if application.withdrawn_at is not None:
        text = f"{begun}, and withdrew on {moment(application.withdrawn_at, zone)}."
    elif application.decided_at is None:
        text = f"{begun}, and nothing is decided yet."
    else:
        decided = f"{_STAGES[application.stage]} on {moment(application.decided_at, zone)}"
        text = f"{begun}; {decided}."
    return Said(text, (sources.of_application(application, application.get_stage_display()),))


def _standing(task: "NeedTask", zone: tzinfo) -> str:
    begun = f"“{task.title}” for {named(task.application)}"
    if task.waived_at is not None:
        return f"{begun}: you waived it on {moment(task.waived_at, zone)}."
    if task.done_at is not None:
        return f"{begun}: met on {moment(task.done_at, zone)}."
    return f"{begun} is open{f', due on {_day(task.due_date)}' if task.due_date else ''}."


def _of_read(row: Mapping[str, Any], zone: tzinfo) -> str:
    reader, organization = row["reader"], row["organization"]
    who = (
        f"{reader['first_name']} {reader['last_name']}".strip()
        if reader
        else "Somebody whose account is gone"
    )
    where = f" of {organization['name']}" if organization else ""
    at = datetime.fromisoformat(row["read_at"])
    return f"{who}{where} read {in_list(row['fields'])} on {moment(at, zone)}."


def _of_contest(contest: "Contest", zone: tzinfo) -> str:
    begun = f"{named(contest.application)}: contested on {moment(contest.made_at, zone)}"
    if contest.withdrawn_at is not None:
        return f"{begun}, and withdrawn on {moment(contest.withdrawn_at, zone)}."
    if contest.answered_at is None:
        return f"{begun}; the answer is due by {moment(contest.due_at, zone)}."
    return f"{begun}; {contest.get_outcome_display().lower()} on {moment(contest.answered_at, zone)}."


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _moment_of(at: datetime | date) -> datetime:
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=UTC)
