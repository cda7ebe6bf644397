"""What is signed here is signed for whoever checks it without us; one letter changed, and it is not."""

import copy
from typing import Any

import pytest
from django.conf import settings

from tests.domain.credentials.ed25519 import is_signed
from tests.domain.credentials.world import NOW, finished, has_proof, is_genuine, learner, parts
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.queries.documents import did_document
from trellis.domain.credentials.refusals import Ended, Unreadable
from trellis.domain.credentials.rules.keys import from_base58, of_multikey, to_base58
from trellis.domain.credentials.rules.signatures import is_signed_by, signed_in
from trellis.domain.credentials.services.gathering import withdraw
from trellis.domain.credentials.services.signing import badge_jwt, signed_badge


@pytest.fixture
def badge(db: None) -> Badge:
    return finished(learner(email="secret@ann.example"))


# Of RFC 8032, section 7.1: by these our own arithmetic is checked.
_EXAMPLES = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), _EXAMPLES, ids=["empty", "one byte"])
def test_the_arithmetic_of_these_tests_is_that_of_the_rfc(key: str, message: str, signature: str) -> None:
    told = [bytes.fromhex(each) for each in (key, message, signature)]
    assert is_signed(*told)
    assert not is_signed(told[0], told[1] + b"!", told[2])
    assert not is_signed(told[0], told[1], bytes([told[2][0] ^ 1]) + told[2][1:])


def test_a_badge_is_an_open_badge_that_says_what_its_row_does_and_nothing_more(badge: Badge) -> None:
    header, claims, _, _ = parts(badge_jwt(badge, now=NOW))
    assert header["alg"] == "EdDSA"
    assert header["kid"].startswith("did:web:")
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert (claims["iss"], claims["jti"], claims["sub"], claims["nbf"]) == (
        claims["issuer"]["id"],
        claims["id"],
        claims["credentialSubject"]["id"],
        int(badge.issued_at.timestamp()),
    )
    assert claims["validFrom"] == "2027-03-02T23:30:15Z"
    assert claims["id"].endswith(f"/verify/{badge.code}")
    subject = claims["credentialSubject"]
    assert subject["id"] == f"urn:uuid:{badge.public_id}"
    assert subject["achievement"]["name"] == "Knots"
    assert "Level: Beginner" in subject["narrative"]
    assert "Length: 1 hour 30 minutes" in subject["narrative"]
    told = str(claims)
    assert "@ann.example" not in told
    assert badge.source not in told
    assert str(badge.user.public_id) not in told


def test_it_verifies_by_what_is_published_alone(badge: Badge) -> None:
    token, document = badge_jwt(badge, now=NOW), signed_badge(badge, now=NOW)
    did = did_document()
    assert is_genuine(token, did)
    assert has_proof(document, did)


def test_one_byte_changed_and_it_does_not(badge: Badge) -> None:
    token, did = badge_jwt(badge, now=NOW), did_document()
    at = token.index(".") + 40
    changed = f"{token[:at]}{'A' if token[at] != 'A' else 'B'}{token[at + 1 :]}"
    assert not is_genuine(changed, did)
    document: dict[str, Any] = copy.deepcopy(signed_badge(badge, now=NOW))
    document["credentialSubject"]["achievement"]["name"] = "Knotz"
    assert not has_proof(document, did)


def test_our_own_check_agrees(badge: Badge) -> None:
    key = did_document()["verificationMethod"][0]["publicKeyJwk"]["x"] if badge_jwt(badge, now=NOW) else ""
    token = badge_jwt(badge, now=NOW)
    assert is_signed_by(signed_in(token), key)
    assert is_signed_by(signed_in(f'"{token}"\n'), key)
    assert not is_signed_by(signed_in(token[:-2] + ("AA" if token[-2:] != "AA" else "BA")), key)


def test_what_has_ended_is_signed_no_more(badge: Badge) -> None:
    ended = withdraw(user=badge.user, badge_id=badge.public_id, now=NOW)
    with pytest.raises(Ended):
        badge_jwt(ended, now=NOW)
    with pytest.raises(Ended):
        signed_badge(ended, now=NOW)


_NONE = {
    "nothing": "",
    "a letter": "x",
    "dots": "a.b.c",
    "empty": "{}",
    "a list": "[]",
    "null": "null",
    "no proof": '{"proof": 3}',
    "another suite": '{"proof": {"type": "x", "cryptosuite": "y"}}',
    "deep": "[" * 100_000,
    "no number": '{"a": NaN, "proof": {}}',
    "no algorithm": "eyJhbGciOiJub25lIn0.e30.",
    "half a letter": "\ud800",
}


@pytest.mark.parametrize("text", _NONE.values(), ids=_NONE)
def test_what_is_no_signed_document_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        signed_in(text)


@pytest.mark.parametrize("raw", [b"\x01", b"\0\0ab", b"", b"\xed\x01" + bytes(32)])
def test_base58_goes_both_ways(raw: bytes) -> None:
    assert from_base58(to_base58(raw)) == raw


@pytest.mark.parametrize("text", ["", "z", "z0", "uAAAA", "z" + "2" * 300, "z6Mk"])
def test_what_is_no_multikey_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        of_multikey(text)


def test_in_development_there_is_always_a_key() -> None:
    assert len(settings.BADGE_KEY) == 43
