"""Badges and lists, signed by the key of the settings: made when somebody asks, and kept nowhere."""

from datetime import datetime
from typing import Any

from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.queries.documents import (
    badge_document,
    claims_of,
    issuer_id,
    status_document,
    written,
)
from trellis.domain.credentials.refusals import Ended
from trellis.domain.credentials.rules.choices import State
from trellis.domain.credentials.rules.signatures import as_jwt, with_proof
from trellis.domain.credentials.services.keys import key_to_sign


def signed_badge(badge: Badge, *, now: datetime) -> dict[str, Any]:
    """Return a badge as JSON with its proof in it; raise Ended, NotSigning."""
    _refuse_ended(badge)
    return with_proof(
        badge_document(badge),
        key=key_to_sign(now=now),
        issuer=issuer_id(),
        created=written(badge.issued_at),
    )


def badge_jwt(badge: Badge, *, now: datetime) -> str:
    """Return a badge as a JWT; raise Ended, NotSigning."""
    _refuse_ended(badge)
    return as_jwt(claims_of(badge_document(badge)), key=key_to_sign(now=now), issuer=issuer_id())


def signed_list(number: int, *, now: datetime) -> dict[str, Any]:
    """Return a list of what holds no more, as JSON with its proof in it; raise NoBadge, NotSigning."""
    document = status_document(number)
    return with_proof(document, key=key_to_sign(now=now), issuer=issuer_id(), created=document["validFrom"])


def list_jwt(number: int, *, now: datetime) -> str:
    """Return the same list as a JWT; raise NoBadge, NotSigning."""
    document = status_document(number)
    claims = claims_of({**document, "issuer": {"id": document["issuer"]}})
    return as_jwt({**claims, "issuer": document["issuer"]}, key=key_to_sign(now=now), issuer=issuer_id())


def _refuse_ended(badge: Badge) -> None:
    if badge.state != State.VALID:
        raise Ended
