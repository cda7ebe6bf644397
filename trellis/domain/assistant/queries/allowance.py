"""What an agent may do by itself: what its person allowed, within limits."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Sum

from trellis.core.writing.money import written
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import account_of
from trellis.domain.assistant.models import Action, Agent
from trellis.domain.assistant.queries.messages import has_written
from trellis.domain.assistant.rules.acts import ActionStatus, ActKind
from trellis.domain.assistant.rules.allowance import NEVER, NOT_ALLOWED, is_allowed, week_around
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.queries.bookings import booking_of
from trellis.domain.mentorship.queries.holding import holding
from trellis.domain.mentorship.queries.mentors import mentor_shown
from trellis.domain.messaging.models import Message
from trellis.domain.notifications.rules import zone_of

_DAY, _WEEK, _HOUR = timedelta(days=1), timedelta(days=7), timedelta(hours=1)
_COUNTING = (ActionStatus.DONE, ActionStatus.WAITING)


def why_ask(agent: Agent, kind: ActKind, details: Mapping[str, Any], *, now: datetime) -> str | None:
    """Return in a sentence why the agent may not do this by itself; None where it may.

    Needs the agent's lock, so that two acts at once cannot both be the last that is allowed.
    """
    if kind in NEVER:
        return NEVER[kind]
    if not is_allowed(agent, kind):
        return NOT_ALLOWED[kind]
    return (
        _of_the_kind(agent, kind, details)
        or _too_many(agent, now)
        or _other_people(agent, kind, details)
        or (_beyond(agent, details, now) if kind == ActKind.SCHEDULE else None)
    )


def _of_the_kind(agent: Agent, kind: ActKind, details: Mapping[str, Any]) -> str | None:
    match kind:
        case ActKind.CANCEL if details["refund_minor"] < details["amount_minor"]:
            return "This loses money that was paid: that takes your yes."
        case ActKind.SCHEDULE if details["not_had"]:
            return "This is not what you asked for, but the nearest there is."
        case ActKind.SEND:
            return details["ask"] or _no_answer(agent, details)
    return None


def _no_answer(agent: Agent, details: Mapping[str, Any]) -> str | None:
    if details["reply_to"]:
        return _not_unread(agent, details["reply_to"])
    is_answer = has_written(account_of(UUID(details["recipient_id"])), agent.user)
    return None if is_answer else "They have never written to you: your agent answers by itself, and no more."


def _not_unread(agent: Agent, message_id: str) -> str | None:
    if Message.objects.filter(pk=message_id, room__first=None).exists():
        return "This would go to a whole group."
    answered = Action.objects.filter(agent=agent, kind=ActKind.SEND, status=ActionStatus.DONE)
    if answered.filter(content__reply_to=message_id).exists():
        return "Your agent has answered this message before."
    return None


def _too_many(agent: Agent, now: datetime) -> str | None:
    made = Action.objects.filter(agent=agent, proposal=None, created_at__gt=now - _DAY)
    if made.count() < agent.most_acts_a_day:
        return None
    return f"Your agent does {agent.most_acts_a_day} things a day by itself at most."


def _other_people(agent: Agent, kind: ActKind, details: Mapping[str, Any]) -> str | None:
    if agent.people is None or _with_whom(agent.user, kind, details).pk in agent.people:
        return None
    return "You have named the people with whom your agent acts by itself, and this is none of them."


def _with_whom(user: User, kind: ActKind, details: Mapping[str, Any]) -> User:
    if kind == ActKind.SCHEDULE:
        return mentor_shown(UUID(details["mentor_id"]), viewer=user).user
    if kind == ActKind.SEND:
        return account_of(UUID(details["recipient_id"]))
    booking = booking_of(user, UUID(details["booking_id"]))
    return booking.mentor.user if booking.mentee_id == user.pk else booking.mentee


def _beyond(agent: Agent, details: Mapping[str, Any], now: datetime) -> str | None:
    return _too_dear(agent, details, now) or _too_long(agent, details, now)


def _too_dear(agent: Agent, details: Mapping[str, Any], now: datetime) -> str | None:
    amount, currency = details["amount_minor"], details["currency"]
    if not amount:
        return None
    most = written(agent.most_money_minor, agent.money_currency)
    if currency != agent.money_currency:
        return f"It is in {currency}, and your limit of {most} a week says nothing of that."
    made = Action.objects.filter(agent=agent, proposal=None, status__in=_COUNTING, currency=currency)
    spent = made.filter(created_at__gt=now - _WEEK).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    if spent + amount <= agent.most_money_minor:
        return None
    return f"With this it would be more than {most} in seven days."


def _too_long(agent: Agent, details: Mapping[str, Any], now: datetime) -> str | None:
    first, last = week_around(datetime.fromisoformat(details["starts_at"]), zone_of(agent.user))
    theirs = Booking.objects.filter(
        holding(now) | Q(status=Status.COMPLETED), mentee=agent.user, starts_at__gte=first, starts_at__lt=last
    )
    there = theirs.aggregate(sum=Sum(F("ends_at") - F("starts_at")))["sum"] or timedelta()
    if there + timedelta(minutes=details["duration_minutes"]) <= agent.most_hours_a_week * _HOUR:
        return None
    return f"With this it would be more than {agent.most_hours_a_week} hours of sessions in that week."
