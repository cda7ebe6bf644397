"""A portfolio in a real browser: it holds up in every look, and can be printed."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import _problems
from trellis.domain.accounts.models import User
from trellis.domain.portfolio.services.portfolios import make_portfolio
from trellis.domain.portfolio.services.projects import add_project
from trellis.domain.portfolio.services.resumes import import_resume

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter" * 2


def test_it_holds_up_and_can_be_printed(visit: Visit, world: None) -> None:
    now, john = timezone.now(), User.objects.get(username="johndoe")
    User.objects.filter(pk=john.pk).update(last_name=LONG)
    for title in ("محمد أحمد", LONG, "Zoë 👩‍🚀"):
        fields = {"title": title, "description": f"{LONG}\n\nMore.", "tags": [LONG[:50], "王小明"]}
        add_project(user=john, fields={**fields, "url": f"https://x.example/{LONG}"}, now=now)
    work = [{"name": LONG, "position": "Designer", "startDate": "2014"}]
    import_resume(user=john, document={"work": work}, now=now)
    said = {"bio": LONG, "links": [f"https://x.example/{LONG}"], "visibility": {"resume": "public"}}
    make_portfolio(user=john, said=said, featured=None, now=now)
    make_portfolio(user=User.objects.get(username="robin"), said={}, featured=None, now=now)
    page = visit.page()
    names = ("sarahj", "johndoe", "robin", "nobody")
    assert [problem for name in names for problem in _problems(page, f"/p/{name}")] == []
    _is_printed(page)
    assert visit.faults == []


def _is_printed(page: Page) -> None:
    """Print Sarah's: what she made is on paper, and what is only for screens is not."""
    page.goto("/p/sarahj")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.get_by_role("heading", name="Sarah Johnson").is_visible()
    for gone in (".site-header", ".site-footer"):
        assert not page.locator(gone).is_visible()
    address = page.locator(".portfolio__printed")
    assert address.inner_text().endswith("/p/sarahj")
    # By day and by night on white paper.
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF-") and paper.count(b"/Type /Page\n") == 1
