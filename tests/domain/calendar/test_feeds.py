"""A person has one secret address for their calendar, and can change it or take it back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.crowd import at_once
from trellis.domain.accounts.models import User
from trellis.domain.calendar.models import FeedToken
from trellis.domain.calendar.queries import feed_token_of, feed_url, reader_of_feed, webcal_url
from trellis.domain.calendar.services import create_feed_token, revoke_feed_token, rotate_feed_token

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 1, 7, 8, tzinfo=UTC)


@pytest.fixture
def mentee(db: None) -> User:
    """Tom."""
    return User.objects.create(username="tom", email="tom@example.com")


def test_asked_for_twice_it_is_the_same(mentee: User) -> None:
    assert feed_token_of(mentee) is None
    first = create_feed_token(user=mentee, now=NOW)
    assert create_feed_token(user=mentee, now=NOW + timedelta(days=1)) == first == feed_token_of(mentee)
    assert reader_of_feed(first.token) == mentee


def test_nobody_can_guess_it(mentee: User) -> None:
    drawn = {rotate_feed_token(user=mentee, now=NOW).token for _ in range(50)}
    assert len(drawn) == 50
    assert {len(token) for token in drawn} == {43}


def test_a_new_one_makes_the_old_one_worthless(mentee: User) -> None:
    old = create_feed_token(user=mentee, now=NOW)
    new = rotate_feed_token(user=mentee, now=NOW)
    assert reader_of_feed(old.token) is None
    assert reader_of_feed(new.token) == mentee


def test_taken_back_it_opens_nothing_and_can_be_made_anew(mentee: User) -> None:
    old = create_feed_token(user=mentee, now=NOW)
    revoke_feed_token(user=mentee, now=NOW)
    revoke_feed_token(user=mentee, now=NOW)
    assert (reader_of_feed(old.token), feed_token_of(mentee)) == (None, None)
    assert create_feed_token(user=mentee, now=NOW).token != old.token


def test_it_is_one_persons_alone(mentee: User) -> None:
    other = User.objects.create(username="eve", email="eve@example.com")
    theirs = create_feed_token(user=other, now=NOW)
    create_feed_token(user=mentee, now=NOW)
    revoke_feed_token(user=mentee, now=NOW)
    assert reader_of_feed(theirs.token) == other


def test_a_disabled_account_has_no_feed(mentee: User) -> None:
    token = create_feed_token(user=mentee, now=NOW)
    User.objects.filter(pk=mentee.pk).update(is_active=False)
    assert reader_of_feed(token.token) is None


@pytest.mark.parametrize("token", ["", "x", "\x00", "%", "x" * 10_000, "ü"])
def test_what_is_no_token_opens_nothing(mentee: User, token: str) -> None:
    create_feed_token(user=mentee, now=NOW)
    assert reader_of_feed(token) is None


def test_its_address_is_for_programs_and_for_clicking(mentee: User) -> None:
    token = create_feed_token(user=mentee, now=NOW)
    assert feed_url(token) == f"http://localhost:8000/calendar/{token.token}.ics"
    assert webcal_url(token) == f"webcal://localhost:8000/calendar/{token.token}.ics"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_the_same(mentee: User) -> None:
    tokens = at_once(8, lambda _: create_feed_token(user=mentee, now=NOW).token)
    assert len(set(tokens)) == 1
    at_once(8, lambda _: rotate_feed_token(user=mentee, now=NOW))
    assert FeedToken.objects.filter(revoked_at=None).count() == 1


def test_the_database_allows_one_at_a_time(mentee: User) -> None:
    create_feed_token(user=mentee, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedToken.objects.create(user=mentee, token="second", created_at=NOW)
