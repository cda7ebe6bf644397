"""Delivers what the sandbox tells, signed, to where Stripe's webhooks come in."""

import json
from datetime import datetime

from django.conf import settings

from trellis.domain.payments.gateways.sandbox import signed
from trellis.domain.payments.gateways.words import event_in_words
from trellis.domain.payments.models.sandbox import SandboxEvent
from trellis.domain.payments.services.attempts import stand_outside


def deliver(*, event_id: int, now: datetime) -> None:
    """Deliver an event that was not delivered yet; raise what the receiver raises, so that it comes again.

    A crash between its yes and the note of it delivers twice, as Stripe may.
    """
    from trellis.domain.payments.services.webhooks import receive

    stand_outside()
    event = SandboxEvent.objects.filter(pk=event_id, delivered_at=None).first()
    # Where Stripe has taken over, nobody reads what the sandbox signs.
    if event is None or settings.STRIPE_KEY:
        return
    body = json.dumps(event_in_words(event)).encode()
    receive(body=body, signature=signed(body, now=now), now=now)
    SandboxEvent.objects.filter(pk=event.pk).update(delivered_at=now)
