"""What talents are told of what coaches decide."""

from datetime import datetime

from trellis.domain.notifications.services import notify
from trellis.domain.scouting.models import Decision


def tell_talent_of_selection(*, subject: Decision, now: datetime) -> None:
    """Tell a talent that a coach selected them and that they can talk."""
    coach = subject.coach.user.full_name or subject.coach.user.username
    notify(
        recipient=subject.talent.user,
        kind="talent.selected",
        title=f"{coach} selected you",
        body=f"{coach} would like to work with you. A private chat is open for the two of you.",
        data={"decision_id": subject.pk, "mentor_user_id": subject.coach.user_id},
        now=now,
    )


def tell_talent_of_rejection(*, subject: Decision, now: datetime) -> None:
    """Tell a talent, kindly, that a coach will not take them on."""
    coach = subject.coach.user.full_name or subject.coach.user.username
    notify(
        recipient=subject.talent.user,
        kind="talent.rejected",
        title=f"{coach} has looked at your profile",
        body=f"{coach} will not take you on at this time. Every other coach still sees your profile.",
        data={"decision_id": subject.pk, "mentor_user_id": subject.coach.user_id},
        now=now,
    )
