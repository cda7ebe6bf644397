"""Tells what has happened at the fake as Stripe does: signed by its client, more than once, in any order."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from random import Random

import stripe

from tests.stripe_fake.account import Thing

Receiver = Callable[[bytes, str], object]


def signed(event: Thing, *, secrets: Sequence[str], now: datetime) -> tuple[bytes, str]:
    """Return the body of an event, and a header with a signature for each secret."""
    body = json.dumps(event, indent=2)
    moment = int(now.timestamp())
    heads = [stripe.WebhookSignature.generate_signature_header(body, secret, moment) for secret in secrets]
    return body.encode(), ",".join([heads[0], *(head.partition(",")[2] for head in heads[1:])])


def deliver(
    events: Iterable[Thing],
    to: Receiver,
    *,
    secrets: Sequence[str],
    now: datetime,
    times: int = 1,
    shuffled_by: Random | None = None,
) -> None:
    """Hand each event over so many times, signed at `now`: in order, or in the one that chance makes."""
    deliveries = [event for _ in range(times) for event in events]
    if shuffled_by:
        shuffled_by.shuffle(deliveries)
    for event in deliveries:
        to(*signed(event, secrets=secrets, now=now))
