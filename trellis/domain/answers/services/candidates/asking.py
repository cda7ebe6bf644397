"""Looks up what answers a candidate's question; services/wording.py puts it into words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from trellis.core.throttling import take
from trellis.domain.accounts.models import User
from trellis.domain.answers.rules.answers import Draft, final, in_list
from trellis.domain.answers.rules.candidates.intents import CAN, OF_COACH, OF_PROMPT, Intent, intent_of
from trellis.domain.answers.rules.refusing import refused_to_candidate
from trellis.domain.answers.services.candidates import coach, things
from trellis.domain.answers.services.candidates.asked import Asked, Found
from trellis.domain.answers.services.candidates.meaning import meant_by

_LOOKED_UP: Mapping[Intent, Callable[[Asked], Found]] = {
    Intent.JOBS: coach.jobs,
    Intent.SKILLS: coach.skills,
    Intent.LEARNING: coach.learning,
    Intent.PREPARING: coach.preparing,
    Intent.PROFILE: coach.profile,
    Intent.APPLICATIONS: things.applications,
    Intent.DEADLINES: things.dates,
    Intent.INTERVIEWS: things.interviews,
    Intent.NEEDS: things.needs,
    Intent.READS: things.reads,
    Intent.CONTESTS: things.contests,
    Intent.PROMISES: things.promises,
}


def ask_coach(*, user: User, question: str, now: datetime) -> Draft:
    """Look up what a candidate asks their career coach; raise TooMany."""
    return _looked_up(Asked(user, question, now), OF_COACH)


def ask_prompt(*, user: User, question: str, now: datetime) -> Draft:
    """Look up what a candidate asks about their own things; raise TooMany."""
    return _looked_up(Asked(user, question, now), OF_PROMPT)


def _looked_up(asked: Asked, offered: Iterable[Intent]) -> Draft:
    """Return the draft of an answer. Either assistant answers what the other does: each offers its own."""
    take({"answer": str(asked.user.pk)})
    refused = refused_to_candidate(asked.question)
    if refused is not None:
        return refused
    intent = _intent(asked)
    if intent is None:
        can = in_list(CAN[each] for each in offered)
        return final(asked.question, "I cannot answer that.", f"I can tell you {can}.")
    found = _LOOKED_UP[intent](asked)
    if not found.said:
        return final(asked.question, found.nothing)
    return Draft(asked.question, tuple(found.said), " ".join(found.limits))


def _intent(asked: Asked) -> Intent | None:
    by_words = intent_of(asked.question)
    if by_words is not None or asked.vector is None:
        return by_words
    return meant_by(asked.vector)
