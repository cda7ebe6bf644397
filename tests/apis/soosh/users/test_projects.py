"""`users/projects`: what somebody has made, in their order, with pictures drawn anew."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.users.shown import USERS, person, project
from tests.apis.soosh.users.test_avatar import picture
from trellis.apis.soosh.users.projects import PROJECTS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.portfolio.models import Project
from trellis.domain.portfolio.rules.limits import MOST_PROJECTS

PROJECT = f"{USERS}/projects"
pytestmark = pytest.mark.django_db
WHOLE = {
    "title": "A shop",
    "description": "Two\nlines.",
    "url": "https://shop.example",
    "tags": ["css", "CSS", "html"],
    "start_date": "2014",
    "end_date": "2016-05",
}


@pytest.fixture
def ann() -> APIClient:
    return person("ann")


def test_it_is_made_read_said_anew_and_removed(ann: APIClient) -> None:
    made = ann.post(PROJECT, WHOLE, format="json")
    shown = made.json()["project"]
    assert made.status_code == 201
    assert (
        shown.items() >= {**WHOLE, "tags": ["CSS", "html"], "picture_url": None, "is_featured": False}.items()
    )
    one = f"{PROJECT}/{shown['id']}"
    assert ann.get(one).json()["project"] == shown
    changed = ann.put(one, {"title": "Another"}, format="json").json()["project"]
    assert (changed["title"], changed["description"], changed["tags"]) == ("Another", "", [])
    assert (changed["start_date"], changed["end_date"]) == ("", "")
    assert ann.delete(one).status_code == 204
    refused(ann.get(one), 404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "x\x00"}, "title"),
        ({"title": "x\ny"}, "title"),
        ({"title": ["x"]}, "title"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "ftp://x.example"}, "url"),
        ({"tags": "css"}, "tags"),
        ({"tags": ["x"] * 21}, "tags"),
        ({"tags": [{"name": "css"}]}, "tags"),
        ({"start_date": "2016-13"}, "start_date"),
        ({"start_date": "2016", "end_date": "2015-12"}, "end_date"),
        ({"description": "x" * 5001}, "description"),
    ],
)
def test_what_cannot_be_so_is_refused_by_its_field(ann: APIClient, said: dict[str, Any], field: str) -> None:
    key = project(ann)
    for answer in (
        ann.post(PROJECT, {**WHOLE, **said}, format="json"),
        ann.put(f"{PROJECT}/{key}", {**WHOLE, **said}, format="json"),
    ):
        assert field in refused(answer, 422, "VALIDATION_ERROR")["details"]
    assert [row.title for row in Project.objects.all()] == ["A shop"]


def test_they_stand_in_the_order_that_they_are_put_in(ann: APIClient) -> None:
    keys = [project(ann, title) for title in ("One", "Two", "Three")]
    others = project(person("bob"))
    turned = keys[::-1]
    assert ann.put(f"{PROJECT}/order", {"project_ids": turned}, format="json").status_code == 204
    listed = ann.get(f"{PROJECT}?limit=2")
    assert [each["id"] for each in listed.json()["projects"]] == turned[:2]
    assert (listed["X-Total-Count"], listed["X-Page"], listed["X-Page-Size"]) == ("3", "1", "2")
    for wrong in (keys[:2], [*keys, keys[0]], [*keys[:2], others], [*keys, others], []):
        answer = ann.put(f"{PROJECT}/order", {"project_ids": wrong}, format="json")
        assert "project_ids" in refused(answer, 422, "VALIDATION_ERROR")["details"]
    assert [each["id"] for each in ann.get(PROJECT).json()["projects"]] == turned


def test_the_list_is_what_the_serializer_says(ann: APIClient) -> None:
    for said in ({}, WHOLE, {"title": "Zoë 👩‍🚀 \"<b>'", "tags": ["王小明"]}):
        project(ann, **said)
    Project.objects.filter(title="A shop").update(featured=0, picture="portfolio/projects/a b.jpg")
    assert_renders_equal(PROJECTS, Project.objects.order_by("position").values_list("pk", flat=True))


def test_they_are_ones_own(ann: APIClient) -> None:
    key, bob = project(ann), person("bob")
    for one in (f"{PROJECT}/{key}", f"{PROJECT}/{uuid4()}"):
        refused(bob.get(one), 404, "NOT_FOUND")
        refused(bob.put(one, WHOLE, format="json"), 404, "NOT_FOUND")
        refused(bob.delete(one), 404, "NOT_FOUND")
        refused(bob.put(f"{one}/picture", {"picture": picture()}, format="multipart"), 404, "NOT_FOUND")
        refused(bob.delete(f"{one}/picture"), 404, "NOT_FOUND")
    assert bob.get(PROJECT).json() == {"projects": []}


def test_there_is_room_for_so_many(ann: APIClient) -> None:
    key = project(ann)
    row = Project.objects.get(public_id=key)
    Project.objects.bulk_create(
        Project(user=row.user, title="x", position=1, created_at=row.created_at, updated_at=row.updated_at)
        for _ in range(MOST_PROJECTS - 1)
    )
    refused(ann.post(PROJECT, WHOLE, format="json"), 409, "CONFLICT")


def test_a_picture_is_drawn_anew_and_the_former_one_goes(
    ann: APIClient, django_capture_on_commit_callbacks: Any
) -> None:
    one = f"{PROJECT}/{project(ann)}"
    names = []
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            shown = ann.put(f"{one}/picture", {"picture": picture()}, format="multipart")
        assert shown.status_code == 200, shown.json()
        names.append(Project.objects.get().picture.name)
        assert shown.json()["project"]["picture_url"].endswith(f"/media/{names[-1]}")
    assert [default_storage.exists(name) for name in names] == [False, True]
    with default_storage.open(names[-1]) as kept:
        assert b"taken at home" not in kept.read()
    with django_capture_on_commit_callbacks(execute=True):
        assert ann.delete(f"{one}/picture").json()["project"]["picture_url"] is None
    assert not default_storage.exists(names[-1])
    for wrong in ({}, {"picture": "a text"}):
        answer = ann.put(f"{one}/picture", wrong, format="multipart")
        assert "picture" in refused(answer, 422, "VALIDATION_ERROR")["details"]


def test_its_picture_goes_with_a_project(ann: APIClient, django_capture_on_commit_callbacks: Any) -> None:
    one = f"{PROJECT}/{project(ann)}"
    ann.put(f"{one}/picture", {"picture": picture()}, format="multipart")
    name = Project.objects.get().picture.name
    with django_capture_on_commit_callbacks(execute=True):
        ann.delete(one)
    assert not default_storage.exists(name)
