"""Somebody shows what they have made over the real server: a portfolio, shared, and a resume to be sent."""

from collections.abc import Iterator

import httpx
import pytest

from tests.apis.soosh.users.test_avatar import picture
from tests.core.files.papers import is_accessible, signs_in
from tests.journeys.people import Person
from tests.serving import Server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ann(server: Server) -> Iterator[Person]:
    person = Person(server, "ann@x.example")
    yield person
    person.http.close()


def test_from_a_first_project_to_a_paper_that_can_be_sent(world: None, ann: Person, server: Server) -> None:
    ann.register("Ann Lee", "annlee")
    ann.put("users/me", {"bio": "Aspiring UI designer."})
    shop = _project(ann, "A shop", start_date="2014", end_date="2016-05", tags=["Figma"])
    _show_picture(ann, shop)
    made = ann.post(
        "users/portfolio/create", {"bio": "I design.", "featured_projects": [shop, "x"]}, status=201
    )
    assert made["ignored_projects"] == ["x"]
    address = made["portfolio"]["portfolio_url"]
    page = _as_stranger(server, httpx.URL(address).path)
    assert "A shop" in page and "2014 to May 2016" in page and ann.email not in page
    _share(ann, address)
    _send_a_resume(ann)
    ann.post("users/portfolio/create", {"is_published": False})
    assert "There is no portfolio here" in _as_stranger(server, "/p/annlee", status=404)


def _project(ann: Person, title: str, **said: object) -> str:
    made = ann.post("users/projects", {"title": title, **said}, status=201)
    return str(made["project"]["id"])


def _show_picture(ann: Person, project_id: str) -> None:
    sent = {"picture": ("shop.jpg", picture().read())}
    answer = ann.http.put(f"/api/v1/users/projects/{project_id}/picture", files=sent)
    assert answer.status_code == 200, answer.text
    shown = ann.http.get(httpx.URL(answer.json()["project"]["picture_url"]).path)
    assert shown.headers["Content-Type"] == "image/jpeg"


def _share(ann: Person, address: str) -> None:
    told = ann.post("users/portfolio/share", {"platforms": ["linkedin", "twitter"]})
    for each in told.values():
        assert each["posted"] is False
        assert each["post_text"].endswith(address)
        assert "A shop" in each["post_text"]


def _send_a_resume(ann: Person) -> None:
    """Bring a document from elsewhere, and have all of it on one paper."""
    work = [{"name": "Acme", "position": "Designer", "startDate": "2016-05", "endDate": ""}]
    ann.post("users/resume/import", {"basics": {"name": "A. Lee"}, "work": work}, status=201)
    made = ann.post("users/resume/generate", status=201)["resume"]
    assert made["json_data"]["experience"][0] == {
        "title": "Designer, Acme",
        "type": "work",
        "duration": "since May 2016",
    }
    answer = ann.http.get(httpx.URL(made["pdf_url"]).path)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert is_accessible(answer.content)
    assert {*"Designer Acme A shop"} <= signs_in(answer.content)
    document = ann.get(f"users/resume/{made['id']}/json-resume")
    assert document["work"] == [{"name": "Acme", "position": "Designer", "startDate": "2016-05"}]
    assert [each["name"] for each in document["projects"]] == ["A shop"]


def _as_stranger(server: Server, path: str, status: int = 200) -> str:
    answer = httpx.get(f"{server.url}{path}", timeout=30)
    assert answer.status_code == status, answer.text
    return answer.text
