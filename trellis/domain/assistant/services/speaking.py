"""What agents said is read out to their people, for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Spoken
from trellis.domain.assistant.refusals import NotSpoken
from trellis.intelligence.speech.client import voice_of

HEARD_FOR = timedelta(minutes=15)


def read_aloud(*, user: User, spoken_id: UUID, now: datetime) -> bytes:
    """Return what somebody's own agent said, as a WAV file.

    Never inside a transaction: a model is asked. Raises NotSpoken and what `voice_of` does.
    """
    own = Spoken.objects.filter(agent__user=user, public_id=spoken_id, said_at__gt=now - HEARD_FOR)
    text = own.values_list("text", flat=True).first()
    if text is None:
        raise NotSpoken
    return voice_of(text=text)


def forget_spoken(*, now: datetime) -> None:
    """Remove what is too old to be read out."""
    Spoken.objects.filter(said_at__lte=now - HEARD_FOR).delete()
