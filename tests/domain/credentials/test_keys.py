"""A new key, and what the old one has signed: it holds, unless somebody else may have that key."""

import secrets
from typing import Any

import pytest
from django.test import Client

from tests.domain.credentials.world import NOW, finished, is_genuine, learner
from trellis.domain.credentials.models import Badge, SigningKey
from trellis.domain.credentials.queries.documents import did_document
from trellis.domain.credentials.refusals import NotSigning
from trellis.domain.credentials.services.checking import Outcome, check_file
from trellis.domain.credentials.services.keys import keep_key, mark_compromised
from trellis.domain.credentials.services.signing import badge_jwt

pytestmark = pytest.mark.django_db


@pytest.fixture
def badge() -> Badge:
    return finished(learner())


def _under_another_key(settings: Any) -> None:
    settings.BADGE_KEY = secrets.token_urlsafe(32)


def _outcome(token: str) -> Outcome:
    return check_file(token.encode(), caller="10.0.0.1").outcome


def test_what_was_signed_by_last_years_key_holds_also_offline(badge: Badge, settings: Any) -> None:
    old, then = badge_jwt(badge, now=NOW), did_document()
    _under_another_key(settings)
    new = badge_jwt(badge, now=NOW)
    assert old != new
    now = did_document()
    # With what is published today, and with what somebody has kept since.
    assert is_genuine(old, now)
    assert is_genuine(old, then)
    assert is_genuine(new, now)
    assert [_outcome(each) for each in (old, new)] == [Outcome.SIGNED, Outcome.SIGNED]


def test_only_a_key_that_is_compromised_fails(badge: Badge, settings: Any) -> None:
    old = badge_jwt(badge, now=NOW)
    mark_compromised(key=SigningKey.objects.get(), actor_id=None, now=NOW)
    with pytest.raises(NotSigning):
        badge_jwt(badge, now=NOW)
    _under_another_key(settings)
    new = badge_jwt(badge, now=NOW)
    assert not is_genuine(old, did_document())
    assert is_genuine(new, did_document())
    assert [_outcome(each) for each in (old, new)] == [Outcome.UNTRUSTED, Outcome.SIGNED]


def test_a_key_that_was_never_ours_makes_no_badge_of_ours(badge: Badge, settings: Any) -> None:
    token = badge_jwt(badge, now=NOW)
    SigningKey.objects.all().delete()
    assert _outcome(token) is Outcome.FOREIGN


def test_the_keys_are_published_in_both_forms(client: Client, settings: Any) -> None:
    keep_key(now=NOW)
    _under_another_key(settings)
    did, jwks = (client.get(f"/.well-known/{name}.json") for name in ("did", "jwks"))
    assert did["Content-Type"] == "application/did+json"
    kept = set(SigningKey.objects.values_list("public", flat=True))
    assert {each["x"] for each in jwks.json()["keys"]} == kept
    assert len(kept) == 2
    named = {each["id"].partition("#")[2] for each in did.json()["verificationMethod"]}
    assert {each["kid"] for each in jwks.json()["keys"]} < named
    assert "d" not in jwks.json()["keys"][0]


def test_without_a_key_nothing_is_signed_and_all_else_works(
    badge: Badge, client: Client, settings: Any
) -> None:
    settings.BADGE_KEY = ""
    assert client.get("/.well-known/did.json").json()["verificationMethod"] == []
    assert client.get(f"/verify/{badge.code}").status_code == 200
    answer = client.get(f"/verify/{badge.code}/badge.jwt")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_the_issuer_is_the_address_that_people_open(settings: Any, client: Client) -> None:
    settings.TRELLIS_PUBLIC_URL = "https://trellis.example:8443"
    assert client.get("/.well-known/did.json").json()["id"] == "did:web:trellis.example%3A8443"
    shown = client.get("/verify/issuer", headers={"Accept": "application/json"}).json()
    assert shown["url"] == "https://trellis.example:8443/verify/issuer"
