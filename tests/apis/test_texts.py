"""Lines at every door: one line in which something shows; what is wrong with it is told at the field."""

from typing import Any

import pytest

from tests.apis.conftest import SignIn
from trellis.domain.organizations.models import Organization

pytestmark = pytest.mark.usefixtures("world")
TENANTS = "/api/talent-engine/tenants/"
REQUISITIONS = "/api/talent-engine/requisitions/"
REQUESTS = "/api/talent-engine/requests/"
SESSIONS = "/api/talent-engine/video-sessions/"
DRAFT = {"title": "Any", "job_type": "full_time", "position_type": "permanent", "location_type": "remote"}
MATERIAL = {"request_type": "material", "title": "Any", "item_name": "Any", "material_type": "equipment",
            "quantity_needed": 1, "priority": "low"}  # fmt: skip
_OWNER = "mahummed"
# Who sends what where, and the field in it that is a line.
LINES: list[tuple[str, str, dict[str, Any], str]] = [
    ("johndoe", TENANTS, {"domain": "doe.example"}, "name"),
    (_OWNER, REQUISITIONS, DRAFT, "title"),
    (_OWNER, REQUISITIONS, DRAFT, "company_name"),
    (_OWNER, REQUISITIONS, DRAFT, "job_location"),
    (_OWNER, REQUISITIONS, DRAFT, "salary_range"),
    (_OWNER, REQUESTS, MATERIAL, "title"),
    (_OWNER, REQUESTS, MATERIAL, "item_name"),
    (_OWNER, SESSIONS, {}, "job_application_id"),
    ("johndoe", "/api/v1/mentorship/mentors/create_profile/", {"expertise": ["Any"]}, "company"),
    ("johndoe", "/api/v1/mentorship/mentors/create_profile/", {"expertise": ["Any"]}, "job_title"),
    ("johndoe", "/mentor/onboarding/", {}, "city"),
    ("johndoe", "/mentor/onboarding/", {}, "coaching_style"),
]


@pytest.mark.parametrize("text", ["North\r\nBcc: x", "a\u202eb", "a\x85b", "a\x1bb", "a\tb"])
@pytest.mark.parametrize(("username", "path", "body", "name"), LINES)
def test_what_is_no_line_is_refused_by_name(
    signed_in: SignIn, username: str, path: str, body: dict[str, Any], name: str, text: str
) -> None:
    response = signed_in(username).post(path, {**body, name: text}, format="json")
    assert (response.status_code, set(response.json())) == (400, {name}), response.content
    assert "cannot stand here (U+" in str(response.json()[name])


@pytest.mark.parametrize("text", ["\u200b\u200b", "\u3164", "\u2060 \u00ad"])
def test_a_name_in_which_nothing_shows_is_none(signed_in: SignIn, text: str) -> None:
    client = signed_in(_OWNER)
    for path, body, name in ((f"{TENANTS}me/", {}, "name"), (REQUISITIONS, DRAFT, "title")):
        send = client.patch if path.endswith("me/") else client.post
        response = send(path, {**body, name: text}, format="json")
        assert (response.status_code, set(response.json())) == (400, {name})
    assert Organization.objects.filter(name="AppBrew").exists()


@pytest.mark.parametrize("name", ["علی\u200cرضا & Söhne", "👩\u200d💻 Works", "高级软件工程师"])
def test_a_name_is_kept_as_it_is_written(signed_in: SignIn, name: str) -> None:
    made = signed_in("johndoe").post(TENANTS, {"name": name, "domain": "doe.example"}, format="json")
    assert (made.status_code, made.json()["name"]) == (201, name)


def test_a_longer_text_has_its_lines(signed_in: SignIn) -> None:
    body = {**DRAFT, "job_description": "One\r\nTwo\rThree"}
    made = signed_in(_OWNER).post(REQUISITIONS, body, format="json")
    assert (made.status_code, made.json()["job_description"]) == (201, "One\nTwo\nThree")


def test_an_invitation_names_one_address_in_every_spelling(signed_in: SignIn) -> None:
    client, path = signed_in(_OWNER), "/api/talent-engine/members/invitations/"
    made = client.post(path, {"email": "New@MÜLLER.example", "role": "staff"}, format="json")
    assert (made.status_code, made.json()["email"]) == (201, "New@xn--mller-kva.example")
    again = client.post(path, {"email": "new@xn--mller-kva.example", "role": "staff"}, format="json")
    assert again.status_code == 409, again.content


@pytest.mark.parametrize("name", ["github_url", "linkedin_url"])
def test_a_link_turns_no_direction_of_writing(signed_in: SignIn, name: str) -> None:
    body = {"expertise": ["Any"], name: "https://example.com/\u202egro.elpmaxe"}
    response = signed_in("johndoe").post("/api/v1/mentorship/mentors/create_profile/", body, format="json")
    assert (response.status_code, set(response.json())) == (400, {name})
