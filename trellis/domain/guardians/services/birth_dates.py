"""What can happen to a birth date. Nothing else writes one, and the database holds everybody to it."""

from datetime import date, datetime

from django.db import connection, transaction

from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.guardians import events
from trellis.domain.guardians.models import BirthDateChange
from trellis.domain.guardians.refusals import AlreadyDecided, InvalidBirthDate
from trellis.domain.guardians.rules import Answer, can_be_birth, is_minor, must_wait, today_at
from trellis.domain.guardians.services.checking import lock_minor


@retried_once
def say_birth_date(*, user: User, birth_date: date | None, actor_id: int, now: datetime) -> bool:
    """Change a birth date as its owner says, None to take it away; return whether it stands now.

    What makes a known minor older, or removes their date, waits for staff, in the place of what waited
    before. The date of before said again takes back what waits. Raises InvalidBirthDate.
    """
    _refuse_impossible(birth_date, now)
    with transaction.atomic():
        current = _locked(user.pk)
        if must_wait(current.birth_date, birth_date, now):
            _have_wait(current, birth_date, actor_id, now)
        else:
            BirthDateChange.objects.filter(account=current, status=Answer.WAITING).delete()
            if current.birth_date != birth_date:
                _write(current, birth_date, actor_id, now)
        user.birth_date = current.birth_date
    return current.birth_date == birth_date


@retried_once
def set_birth_date(*, user: User, birth_date: date | None, actor_id: int, now: datetime) -> BirthDateChange:
    """Write a birth date down as staff know it, whatever waits. Raises InvalidBirthDate."""
    _refuse_impossible(birth_date, now)
    with transaction.atomic():
        current = _locked(user.pk)
        BirthDateChange.objects.filter(account=current, status=Answer.WAITING).delete()
        change = BirthDateChange.objects.create(
            account=current,
            before=current.birth_date,
            after=birth_date,
            status=Answer.APPROVED,
            asked_at=now,
            decided_by_id=actor_id,
            decided_at=now,
        )
        _write(current, birth_date, actor_id, now)
    return change


@retried_once
def approve_change(*, change: BirthDateChange, actor_id: int, now: datetime) -> None:
    """Believe a date that waits, as staff. Raises AlreadyDecided, also where another date waits by now."""
    with transaction.atomic():
        current = _locked(change.account_id)
        _decide(change, Answer.APPROVED, actor_id, now)
        _write(current, change.after, actor_id, now)


def refuse_change(*, change: BirthDateChange, actor_id: int, now: datetime) -> None:
    """Let the date stand that stood, as staff. Raises AlreadyDecided, as approve_change does."""
    with transaction.atomic():
        _locked(change.account_id)
        _decide(change, Answer.REFUSED, actor_id, now)
        events.birth_date_refused.publish(actor_id=actor_id, subject=change, data={}, now=now)


def _locked(account_id: int) -> User:
    lock_minor(account_id)
    return User.objects.select_for_update(no_key=True).get(pk=account_id)


def _refuse_impossible(birth_date: date | None, now: datetime) -> None:
    if birth_date is not None and not can_be_birth(birth_date, today=today_at(now)):
        raise InvalidBirthDate


def _have_wait(user: User, birth_date: date | None, actor_id: int, now: datetime) -> None:
    waiting = BirthDateChange.objects.filter(account=user, status=Answer.WAITING).first()
    if waiting is not None and waiting.after == birth_date:
        return
    if waiting is not None:
        waiting.delete()
    # Another row, so that staff approve what they have read and nothing else.
    change = BirthDateChange.objects.create(
        account=user, before=user.birth_date, after=birth_date, asked_at=now
    )
    events.birth_date_asked.publish(actor_id=actor_id, subject=change, data={}, now=now)


def _decide(change: BirthDateChange, answer: Answer, actor_id: int, now: datetime) -> None:
    waiting = BirthDateChange.objects.filter(pk=change.pk, status=Answer.WAITING)
    if not waiting.update(status=answer, decided_by=actor_id, decided_at=now):
        raise AlreadyDecided
    change.refresh_from_db()


def _write(user: User, birth_date: date | None, actor_id: int, now: datetime) -> None:
    """Write it; the trigger behind must not decide by another clock."""
    user.birth_date = birth_date
    _tell_trigger("asked")
    user.save(update_fields=["birth_date"])
    _tell_trigger("")
    data: events.Said = {"is_minor": is_minor(birth_date, now)}
    events.birth_date_said.publish(actor_id=actor_id, subject=user, data=data, now=now)


def _tell_trigger(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('trellis.birth_date', %s, true)", [word])
