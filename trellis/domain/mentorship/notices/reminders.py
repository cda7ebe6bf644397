"""What people are told before a session, while it is of use."""

from datetime import datetime

from trellis.domain.mentorship.notices.sessions import facts, tell
from trellis.domain.mentorship.rules.meetings import place_of
from trellis.domain.mentorship.rules.sides import Side

REMINDER = "booking.reminder"


def remind(side: Side, hours: int, now: datetime) -> None:
    """Tell one side, also on their phone, that the session begins in a day, or within the hour."""
    soon = "in a day" if hours == 24 else "within the hour"
    title = f"Your session with {side.other_name} begins {soon}"
    tell(
        side,
        REMINDER,
        title,
        [facts(side), "If you cannot come, please say so on your page."],
        now,
        needed_by=side.booking.starts_at,
        sms=f"Trellis: {title}. {side.when()}. {place_of(side.booking)}",
    )
