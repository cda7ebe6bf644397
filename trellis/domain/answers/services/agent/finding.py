"""Who of the applicants can something and wants something, with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trellis.domain.answers.queries.applicants import Heard, applications_asked_for, heard
from trellis.domain.answers.rules.agent.desk import Desk
from trellis.domain.answers.rules.agent.wording import (
    LIMITS,
    SHOWN,
    counted,
    is_said,
    name_of,
    said_of,
    source_of,
    source_of_evidence,
    wish_said,
)
from trellis.domain.answers.rules.answers import Draft, Said, Source, final, in_list
from trellis.domain.jobs.queries.applications import sent_shown
from trellis.intelligence.embeddings.client import embed, model_name
from trellis.intelligence.ranking.criteria import Criterion, ProtectedCriterion, criteria_of
from trellis.intelligence.ranking.judging import Floats, Judged, Reason, judge
from trellis.intelligence.refusals import ModelsAway

MOST_READ = 500  # applications whose words are looked through for one question
_BY_WORDS_ALONE = "What is near in meaning I could not look for just now: I found words alone."


@dataclass(frozen=True, slots=True)
class Answering:
    """What somebody was judged by, and who was."""

    judged: Sequence[Judged]
    by_number: dict[str, Heard]
    limits: tuple[str, ...]


def find(desk: Desk) -> Draft:
    """Return who says all that is asked for, or one thing of several."""
    rows = applications_asked_for(desk.member, desk.asked)
    total = rows.count()
    if not total:
        return final(desk.question, "There are no such applications, so that I know nothing of that.")
    try:
        criteria = criteria_of(title="", skills=desk.asked.terms, essential=[])
    except ProtectedCriterion as refusal:
        return refused(desk.question, refusal)
    found = answered(heard(rows[:MOST_READ], model=model_name()), criteria, desk)
    people = [said for each in found.judged if (said := _told(each, found, desk)) is not None]
    return Draft(desk.question, tuple(_sentences(people, desk, total)), " ".join(_limits(found, desk, total)))


def refused(question: str, refusal: ProtectedCriterion) -> Draft:
    """Return why something must not be looked for, and what can be asked instead."""
    why = f"I do not look for “{refusal.criterion.text}”: it must play no part in who is chosen."
    return final(question, why, "You can ask what the applications say that somebody can do.")


def answered(people: Sequence[Heard], criteria: Sequence[Criterion], desk: Desk) -> Answering:
    """Return how these answer the criteria. Never inside a transaction: a model is asked."""
    limits = []
    vectors: dict[str, Floats] = {}
    if criteria and any(each.applicant.vectors is not None for each in people):
        try:
            made = embed([each.meaning for each in criteria])
            vectors = {
                each.key: np.asarray(one, dtype=np.float32) for each, one in zip(criteria, made, strict=True)
            }
        except ModelsAway:
            limits.append(_BY_WORDS_ALONE)
    by_number = {each.application.number: each for each in people}
    unread = sum(not each.is_read for each in people)
    if unread:
        limits.append(
            f"{counted(unread, 'resume was', 'resumes were')} not read: of those I know the profile."
        )
    sources = {number: each.source for number, each in by_number.items()}
    applicants = [each.applicant for each in people]
    judged = judge(applicants, criteria, sources=sources, vectors=vectors, until=desk.now.date())
    return Answering(judged, by_number, tuple(limits))


def _told(judged: Judged, found: Answering, desk: Desk) -> Said | None:
    """Return what somebody says of what is asked for; None where that is not enough."""
    asked, application = desk.asked, found.by_number[judged.number].application
    met = [reason for reason in judged.reasons if reason.strength != "missing"]
    is_enough = bool(met) if asked.is_any else len(met) == len(judged.reasons)
    wishes = [wish_said(wish, sent_shown(application)) for wish in asked.wishes]
    if (asked.terms and not is_enough) or None in wishes:
        return None
    said = [*(said_of(reason) for reason in met), *filter(None, wishes)]
    sources = (source_of(application), *_evidence(met, found.by_number[judged.number]))
    return Said(f"{name_of(application)}, {application.posting.title}: {'; '.join(said)}.", sources)


def _evidence(reasons: Sequence[Reason], person: Heard) -> list[Source]:
    return [
        source_of_evidence(person.application, each) for reason in reasons for each in reason.evidence[:2]
    ]


def _sentences(people: Sequence[Said], desk: Desk, total: int) -> list[Said]:
    wanted = in_list([*(f"“{term}”" for term in desk.asked.terms), *map(str, desk.asked.wishes)])
    if desk.asked.is_any:
        wanted = wanted.replace(" and ", " or ")
    of_all = counted(min(total, MOST_READ), "application")
    if not people:
        return [Said(f"I looked through {of_all} for {wanted}, and none says so.")]
    first = Said(f"I looked through {of_all} for {wanted}, and found {len(people)}.")
    return [first, *people[:SHOWN]]


def _limits(found: Answering, desk: Desk, total: int) -> list[str]:
    limits = list(found.limits)
    if total > MOST_READ:
        limits.append(f"There are {total:,} applications, and I looked through the newest {MOST_READ:,}.")
    told = [sent_shown(each.application) for each in found.by_number.values()]
    for wish in desk.asked.wishes:
        silent = sum(not is_said(wish, each) for each in told)
        if silent:
            limits.append(f"Of {silent} nothing tells whether this holds: {wish}.")
    return [*limits, LIMITS]
