"""What can happen in scouting: people come in, talents post, coaches select and reject."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.core.files.base import File
from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.core.db.locks import lock
from trellis.core.events import Changes, DomainEvent, Happened, Nothing, parted
from trellis.core.files.films.uploads import clean_film
from trellis.domain.accounts.models import User
from trellis.domain.guardians.services.birth_dates import say_birth_date
from trellis.domain.messaging.services.rooms import open_private_room
from trellis.domain.scouting import events
from trellis.domain.scouting.models import Coach, Post, Rejection, Selection, Talent
from trellis.domain.scouting.refusals import AlreadyJudged, AlreadyOnboarded, NoRejection
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


def change_talent(
    *, talent: Talent, personal: dict[str, Any], profile: dict[str, Any], now: datetime
) -> Talent:
    """Change what a talent tells of themselves; takes of what onboard_talent takes what is to change.

    An empty text in the place of a picture removes it; the old file stays where it is shown. A birth date
    that waits for staff (guardians) is not changed.
    """
    return _change(talent, personal, profile, now, events.talent_changed)


def change_coach(*, coach: Coach, personal: dict[str, Any], profile: dict[str, Any], now: datetime) -> Coach:
    """Change what a coach tells of themselves, as change_talent does."""
    return _change(coach, personal, profile, now, events.coach_changed)


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


def take_rejection_back(*, coach: Coach, talent: Talent, actor_id: int | None, now: datetime) -> None:
    """Put a talent whom the coach rejected back into this coach's pool; nobody is told.

    Raises NoRejection, also to all but one when requests race.
    """
    with transaction.atomic():
        _lock_pair(coach, talent)
        rejection = Rejection.objects.filter(coach=coach, talent=talent).first()
        if rejection is None:
            raise NoRejection
        events.rejection_taken_back.publish(
            actor_id=actor_id, subject=rejection, data=_pair(coach, talent), now=now
        )
        rejection.delete()


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
        _lock_pair(coach, talent)
        # Its base manager sees rows of the other kind too: the pair may have one.
        row, is_new = kind._base_manager.get_or_create(
            coach=coach, talent=talent, defaults={"verdict": kind.VERDICT, "judged_at": now}
        )
        if not is_new:
            raise AlreadyJudged(Verdict(row.verdict))
        event.publish(actor_id=actor_id, subject=row, data=_pair(coach, talent), now=now)
    return row


def _lock_pair(coach: Coach, talent: Talent) -> None:
    """Be alone with what this coach thinks of this talent: a judgement may be there, come and go at once."""
    lock("judgement", f"{coach.pk}:{talent.pk}")


def _pair(coach: Coach, talent: Talent) -> events.Judged:
    return {"coach_user_id": coach.user_id, "talent_user_id": talent.user_id}


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
        _say_birth_date(user, personal, now)
        _keep_personal(user, personal)
        event.publish(actor_id=user.pk, subject=person, data={}, now=now)
    return person


@retried_once
def _change(
    person: Person,
    personal: dict[str, Any],
    profile: dict[str, Any],
    now: datetime,
    event: DomainEvent[Person, events.ProfileChanged],
) -> Person:
    given: dict[str, Any] = {**profile, **_stored(person, profile)}
    with transaction.atomic():
        current = type(person)._default_manager.select_for_update(no_key=True).get(pk=person.pk)
        born = _say_birth_date(current.user, personal, now)
        changes = {**_changes(current, given), **_changes(current.user, _others(personal)), **born}
        if not changes:
            return current
        for field, value in given.items():
            setattr(current, field, value)
        current.updated_at = now
        current.save(update_fields=[*given, "updated_at"])
        _keep_personal(current.user, personal)
        told, texts = parted(changes, personal=changes)
        event.publish(
            actor_id=current.user_id, subject=current, data={"changes": told}, personal=texts, now=now
        )
    return current


def _stored(person: Talent | Coach, profile: dict[str, Any]) -> dict[str, str]:
    """Store the pictures among these fields, and return under which names."""
    names = {}
    for field, value in profile.items():
        if isinstance(value, File):
            picture = getattr(person, field)
            picture.save(value.name or field, value, save=False)
            names[field] = picture.name
    return names


def _changes(row: User | Talent | Coach, given: dict[str, Any]) -> Changes:
    """Return what these values change in the row: [from, to], as the record can keep them."""
    pairs = {field: [_plain(getattr(row, field)), _plain(value)] for field, value in given.items()}
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return (value.name or "") if isinstance(value, File) else value


def _say_birth_date(user: User, personal: dict[str, Any], now: datetime) -> Changes:
    """Have the birth date among these fields said; return what that changes."""
    if "birth_date" not in personal:
        return {}
    before = user.birth_date
    say_birth_date(user=user, birth_date=personal["birth_date"], actor_id=user.pk, now=now)
    return {} if user.birth_date == before else {"birth_date": [_plain(before), _plain(user.birth_date)]}


def _others(personal: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in personal.items() if field != "birth_date"}


def _keep_personal(user: User, personal: dict[str, Any]) -> None:
    fields = _others(personal)
    for field, value in fields.items():
        setattr(user, field, value)
    if fields:
        user.save(update_fields=list(fields))
