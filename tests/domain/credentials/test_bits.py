"""The list of what holds no more: its order of bits, its alphabet, its size, its signature."""

import gzip
import json
from base64 import urlsafe_b64decode
from typing import Any

import pytest
from django.test import Client

from tests.domain.credentials.world import NOW, finished, has_proof, is_genuine, learner, parts, raw
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.rules.bits import encoded, is_set
from trellis.domain.credentials.services.revoking import revoke


def _bits(text: str) -> bytes:
    assert text[0] == "u"
    assert set("+/=").isdisjoint(text)
    return gzip.decompress(urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))


@pytest.mark.parametrize(
    ("number", "place", "byte"),
    [(0, 0, 0x80), (1, 0, 0x40), (7, 0, 0x01), (8, 1, 0x80), (131_071, 16_383, 0x01)],
)
def test_number_0_is_the_leftmost_bit(number: int, place: int, byte: int) -> None:
    bits = _bits(encoded([number]))
    assert len(bits) * 8 == 131_072
    assert {at: value for at, value in enumerate(bits) if value} == {place: byte}
    assert is_set(encoded([number]), number)
    assert not is_set(encoded([]), number)


def test_the_same_list_is_the_same_text() -> None:
    assert encoded([5, 1]) == encoded([1, 5])


@pytest.mark.django_db
def test_a_revoked_badge_is_in_the_list_that_anybody_gets_signed(client: Client) -> None:
    user = learner()
    first, second = finished(user), finished(user, title="Splices")
    Badge.objects.filter(pk=first.pk).update(status_index=1)
    Badge.objects.filter(pk=second.pk).update(status_index=2)
    before = client.get("/verify/status/1")
    assert before["Access-Control-Allow-Origin"] == "*"
    assert _bits(json.loads(before.content)["credentialSubject"]["encodedList"])[0] == 0
    revoke(badge=first, reason="By mistake.", actor_id=None, now=NOW)
    after = json.loads(client.get("/verify/status/1").content)
    assert _bits(after["credentialSubject"]["encodedList"])[0] == 0x40
    assert after["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert after["credentialSubject"]["statusPurpose"] == "revocation"
    did = client.get("/.well-known/did.json").json()
    assert has_proof(after, did)
    after["credentialSubject"]["encodedList"] = encoded([])
    assert not has_proof(after, did)


@pytest.mark.django_db
def test_the_list_is_a_jwt_to_who_asks_for_that(client: Client) -> None:
    finished(learner())
    answer = client.get("/verify/status/1", headers={"Accept": "application/vc+jwt"})
    token = answer.content.decode()
    assert answer["Content-Type"] == "application/vc+jwt"
    assert is_genuine(token, client.get("/.well-known/did.json").json())
    claims: dict[str, Any] = parts(token)[1]
    assert claims["credentialSubject"]["type"] == "BitstringStatusList"
    assert json.loads(raw(token.split(".")[1]))["jti"] == claims["id"]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 2, 99999999999999999999])
def test_there_is_no_list_of_another_number(client: Client, number: int) -> None:
    finished(learner())
    assert client.get(f"/verify/status/{number}").status_code == 404
