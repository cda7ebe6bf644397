"""Access tokens (short-lived JWT) and refresh tokens (rows of our own, used once, in families).

Every door gives this pair. simplejwt was measured and refused: docs/decisions/refresh-tokens.md.
"""

import hashlib
import secrets
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from trellis.core.realtime import end_sockets
from trellis.domain.accounts.models import RefreshToken, TokenFamily, User
from trellis.domain.accounts.queries import person_room, sign_in_room
from trellis.domain.accounts.refusals import InvalidToken, UsedJustNow
from trellis.domain.accounts.rules import ALGORITHM, ISSUER, TWO_TABS

# What apps above this one know of an account and clients expect in its token: their apps.py adds here.
FURTHER_CLAIMS: list[Callable[[User], dict[str, Any]]] = []


@dataclass(frozen=True)
class TokenPair:
    """What a sign-in gives."""

    access: str
    refresh: str
    user: User
    family_id: uuid.UUID
    signed_in_by: str


def issue_pair(*, user: User, by: str = "", now: datetime) -> TokenPair:
    """Start a new family of refresh tokens for `user`, who has signed in `by` one of SignedInBy."""
    with transaction.atomic():
        family = TokenFamily.objects.create(user=user, signed_in_by=by, started_at=now)
        return _pair(family=family, now=now)[0]


def access_token(
    *,
    user: User,
    by: str = "",
    sign_in_id: uuid.UUID | None = None,
    until: datetime | None = None,
    now: datetime,
) -> str:
    """Return a signed JWT. Its names and e-mail are for clients to show; nothing is decided by them.

    It ends by `until`, where that comes before its usual end. `sign_in_id` is the family that it belongs to:
    what it opens for long, a WebSocket, ends with that.
    """
    ends = now + settings.ACCESS_TOKEN_LIFETIME
    claims = {
        "iss": ISSUER,
        "token_type": "access",
        "sub": str(user.pk),
        "user_id": user.pk,
        "public_id": str(user.public_id),
        "gen": user.token_generation,
        "by": by,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "iat": now,
        "exp": min(ends, until or ends),
        "jti": uuid.uuid4().hex,
    }
    if sign_in_id is not None:
        claims["sid"] = str(sign_in_id)
    for further in FURTHER_CLAIMS:
        claims |= further(user)
    return jwt.encode(claims, settings.SECRET_KEY, algorithm=ALGORITHM)


def rotate(*, refresh_token: str, now: datetime) -> TokenPair:
    """Trade a refresh token for a new pair.

    A token works once. Using it again means that two hold it, one of them a thief: the whole family
    is revoked, and InvalidToken raised, as for every other token that is no good. Two tabs of one person
    may do so too, within moments: UsedJustNow then, and the family lives.
    """
    with transaction.atomic():
        outcome = _take(refresh_token, now=now)
    # Raised outside the transaction, which must keep a revocation.
    if isinstance(outcome, InvalidToken):
        raise outcome
    return outcome


def end_families(*, family_ids: Iterable[uuid.UUID], now: datetime) -> None:
    """End sign-ins: their refresh tokens work no longer, and what they have open is closed.

    Their access tokens live out their short life.
    """
    _end(TokenFamily.objects.filter(pk__in=family_ids), now=now)


def end_with(*, refresh_tokens: Iterable[str], now: datetime) -> None:
    """End the sign-ins of these refresh tokens, used ones too; those that are none of ours say nothing."""
    hashes = [_hash(each) for each in refresh_tokens if each]
    families = RefreshToken.objects.filter(token_hash__in=hashes).values("family")
    _end(TokenFamily.objects.filter(pk__in=families), now=now)


def revoke_all(*, user: User, now: datetime) -> None:
    """End every session of `user` at once: after a new password, on disabling, on deletion."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(token_generation=F("token_generation") + 1)
        TokenFamily.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
        end_sockets([person_room(user.pk)])
    user.refresh_from_db(fields=["token_generation"])


def _end(families: QuerySet[TokenFamily], *, now: datetime) -> None:
    """End those that have not ended yet, and close what they have open."""
    with transaction.atomic():
        living = families.filter(revoked_at=None).order_by("pk").select_for_update()
        ended = list(living.values_list("pk", flat=True))
        TokenFamily.objects.filter(pk__in=ended).update(revoked_at=now)
        end_sockets(map(sign_in_room, ended))


def _take(refresh_token: str, *, now: datetime) -> TokenPair | InvalidToken:
    """Consume the token and issue its successor; or return why not, and end the family of one used before.

    Both rows are locked: of many uses at once the second sees what the first did, and a family that
    is being revoked cannot gain a member meanwhile.
    """
    used = (
        RefreshToken.objects.select_related("family__user")
        .select_for_update(of=("self", "family"))
        .filter(token_hash=_hash(refresh_token), family__revoked_at=None, expires_at__gt=now)
        .first()
    )
    if used is None or not used.family.user.is_active:
        return InvalidToken()
    if RefreshToken.objects.filter(pk=used.pk, consumed_at=None).update(consumed_at=now) != 1:
        return _used_again(used, now=now)
    pair, successor = _pair(family=used.family, now=now)
    RefreshToken.objects.filter(pk=used.pk).update(successor=successor)
    return pair


def _used_again(used: RefreshToken, *, now: datetime) -> InvalidToken:
    """Return why a used token is refused; end its family unless two tabs of one person explain it."""
    successor = used.successor
    is_recent = used.consumed_at is not None and now - used.consumed_at < TWO_TABS
    if is_recent and successor is not None and successor.consumed_at is None:
        return UsedJustNow()
    end_families(family_ids=[used.family_id], now=now)
    return InvalidToken()


def _pair(*, family: TokenFamily, now: datetime) -> tuple[TokenPair, RefreshToken]:
    refresh, row = _issue_refresh(family=family, now=now)
    user, by = family.user, family.signed_in_by
    access = access_token(user=user, by=by, sign_in_id=family.pk, now=now)
    return TokenPair(access, refresh, user, family.pk, by), row


def _issue_refresh(*, family: TokenFamily, now: datetime) -> tuple[str, RefreshToken]:
    token = secrets.token_urlsafe(32)
    row = RefreshToken.objects.create(
        family=family,
        token_hash=_hash(token),
        issued_at=now,
        expires_at=now + settings.REFRESH_TOKEN_LIFETIME,
    )
    return token, row


def _hash(token: str) -> bytes:
    # 256 random bits need no salt and no slow hash.
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()
