"""Who knows an address of a door knows the file of its view; docs/addresses.md has them all."""

from collections.abc import Iterable
from pathlib import Path

from django.urls import resolve

from trellis.apis.talent_engine import requisitions_per_user
from trellis.apis.talent_engine.requisitions import bulk
from trellis.apis.talent_pool import mentors
from trellis.config.doors import BY_KEY, ROUTED, door_of, home_of
from trellis.config.pages.addresses import render_address_page
from trellis.config.routes import Route, http_routes, socket_routes

PAGE = Path(__file__).parents[2] / "docs" / "addresses.md"


def misplaced(routes: Iterable[Route]) -> list[str]:
    """Return the addresses whose views do not stand where the first word after the prefix says."""
    return [f"{route.address}: {route.module}" for route in routes if not _is_at_home(route)]


def _is_at_home(route: Route) -> bool:
    home = home_of(route.pattern)
    if home is None:
        return not route.module.startswith("trellis.apis.")
    return f"{route.module}.".startswith(f"{home}.")


def test_every_view_of_a_door_stands_where_its_address_says() -> None:
    assert misplaced([*http_routes(), *socket_routes()]) == []


def test_every_door_has_addresses() -> None:
    """Else the test above could look at none."""
    doors = [door_of(route.pattern) for route in http_routes()]
    assert all(door in doors for door in ROUTED)


def test_a_view_elsewhere_is_found() -> None:
    elsewhere = [
        Route("/mentor/talents/me/", mentors.SelectedByView),
        Route("/api/talent-engine/requisitions/", requisitions_per_user.MyRequisitionsView),
        Route("/api/of-no-door/", mentors.SelectedByView),
    ]
    at_home = [
        Route("/mentor/mentors/", mentors.SelectedByView),
        Route("/api/talent-engine/requisitions/<str:code>/", bulk.BulkCreateView),
        Route("/api/talent-engine/requisitions-per-user/", requisitions_per_user.MyRequisitionsView),
    ]
    assert len(misplaced(elsewhere)) == 3
    assert misplaced(at_home) == []


def test_under_api_users_mansa_claims_just_what_its_document_names() -> None:
    assert not resolve("/api/users/profile/").func.__module__.startswith("trellis.apis.mansa.")
    assert door_of("/api/users/profile/") is BY_KEY["enabled-talent"]
    assert door_of("/api/users/email-login/verify/") is BY_KEY["mansa"]


def test_the_page_in_docs_is_what_is_routed() -> None:
    assert PAGE.read_text() == render_address_page(), "make docs"
