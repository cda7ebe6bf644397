"""Somebody finishes a course over the real server, receives the certificate, and a stranger checks it.

The stranger has no account, and checks by what is published alone; later staff revoke it.
"""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.utils import timezone

from tests.domain.credentials.world import has_proof, is_genuine, parts
from tests.journeys.people import Person
from tests.serving import Server
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.rules.bits import is_set
from trellis.domain.credentials.services.revoking import revoke

pytestmark = pytest.mark.django_db(transaction=True)
COURSE = "Write Your First Short Story"


@pytest.fixture
def learner(server: Server) -> Iterator[Person]:
    person = Person(server, "ann@x.example")
    yield person
    person.http.close()


@pytest.fixture
def stranger(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


def test_from_a_course_to_a_certificate_that_a_stranger_checks(
    world: None, learner: Person, stranger: httpx.Client
) -> None:
    learner.register("Ann Lee", "annlee")
    _finish(learner)
    certificate = _received(learner)
    _checked(stranger, certificate)
    _file_checked(stranger, certificate)
    _shown(learner, certificate)
    _revoked(stranger, certificate)


def _finish(learner: Person) -> None:
    found = learner.get("opportunities", type="course", limit=100)["opportunities"]
    (course,) = [each for each in found if each["title"] == COURSE]
    enrolled = learner.post(f"opportunities/{course['id']}/enroll", status=201)["enrollment"]
    assert learner.get("learning/certificates") == {"certificates": []}
    address = f"learning/progress/{enrolled['id']}"
    learner.put(address, {"completion_percentage": 60, "minutes_spent": 90})
    assert learner.get("learning/certificates") == {"certificates": []}
    learner.put(address, {"completion_percentage": 100})


def _received(learner: Person) -> dict[str, Any]:
    """Have the certificate, and be told of it."""
    (certificate,) = learner.get("learning/certificates")["certificates"]
    assert certificate["opportunity_title"] == COURSE
    told = learner.get("notifications")["notifications"]
    assert any(certificate["verification_code"] in each["message"] for each in told)
    return dict(certificate)


def _checked(stranger: httpx.Client, certificate: dict[str, Any]) -> None:
    """Look at the page and the paper, and check the badge by arithmetic."""
    code = certificate["verification_code"]
    page = stranger.get(f"/verify/{code.lower()}")
    assert page.status_code == 200
    for words in ("Valid", "Ann Lee", COURSE, "Beginner", "4 hours", code):
        assert words in page.text
    assert "ann@x.example" not in page.text
    paper = stranger.get(httpx.URL(certificate["certificate_url"]).path)
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    did = stranger.get("/.well-known/did.json").json()
    token = stranger.get(f"/verify/{code}/badge.jwt").text
    assert is_genuine(token, did)
    status = parts(token)[1]["credentialStatus"]
    assert not _is_ended(stranger, status, did)


def _file_checked(stranger: httpx.Client, certificate: dict[str, Any]) -> None:
    """Send the paper, and one that says something else."""
    code = certificate["verification_code"]
    paper = stranger.get(f"/verify/{code}/paper").content
    token = {"csrfmiddlewaretoken": stranger.cookies["csrftoken"]}
    same = stranger.post("/verify/", data=token, files={"file": ("c.pdf", paper)})
    assert "byte for byte" in same.text
    changed = stranger.post("/verify/", data=token, files={"file": ("c.pdf", paper + b"\n% A2")})
    assert "This PDF is not the file that was issued" in changed.text
    assert COURSE in changed.text


def _shown(learner: Person, certificate: dict[str, Any]) -> None:
    """Show it, and have a line for an application."""
    address = f"credentials/badges/{certificate['id']}"
    assert learner.get("credentials/links")["links"] == []
    learner.put(address, {"is_shown": True})
    assert certificate["verification_code"] in learner.get("credentials/links")["text"]


def _revoked(stranger: httpx.Client, certificate: dict[str, Any]) -> None:
    """Have it revoked: what was downloaded before is genuine, and holds no more."""
    code = certificate["verification_code"]
    document = json.loads(stranger.get(f"/verify/{code}/badge.json").content)
    revoke(badge=Badge.objects.get(code=code), reason="By mistake.", actor_id=None, now=timezone.now())
    did = stranger.get("/.well-known/did.json").json()
    assert has_proof(document, did)
    assert _is_ended(stranger, document["credentialStatus"], did)
    assert "It was revoked on" in stranger.get(f"/verify/{code}").text
    assert stranger.get(f"/verify/{code}/paper").status_code == 410


def _is_ended(stranger: httpx.Client, status: dict[str, Any], did: dict[str, Any]) -> bool:
    listed = json.loads(stranger.get(httpx.URL(status["statusListCredential"]).path).content)
    assert has_proof(listed, did)
    return is_set(listed["credentialSubject"]["encodedList"], int(status["statusListIndex"]))
