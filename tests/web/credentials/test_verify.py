"""The page of a code: every line of the paper, whether it holds, and nothing that is nobody's business."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.domain.credentials.world import NOW, finished, has_proof, is_genuine, learner, reviewed
from tests.domain.mentorship.world import mentor_of
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.queries.addresses import page_of
from trellis.domain.credentials.rules.choices import Kind
from trellis.domain.credentials.rules.facts import facts_of
from trellis.domain.credentials.rules.papers import data_of
from trellis.domain.credentials.services.gathering import gather, withdraw
from trellis.domain.credentials.services.revoking import revoke

pytestmark = pytest.mark.django_db
NOBODYS = "SOOSH-2027-00000000000000"


@pytest.fixture
def badge() -> Badge:
    user = learner(email="secret@ann.example", first_name="Ann <b>", last_name="Lee")
    return finished(user, title='C1 "French"', description="Speak <i>freely</i>.")


def _words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def _revoked(badge: Badge) -> None:
    revoke(badge=badge, reason="Somebody else sat the exam.", actor_id=None, now=NOW)


def test_it_shows_every_line_of_the_paper(badge: Badge, client: Client) -> None:
    page = client.get(f"/verify/{badge.code}")
    lines = data_of(badge, page=page_of(badge))["facts"]
    assert [fact["label"] for fact in lines] == [
        *("Awarded to", "Course", "About", "Level", "Length", "Begun on", "Completed on", "Issued", "Code")
    ]
    shown = page.context["badge"].facts
    assert [(fact.label, fact.value) for fact in shown] == [
        (fact["label"], fact["value"]["text"]) for fact in lines
    ]
    words = _words(page)
    for fact in facts_of(badge):
        assert fact.label in words
    assert b"Ann &lt;b&gt; Lee" in page.content
    assert "C1 &quot;French&quot;" in words
    assert "Valid Certificate of completion" in words


def test_it_has_no_address_and_no_inner_ids_and_is_no_business_of_search_engines(
    badge: Badge, client: Client
) -> None:
    page, told = client.get(f"/verify/{badge.code}"), client.get(f"/verify/{badge.code}.json")
    for answer in (page, told):
        text = answer.content.decode()
        for secret in ("@ann.example", badge.source, str(badge.public_id), str(badge.user.public_id)):
            assert secret not in text
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
    assert b'name="robots" content="noindex"' in page.content
    assert "default-src 'none'" in page["Content-Security-Policy"]


def test_it_is_json_to_who_asks_for_that(badge: Badge, client: Client) -> None:
    by_name = client.get(f"/verify/{badge.code}.json")
    by_wish = client.get(f"/verify/{badge.code}", headers={"Accept": "application/json"})
    assert by_name.json() == by_wish.json()
    assert by_name.json()["status"] == "valid"
    assert by_name.json()["facts"][0] == {"label": "Awarded to", "value": "Ann <b> Lee"}
    assert by_name.json()["badge_url"].endswith(f"/verify/{badge.code}/badge.json")


def test_it_is_found_as_somebody_types_it(badge: Badge, client: Client) -> None:
    assert client.get(f"/verify/{badge.code.lower()}").status_code == 200
    asked = client.get("/verify/", {"code": f" {badge.code.lower()} "})
    assert (asked.status_code, asked["Location"]) == (302, f"/verify/{badge.code}")


@pytest.mark.parametrize("code", [NOBODYS, "x", "SOOSH-2027-%00", "a" * 3000, "é", "..%2f"])
def test_what_was_never_issued_is_unknown(client: Client, code: str) -> None:
    page = client.get(f"/verify/{code}")
    assert page.status_code == 404
    assert client.get(f"/verify/{code}.json").status_code == 404
    for part in ("paper", "badge.json", "badge.jwt"):
        assert client.get(f"/verify/{code}/{part}").status_code == 404


def test_what_is_no_code_is_said_beside_the_field(client: Client) -> None:
    page = client.get("/verify/", {"code": "ABC <b>"})
    assert page.status_code == 422
    assert "This is no code of ours." in _words(page)
    assert b"ABC &lt;b&gt;" in page.content


def test_one_that_was_revoked_says_so_and_since_when_and_not_why(badge: Badge, client: Client) -> None:
    _revoked(badge)
    page = client.get(f"/verify/{badge.code}")
    words = _words(page)
    assert "Revoked Certificate of completion" in words
    assert "It was revoked on 2 March 2027, 23:30 UTC." in words
    assert "exam" not in words
    assert "The paper (PDF)" not in words
    told = client.get(f"/verify/{badge.code}.json").json()
    assert (told["status"], told["is_valid"], told["paper_url"]) == ("revoked", False, None)
    for part in ("paper", "badge.json", "badge.jwt"):
        assert client.get(f"/verify/{badge.code}/{part}").status_code == 410


def test_one_that_its_owner_has_withdrawn_says_so(badge: Badge, client: Client) -> None:
    withdraw(user=badge.user, badge_id=badge.public_id, now=NOW)
    words = _words(client.get(f"/verify/{badge.code}"))
    assert "Its owner has withdrawn it on 2 March 2027" in words


def test_one_whose_person_is_gone_says_only_that_it_holds_no_more(badge: Badge, client: Client) -> None:
    withdraw(user=badge.user, badge_id=badge.public_id, now=NOW)
    Badge.objects.update(recipient_name="", title="", text="")
    words = _words(client.get(f"/verify/{badge.code}"))
    assert "withdrawn" in words
    assert "went with its owner's account" in words.replace("&#x27;", "'")
    assert "2 March 2027" in words
    assert "Beginner" not in words


def test_it_has_the_words_of_others_under_their_name(client: Client) -> None:
    user, mentor = learner(), mentor_of()
    source = str(reviewed(user, mentor, "Sharp <3").public_id)
    badge, _ = gather(user=user, kind=Kind.REVIEW, source=source, is_shown=True, now=NOW)
    page = client.get(f"/verify/{badge.code}")
    assert b"Sharp &lt;3" in page.content
    assert "Reviewed by Mia" in _words(page)


def test_the_badge_is_a_file_that_others_can_check(badge: Badge, client: Client) -> None:
    document = client.get(f"/verify/{badge.code}/badge.json")
    token = client.get(f"/verify/{badge.code}/badge.jwt")
    assert document["Access-Control-Allow-Origin"] == "*"
    assert (document["Content-Type"], token["Content-Type"]) == ("application/vc", "application/vc+jwt")
    assert document["Content-Disposition"] == f'attachment; filename="{badge.code}.json"'
    did = client.get("/.well-known/did.json").json()
    assert has_proof(json.loads(document.content), did)
    assert is_genuine(token.content.decode(), did)


def test_guessing_is_limited_for_who_guesses_and_for_nobody_else(
    badge: Badge, client: Client, settings: Any
) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "verify_guess_from": [(3, 60)]}
    for _ in range(5):
        assert client.get(f"/verify/{badge.code}").status_code == 200
    guesses = [client.get(f"/verify/SOOSH-2027-0000000000000{number}") for number in range(5)]
    assert [each.status_code for each in guesses] == [404, 404, 404, 429, 429]
    assert int(guesses[4]["Retry-After"]) > 0
    assert "Too many tries" in _words(guesses[4])
    told = client.get(f"/verify/{NOBODYS}.json")
    assert (told.status_code, told.json()["error"]) == (429, "RATE_LIMIT_EXCEEDED")
    assert client.get(f"/verify/{badge.code}/paper").status_code == 429
    # Somebody at another address reads on.
    assert client.get(f"/verify/{badge.code}", REMOTE_ADDR="10.9.8.7").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(badge: Badge, client: Client, method: str) -> None:
    assert getattr(client, method)(f"/verify/{badge.code}").status_code == 405


def test_a_look_costs_few_queries(badge: Badge, client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        client.get(f"/verify/{badge.code}")


def test_the_issuers_page_names_all_keys(client: Client) -> None:
    page = client.get("/verify/issuer")
    assert "did:web:" in _words(page)
    assert "signs since" in _words(page)
