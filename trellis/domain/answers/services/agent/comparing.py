"""Two or more applicants side by side, criterion by criterion, and where a ranking has put whom."""

from __future__ import annotations

from collections.abc import Sequence

from trellis.core.db.folding import fold
from trellis.domain.answers.queries.applicants import applications_asked_for, heard, ranked
from trellis.domain.answers.rules.agent.desk import Desk
from trellis.domain.answers.rules.agent.wording import (
    LIMITS,
    SHOWN,
    day,
    name_of,
    said_of,
    source_of,
    source_of_evidence,
    source_of_job,
)
from trellis.domain.answers.rules.answers import Draft, Said, Source, final
from trellis.domain.answers.services.agent.finding import Answering, answered, refused
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.queries.applications import applicant
from trellis.intelligence.embeddings.client import model_name
from trellis.intelligence.ranking.criteria import Criterion, ProtectedCriterion, criteria_of

_MOST_COMPARED, _MOST_LOOKED_AT = 4, 2000
_PLACED = "Places come from the last ranking of this job, by its rule. People decide."


def named_in(desk: Desk) -> list[Application]:
    """Return the applications whose number, or whose applicant's name, stands in the question."""
    question = f" {' '.join(fold(desk.question).split())} "
    rows = applications_asked_for(desk.member, desk.asked)[:_MOST_LOOKED_AT]
    by_number = [row for row in rows if fold(row.number) in question]
    by_name = [row for row in rows if _is_called(row, question)]
    return list({row.pk: row for row in (*by_number, *by_name)}.values())


def compare(desk: Desk) -> Draft:
    """Return what the applicants that are named say to each criterion of the job that they applied for."""
    named = named_in(desk)
    if len(named) < 2:
        return final(
            desk.question,
            "To compare applicants I need the names or numbers of two of them, as the list shows them.",
            f"I found {len(named)} of those that you name.",
        )
    posting = named[0].posting
    same = [each for each in named if each.posting_id == posting.pk][:_MOST_COMPARED]
    if len(same) < 2:
        return final(desk.question, "They have not applied for the same job, so that I cannot compare them.")
    try:
        criteria = _criteria_of(posting)
    except ProtectedCriterion as refusal:
        return refused(desk.question, refusal)
    if not criteria:
        return final(desk.question, "This job names no criteria by which I could compare them.")
    found = answered(heard(same, model=model_name()), criteria, desk)
    return Draft(desk.question, tuple(_side_by_side(found, criteria)), " ".join((*found.limits, LIMITS)))


def show_ranking(desk: Desk) -> Draft:
    """Return the first places of the newest ranking of the jobs that are asked about, with their reasons."""
    jobs = desk.asked.jobs
    if jobs is None:
        return final(desk.question, "Please name the job, by its number or its title.")
    run, places = ranked(jobs, most=SHOWN)
    if run is None:
        return final(desk.question, "That job has not been ranked.")
    first = Said(
        f"The ranking of {day(run.finished_at or run.asked_at)} for {run.posting.title}:",
        (source_of_job(run.posting),),
    )
    said = [
        Said(
            f"{place.place}. {name_of(place.application)}: {place.score:g} of 100"
            f"{' (a place that is shared)' if place.is_shared else ''}.",
            (source_of(place.application),),
        )
        for place in places
    ]
    return Draft(desk.question, (first, *said), _PLACED)


def _criteria_of(posting: Posting) -> tuple[Criterion, ...]:
    return criteria_of(title=posting.title, skills=posting.skills, essential=posting.essential_criteria)


def _is_called(row: Application, question: str) -> bool:
    called = applicant(row)
    names = fold(" ".join(filter(None, (called["first_name"], called["last_name"]))))
    alone = fold(called["first_name"])
    return bool(names) and (_stands(names, question) or (len(alone) > 2 and _stands(alone, question)))


def _stands(name: str, question: str) -> bool:
    at = question.find(name)
    return at >= 0 and not (question[at - 1].isalnum() or question[at + len(name)].isalnum())


def _side_by_side(found: Answering, criteria: Sequence[Criterion]) -> list[Said]:
    people = sorted(found.judged, key=lambda each: each.number)
    said = []
    for place, criterion in enumerate(criteria):
        parts, sources = [], list[Source]()
        for each in people:
            person, reason = found.by_number[each.number], each.reasons[place]
            parts.append(f"{name_of(person.application)} {said_of(reason)}")
            sources.append(source_of(person.application))
            sources += [source_of_evidence(person.application, one) for one in reason.evidence[:2]]
        said.append(Said(f"{criterion.text}: {'; '.join(parts)}.", tuple(sources)))
    return said
