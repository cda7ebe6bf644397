"""`users/portfolio/share`: nothing is said to be posted that is not, and each platform gets what it takes."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.users.shown import USERS, person, portfolio, project
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Skill
from trellis.domain.portfolio.models import Share

SHARE, SHARES = f"{USERS}/portfolio/share", f"{USERS}/portfolio/shares"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> APIClient:
    client = person("ann")
    Skill.objects.create(user=User.objects.get(username="ann"), name="Figma")
    project(client, "A shop")
    portfolio(client, bio="Designer")
    return client


def _shared(client: APIClient, *platforms: str, **said: Any) -> dict[str, Any]:
    answer = client.post(SHARE, {"platforms": platforms, **said}, format="json")
    assert answer.status_code == 200, answer.json()
    told: dict[str, Any] = answer.json()
    return told


def test_people_get_the_platforms_own_page_where_nobody_posts_for_them(ann: APIClient) -> None:
    told = _shared(ann, "linkedin", "twitter", "x", "facebook", auto_generate_caption=True)
    assert list(told) == ["linkedin", "twitter", "x", "facebook"]
    caption = "My portfolio shows a project: A shop. I work with Figma."
    for each in told.values():
        assert (each["posted"], each["state"]) == (False, "offered")
        text, _, address = each["post_text"].partition("\n")
        assert (text, address.endswith("/p/ann")) == (caption, True)
    pages = {name: urlsplit(each["post_url"]) for name, each in told.items()}
    assert [page.hostname for page in pages.values()] == [
        "www.linkedin.com",
        "twitter.com",
        "x.com",
        "www.facebook.com",
    ]
    address = ann.get(f"{USERS}/portfolio/me").json()["portfolio"]["portfolio_url"]
    assert parse_qs(pages["linkedin"].query) == {"url": [address]}
    assert parse_qs(pages["x"].query) == {"url": [address], "text": [caption]}
    assert not ProcrastinateJob.objects.filter(task_name__endswith="post_share").exists()


def test_it_says_what_everybody_sees_and_nothing_else(ann: APIClient) -> None:
    portfolio(ann, 200, visibility={"skills": "members", "projects": "private"})
    told = _shared(ann, "linkedin")
    assert told["linkedin"]["post_text"].startswith("My portfolio is online.\n")


def test_ones_own_words_are_taken_where_none_are_made(ann: APIClient) -> None:
    told = _shared(ann, "x", auto_generate_caption=False, caption="Look & see: R&D <b>")
    assert told["x"]["post_text"].startswith("Look & see: R&D <b>\n")
    assert parse_qs(urlsplit(told["x"]["post_url"]).query)["text"] == ["Look & see: R&D <b>"]
    assert _shared(ann, "x", auto_generate_caption=True, caption="Look")["x"]["post_text"].startswith(
        "My port"
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "platforms"),
        ({"platforms": []}, "platforms"),
        ({"platforms": "linkedin"}, "platforms"),
        ({"platforms": ["myspace"]}, "platforms"),
        ({"platforms": ["linkedin", "LinkedIn"]}, "platforms"),
        ({"platforms": [None]}, "platforms"),
        ({"platforms": ["x"] * 11}, "platforms"),
        ({"platforms": ["x"], "auto_generate_caption": False}, "caption"),
        ({"platforms": ["x"], "auto_generate_caption": False, "caption": "  "}, "caption"),
        ({"platforms": ["linkedin", "x"], "auto_generate_caption": False, "caption": "x" * 257}, "caption"),
        ({"platforms": ["x"], "auto_generate_caption": "maybe"}, "auto_generate_caption"),
    ],
)
def test_what_cannot_be_so_is_refused_and_nothing_is_shared(ann: APIClient, body: Any, field: str) -> None:
    answer = ann.post(SHARE, body, format="json")
    assert field in refused(answer, 422, "VALIDATION_ERROR")["details"]
    assert not Share.objects.exists()


def test_there_is_nothing_to_share_before_others_see_it(ann: APIClient) -> None:
    bob = person("bob")
    refused(bob.post(SHARE, {"platforms": ["x"]}, format="json"), 409, "CONFLICT")
    portfolio(ann, 200, is_published=False)
    refused(ann.post(SHARE, {"platforms": ["x"]}, format="json"), 409, "CONFLICT")
    portfolio(ann, 200, is_published=True)
    User.objects.filter(username="ann").update(birth_date="2020-01-01")
    refused(ann.post(SHARE, {"platforms": ["x"]}, format="json"), 409, "CONFLICT")


def test_where_somebody_posts_it_waits_for_a_job(ann: APIClient, settings: Any) -> None:
    settings.SHARE_WEBHOOKS = {"linkedin": "https://hooks.example/abc"}
    told = _shared(ann, "linkedin", "x", "linkedin")
    assert [(name, each["posted"], each["state"]) for name, each in told.items()] == [
        ("linkedin", False, "waiting"),
        ("x", False, "offered"),
    ]
    (job,) = ProcrastinateJob.objects.filter(task_name__endswith="post_share")
    assert job.args == {"share_id": Share.objects.get(platform="linkedin").pk}
    listed = ann.get(SHARES)
    assert listed["X-Total-Count"] == "2"
    assert [(each["platform"], each["state"]) for each in listed.json()["shares"]] == [
        ("x", "offered"),
        ("linkedin", "waiting"),
    ]
    assert person("bob").get(SHARES).json() == {"shares": []}


def test_it_is_done_so_often_a_day(ann: APIClient, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    monkeypatch.setitem(settings.RATE_LIMITS, "portfolio_share", [(1, 86400)])
    _shared(ann, "x")
    refused(ann.post(SHARE, {"platforms": ["x"]}, format="json"), 429, "RATE_LIMIT_EXCEEDED")
    assert Share.objects.count() == 1
