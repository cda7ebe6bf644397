"""What somebody allows their agent to do by itself."""

from datetime import datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from trellis.domain.assistant.rules.acts import ActKind

if TYPE_CHECKING:
    from trellis.domain.assistant.models import Agent

# By itself an agent never does these, whatever is allowed.
NEVER = {ActKind.PAY: "Nothing is paid without your yes."}
NOT_ALLOWED = {
    ActKind.SCHEDULE: "Your agent books nothing without your yes.",
    ActKind.SEND: "Your agent sends nothing without your yes.",
    ActKind.CANCEL: "Your agent calls nothing off without your yes.",
    ActKind.MOVE: "Your agent moves nothing without your yes.",
}
_WEEK = timedelta(days=7)


def is_allowed(agent: "Agent", kind: ActKind) -> bool:
    """Tell whether an agent may do such things by itself at all."""
    match kind:
        case ActKind.SCHEDULE:
            return agent.auto_schedule_enabled
        case ActKind.SEND:
            return agent.auto_respond_messages
        case ActKind.CANCEL | ActKind.MOVE:
            return agent.auto_manage_calendar
    return False


def week_around(at: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the Monday's midnight before a moment, and the next one, by the clock of a zone."""
    day = at.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    return tuple(datetime.combine(each, time(), zone) for each in (monday, monday + _WEEK))  # type: ignore[return-value]
