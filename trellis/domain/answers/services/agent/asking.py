"""The employers' agent: a member's question, and what their organization's rows answer to it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from trellis.core.throttling import take
from trellis.domain.accounts.models import User
from trellis.domain.answers.queries.applicants import titles_of
from trellis.domain.answers.rules.agent.asking import Asked, Intent, read
from trellis.domain.answers.rules.agent.desk import Desk
from trellis.domain.answers.rules.answers import Draft, final
from trellis.domain.answers.rules.refusing import refused_to_member
from trellis.domain.answers.services.agent import comparing, finding, listing
from trellis.domain.jobs.rights import Right
from trellis.domain.notifications.rules import zone_of
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.rights import Grant, grant

_CAN = (
    "I can tell who of your applicants says that they can something, list the applicants of a job or at a"
    " step, the needs that are open, the interviews, your jobs and what is left to do, and compare"
    " applicants by the criteria of a job."
)
_OF_SOMEBODY = re.compile(r"\b(?:who(?: is|'s|’s)|about|status of|where is|how is)\b", re.IGNORECASE)
_ANSWERS: Mapping[Intent, Callable[[Desk], Draft]] = {
    Intent.COMPARE: comparing.compare,
    Intent.RANKING: comparing.show_ranking,
    Intent.NEEDS: listing.list_needs,
    Intent.INTERVIEWS: listing.list_interviews,
    Intent.JOBS: listing.list_jobs,
    Intent.TODO: listing.list_what_is_left,
}


def ask(*, user: User, question: str, now: datetime) -> Draft:
    """Return what the rows say that this member may read; raise TooMany.

    Never inside a transaction: a model is asked.
    """
    take({"answer": str(user.pk)})
    refusal = refused_to_member(question)
    if refusal is not None:
        return refusal
    member = membership_of(user)
    if member is None or grant(member.role, Right.READ_APPLICATIONS) is not Grant.ALL:
        return final(
            question, "You act in no organization whose applications I could read, so I know nothing of them."
        )
    there = now.astimezone(zone_of(user))
    asked = read(question, titles=titles_of(member), now=there)
    if asked.unknown_job:
        return final(question, f"I find no job “{asked.unknown_job}” in your organization.")
    return _answer(Desk(member, question, asked, there))


def _answer(desk: Desk) -> Draft:
    asked = desk.asked
    if asked.intent in _ANSWERS:
        return _ANSWERS[asked.intent](desk)
    if _OF_SOMEBODY.search(desk.question) and (named := comparing.named_in(desk)):
        return listing.tell_of(desk, named)
    if asked.intent is Intent.UNKNOWN:
        return final(desk.question, f"I have not understood that. {_CAN}")
    return finding.find(desk) if _is_narrowed(asked) else listing.list_applicants(desk)


def _is_narrowed(asked: Asked) -> bool:
    return bool(asked.terms or asked.wishes)
