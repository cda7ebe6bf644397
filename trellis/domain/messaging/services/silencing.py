"""Who may write nothing for a while, by the decision of staff."""

from datetime import datetime

from django.db import transaction

from trellis.domain.accounts.models import User
from trellis.domain.messaging import events
from trellis.domain.messaging.models import Silence
from trellis.domain.messaging.queries.moderation import silences_at
from trellis.domain.messaging.refusals import NotSilenced, Silenced


def refuse_if_silenced(*, person: User, now: datetime) -> None:
    """Raise Silenced for who may write nothing now; whatever is said, changed, uploaded or opened asks it."""
    # The longest of them, where there are several.
    found = sorted(
        silences_at(now).filter(person=person), key=lambda row: (row.until is None, row.until or now)
    )
    if found:
        raise Silenced(found[-1].until)


def silence(*, person: User, until: datetime | None, why: str, actor_id: int, now: datetime) -> Silence:
    """Have somebody write nothing until then, None for good; they are told, and why."""
    with transaction.atomic():
        made = Silence.objects.create(person=person, begins_at=now, until=until, why=why, by_id=actor_id)
        events.person_silenced.publish(
            actor_id=actor_id, subject=made, data={"person_id": person.pk, "until": moment(until)}, now=now
        )
    return made


def lift(*, silence: Silence, actor_id: int, now: datetime) -> None:
    """End a silence before its time. Raises NotSilenced where it has ended."""
    with transaction.atomic():
        if silences_at(now).filter(pk=silence.pk).update(lifted_at=now) != 1:
            raise NotSilenced
        events.silence_lifted.publish(
            actor_id=actor_id, subject=silence, data={"person_id": silence.person_id}, now=now
        )


def moment(at: datetime | None) -> str | None:
    """Return a moment as an event has it."""
    return None if at is None else at.isoformat()
