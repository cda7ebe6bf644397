"""Tokens: short-lived access, refresh used once, families that end when a token is used twice."""

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from django.conf import settings
from django.utils import timezone

from tests.crowd import at_once
from tests.forged import ODD_CLAIMS, forged
from tests.rounds import ROUNDS
from trellis.domain.accounts import queries
from trellis.domain.accounts.models import RefreshToken, TokenFamily, User
from trellis.domain.accounts.refusals import InvalidToken
from trellis.domain.accounts.services import tokens

NOW = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("ann", "ann@example.com", "pass")


@pytest.mark.parametrize(("minutes", "lasts"), [(3, 3), (10_000, None)])
def test_an_access_token_ends_at_the_latest_when_it_is_told_to(
    user: User, minutes: int, lasts: int | None
) -> None:
    now = timezone.now()
    token = tokens.access_token(user=user, until=now + timedelta(minutes=minutes), now=now)
    lifetime = timedelta(minutes=lasts) if lasts else settings.ACCESS_TOKEN_LIFETIME
    assert queries.read_access_token(token)["exp"] == int((now + lifetime).timestamp())


def test_an_access_token_says_whose_it_is(user: User) -> None:
    claims = queries.read_access_token(tokens.access_token(user=user, now=timezone.now()))
    assert queries.user_of(claims) == user
    assert (claims["user_id"], claims["email"]) == (user.pk, "ann@example.com")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "a.b.c",
        jwt.encode({"user_id": 1, "sub": "1", "iss": "trellis"}, "x" * 40, algorithm="HS256"),
        jwt.encode({"user_id": 1, "sub": "1", "iss": "trellis"}, "", algorithm="none"),
        "\ud800",
        "\x00.\x00.\x00",
    ],
)
def test_what_is_not_our_token_is_refused(token: str) -> None:
    with pytest.raises(InvalidToken):
        queries.read_access_token(token)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody else"},
        {"token_type": "refresh"},
        {"exp": 1_577_836_800},
        *ODD_CLAIMS,
    ],
)
def test_a_signed_token_with_wrong_claims_is_refused(changes: dict[str, object]) -> None:
    queries.read_access_token(forged())
    with pytest.raises(InvalidToken):
        queries.read_access_token(forged(**changes))


def test_another_hash_with_our_key_is_refused() -> None:
    claims = jwt.decode(forged(), options={"verify_signature": False})
    with pytest.raises(InvalidToken):
        queries.read_access_token(jwt.encode(claims, settings.SECRET_KEY, algorithm="HS512"))


def test_a_refresh_token_is_kept_only_as_a_hash(user: User) -> None:
    pair = tokens.issue_pair(user=user, now=NOW)
    assert pair.refresh.encode() not in bytes(RefreshToken.objects.get().token_hash)


def test_refreshing_gives_a_successor_that_works_in_turn(user: User) -> None:
    first = tokens.issue_pair(user=user, now=NOW)
    second = tokens.rotate(refresh_token=first.refresh, now=NOW)
    third = tokens.rotate(refresh_token=second.refresh, now=NOW)
    assert len({first.refresh, second.refresh, third.refresh}) == 3
    assert TokenFamily.objects.count() == 1


def test_using_a_token_twice_revokes_its_family_and_no_other(user: User) -> None:
    stolen, other = (tokens.issue_pair(user=user, now=NOW) for _ in range(2))
    successor = tokens.rotate(refresh_token=stolen.refresh, now=NOW)
    for dead in (stolen, successor):
        with pytest.raises(InvalidToken):
            tokens.rotate(refresh_token=dead.refresh, now=NOW)
    tokens.rotate(refresh_token=other.refresh, now=NOW)


def test_an_expired_token_is_refused(user: User) -> None:
    pair = tokens.issue_pair(user=user, now=NOW)
    with pytest.raises(InvalidToken):
        tokens.rotate(refresh_token=pair.refresh, now=NOW + settings.REFRESH_TOKEN_LIFETIME)


@pytest.mark.parametrize("ending", ["disabled", "deleted", "revoked"])
def test_tokens_end_with_the_account(user: User, ending: str) -> None:
    pair = tokens.issue_pair(user=user, now=timezone.now())
    if ending == "deleted":
        user.delete()
    elif ending == "disabled":
        User.objects.update(is_active=False)
    else:
        tokens.revoke_all(user=user, now=timezone.now())
    with pytest.raises(InvalidToken):
        tokens.rotate(refresh_token=pair.refresh, now=timezone.now())
    with pytest.raises(InvalidToken):
        queries.user_of(queries.read_access_token(pair.access))


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_32_at_once_with_one_token_leave_at_most_one_successor() -> None:
    user = User.objects.create_user("ann", "ann@example.com", "pass")
    for _ in range(ROUNDS):
        pair = tokens.issue_pair(user=user, now=NOW)

        def refresh(_: int, token: str = pair.refresh) -> bool:
            try:
                tokens.rotate(refresh_token=token, now=NOW)
            except InvalidToken:
                return False
            return True

        assert Counter(at_once(32, refresh)) == {True: 1, False: 31}
        assert RefreshToken.objects.filter(predecessor__isnull=False).count() == 1
        assert TokenFamily.objects.get().revoked_at == NOW
        TokenFamily.objects.all().delete()


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_a_family_being_revoked_gains_no_living_member() -> None:
    user = User.objects.create_user("ann", "ann@example.com", "pass")
    for _ in range(ROUNDS):
        first = tokens.issue_pair(user=user, now=NOW)
        second = tokens.rotate(refresh_token=first.refresh, now=NOW)
        survivors: list[str] = []

        def use(
            number: int,
            old: str = first.refresh,
            new: str = second.refresh,
            survivors: list[str] = survivors,
        ) -> None:
            try:
                pair = tokens.rotate(refresh_token=old if number % 2 else new, now=NOW)
            except InvalidToken:
                return
            survivors.append(pair.refresh)

        at_once(4, use)
        for token in survivors:
            with pytest.raises(InvalidToken):
                tokens.rotate(refresh_token=token, now=NOW)


def test_an_unknown_token_is_refused(db: None) -> None:
    for token in (uuid.uuid4().hex, "", "\x00", "\ud800"):
        with pytest.raises(InvalidToken):
            tokens.rotate(refresh_token=token, now=NOW)
