"""A session is booked for somebody at a time that is as they want it, or proposed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Action, Proposal
from trellis.domain.assistant.queries.agents import own_agent
from trellis.domain.assistant.refusals import NothingFree, UnfitAct
from trellis.domain.assistant.rules.acts import ActKind
from trellis.domain.assistant.rules.choosing import Choice, Wishes, choose
from trellis.domain.assistant.rules.limits import ALTERNATIVES, DAYS_LOOKED_AT
from trellis.domain.assistant.services.acting import propose_or_act
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.choosing import sessions_free_for
from trellis.domain.mentorship.queries.mentors import mentor_shown
from trellis.domain.mentorship.refusals import OwnSession, SlotTaken
from trellis.domain.mentorship.rules.reasons import lasting
from trellis.domain.mentorship.rules.slots import FURTHEST_AHEAD, Slot
from trellis.domain.notifications.rules import name_of

# How often it is chosen anew where somebody else is faster.
_TRIES = 3


@dataclass(frozen=True)
class Scheduled:
    """What was chosen, and what was done about it."""

    choice: Choice
    outcome: Proposal | Action


def schedule(*, user: User, mentor_id: UUID, minutes: int | None, wishes: Wishes, now: datetime) -> Scheduled:
    """Choose a time of a mentor's and book it, or propose it, as `propose_or_act` decides.

    What is not as they want it is proposed in any case. Raises UnknownMentor, UnfitAct, NothingFree, and
    what `propose_or_act` raises.
    """
    own_agent(user)
    mentor = mentor_shown(mentor_id, viewer=user)
    if mentor.user_id == user.pk:
        raise UnfitAct({"mentor_id": [OwnSession.sentence]})
    length = minutes or mentor.session_minutes
    for _ in range(_TRIES):
        choice = choose(_free(user, mentor, length, DAYS_LOOKED_AT, now), wishes, now=now)
        if choice is None:
            break
        try:
            return Scheduled(choice, _booked(user, mentor, choice, now))
        except SlotTaken:
            continue
    raise _nothing(user, mentor, length, now)


def _booked(user: User, mentor: Mentor, choice: Choice, now: datetime) -> Proposal | Action:
    details = {
        "mentor_id": mentor.public_id,
        "starts_at": choice.slot.starts_at,
        "duration_minutes": int((choice.slot.ends_at - choice.slot.starts_at).total_seconds()) // 60,
        "reason": choice.reason,
        "not_had": choice.not_had,
    }
    return propose_or_act(user=user, kind=ActKind.SCHEDULE, details=details, now=now)


def _free(user: User, mentor: Mentor, minutes: int, days: int, now: datetime) -> list[Slot]:
    today = now.date()
    first, last = today - timedelta(days=1), today + timedelta(days=days)
    return sessions_free_for(user, mentor, minutes=minutes, first=first, last=last, now=now)


def _nothing(user: User, mentor: Mentor, minutes: int, now: datetime) -> NothingFree:
    """Return the refusal, with the nearest times: of this length, else of the mentor's own."""
    far = FURTHEST_AHEAD.days
    for length in dict.fromkeys((minutes, mentor.session_minutes)):
        found = _free(user, mentor, length, far, now)[:ALTERNATIVES]
        if found:
            break
    sentence = (
        f"{name_of(mentor.user)} has no free time of {lasting(minutes)} in the next {DAYS_LOOKED_AT} days."
    )
    return NothingFree(sentence, [(each.starts_at, length) for each in found])
