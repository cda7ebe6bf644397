"""The key that badges are signed with: a setting, whose public part is kept for ever."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from trellis.domain.credentials import events
from trellis.domain.credentials.models import SigningKey
from trellis.domain.credentials.refusals import NotSigning
from trellis.domain.credentials.rules.keys import private_key, public_text, thumbprint


def keep_key(*, now: datetime) -> SigningKey | None:
    """Keep the public part of the key of the settings; return it, None where there is no key."""
    if not settings.BADGE_KEY:
        return None
    public = public_text(private_key(settings.BADGE_KEY))
    there = SigningKey.objects.filter(public=public).first()
    if there is not None:
        return there
    made, _ = SigningKey.objects.get_or_create(
        thumbprint=thumbprint(public), defaults={"public": public, "first_used_at": now}
    )
    return made


def key_to_sign(*, now: datetime) -> str:
    """Return the private key, once its public part is kept; raise NotSigning for none that is trusted."""
    kept = keep_key(now=now)
    if kept is None or kept.compromised_at is not None:
        raise NotSigning
    return str(settings.BADGE_KEY)


def mark_compromised(*, key: SigningKey, actor_id: int | None, now: datetime) -> None:
    """Trust a key no more, nor what it has signed; said again nothing happens."""
    with transaction.atomic():
        marked = SigningKey.objects.filter(pk=key.pk, compromised_at=None).update(compromised_at=now)
        if marked:
            key.compromised_at = now
            events.key_compromised.publish(actor_id=actor_id, subject=key, data={}, now=now)
