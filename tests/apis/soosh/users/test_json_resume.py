"""JSON Resume in and out: nothing is added to a document, what no paper can have goes, the rest stays."""

from typing import Any

import jsonschema
import pytest
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.users.json_resume import SCHEMA
from tests.apis.soosh.users.shown import USERS, person, project
from trellis.domain.portfolio.models import Resume

IMPORT = f"{USERS}/resume/import"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> APIClient:
    return person("ann", bio="Aspiring UI designer.")


def _brought(client: APIClient, document: Any) -> dict[str, Any]:
    answer = client.post(IMPORT, document, format="json")
    assert answer.status_code == 201, answer.json()
    told: dict[str, Any] = answer.json()
    return told


def _given_out(client: APIClient, resume_id: str) -> Any:
    document = client.get(f"{USERS}/resume/{resume_id}/json-resume").json()
    jsonschema.validate(document, SCHEMA, format_checker=jsonschema.FormatChecker())
    return document


def test_dates_stay_as_exact_as_they_came_and_no_end_is_made_up(ann: APIClient) -> None:
    work = [
        {"name": "One", "startDate": "2014", "endDate": "2016-05"},
        {"name": "Two", "startDate": "2016-05", "endDate": ""},
        {"name": "Three", "startDate": "2016-05-31", "endDate": None},
    ]
    told = _brought(ann, {"basics": {"name": "Ann Lee"}, "work": work})
    assert [each["duration"] for each in told["resume"]["json_data"]["experience"]] == [
        "2014 to May 2016",
        "since May 2016",
        "since May 2016",
    ]
    expected = [
        {"name": "One", "startDate": "2014", "endDate": "2016-05"},
        {"name": "Two", "startDate": "2016-05"},
        {"name": "Three", "startDate": "2016-05-31"},
    ]
    assert _given_out(ann, told["resume"]["id"])["work"] == expected
    made = ann.post(f"{USERS}/resume/generate").json()["resume"]
    assert _given_out(ann, made["id"])["work"] == expected


def test_a_whole_document_comes_out_as_it_went_in(ann: APIClient) -> None:
    document: dict[str, Any] = {
        "basics": {
            "name": "محمد أحمد",
            "label": "Engineer",
            "image": "https://x.example/me.png",
            "email": "other@x.example",
            "phone": "(912) 555-4321",
            "url": "https://x.example",
            "summary": "One.\nTwo.",
            "location": {"address": "1 Street\nTown", "postalCode": "1", "city": "Y", "countryCode": "FR"},
            "profiles": [{"network": "X", "username": "ann", "url": "https://x.com/ann"}],
        },
        "work": [{"name": "A", "position": "B", "highlights": ["C"], "url": "https://a.example"}],
        "volunteer": [{"organization": "A", "position": "B", "summary": "C", "startDate": "2011-01-01"}],
        "education": [{"institution": "A", "area": "B", "studyType": "C", "score": "4", "courses": ["D"]}],
        "awards": [{"title": "A", "date": "2014-11", "awarder": "B", "summary": "C"}],
        "certificates": [{"name": "A", "date": "2021", "issuer": "B", "url": "https://a.example"}],
        "publications": [{"name": "A", "publisher": "B", "releaseDate": "2014-10-01", "summary": "C"}],
        "skills": [{"name": "A", "level": "Master", "keywords": ["B"]}],
        "languages": [{"language": "English", "fluency": "Native"}],
        "interests": [{"name": "A", "keywords": ["B"]}],
        "references": [{"name": "Jane", "reference": "Good."}],
        "projects": [{"name": "A", "roles": ["B"], "entity": "C", "type": "talk", "keywords": ["D"]}],
    }
    told = _brought(
        ann, {"$schema": "https://x.example", "meta": {"version": "v1.0.0"}, **document, "extra": 1}
    )
    assert told["ignored_sections"] == ["extra"]
    assert _given_out(ann, told["resume"]["id"]) == document
    assert told["resume"]["source"] == "imported"
    assert told["resume"]["json_data"]["achievements"] == [
        {"title": "A", "type": "award", "date": "2014-11", "issuer": "B"},
        {"title": "A", "type": "certificate", "date": "2021", "issuer": "B"},
    ]


def test_signs_that_no_paper_can_have_go_and_markup_stays_text(ann: APIClient) -> None:
    summary = "One\x0btwo\x00three\uffff\u202e R&D <b>"
    told = _brought(
        ann, {"basics": {"name": "Ann\x00\x0b Lee", "summary": summary}, "skills": [{"name": "\x00"}]}
    )
    assert told["resume"]["json_data"]["summary"] == "One\ntwothree R&D <b>"
    assert _given_out(ann, told["resume"]["id"]) == {
        "basics": {"name": "Ann   Lee", "summary": "One\ntwothree R&D <b>"}
    }


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"work": [{"startDate": "2016-13"}]}, ["work", "0", "startDate"]),
        ({"work": [{"startDate": "2016-02-30"}]}, ["work", "0", "startDate"]),
        ({"work": [{"startDate": "May 2016"}]}, ["work", "0", "startDate"]),
        ({"work": [{"startDate": ["2016"]}]}, ["work", "0", "startDate"]),
        ({"work": [{}, {"startDate": "2016-05", "endDate": "2016-04"}]}, ["work", "1", "endDate"]),
        ({"work": {"name": "A"}}, ["work"]),
        ({"work": ["A"]}, ["work"]),
        ({"work": [{"url": "javascript:alert(1)"}]}, ["work", "0", "url"]),
        ({"work": [{"highlights": "A"}]}, ["work", "0", "highlights"]),
        ({"basics": "Ann"}, ["basics"]),
        ({"basics": {"name": {"first": "Ann"}}}, ["basics", "name"]),
        ({"basics": {"name": "x" * 301}}, ["basics", "name"]),
        ({"skills": [{"name": "A"}] * 101}, ["skills"]),
        ({}, ["non_field_errors"]),
        ({"basics": {}, "work": [], "resume": {"basics": {}}}, ["non_field_errors"]),
        ([], ["non_field_errors"]),
        ("Ann", ["non_field_errors"]),
    ],
)
def test_what_cannot_be_so_is_refused_by_its_place(ann: APIClient, document: Any, path: list[str]) -> None:
    at = refused(ann.post(IMPORT, document, format="json"), 422, "VALIDATION_ERROR")["details"]
    for word in path[:-1]:
        at = at[word]
    assert path[-1] in at, at
    assert not Resume.objects.exists()


def test_what_is_made_of_the_record_is_valid_too(ann: APIClient) -> None:
    project(ann, "A shop", url="https://shop.example", start_date="2014", end_date="2016-05")
    made = ann.post(f"{USERS}/resume/generate").json()["resume"]
    document = _given_out(ann, made["id"])
    assert document["projects"] == [
        {"name": "A shop", "url": "https://shop.example", "startDate": "2014", "endDate": "2016-05"}
    ]
    assert document["basics"]["email"] == "ann@mail.example"
