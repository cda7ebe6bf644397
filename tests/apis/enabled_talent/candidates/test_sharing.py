"""Disability categories shared with an organization, by the API."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.enabled_talent.candidates.conftest import CAM
from tests.apis.enabled_talent.candidates.test_profiles import PROFILES
from trellis.core.models import Event
from trellis.demo.tenants import INCLUSIVE_WORKS
from trellis.domain.organizations.models import Organization

pytestmark = pytest.mark.usefixtures("has_applied")
SHARING, READS, FULL = f"{CAM}disability-sharing/", f"{CAM}disability-reads/", f"{CAM}full/"
SECRET = "canary-of-a-diagnosis"


@pytest.fixture
def number() -> int:
    return Organization.objects.get(pk=INCLUSIVE_WORKS).number


@pytest.fixture(autouse=True)
def told(cam: APIClient) -> None:
    cam.patch(CAM, {"disability_categories": {"hearing": SECRET, "sight": "low"}}, format="json")


def share(cam: APIClient, number: Any, *fields: Any) -> Any:
    return cam.put(SHARING, {"organization": number, "fields": fields}, format="json")


def test_a_list_has_the_key_and_nothing_in_it_whoever_reads(
    cam: APIClient, emma: APIClient, number: int
) -> None:
    assert share(cam, number, "hearing").status_code == 200
    for client in (cam, emma):
        (row,) = [each for each in client.get(PROFILES).json() if each["slug"] == "cam-didate"]
        assert row["disability_categories"] == {}
    assert emma.get(CAM).json()["disability_categories"] == {}
    assert cam.get(CAM).json()["disability_categories"]["hearing"] == SECRET
    assert cam.get(FULL).json()["disability_categories"]["hearing"] == SECRET


def test_what_is_shared_stands_in_the_full_profile_and_its_reader_in_the_log(
    cam: APIClient, emma: APIClient, number: int
) -> None:
    assert emma.get(FULL).json()["disability_categories"] == {}
    assert cam.get(READS).json() == []
    (shared,) = share(cam, number, "hearing").json()
    assert shared["organization"]["id"] == number
    assert (shared["field"], shared["withdrawn_at"]) == ("hearing", None)
    answer = emma.get(FULL)
    assert answer.json()["disability_categories"] == {"hearing": SECRET}
    assert "no-store" in answer["Cache-Control"]
    (noted,) = cam.get(READS).json()
    assert noted["reader"]["first_name"] == "Emma"
    assert (noted["fields"], noted["purpose"]) == (["hearing"], "full_profile")


def test_once_withdrawn_no_read_of_any_kind_shows_it(cam: APIClient, emma: APIClient, number: int) -> None:
    share(cam, number, "hearing")
    before = emma.get(FULL)
    assert SECRET in before.content.decode()
    share(cam, number)
    headers = {"If-None-Match": before.headers.get("ETag", "*")}
    for address in (FULL, CAM, PROFILES):
        again = emma.get(address, headers=headers)
        assert (again.status_code, SECRET in again.content.decode()) == (200, False)
    (was,) = cam.get(SHARING).json()
    assert was["withdrawn_at"] >= was["shared_at"]
    assert len(cam.get(READS).json()) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"fields": ["hearing"]}, "organization"),
        ({"organization": 2**70, "fields": ["hearing"]}, "organization"),
        ({"organization": "x", "fields": ["hearing"]}, "organization"),
        ({"organization": -1, "fields": ["hearing"]}, "organization"),
        ({"organization": None, "fields": "hearing"}, "fields"),
        ({"organization": "own", "fields": ["other"]}, "fields"),
        ({"organization": "own", "fields": [{"a": 1}]}, "fields"),
        ({"organization": "own", "fields": ["\x00"]}, "fields"),
        ({"organization": "own"}, "fields"),
    ],
)
def test_what_cannot_be_shared_is_400_and_names_the_field(
    cam: APIClient, number: int, body: dict[str, Any], field: str
) -> None:
    sent = {**body, "organization": number} if body.get("organization") == "own" else body
    answer = cam.put(SHARING, sent, format="json")
    assert answer.status_code == 400
    assert field in answer.json()
    assert cam.get(SHARING).json() == []


def test_nobody_shares_with_whom_they_have_not_applied_to(cam: APIClient) -> None:
    other = Organization.objects.exclude(pk=INCLUSIVE_WORKS).order_by("pk").first()
    assert other is not None
    unknown, known = share(cam, 999_999, "hearing"), share(cam, other.number, "hearing")
    assert (unknown.status_code, unknown.json()) == (
        400,
        {"organization": ["You have applied to no such organization that sees your profile."]},
    )
    assert known.json() == unknown.json()


def test_with_whom_and_who_has_read_is_the_candidates_own(
    emma: APIClient, nora: APIClient, number: int
) -> None:
    for address in (SHARING, READS):
        assert emma.get(address).status_code == 403
        assert nora.get(address).status_code == 404
    assert share(emma, number, "hearing").status_code == 403


def test_neither_sharing_nor_reading_leaves_a_word_in_the_record(
    cam: APIClient, emma: APIClient, number: int
) -> None:
    share(cam, number, "hearing")
    emma.get(FULL)
    told = json.dumps([[each.kind, each.data, each.personal] for each in Event.objects.all()], default=str)
    assert "hearing" not in told and SECRET not in told


def test_who_has_withdrawn_the_application_takes_back_what_they_shared(
    cam: APIClient, emma: APIClient, number: int
) -> None:
    share(cam, number, "hearing")
    for application in cam.get("/api/channels/candidate/applications/").json():
        address = f"/api/channels/jobs/{application['job']['id']}/applications/{application['id']}/decision/"
        cam.post(address, {"decision": "withdrawn"})
    assert emma.get(FULL).status_code == 404
    assert share(cam, number, "sight").status_code == 400
    (ended,) = share(cam, number).json()
    assert ended["withdrawn_at"] is not None
