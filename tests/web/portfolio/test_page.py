"""`/p/<name>`: what it shows, to whom, and that hostile words stay words."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.browsers import sign_in
from tests.domain.credentials.world import finished
from tests.domain.mentorship.world import person
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Skill
from trellis.domain.learning.models import EarnedAchievement
from trellis.domain.portfolio.services.portfolios import make_portfolio
from trellis.domain.portfolio.services.projects import add_project
from trellis.domain.portfolio.services.resumes import generate_resume, import_resume

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 16, 14, tzinfo=UTC)
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)> & \" ' \u2028"


@pytest.fixture
def ann() -> User:
    return person("ann", last_name="Lee")


def _made(user: User, featured: list[str] | None = None, **said: Any) -> None:
    make_portfolio(user=user, said=said, featured=featured, now=NOW)


def _page(client: Client, name: str = "ann", status: int = 200) -> str:
    response = client.get(f"/p/{name}")
    assert response.status_code == status
    return response.content.decode()


def _person_in(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    told: dict[str, Any] = json.loads(text)
    return told


def test_it_shows_what_everybody_may_see(client: Client, ann: User) -> None:
    Skill.objects.create(user=ann, name="Figma")
    first = add_project(
        user=ann,
        fields={"title": "A shop", "tags": ["css"], "start_date": "2014", "end_date": "2016-05"},
        now=NOW,
    )
    add_project(user=ann, fields={"title": "A game", "url": "https://game.example"}, now=NOW)
    _made(ann, featured=[str(first.public_id)], bio="Designer.", links=["https://www.x.example/ann/"])
    page = _page(client)
    for words in (
        "<h1",
        "Ann Lee",
        "Designer.",
        "Selected work",
        "A shop",
        "2014 to May 2016",
        "A game",
        "Figma",
    ):
        assert words in page
    assert (
        '<a href="https://www.x.example/ann/" rel="me nofollow noopener noreferrer ugc">x.example/ann</a>'
        in page
    )
    assert 'href="https://game.example" rel="nofollow noopener noreferrer ugc"' in page
    for name, value in (("og:title", "Ann Lee"), ("og:type", "profile"), ("og:description", "Designer.")):
        assert f'<meta property="{name}" content="{value}">' in page
    told = _person_in(page)
    assert told["url"].endswith("/p/ann") and f'<link rel="canonical" href="{told["url"]}">' in page
    assert (
        told.items()
        >= {
            "@type": "Person",
            "name": "Ann Lee",
            "description": "Designer.",
            "knowsAbout": ["Figma"],
            "sameAs": ["https://www.x.example/ann/"],
        }.items()
    )
    assert "@mail" not in page and ann.email not in page


def test_hostile_words_stay_words(client: Client, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(first_name=EVIL[:150])
    Skill.objects.create(user=ann, name=EVIL[:100])
    add_project(user=ann, fields={"title": EVIL, "description": EVIL, "tags": [EVIL[:50]]}, now=NOW)
    import_resume(user=ann, document={"work": [{"name": EVIL}]}, now=NOW)
    _made(ann, bio=EVIL, visibility={"resume": "public"})
    page = _page(client)
    assert page.count("<script") == 1 and "<img src=x" not in page
    assert page.count(EVIL) == 0 and unescape(page).count(EVIL) >= 4
    assert _person_in(page)["description"] == EVIL


def test_a_link_that_leads_elsewhere_than_into_the_web_is_not_shown(client: Client, ann: User) -> None:
    _made(ann, links=["javascript:alert(1)", "https://x.example"])
    page = _page(client)
    assert "javascript:" not in page and "https://x.example" in page


def test_each_part_is_seen_by_whom_it_is_for(client: Client, ann: User) -> None:
    add_project(user=ann, fields={"title": "A shop"}, now=NOW)
    import_resume(user=ann, document={"work": [{"name": "Acme", "startDate": "2014"}]}, now=NOW)
    _made(ann, bio="Designer.", visibility={"bio": "members", "projects": "private", "resume": "public"})
    page = _page(client)
    assert "Acme" in page and "since 2014" in page
    assert "Designer." not in page and "A shop" not in page
    member = _page(sign_in(Client(), person("bob")))
    assert "Designer." in member and "A shop" not in member
    own = _page(sign_in(Client(), ann))
    assert "A shop" in own and "This is your own page" in own


def test_who_it_is_for_is_never_mixed_up_by_a_cache(client: Client, ann: User) -> None:
    _made(ann)
    answer = client.get("/p/ann")
    assert (answer["Cache-Control"], "Cookie" in answer["Vary"]) == ("public, max-age=60", True)
    assert client.get("/p/ann", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    assert sign_in(Client(), ann).get("/p/ann")["Cache-Control"] == "private, no-store"


def test_other_names_of_it_lead_to_it(client: Client, ann: User) -> None:
    _made(ann, custom_url="AnnLee")
    for other in ("ann", "ANN", "annlee"):
        assert client.get(f"/p/{other}")["Location"] == "/p/AnnLee"
    assert client.get("/p/AnnLee/")["Location"] == "/p/AnnLee"


def test_there_is_a_page_of_its_own_where_there_is_none(client: Client, ann: User) -> None:
    for name in ("ann", "create", "nobody", "%00", "a%0ab"):
        assert "There is no portfolio here" in _page(client, name, 404)
    _made(ann, is_published=False)
    _page(client, status=404)
    own = _page(sign_in(Client(), ann))
    assert "your portfolio is not published" in own
    assert 'content="noindex"' in own and "ld+json" not in own


def test_a_minors_is_shown_to_nobody_else(client: Client, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(birth_date="2020-01-01")
    _made(ann, bio="I draw.")
    _page(client, status=404)
    _page(sign_in(Client(), person("bob")), status=404)
    assert "people under 18" in _page(sign_in(Client(), User.objects.get(pk=ann.pk)))


def test_one_that_shows_nothing_says_so(client: Client, ann: User) -> None:
    generate_resume(user=ann, now=NOW)
    _made(ann)
    assert "Nothing to see yet" in _page(client)


def test_nothing_is_sent_to_it(client: Client, ann: User) -> None:
    _made(ann)
    assert client.post("/p/ann").status_code == 405
    assert client.head("/p/ann").status_code == 200


def test_what_is_certified_leads_to_where_it_is_checked(client: Client, ann: User) -> None:
    badge = finished(ann, title="Knots")
    earned = EarnedAchievement.objects.filter(user=ann).values_list("achievement__name", flat=True)
    _made(ann, visibility=dict.fromkeys(("certificates", "achievements"), "public"))
    page = _page(client)
    assert f'/verify/{badge.code}" dir="auto">Knots</a>' in page
    for name in earned:
        assert name in page
    _made(ann, visibility=dict.fromkeys(("certificates", "achievements"), "private"))
    assert badge.code not in _page(client)
