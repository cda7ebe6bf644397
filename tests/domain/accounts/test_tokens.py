"""Tokens: short-lived access, refresh used once, families that end when a token is used twice."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.utils import timezone

from tests.crowd import at_once
from tests.forged import ODD_CLAIMS, forged
from tests.rounds import ROUNDS
from trellis.domain.accounts import queries
from trellis.domain.accounts.models import RefreshToken, TokenFamily, User
from trellis.domain.accounts.refusals import InvalidToken, UsedJustNow
from trellis.domain.accounts.rules import TWO_TABS
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


def test_a_token_that_was_read_before_ends_when_it_says(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token = tokens.access_token(user=user, now=timezone.now())
    ends = queries.read_access_token(token)["exp"]
    monkeypatch.setattr(queries, "time", lambda: ends - 0.001)
    assert queries.read_access_token(token)["exp"] == ends
    monkeypatch.setattr(queries, "time", lambda: float(ends))
    with pytest.raises(InvalidToken):
        queries.read_access_token(token)


def test_a_token_that_was_read_before_is_nobody_s_under_another_key(user: User, settings: Any) -> None:
    token = tokens.access_token(user=user, now=timezone.now())
    queries.read_access_token(token)["user_id"] = 0  # what is given is the caller's own
    assert queries.read_access_token(token)["user_id"] == user.pk
    settings.SECRET_KEY = "k" * 50
    with pytest.raises(InvalidToken):
        queries.read_access_token(token)


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


def test_a_token_that_comes_again_within_moments_is_refused_alone(user: User) -> None:
    first = tokens.issue_pair(user=user, now=NOW)
    second = tokens.rotate(refresh_token=first.refresh, now=NOW)
    for late in (timedelta(0), timedelta(seconds=9.9), timedelta(seconds=-1)):
        with pytest.raises(UsedJustNow):
            tokens.rotate(refresh_token=first.refresh, now=NOW + late)
    assert TokenFamily.objects.get().revoked_at is None
    tokens.rotate(refresh_token=second.refresh, now=NOW)


@pytest.mark.parametrize("case", ["later", "after its successor was used", "of a grandparent"])
def test_any_other_second_use_revokes_its_family_and_no_other(user: User, case: str) -> None:
    stolen, other = (tokens.issue_pair(user=user, now=NOW) for _ in range(2))
    latest = tokens.rotate(refresh_token=stolen.refresh, now=NOW)
    later = NOW + timedelta(seconds=10) if case == "later" else NOW
    for _ in range({"later": 0, "of a grandparent": 2}.get(case, 1)):
        latest = tokens.rotate(refresh_token=latest.refresh, now=NOW)
    for dead in (stolen, latest):
        with pytest.raises(InvalidToken) as refused:
            tokens.rotate(refresh_token=dead.refresh, now=later)
        assert type(refused.value) is InvalidToken
    tokens.rotate(refresh_token=other.refresh, now=later)


def test_a_token_of_a_family_that_has_ended_is_not_one_of_two_tabs(user: User) -> None:
    first = tokens.issue_pair(user=user, now=NOW)
    tokens.rotate(refresh_token=first.refresh, now=NOW)
    tokens.end_families(family_ids=[first.family_id], now=NOW)
    with pytest.raises(InvalidToken) as refused:
        tokens.rotate(refresh_token=first.refresh, now=NOW)
    assert type(refused.value) is InvalidToken


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
def test_32_at_once_with_one_token_leave_one_successor_that_works() -> None:
    user = User.objects.create_user("ann", "ann@example.com", "pass")
    for _ in range(ROUNDS):
        pair = tokens.issue_pair(user=user, now=NOW)
        outcomes = at_once(32, _rotating(pair, now=NOW))
        assert Counter(map(type, outcomes)) == {tokens.TokenPair: 1, UsedJustNow: 31}
        assert RefreshToken.objects.filter(predecessor__isnull=False).count() == 1
        assert TokenFamily.objects.get().revoked_at is None
        (winner,) = (each for each in outcomes if isinstance(each, tokens.TokenPair))
        tokens.rotate(refresh_token=winner.refresh, now=NOW)
        TokenFamily.objects.all().delete()


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_of_32_at_once_that_come_late_none_gets_anything_and_the_family_ends() -> None:
    user = User.objects.create_user("ann", "ann@example.com", "pass")
    for _ in range(ROUNDS):
        first = tokens.issue_pair(user=user, now=NOW)
        second = tokens.rotate(refresh_token=first.refresh, now=NOW)
        late = NOW + TWO_TABS
        outcomes = at_once(32, _rotating(first, now=late))
        assert Counter(map(type, outcomes)) == {InvalidToken: 32}
        assert TokenFamily.objects.get().revoked_at == late
        with pytest.raises(InvalidToken):
            tokens.rotate(refresh_token=second.refresh, now=late)
        TokenFamily.objects.all().delete()


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_a_family_being_revoked_gains_no_living_member() -> None:
    user = User.objects.create_user("ann", "ann@example.com", "pass")
    late = NOW + TWO_TABS
    for _ in range(ROUNDS):
        first = tokens.issue_pair(user=user, now=NOW)
        second = tokens.rotate(refresh_token=first.refresh, now=NOW)
        for outcome in at_once(4, _rotating(second, first, now=late)):
            if isinstance(outcome, tokens.TokenPair):
                with pytest.raises(InvalidToken):
                    tokens.rotate(refresh_token=outcome.refresh, now=late)


def _rotating(*pairs: tokens.TokenPair, now: datetime) -> Callable[[int], tokens.TokenPair | InvalidToken]:
    """Return what a crowd does, each with the refresh token of one of these: the new pair, or why not."""

    def rotated(number: int) -> tokens.TokenPair | InvalidToken:
        try:
            return tokens.rotate(refresh_token=pairs[number % len(pairs)].refresh, now=now)
        except InvalidToken as refused:
            return refused

    return rotated


def test_an_unknown_token_is_refused(db: None) -> None:
    for token in (uuid.uuid4().hex, "", "\x00", "\ud800"):
        with pytest.raises(InvalidToken):
            tokens.rotate(refresh_token=token, now=NOW)
