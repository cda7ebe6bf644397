"""What can happen in scouting: people come in, talents post, coaches select and reject."""

from datetime import datetime
from typing import Any, TypeVar

from django.core.files.base import File
from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.core.events import DomainEvent, Happened, Nothing
from trellis.core.files.films.uploads import clean_film
from trellis.domain.accounts.models import User
from trellis.domain.messaging.services import open_private_room
from trellis.domain.scouting import events
from trellis.domain.scouting.models import Coach, Post, Rejection, Selection, Talent
from trellis.domain.scouting.refusals import AlreadyJudged, AlreadyOnboarded
from trellis.domain.scouting.rules import Verdict

Person = TypeVar("Person", Talent, Coach)
Judged = TypeVar("Judged", Selection, Rejection)


def onboard_talent(*, user: User, personal: dict[str, Any], profile: dict[str, Any], now: datetime) -> Talent:
    """Make `user` a talent, who joins every coach's pool.

    `personal` are fields of the account (birth_date, gender, phone_number), `profile` those of
    Talent. Raises AlreadyOnboarded, also when two requests race.
    """
    return _onboard(Talent, user, personal, profile, now, events.talent_onboarded)


def onboard_coach(*, user: User, personal: dict[str, Any], profile: dict[str, Any], now: datetime) -> Coach:
    """Make `user` a coach, whose pool starts with every onboarded talent.

    Takes what onboard_talent takes, with fields of Coach. Raises AlreadyOnboarded.
    """
    return _onboard(Coach, user, personal, profile, now, events.coach_onboarded)


def publish_post(*, talent: Talent, now: datetime, **fields: Any) -> Post:
    """Publish a post of `talent`; `fields` are content, caption, image, video, at least one filled."""
    with transaction.atomic():
        post = Post.objects.create(talent=talent, created_at=now, updated_at=now, **fields)
        events.talent_posted.publish(actor_id=talent.user_id, subject=post, data={}, now=now)
    return post


def clean_stored_video(*, post: Post) -> bool:
    """Clean a video that was stored as it came, under another name; return whether it had anything to lose.

    Raises ValidationError for one that is no film or cannot be cleaned, Busy, and OSError where it is gone.
    """
    old = str(post.video.name)
    with post.video.open("rb") as stored, clean_film(stored) as clean:
        if _alike(stored, clean):
            return False
        post.video.save(str(clean.name), clean, save=False)
    replaced = Post.objects.filter(pk=post.pk, video=old).update(video=post.video.name)
    post.video.storage.delete(old if replaced else str(post.video.name))
    return bool(replaced)


def _alike(one: "File[Any]", other: "File[Any]") -> bool:
    return one.size == other.size and all(a == b for a, b in zip(one.chunks(), other.chunks(), strict=True))


def select_talent(*, coach: Coach, talent: Talent, actor_id: int | None, now: datetime) -> Selection:
    """Select a talent: out of this coach's pool, a private chat room opens, the talent is told.

    Raises AlreadyJudged, whether selected or rejected before, also when requests race.
    """
    return _judge(Selection, coach, talent, actor_id, now, events.talent_selected)


def reject_talent(*, coach: Coach, talent: Talent, actor_id: int | None, now: datetime) -> Rejection:
    """Reject a talent: out of this coach's pool, and the talent is told. Raises AlreadyJudged."""
    return _judge(Rejection, coach, talent, actor_id, now, events.talent_rejected)


def leave_pools(*, talent: Talent) -> None:
    """Take a talent out of the pool of every coach; what coaches think of them stays."""
    Talent.objects.filter(pk=talent.pk).update(pool_joined_at=None)


def rejoin_pools(*, talent: Talent, now: datetime) -> None:
    """Put a talent back into the pool of every coach; who is in it already stays as they are."""
    Talent.objects.filter(pk=talent.pk, pool_joined_at=None).update(pool_joined_at=now)


def join_every_pool(event: Happened[Talent, Nothing]) -> None:
    """Put a talent into the pool of every coach, of today and to come.

    One row changes however many coaches there are: docs/decisions/pool-is-a-difference.md.
    """
    talent = event.subject
    talent.pool_joined_at = event.now
    talent.save(update_fields=["pool_joined_at"])


def open_room_for_selection(event: Happened[Selection, events.Judged]) -> None:
    """Let the coach and the talent they selected talk."""
    people = event.data
    open_private_room(one_id=people["coach_user_id"], other_id=people["talent_user_id"], now=event.now)


@retried_once
def _judge(
    kind: type[Judged],
    coach: Coach,
    talent: Talent,
    actor_id: int | None,
    now: datetime,
    event: DomainEvent[Judged, events.Judged],
) -> Judged:
    with transaction.atomic():
        # Its base manager sees rows of the other kind too: the pair may have one.
        row, is_new = kind._base_manager.get_or_create(
            coach=coach, talent=talent, defaults={"verdict": kind.VERDICT, "judged_at": now}
        )
        if not is_new:
            raise AlreadyJudged(Verdict(row.verdict))
        event.publish(
            actor_id=actor_id,
            subject=row,
            data={"coach_user_id": coach.user_id, "talent_user_id": talent.user_id},
            now=now,
        )
    return row


@retried_once
def _onboard(
    kind: type[Person],
    user: User,
    personal: dict[str, Any],
    profile: dict[str, Any],
    now: datetime,
    event: DomainEvent[Person, Nothing],
) -> Person:
    with transaction.atomic():
        person, is_new = kind._default_manager.get_or_create(
            user=user, defaults={**profile, "created_at": now, "updated_at": now}
        )
        if not is_new:
            raise AlreadyOnboarded(kind)
        _keep_personal(user, personal)
        event.publish(actor_id=user.pk, subject=person, data={}, now=now)
    return person


def _keep_personal(user: User, personal: dict[str, Any]) -> None:
    for field, value in personal.items():
        setattr(user, field, value)
    if personal:
        user.save(update_fields=list(personal))
