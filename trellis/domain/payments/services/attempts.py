"""What the sandbox does once for a key of its caller's, and what it tells by itself."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.db import transaction

from trellis.core.db.locks import lock
from trellis.core.outside import outside_of_transactions
from trellis.core.tasks import enqueue
from trellis.domain.payments.gateways.refusals import CardDeclined, GatewayRefuses, NoGateway
from trellis.domain.payments.gateways.words import Words
from trellis.domain.payments.models.sandbox import SandboxEvent, SandboxKey

# How long what comes later in the sandbox lets itself be waited for.
LATER = timedelta(seconds=5)
# Much longer than somebody asks again who got no answer.
_KEPT_FOR = timedelta(days=60)


def stand_outside() -> None:
    """Raise NoGateway in production, where nobody may pay with no money; keep out of transactions."""
    if settings.IS_PRODUCTION:
        raise NoGateway
    outside_of_transactions()


def once(*, key: str, asked: Mapping[str, Any], now: datetime, act: Callable[[], Words]) -> Words:
    """Return what `act` says, or what it said when this was asked under the same key before.

    Its effect and the answer commit together, a refusal's too. Raises what it refuses, again and again, and
    GatewayRefuses where something else was asked under the key.
    """
    stand_outside()
    digest = sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    with transaction.atomic():
        # Whoever asks the same at once waits for the answer. It is the first lock that is taken here, always.
        lock("sandbox key", key)
        kept = SandboxKey.objects.filter(key=key).first()
        if kept is None:
            kept = SandboxKey.objects.create(key=key, digest=digest, answer=_answer(act), created_at=now)
    if kept.digest != digest:
        raise GatewayRefuses(code="idempotency_error")
    return _said(kept.answer)


def remove_old(*, now: datetime) -> None:
    """Forget keys that nobody asks under any more, and what was delivered long ago."""
    SandboxKey.objects.filter(created_at__lt=now - _KEPT_FOR).delete()
    SandboxEvent.objects.filter(delivered_at__lt=now - _KEPT_FOR).delete()


def tell(kind: str, about: Words, *, now: datetime) -> None:
    """Write an event, which a job delivers when the current transaction has committed."""
    from trellis.domain.payments.gateways.tasks import deliver_event

    event = SandboxEvent.objects.create(gateway_id=new_id("evt"), type=kind, data=about, created_at=now)
    enqueue(deliver_event, event_id=event.pk)


def new_id(kind: str) -> str:
    """Return an id that nobody can guess, in the form of Stripe's."""
    return f"{kind}_sandbox_{token_urlsafe(18)}"


def _answer(act: Callable[[], Words]) -> Words:
    try:
        return {"said": act()}
    except CardDeclined as refusal:
        return {"declined": refusal.sentence, "code": refusal.code}
    except GatewayRefuses as refusal:
        return {"refused": refusal.sentence, "code": refusal.code}


def _said(answer: Words) -> Words:
    match answer:
        case {"declined": sentence, "code": code}:
            raise CardDeclined(sentence, code=code)
        case {"refused": sentence, "code": code}:
            raise GatewayRefuses(sentence, code=code)
    said: Words = answer["said"]
    return said
