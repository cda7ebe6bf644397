"""`GET mentors/proximity`: who is near, from places that are known to a kilometre alone."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.mentors.conftest import URL, MakeMentor, client_for
from tests.domain.mentorship.world import person
from trellis.apis.soosh.mentors.proximity import NEAR_MENTORS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.people import change_profile
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.rules.places import boxes_around, distance_km

VIENNA = 48.2082, 16.3738
NEAR = f"{URL}/proximity"


@pytest.fixture
def tom(db: None) -> APIClient:
    """Somebody who looks for mentors."""
    person("tom")
    return client_for("tom")


def place(mentor: Mentor, latitude: float | None, longitude: float | None) -> None:
    """Have the account of a mentor say where they are."""
    change_profile(user=mentor.user, changes={"latitude": latitude, "longitude": longitude})


def near(api: APIClient, latitude: float, longitude: float, radius: float = 25) -> list[dict[str, Any]]:
    """Return who is listed around a place."""
    response = api.get(f"{NEAR}?lat={latitude}&lng={longitude}&radius_km={radius}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["mentors"]
    assert response["X-Total-Count"] == str(len(found))
    return found


def test_who_is_within_the_radius_is_listed_the_nearest_first(
    tom: APIClient, make_mentor: MakeMentor
) -> None:
    for name, latitude, longitude in (
        ("schwechat", 48.14, 16.48), ("centre", 48.21, 16.37), ("graz", 47.07, 15.44),
        ("nowhere", None, None),
    ):  # fmt: skip
        place(make_mentor(name), latitude, longitude)
    found = near(tom, *VIENNA)
    assert [each["user"]["username"] for each in found] == ["centre", "schwechat"]
    assert [round(each["distance_km"]) for each in found] == [0, 11]
    assert [each["user"]["username"] for each in near(tom, *VIENNA, 200)][-1] == "graz"
    assert [each["user"]["username"] for each in near(tom, *VIENNA, 5)] == ["centre"]
    keys = list(Mentor.objects.filter(near_latitude__isnull=False).values_list("pk", flat=True))
    now = User.objects.get(username="tom").date_joined
    assert_renders_equal(NEAR_MENTORS, keys, now=now, latitude=VIENNA[0], longitude=VIENNA[1])


def test_three_circles_cross_where_everybody_of_a_square_kilometre_may_be(
    tom: APIClient, make_mentor: MakeMentor
) -> None:
    """A distance is a position in disguise: from anywhere it is the same for all of one field of the grid."""
    mentor = make_mentor("mia")
    around = [(VIENNA[0] + north, VIENNA[1] + east) for north, east in ((0.045, 0), (0, 0.067), (-0.045, 0))]
    told = []
    for north, east in product((-0.0045, 0, 0.0045), (-0.006, 0, 0.006)):
        place(mentor, 48.21 + north, 16.3715 + east)
        told.append([near(tom, *point)[0] for point in around])
    assert [all(each == told[0] for each in told)] == [True]
    (shown,) = {(each["location"]["lat"], each["location"]["lng"]) for each in told[0]}
    assert [each["distance_km"] for each in told[0]] == [
        round(distance_km(*point, *shown), 1) for point in around
    ]


def test_a_place_that_is_forgotten_is_forgotten_here(tom: APIClient, make_mentor: MakeMentor) -> None:
    mentor = make_mentor("mia")
    place(mentor, *VIENNA)
    assert len(near(tom, *VIENNA)) == 1
    place(mentor, None, None)
    assert near(tom, *VIENNA) == []
    place(mentor, *VIENNA)
    User.objects.filter(username="mia").update(is_active=False)
    assert near(tom, *VIENNA) == []


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ((0.0, 179.999), (0.0, -179.999)),
        ((-17.0, -179.995), (-17.0, 179.99)),
        ((89.99, 10.0), (89.99, -170.0)),
    ],
)
def test_the_edge_of_the_map_is_none_of_the_world(
    tom: APIClient, make_mentor: MakeMentor, there: tuple[float, float], here: tuple[float, float]
) -> None:
    place(make_mentor("mia"), *there)
    assert [each["user"]["username"] for each in near(tom, *here, 5)] == ["mia"]


def test_without_a_place_it_is_the_accounts_own(tom: APIClient, make_mentor: MakeMentor) -> None:
    place(make_mentor("mia"), *VIENNA)
    assert set(refused(tom.get(NEAR), 422, "VALIDATION_ERROR")["details"]) == {"lat", "lng"}
    change_profile(
        user=User.objects.get(username="tom"), changes={"latitude": VIENNA[0], "longitude": VIENNA[1]}
    )
    assert len(client_for("tom").get(NEAR).json()["mentors"]) == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("lat=91&lng=0", "lat"), ("lat=48", "lng"), ("lat=nan&lng=0", "lat"), ("lat=1&lng=1e400", "lng"),
        ("lat=1&lng=1&radius_km=0", "radius_km"), ("lat=1&lng=1&radius_km=nan", "radius_km"),
        ("lat=1&lng=1&radius_km=99999", "radius_km"), ("lat=1&lng=1&limit=0", "limit"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_named(tom: APIClient, query: str, field: str) -> None:
    assert set(refused(tom.get(f"{NEAR}?{query}"), 422, "VALIDATION_ERROR")["details"]) == {field}


@pytest.mark.django_db
def test_who_is_nobody_has_to_sign_in(api: APIClient) -> None:
    refused(api.get(f"{NEAR}?lat=1&lng=1"), 401, "AUTH_ERROR")


def test_one_statement_is_enough(
    tom: APIClient, make_mentor: MakeMentor, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        place(make_mentor(f"mentor{number}"), *VIENNA)
    near(tom, *VIENNA)
    with django_assert_num_queries(1):
        near(tom, *VIENNA)


_DEGREES = st.floats(-89.9, 89.9), st.floats(-180, 180)


@given(st.tuples(*_DEGREES), st.tuples(*_DEGREES), st.floats(1, 1000))
def test_the_boxes_hold_all_that_is_within_the_radius(
    here: tuple[float, float], there: tuple[float, float], radius: float
) -> None:
    if distance_km(*here, *there) <= radius:
        assert any(
            box.west <= there[1] <= box.east and box.south <= there[0] <= box.north
            for box in boxes_around(*here, radius)
        )
