"""Reading what a provider says of somebody."""

from datetime import datetime, timedelta
from typing import Any

import jwt

from trellis.domain.identities.refusals import InvalidIdToken
from trellis.domain.identities.rules.claims import LONGEST_SUBJECT, Person, fits_nonce, is_for, person_in
from trellis.domain.identities.rules.providers import Provider
from trellis.domain.identities.services.keys import key_of

_ALGORITHM = "RS256"  # which all of them sign with; a token does not choose
_SKEW = timedelta(minutes=1)  # between their clock and ours
_DEMANDED = ("iss", "sub", "aud", "exp", "iat")
# PyJWT turns claims into numbers, and the text into bytes, with what Python raises for odd ones.
_UNREADABLE = (jwt.PyJWTError, ValueError, TypeError, OverflowError)


def read_id_token(provider: Provider, token: str, *, nonce: str = "", now: datetime) -> Person:
    """Return of whom a genuine, current id token of a provider is that was made for this site.

    `nonce` is what the client had the provider put into it. Raises InvalidIdToken, and KeysAway where nobody
    can say. Must not be called in a transaction.
    """
    key = key_of(provider.keys_url, _key_id(token), now=now)
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=[_ALGORITHM],
            issuer=provider.issuers,
            audience=provider.client_ids,
            leeway=_SKEW,
            options={"require": list(_DEMANDED)},
        )
    except _UNREADABLE as error:
        raise InvalidIdToken from error
    if not _is_ours(claims, provider, nonce):
        raise InvalidIdToken
    return person_in(claims)


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except _UNREADABLE as error:
        raise InvalidIdToken from error
    key_id = header.get("kid")
    if header.get("alg") != _ALGORITHM or not isinstance(key_id, str) or not key_id:
        raise InvalidIdToken
    return key_id


def _is_ours(claims: dict[str, Any], provider: Provider, nonce: str) -> bool:
    subject = claims["sub"]
    return (
        isinstance(subject, str)
        and 0 < len(subject) <= LONGEST_SUBJECT
        and subject.isprintable()
        and is_for(claims, provider.client_ids)
        and (not (nonce and provider.has_nonce) or fits_nonce(claims, nonce))
    )
