"""What the table of doors says of them is what they do."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from trellis.apis.mansa.bookings.views import BookingsView
from trellis.apis.talent_engine.requisitions.public.changes import CloseView
from trellis.config.doors import BY_KEY, DOORS, ROOTS, ROUTED, ROUTED_PREFIXES, Door, State, door_of
from trellis.config.errors import api_not_found
from trellis.config.pages.readme import with_doors
from trellis.config.routes import Route, http_routes

PROJECT = Path(__file__).parents[2]
# What lies among the addresses of doors and is of all of them.
OF_NO_DOOR = ("/api/schema/", "/api/docs/")
OPEN = tuple(prefix.path for prefix in ROUTED_PREFIXES)
CLOSED = tuple(prefix.path for door in DOORS for prefix in door.prefixes if not prefix.urls)


def strays(routes: Iterable[Route]) -> list[str]:
    """Return what stands among the addresses of doors, or is answered by one's code, below no open prefix."""
    return [
        route.pattern
        for route in routes
        if route.pattern.startswith(ROOTS) or route.module.startswith("trellis.apis.")
        if not route.pattern.startswith((*OF_NO_DOOR, *OPEN))
    ]


def uncounted(routes: Iterable[Route]) -> list[str]:
    """Return the addresses of doors that are not counted against a limit of their door."""
    return [route.pattern for route, door in _of_doors(routes) if not _is_counted_by(door, route.view)]


def _of_doors(routes: Iterable[Route]) -> Iterator[tuple[Route, Door]]:
    for route in routes:
        door = door_of(route.pattern)
        if door is not None:
            yield route, door


def _is_counted_by(door: Door, view: Any) -> bool:
    scope = view.rate_scope or ""
    return f"{scope}_".startswith(f"{door.rate_scope}_") and scope in settings.RATE_LIMITS


def test_no_prefix_is_routed_that_stands_in_no_door() -> None:
    assert strays(http_routes()) == []


@pytest.mark.parametrize("prefix", ["/api/of-no-door/", "/elsewhere/", *CLOSED])
def test_a_planted_prefix_is_found(prefix: str) -> None:
    assert strays([Route(f"{prefix}x/", BookingsView)]) == [f"{prefix}x/"]


COUNTED_BY_NOBODY = {"/api/v1/payments/webhook": "the gateway's pace is its own, and its signature decides"}


def test_a_door_counts_its_requests_under_its_own_name() -> None:
    assert uncounted(http_routes()) == list(COUNTED_BY_NOBODY)


def test_a_planted_view_that_another_door_counts_is_found() -> None:
    routes = [Route("/mentor/x/", BookingsView), Route("/api/talent-engine/x/", CloseView)]
    assert uncounted(routes) == ["/mentor/x/"]


def test_the_longer_of_two_prefixes_counts() -> None:
    for earlier, later in combinations(ROUTED_PREFIXES, 2):
        assert not later.path.startswith(earlier.path), f"{earlier.path} would hide {later.path}"
    assert door_of("/api/v1/mentorship/mentors/") is BY_KEY["mansa"]
    assert door_of("/api/v1/mentors") is BY_KEY["soosh"]
    assert door_of("/jobs/") is None


def test_each_prefix_leads_to_the_door_whose_it_is() -> None:
    for door in ROUTED:
        prefixes = [prefix.path for prefix in door.prefixes if prefix.urls]
        nets = {resolve(f"{prefix}no/such/thing").func for prefix in prefixes} - {api_not_found}
        assert {net.__module__ for net in nets} == {f"trellis.apis.{door.package}.base"}


def test_every_folder_of_a_door_is_in_the_table() -> None:
    folders = {path.parent.name for path in (PROJECT / "trellis/apis").glob("*/urls.py")}
    assert folders == {door.package for door in ROUTED}
    assert [door for door in DOORS if door.state is not State.PLANNED] == list(ROUTED)


@pytest.mark.parametrize("path", [*CLOSED, *(f"{prefix}x" for prefix in CLOSED), "/api/of-no-door/"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_where_no_door_is_open_yet_there_is_a_json_404(client: Client, path: str, method: str) -> None:
    response = getattr(client, method)(path)
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.key)
def test_front_ends_elsewhere_may_call_every_door_and_no_page(client: Client, door: Door) -> None:
    headers = {"origin": "http://app.example", "access-control-request-method": "POST"}
    for prefix in door.prefixes:
        assert "Access-Control-Allow-Origin" in client.options(prefix.path, headers=headers)
    assert "Access-Control-Allow-Origin" not in client.options("/sign-in/", headers=headers)


@pytest.mark.django_db
def test_the_front_page_shows_each_with_its_addresses_and_its_page(client: Client) -> None:
    page = client.get("/").content.decode()
    for door in DOORS:
        for words in (door.name, door.is_for, door.state.label, *(prefix.path for prefix in door.prefixes)):
            assert words in page
        if door.page:
            assert f'<a href="{door.page}">{door.page_label}</a>' in page
            assert resolve(door.page)


def test_the_readme_has_the_table_of_today() -> None:
    readme = (PROJECT / "README.md").read_text()
    assert readme == with_doors(readme), "make docs"
    with pytest.raises(ValueError, match="no place"):
        with_doors("# Trellis")
