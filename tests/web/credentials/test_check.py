"""A file that somebody was given: ours, changed, of another, or nothing at all."""

import re
from base64 import urlsafe_b64encode
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.core.files.papers import is_accessible
from tests.domain.credentials.world import NOW, finished, learner, parts
from trellis.core.files.papers.layout import Line, Paper
from trellis.core.files.turns import Busy
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.models import Paper as Issued
from trellis.domain.credentials.rules.limits import LARGEST_BADGE
from trellis.domain.credentials.services.papers import digest_of
from trellis.domain.credentials.services.revoking import revoke
from trellis.domain.credentials.services.signing import badge_jwt

pytestmark = pytest.mark.django_db
OPENED = "trellis.domain.credentials.services.checking.paper_of"


@pytest.fixture
def badge() -> Badge:
    return finished(learner(), title="C1 French")


@pytest.fixture
def no_child(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What would be read in a process of its own is taken as it stands; the list has what it was given."""
    given: list[bytes] = []

    def opened(content: bytes) -> Paper:
        given.append(content)
        return Paper(tuple(map(Line, content.decode(errors="replace").splitlines())))

    monkeypatch.setattr(OPENED, opened)
    return given


def _sent(client: Client, content: bytes, name: str = "x.bin") -> Any:
    return client.post("/verify/", {"file": SimpleUploadedFile(name, content)})


def _words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()).replace("&#x27;", "'")


def test_a_badge_of_ours_is_genuine_in_both_forms(badge: Badge, client: Client) -> None:
    for part in ("badge.json", "badge.jwt"):
        page = _sent(client, client.get(f"/verify/{badge.code}/{part}").content)
        assert page.status_code == 200
        words = _words(page)
        assert "Valid Certificate of completion The file is genuine" in words
        assert "C1 French" in words


def test_one_letter_changed_and_it_is_said_that_it_was(badge: Badge, client: Client) -> None:
    whole = client.get(f"/verify/{badge.code}/badge.json").content
    page = _sent(client, whole.replace(b"C1 French", b"C2 French"))
    assert "This badge was changed" in _words(page)
    assert "C2 French" not in _words(page)
    header, body, signature = badge_jwt(badge, now=NOW).split(".")
    claims = {**parts(f"{header}.{body}.{signature}")[1], "name": "C2"}
    forged = urlsafe_b64encode(str(claims).replace("'", '"').replace("False", "false").encode()).decode()
    page = _sent(client, f"{header}.{forged.rstrip('=')}.{signature}".encode())
    assert "This badge was changed" in _words(page)


def test_a_genuine_badge_that_was_revoked_holds_no_more(badge: Badge, client: Client) -> None:
    token = badge_jwt(badge, now=NOW).encode()
    revoke(badge=badge, reason="By mistake.", actor_id=None, now=NOW)
    words = _words(_sent(client, token))
    assert "Revoked Certificate of completion" in words
    assert "It holds no more." in words


def test_what_another_key_has_signed_is_not_ours_whatever_it_says(badge: Badge, client: Client) -> None:
    token = badge_jwt(badge, now=NOW)
    header, claims, _, _ = parts(token)
    other = Ed25519PrivateKey.generate()
    # Under our key's name it does not fit; under its own nobody knows it, even where it brings the key along.
    named = jwt.encode(claims, other, algorithm="EdDSA", headers={"kid": header["kid"]})
    own = {"kid": "did:web:evil.example#" + "A" * 43, "jwk": {"kty": "OKP"}}
    assert "This badge was changed" in _words(_sent(client, named.encode()))
    unknown = jwt.encode(claims, other, algorithm="EdDSA", headers=own)
    assert "This badge was not issued here" in _words(_sent(client, unknown.encode()))
    # Nor does a signature that anybody can make: by the public key taken for a secret.
    weak = jwt.encode(claims, "x" * 40, algorithm="HS256", headers={"kid": header["kid"]})
    assert "This badge was changed" in _words(_sent(client, weak.encode()))


def test_the_list_of_bits_is_signed_and_is_no_badge(badge: Badge, client: Client) -> None:
    page = _sent(client, client.get("/verify/status/1").content)
    assert "This badge was not issued here" in _words(page)


_NONSENSE = {
    "text": b"hello",
    "NUL": b"\0\0",
    "not UTF-8": b"\xff\xfe",
    "JSON": b"{}",
    "deep": b"[" * 50_000,
    "header of a JWT": b"eyJhbGciOiJFZERTQSIsImtpZCI6IlwwIn0.e30.AAAA",
    "large": b"x" * (LARGEST_BADGE + 1),
}


@pytest.mark.parametrize("content", _NONSENSE.values(), ids=_NONSENSE)
def test_what_is_nothing_of_the_kind_is_said_beside_the_field(client: Client, content: bytes) -> None:
    page = _sent(client, content)
    assert page.status_code in {200, 422}
    assert page.status_code == 422 or "was not issued here" in _words(page)


def test_without_a_file_or_with_an_empty_one_it_is_asked_for(client: Client) -> None:
    assert client.post("/verify/").status_code == 422
    assert _sent(client, b"").status_code == 422


def test_a_pdf_with_a_code_and_other_bytes_is_held_against_the_facts(
    badge: Badge, client: Client, no_child: list[bytes]
) -> None:
    """The code is genuine, the rest may not be: the page shows what was issued."""
    page = _sent(client, b"%PDF-1.7 A2 French, 2020 " + badge.code.encode(), "certificate.pdf")
    words = _words(page)
    assert "This PDF is not the file that was issued" in words
    assert "C1 French" in words
    assert "A2 French" not in words


def test_a_pdf_without_a_code_of_ours_is_unknown(client: Client, no_child: list[bytes]) -> None:
    page = _sent(client, b"%PDF-1.7 SOOSH-2027-00000000000000 and more")
    assert "No code of ours is in this PDF" in _words(page)


def test_a_pdf_that_was_handed_out_is_known_by_its_bytes(badge: Badge, client: Client) -> None:
    content = b"%PDF-1.7 just so"
    Issued.objects.create(badge=badge, digest=digest_of(content), made_at=NOW)
    words = _words(_sent(client, content))
    assert "The file is the very paper that was issued, byte for byte." in words


def test_who_sends_many_files_waits(client: Client, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "verify_file_from": [(2, 60)]}
    assert [_sent(client, b"x").status_code for _ in range(4)] == [422, 422, 429, 429]


def test_where_too_much_is_worked_on_it_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(content: bytes) -> Paper:
        raise Busy

    monkeypatch.setattr(OPENED, busy)
    page = _sent(client, b"%PDF-1.7")
    assert (page.status_code, page["Retry-After"]) == (503, "5")


def test_nobody_elses_page_sends_files(badge: Badge) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert _sent(strict, b"x").status_code == 403


@pytest.mark.whole
def test_the_paper_is_accessible_says_every_line_and_is_known_again(badge: Badge, client: Client) -> None:
    first, again = (client.get(f"/verify/{badge.code}/paper") for _ in range(2))
    assert first["Content-Type"] == "application/pdf"
    assert first.content == again.content
    assert is_accessible(first.content)
    assert Issued.objects.count() == 1
    assert "byte for byte" in _words(_sent(client, first.content))
    # Something at its end, and the code is found in it still: by its description and by its text layer.
    changed = _words(_sent(client, first.content + b"\n% more"))
    assert "This PDF is not the file that was issued" in changed
    assert "C1 French" in changed
