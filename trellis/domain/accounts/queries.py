"""Whose an address, a token or a browser session is, and what is told of accounts in Python and in SQL."""

from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from time import time
from typing import Any
from uuid import UUID

import jwt
from django.conf import settings
from django.contrib.auth import get_user
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.accounts.models import RefreshToken, TokenFamily, User
from trellis.domain.accounts.refusals import InvalidToken, UnknownAccount
from trellis.domain.accounts.rules import ALGORITHM, ISSUER

# Under which key a session remembers how it was begun.
SIGNED_IN_BY = "signed_in_by"
# Under which key it remembers the tokens that it was started with.
FAMILY = "token_family"
_LARGEST_NUMBER = 2**63 - 1
# Whole years, today in UTC.
AGE_SQL = "date_part('year', age((now() AT TIME ZONE 'UTC')::date, {birth_date}))"
REFERRALS_SQL = "SELECT count(*) FROM accounts_user AS referred WHERE referred.referred_by_id = {id}"
IS_VERIFIED_SQL = "{email_verified_at} IS NOT NULL"
FULL_NAME_SQL = "btrim({first_name} || ' ' || {last_name})"
# Every request with a token asks this.
_ACTIVE_USER = PreparedQuery(User.objects.filter(pk=Argument("id"), is_active=True))


def age_of(user: User, *, today: date) -> int | None:
    """Return how many whole years ago the account's owner was born, if that is known."""
    born: date | None = user.birth_date
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def accounts_shown_to(user: User) -> QuerySet[User]:
    """Return the accounts that somebody may see: staff all, everybody else their own."""
    return User.objects.all() if user.acts_as_staff else User.objects.filter(pk=user.pk)


def account_shown_to(user: User, *, account_id: int) -> User:
    """Return one of them; raise UnknownAccount."""
    found = accounts_shown_to(user).filter(pk=account_id).first()
    if found is None:
        raise UnknownAccount
    found.signed_in_by = user.signed_in_by if found.pk == user.pk else ""
    return found


def account_with(email: str) -> User | None:
    """Return the account with this address, if there is one; what cannot be stored is nobody's."""
    # Asked of the database, which alone knows what it takes for the same address.
    return User.objects.filter(email__iexact=email).first() if email.isprintable() else None


def account_of(public_id: UUID) -> User:
    """Return the account of this public id, also one that is closed; raise UnknownAccount."""
    found = User.objects.filter(public_id=public_id).first()
    if found is None:
        raise UnknownAccount
    return found


def accounts_of(public_ids: Collection[UUID]) -> list[User]:
    """Return the accounts of these public ids, as `account_of`, each once; raise UnknownAccount."""
    found = list(User.objects.filter(public_id__in=public_ids).order_by("pk"))
    if len(found) != len(set(public_ids)):
        raise UnknownAccount
    return found


def read_access_token(token: str) -> dict[str, Any]:
    """Return the claims of a genuine, current access token; raise InvalidToken."""
    claims = _genuine(token, settings.SECRET_KEY)
    if int(claims["exp"]) <= time():
        raise InvalidToken
    return dict(claims)


# A signature once found genuine stays so, and a token comes along with hundreds of requests. What is not
# genuine is not kept.
@lru_cache(maxsize=1024)
def _genuine(token: str, key: str) -> dict[str, Any]:
    """Return the claims of a genuine access token, which is current when it is asked for first."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            options={"require": ["exp", "sub", "iss"]},
        )
    # PyJWT turns claims into numbers, and the text into bytes, with what Python raises for odd ones.
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
        raise InvalidToken from error
    if claims.get("token_type") != "access" or not _names_an_account(claims):
        raise InvalidToken
    return claims


def user_of(claims: dict[str, Any]) -> User:
    """Return the account that the claims of an access token speak of; raise InvalidToken."""
    user = _ACTIVE_USER.first(id=claims["user_id"])
    if user is None or user.token_generation != claims.get("gen"):
        raise InvalidToken
    user.signed_in_by = str(claims.get("by", ""))
    user.sign_in_id = sign_in_of(claims)
    return user


def sign_in_of(claims: dict[str, Any]) -> UUID | None:
    """Return the sign-in, a TokenFamily, that an access token belongs to; older ones do not name theirs."""
    return UUID(claims["sid"]) if "sid" in claims else None


def has_ended(sign_in_id: UUID | None) -> bool:
    """Tell whether a sign-in is over, by signing out or otherwise; of one that is not known nobody knows."""
    living = TokenFamily.objects.filter(pk=sign_in_id, revoked_at=None)
    return sign_in_id is not None and not living.exists()


def living_sign_ins(*, now: datetime) -> QuerySet[TokenFamily]:
    """Return the sign-ins that have not ended: nobody has signed out, and a token of theirs is still good."""
    current = RefreshToken.objects.filter(family=OuterRef("pk"), expires_at__gt=now)
    return TokenFamily.objects.filter(Exists(current), revoked_at=None, user__is_active=True)


def user_of_session(session_key: str) -> User | None:
    """Return the account that is signed in with this session, while it lasts and is not revoked."""
    if not session_key.isalnum():
        return None  # no key of ours, and perhaps nothing that PostgreSQL can hold
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, User):
        return None
    user.signed_in_by, user.sign_in_id = signed_in_by(request), sign_in_of_session(request)
    return user


def sign_in_of_session(request: HttpRequest) -> UUID | None:
    """Return the sign-in that the request's session was begun with, where it says."""
    family_id = request.session.get(FAMILY)
    return UUID(family_id) if family_id else None


def signed_in_by(request: HttpRequest) -> str:
    """Return how the request's session was begun, one of SignedInBy; "" where it does not say."""
    return str(request.session.get(SIGNED_IN_BY, ""))


def user_of_token(token: str) -> User | None:
    """Return the account of a genuine, current access token."""
    try:
        return user_of(read_access_token(token))
    except InvalidToken:
        return None


def person_room(user_id: int) -> str:
    """Return the realtime room of all that somebody has open, whichever sign-in opened it."""
    return f"person:{user_id}"


def sign_in_room(family_id: UUID) -> str:
    """Return the realtime room of all that was opened by one sign-in."""
    return f"sign-in:{family_id}"


def _names_an_account(claims: dict[str, Any]) -> bool:
    """Return whether the claims have the types and ranges that ours have: True, for one, is an int too."""
    user_id, generation = claims.get("user_id"), claims.get("gen")
    return (
        type(user_id) is int
        and 0 < user_id <= _LARGEST_NUMBER
        and claims["sub"] == str(user_id)
        and type(generation) is int
        and 0 <= generation <= _LARGEST_NUMBER
        and ("sid" not in claims or _is_uuid(claims["sid"]))
    )


def _is_uuid(text: Any) -> bool:
    try:
        return isinstance(text, str) and str(UUID(text)) == text
    except ValueError:
        return False
