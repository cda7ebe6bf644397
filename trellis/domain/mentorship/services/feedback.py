"""What the two people of a session say of it afterwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from trellis.domain.accounts.models import User
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.refusals import InvalidFeedback, NotAllowed
from trellis.domain.mentorship.rules.bookings import Verb, role_in
from trellis.domain.mentorship.rules.limits import STARS, each_once
from trellis.domain.mentorship.services.changes import Writer, refuse_unless_can, standing_of, write


def review(
    *, booking: Booking, actor: User, rating: int, text: str, skills: Sequence[str], now: datetime
) -> Booking:
    """Say how a completed session was and what was learned in it: the mentee, once, whichever the door.

    Raises NotAllowed for its mentor, InvalidTransition before it is completed, AlreadyGiven after that.
    """
    if role_in(booking, actor) == "mentor":
        raise NotAllowed("Only who was taught reviews a session.")
    return add_feedback(booking=booking, actor=actor, rating=rating, text=text, skills=skills, now=now)


def add_feedback(
    *,
    booking: Booking,
    actor: User,
    rating: int | None,
    text: str,
    skills: Sequence[str] = (),
    now: datetime,
) -> Booking:
    """Say how a completed session was: the mentee with 1 to 5 stars and words, the mentor with words.

    `skills` are what the mentee learned, of which each is kept once. Each side once: raises AlreadyGiven
    after that. Raises InvalidFeedback, too.
    """
    writer = Writer(actor, None, now)

    def feedback(current: Booking) -> dict[str, Any]:
        role = refuse_unless_can(current, Verb.GIVE_FEEDBACK, writer)
        if role == "mentor":
            return _words_of_mentor(text)
        return {**_stars(rating, text), "skills_learned": each_once(skills), "rated_at": now}

    with transaction.atomic():
        told = write(booking, feedback, now)
        role = role_in(told, actor)
        if role == "mentee":
            ratings = Mentor.objects.filter(pk=told.mentor_id)
            ratings.update(rating_sum=F("rating_sum") + told.rating, rating_count=F("rating_count") + 1)
            told.mentor.refresh_from_db(fields=["rating_sum", "rating_count"])
        data: events.FeedbackGiven = {**standing_of(told), "role": role}
        events.feedback_given.publish(actor_id=actor.pk, subject=told, data=data, now=now)
    return told


def remove_review(*, booking: Booking, actor_id: int, now: datetime) -> Booking:
    """Take a mentee's stars and words away, as staff: they count no more, and are not given anew.

    Where there are none it stays as it is.
    """
    removed = 0

    def without(current: Booking) -> dict[str, Any]:
        nonlocal removed
        removed = current.rating or 0
        if not removed:
            return {}
        words: dict[str, Any] = {"mentee_feedback": "", "skills_learned": []}
        return {"rating": None, "rated_at": None, **words, "review_removed_at": now}

    with transaction.atomic():
        told = write(booking, without, now)
        if removed:
            ratings = Mentor.objects.filter(pk=told.mentor_id)
            ratings.update(rating_sum=F("rating_sum") - removed, rating_count=F("rating_count") - 1)
            data: events.ReviewRemoved = {**standing_of(told), "rating": removed}
            events.review_removed.publish(actor_id=actor_id, subject=told, data=data, now=now)
    return told


def _words_of_mentor(text: str) -> dict[str, Any]:
    if not text.strip():
        raise InvalidFeedback("text", "Please write something.")
    return {"mentor_feedback": text}


def _stars(rating: int | None, text: str) -> dict[str, Any]:
    if rating is None or not STARS.least <= rating <= STARS.most:
        raise InvalidFeedback("rating", "Please give 1 to 5 stars.")
    return {"rating": rating, "mentee_feedback": text}
