"""`mentors/me/terms`: under which terms a mentor can be booked, and what of it others are shown."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.mentors.conftest import URL, MakeMentor, client_for
from tests.domain.mentorship.world import person
from trellis.domain.mentorship.models import Mentor, Package

OWN = f"{URL}/me/terms"
UPGRADE = "/api/v1/users/upgrade-to-mentor"
PACKAGE = {"sessions": 5, "price": 340.00, "valid_days": 180}
SAID: dict[str, Any] = {
    "bookable": "both",
    "hourly_rate": 75.00,
    "currency": "USD",
    "free_talk_minutes": 20,
    "capacity": {"sessions_a_week": 10, "mentees_at_once": 6},
    "packages": [PACKAGE, {"sessions": 10, "price": 640.50, "valid_days": 365}],
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def mia(make_mentor: MakeMentor) -> APIClient:
    """A mentor who has said nothing of terms."""
    make_mentor("mia")
    return client_for("mia")


def said(api: APIClient, **changes: Any) -> dict[str, Any]:
    """Change the terms, and return what they are then."""
    response = api.put(OWN, changes)
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


def test_what_a_mentor_says_is_kept_and_shown(mia: APIClient, api: APIClient) -> None:
    assert mia.get(OWN).json() == {
        "bookable": "both",
        "hourly_rate": None,
        "currency": "USD",
        "free_talk_minutes": None,
        "capacity": {"sessions_a_week": None, "mentees_at_once": None},
        "packages": [],
    }
    terms = said(mia, **SAID)
    ids = [package.pop("id") for package in terms["packages"]]
    packages = [{**each, "currency": "USD"} for each in SAID["packages"]]
    assert terms == {**SAID, "packages": packages}
    shown = api.get(f"{URL}/{Mentor.objects.get().public_id}").json()["mentor"]
    assert (shown["hourly_rate"], shown["terms"]) == (75, mia.get(OWN).json())
    # What stays is not made anew.
    again = said(mia, packages=[PACKAGE])["packages"]
    assert [each["id"] for each in again] == ids[:1]


def test_what_is_left_out_stays_and_null_takes_away(mia: APIClient) -> None:
    before = said(mia, **SAID)
    assert said(mia) == before
    assert said(mia, free_talk_minutes=None) == {**before, "free_talk_minutes": None}
    bound = said(mia, capacity={"sessions_a_week": 3})["capacity"]
    assert bound == {"sessions_a_week": 3, "mentees_at_once": None}
    free = said(mia, bookable="free")
    assert (free["hourly_rate"], free["packages"]) == (75, [])
    (listed,) = mia.get(f"{URL}?max_hourly_rate=0").json()["mentors"]
    assert listed["hourly_rate"] is None


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"bookable": "barter"}, "bookable", "free, priced, both"),
        ({"bookable": "priced"}, "hourly_rate", "first"),
        ({"bookable": "priced", "hourly_rate": 0}, "hourly_rate", "first"),
        ({"hourly_rate": 18.605, "currency": "KWD"}, "hourly_rate", "18.600 or 18.610"),
        ({"hourly_rate": 9000.5, "currency": "JPY"}, "hourly_rate", "9000 or 9001"),
        ({"hourly_rate": 18.605}, "hourly_rate", "18.60 or 18.61"),
        ({"currency": "XXX"}, "currency", "USD"),
        ({"hourly_rate": -1}, "hourly_rate", ""),
        ({"free_talk_minutes": 4}, "free_talk_minutes", ""),
        ({"capacity": {"sessions_a_week": 0}}, "capacity", ""),
        ({"packages": [{**PACKAGE, "sessions": 1}]}, "packages", ""),
        ({"packages": [{**PACKAGE, "price": 0}]}, "packages", "price"),
        ({"packages": [{**PACKAGE, "price": 0.005}]}, "packages", "0.00 or 0.01"),
        ({"packages": [{**PACKAGE, "price": 12.345, "currency": "BHD"}]}, "packages", "12.340 or 12.350"),
        ({"packages": [PACKAGE] * 11}, "packages", ""),
        ({"bookable": "free", "packages": [PACKAGE]}, "packages", "nothing"),
    ],
)
def test_what_cannot_be_so_is_named_and_nothing_is_kept(
    mia: APIClient, changes: dict[str, Any], field: str, words: str
) -> None:
    before = mia.get(OWN).json()
    body = refused(mia.put(OWN, {"free_talk_minutes": 30, **changes}), 422, "VALIDATION_ERROR")
    assert set(body["details"]) == {field}
    assert words in str(body["details"][field])
    assert mia.get(OWN).json() == before


@pytest.mark.parametrize(
    ("rate", "currency", "minor"),
    [(9000, "JPY", 9000), (18.600, "KWD", 18600), (75.5, "usd", 7550), (0, "USD", 0)],
)
def test_money_is_kept_in_the_units_of_its_currency(
    mia: APIClient, rate: float, currency: str, minor: int
) -> None:
    assert said(mia, hourly_rate=rate, currency=currency)["hourly_rate"] == rate
    assert Mentor.objects.get().rate_minor == minor
    (listed,) = mia.get(URL).json()["mentors"]
    assert (listed["hourly_rate"], listed["currency"]) == (rate, currency.upper())


def test_another_currency_needs_another_rate(mia: APIClient) -> None:
    said(mia, hourly_rate=75)
    refused(mia.put(OWN, {"currency": "JPY"}), 422, "VALIDATION_ERROR")
    assert said(mia, currency="JPY", hourly_rate=9000)["hourly_rate"] == 9000


def test_who_gives_up_their_price_is_not_booked_for_it_alone(mia: APIClient) -> None:
    said(mia, bookable="priced", hourly_rate=75)
    assert mia.post(UPGRADE, {"user_type": "experienced", "hourly_rate": None}).status_code == 200
    assert mia.get(OWN).json()["bookable"] == "both"


def test_only_mentors_have_terms(api: APIClient) -> None:
    person("tom")
    tom = client_for("tom")
    for asked in (tom.get(OWN), tom.put(OWN, SAID)):
        refused(asked, 403, "FORBIDDEN")
    refused(api.put(OWN, SAID), 401, "AUTH_ERROR")


@pytest.mark.usefixtures("mia")
def test_the_database_keeps_it_too() -> None:
    mentor = Mentor.objects.get()
    impossible = [{"terms": "priced"}, {"sessions_a_week": 0}, {"free_talk_minutes": 1}]
    for fields in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            Mentor.objects.update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Package.objects.create(mentor=mentor, sessions=1, price_minor=1, currency="USD", valid_days=1)
