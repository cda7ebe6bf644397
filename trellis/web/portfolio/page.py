"""Somebody's portfolio, open to the web as far as they say; whoever is signed in may see more of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from trellis.core.http.caching import cacheable
from trellis.core.rendering.media import media_url
from trellis.domain.accounts.models import User
from trellis.domain.portfolio.queries.portfolios import SeenPortfolio, portfolio_of_username
from trellis.domain.portfolio.refusals import NoPortfolio
from trellis.web.frame.pages import render_page
from trellis.web.portfolio.person import person_element
from trellis.web.portfolio.shown import shown_links, shown_project

_PAGE, _NONE = "web/portfolio/page.html", "web/portfolio/none.html"


@require_safe
def portfolio(request: HttpRequest, username: str) -> HttpResponse:
    """Show the portfolio of this name; its person's name leads to it, and so does its own in other case."""
    viewer = request.user if isinstance(request.user, User) else None
    try:
        seen = portfolio_of_username(username, viewer=viewer, now=timezone.now())
    except NoPortfolio:
        return render_page(request, _NONE, status=404)
    if username != seen.portfolio.custom_url:
        return redirect("web:portfolio", username=seen.portfolio.custom_url)
    page = render_page(request, _PAGE, _context(seen))
    if viewer is None:
        # For a moment, so that what somebody hides is not shown on.
        page = cacheable(request, page)
    else:
        page["Cache-Control"] = "private, no-store"
    patch_vary_headers(page, ["Cookie"])
    return page


def _context(seen: SeenPortfolio) -> dict[str, Any]:
    projects = [shown_project(row) for row in seen.projects or ()]
    name = seen.owner.full_name or seen.portfolio.custom_url
    picture = seen.owner.avatar.name or next(
        (row.picture.name for row in seen.projects or () if row.picture), ""
    )
    return {
        "seen": seen,
        "name": name,
        "about": (seen.bio or f"The portfolio of {name}.").strip(),
        "image": media_url(picture, absolute=True),
        "links": shown_links(seen.portfolio.links),
        "featured": [each for each in projects if each.is_featured],
        "others": [each for each in projects if not each.is_featured],
        "person": person_element(seen, name),
        "checked": [("Certificates", seen.certificates), ("Badges", seen.badges)],
        "is_empty": not (seen.bio or projects or seen.skills or seen.resume or _has_earned(seen)),
    }


def _has_earned(seen: SeenPortfolio) -> bool:
    return bool(seen.achievements or seen.certificates or seen.badges)
