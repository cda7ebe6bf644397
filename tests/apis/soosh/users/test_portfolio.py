"""`users/portfolio`: made once and said anew, by a name that is nobody's else, seen by whom it is for."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.users.shown import USERS, person, portfolio, project
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Skill
from trellis.domain.portfolio.models import Portfolio

PORTFOLIO = f"{USERS}/portfolio"
PARTS = ("bio", "skills", "projects", "resume")
# Whatever their case, and whether they are in a list or in the tables of addresses.
OURS = ["create", "share", "me", "verify", "admin", "api", "Jobs", "ADMIN", "Share", "mentor", "p", "static"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> APIClient:
    return person("ann")


def _seen(client: APIClient, name: str = "ann") -> dict[str, Any]:
    answer = client.get(f"{PORTFOLIO}/{name}")
    assert answer.status_code == 200, answer.json()
    shown: dict[str, Any] = answer.json()["portfolio"]
    return shown


def test_it_is_made_once_and_then_said_anew(ann: APIClient) -> None:
    first, second = project(ann, "One"), project(ann, "Two")
    made = portfolio(ann, bio="Designer", featured_projects=[second, first], custom_url="AnnLee")
    assert made["ignored_projects"] == []
    shown = made["portfolio"]
    assert (shown["custom_url"], shown["bio"], shown["is_visible"]) == ("AnnLee", "Designer", True)
    assert shown["portfolio_url"].endswith("/p/AnnLee")
    assert [each["title"] for each in shown["featured_projects"]] == ["Two", "One"]
    again = portfolio(ann, 200, featured_projects=[first])["portfolio"]
    assert (again["custom_url"], again["bio"]) == ("AnnLee", "Designer")
    assert [each["title"] for each in again["featured_projects"]] == ["One"]
    assert [each["title"] for each in again["projects"]] == ["One", "Two"]
    assert portfolio(ann, 200, bio="")["portfolio"]["bio"] == ""
    assert Portfolio.objects.count() == 1


def test_projects_that_are_none_of_ones_own_are_left_out_and_named(ann: APIClient) -> None:
    own, others = project(ann), project(person("bob"))
    ids = ["project_id_1", others, own, own, str(UUID(int=0))]
    made = portfolio(ann, featured_projects=ids)
    assert made["ignored_projects"] == ["project_id_1", others, str(UUID(int=0))]
    assert [each["id"] for each in made["portfolio"]["featured_projects"]] == [own]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"featured_projects": "one"}, "featured_projects"),
        ({"featured_projects": [["one"]]}, "featured_projects"),
        ({"featured_projects": ["x\x00"]}, "featured_projects"),
        ({"bio": ["x"]}, "bio"),
        ({"bio": "x" * 5001}, "bio"),
        ({"bio": "x\x00"}, "bio"),
        ({"custom_url": "ab"}, "custom_url"),
        ({"custom_url": "a b"}, "custom_url"),
        ({"custom_url": "a/b"}, "custom_url"),
        ({"custom_url": "-ann"}, "custom_url"),
        ({"custom_url": "ann."}, "custom_url"),
        ({"custom_url": "ann@mail.example"}, "custom_url"),
        ({"custom_url": "\u0430nn"}, "custom_url"),
        ({"custom_url": "x" * 151}, "custom_url"),
        ({"links": ["javascript:alert(1)"]}, "links"),
        ({"links": ["ftp://x.example"]}, "links"),
        ({"visibility": {"bio": "friends"}}, "visibility"),
        ({"visibility": {"email": "public"}}, "visibility"),
        ({"visibility": []}, "visibility"),
        ({"is_published": "perhaps"}, "is_published"),
    ],
)
def test_what_cannot_be_so_is_refused_by_its_field(ann: APIClient, body: Any, field: str) -> None:
    answer = ann.post(f"{PORTFOLIO}/create", body, format="json")
    assert field in refused(answer, 422, "VALIDATION_ERROR")["details"]
    assert not Portfolio.objects.exists()


@pytest.mark.parametrize("name", OURS)
def test_names_of_our_own_addresses_are_nobodys(ann: APIClient, name: str) -> None:
    answer = ann.post(f"{PORTFOLIO}/create", {"custom_url": name}, format="json")
    assert "custom_url" in refused(answer, 422, "VALIDATION_ERROR")["details"]
    account = {
        "email": "new@mail.example",
        "password": "A-l0ng-Passw0rd",
        "full_name": "New",
        "username": name,
    }
    answer = APIClient().post("/api/v1/auth/register", account, format="json")
    assert "username" in refused(answer, 422, "VALIDATION_ERROR")["details"]


def test_who_is_called_like_an_address_from_before_has_none() -> None:
    admin = person("admin")
    for body in ({}, {"custom_url": "ada"}):
        refused(admin.post(f"{PORTFOLIO}/create", body, format="json"), 422, "VALIDATION_ERROR")
    refused(APIClient().get(f"{PORTFOLIO}/admin"), 404, "NOT_FOUND")


def test_a_name_belongs_to_one_whatever_its_case(ann: APIClient) -> None:
    portfolio(ann, custom_url="Studio")
    bob = person("bob")
    for taken in ("studio", "STUDIO", "Ann"):
        answer = bob.post(f"{PORTFOLIO}/create", {"custom_url": taken}, format="json")
        assert refused(answer, 422, "VALIDATION_ERROR")["details"].keys() == {"custom_url"}
    assert portfolio(bob)["portfolio"]["custom_url"] == "bob"
    # Ann may come back to her own name.
    assert portfolio(ann, 200, custom_url="ann")["portfolio"]["custom_url"] == "ann"


def test_an_address_keeps_its_portfolio_whoever_is_called_so_later(ann: APIClient) -> None:
    portfolio(ann, custom_url="studio", bio="Ann's")
    studio = person("studio")
    answer = studio.post(f"{PORTFOLIO}/create", {}, format="json")
    assert "custom_url" in refused(answer, 422, "VALIDATION_ERROR")["details"]
    portfolio(studio, custom_url="other", bio="Another's")
    assert _seen(APIClient(), "STUDIO")["bio"] == "Ann's"


def test_a_username_that_may_be_an_address_of_mail_is_shown_to_nobody() -> None:
    ann = person("ann@mail.example")
    answer = ann.post(f"{PORTFOLIO}/create", {}, format="json")
    assert "custom_url" in refused(answer, 422, "VALIDATION_ERROR")["details"]
    portfolio(ann, custom_url="annlee")
    assert _seen(APIClient(), "annlee")["user"]["username"] is None
    refused(APIClient().get(f"{PORTFOLIO}/ann@mail.example"), 404, "NOT_FOUND")


def test_each_part_is_seen_by_whom_it_is_for(ann: APIClient) -> None:
    user = User.objects.get(username="ann")
    Skill.objects.create(user=user, name="Figma")
    project(ann)
    ann.post(f"{USERS}/resume/generate")
    portfolio(ann, bio="Designer")
    usual = {part: _seen(APIClient())[part] is not None for part in PARTS}
    assert usual == {"bio": True, "skills": True, "projects": True, "resume": False}
    said = {"bio": "private", "skills": "members", "projects": "private", "resume": "public"}
    own = portfolio(ann, 200, visibility=said)["portfolio"]
    assert {part: own["visibility"][part] for part in PARTS} == said
    assert all(own[part] is not None for part in PARTS)
    stranger, member = _seen(APIClient()), _seen(person("bob"))
    assert [part for part in PARTS if stranger[part] is not None] == ["resume"]
    assert [part for part in PARTS if member[part] is not None] == ["skills", "resume"]
    assert stranger["featured_projects"] is None
    assert "visibility" not in member


def test_nobody_is_told_how_to_reach_the_person(ann: APIClient) -> None:
    User.objects.filter(username="ann").update(
        phone_number="+14155550100", city="Paris", birth_date="1990-01-01"
    )
    ann.post(f"{USERS}/resume/generate")
    portfolio(ann, visibility=dict.fromkeys(PARTS, "public"))
    for viewer in (APIClient(), person("bob"), ann):
        text = viewer.get(f"{PORTFOLIO}/ann").content.decode()
        for word in ("@", "+1415", "Paris", "1990"):
            assert word not in text


def test_what_is_hidden_unknown_or_closed_is_not_there(ann: APIClient) -> None:
    for name in ("ann", "nobody", "x" * 500, "%00", "a%0ab", "..", "create%20"):
        answer = APIClient().get(f"{PORTFOLIO}/{name}")
        assert answer.status_code == 404, name
    portfolio(ann, is_published=False)
    refused(APIClient().get(f"{PORTFOLIO}/ann"), 404, "NOT_FOUND")
    assert _seen(ann)["custom_url"] == "ann"
    portfolio(ann, 200, is_published=True)
    _seen(APIClient())
    User.objects.filter(username="ann").update(is_active=False)
    refused(APIClient().get(f"{PORTFOLIO}/ann"), 404, "NOT_FOUND")


def test_a_minors_is_seen_by_nobody_else() -> None:
    mina = person("mina", birth_date=date.today().replace(year=date.today().year - 15, day=1))
    assert portfolio(mina)["portfolio"]["is_visible"] is False
    for viewer in (APIClient(), person("bob")):
        refused(viewer.get(f"{PORTFOLIO}/mina"), 404, "NOT_FOUND")
    assert _seen(mina, "mina")["custom_url"] == "mina"


def test_ones_own_is_there_once_it_is_made_and_can_be_taken_away(ann: APIClient) -> None:
    refused(ann.get(f"{PORTFOLIO}/me"), 404, "NOT_FOUND")
    refused(ann.delete(f"{PORTFOLIO}/me"), 404, "NOT_FOUND")
    project(ann)
    made = portfolio(ann)["portfolio"]
    assert ann.get(f"{PORTFOLIO}/me").json()["portfolio"] == made
    assert ann.delete(f"{PORTFOLIO}/me").status_code == 204
    refused(APIClient().get(f"{PORTFOLIO}/ann"), 404, "NOT_FOUND")
    assert len(ann.get(f"{USERS}/projects").json()["projects"]) == 1


def test_it_takes_no_more_questions_the_more_there_is(ann: APIClient) -> None:
    portfolio(ann)
    counts = []
    for number in (1, 5):
        for _ in range(number):
            project(ann)
        with CaptureQueriesContext(connection) as asked:
            _seen(APIClient())
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8
