"""What talents are told of what coaches think of them."""

from trellis.core.events import Happened
from trellis.domain.notifications.services import notify
from trellis.domain.scouting.events import Judged
from trellis.domain.scouting.models import Judgement, Rejection, Selection


def tell_talent_of_selection(event: Happened[Selection, Judged]) -> None:
    """Tell a talent that a coach selected them and that they can talk."""
    coach = _coach_of(event.subject)
    notify(
        recipient=event.subject.talent.user,
        kind=event.kind,
        title=f"{coach} selected you",
        body=f"{coach} would like to work with you. A private chat is open for the two of you.",
        # Older notifications have the first two alone, under these names.
        data={
            "decision_id": event.subject.pk,
            "mentor_user_id": event.data["coach_user_id"],
            "user_id": str(event.subject.coach.user.public_id),
        },
        now=event.now,
    )


def tell_talent_of_rejection(event: Happened[Rejection, Judged]) -> None:
    """Tell a talent, kindly, that a coach will not take them on."""
    coach = _coach_of(event.subject)
    notify(
        recipient=event.subject.talent.user,
        kind=event.kind,
        title=f"{coach} has looked at your profile",
        body=f"{coach} will not take you on at this time. Every other coach still sees your profile.",
        # Older notifications have it under this name.
        data={"decision_id": event.subject.pk, "mentor_user_id": event.data["coach_user_id"]},
        now=event.now,
    )


def _coach_of(judgement: Judgement) -> str:
    return judgement.coach.user.full_name or judgement.coach.user.username
