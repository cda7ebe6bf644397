"""Notes: an organization's are its members' alone, one's own are one's own."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.candidates.conftest import BASE, CAM
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Note
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.rights import Role

pytestmark = pytest.mark.usefixtures("has_applied")
NOTES = f"{BASE}notes/"
# As the document prints it.
PRINTED: dict[str, Any] = {
    "identifier": "string",
    "note": "string",
    "section": "string",
    "selected_text": "string",
    "context": {},
}


def words(client: APIClient) -> list[str]:
    return [each["note"] for each in client.get(NOTES).json()]


def colleague(signed_in: SignIn, username: str, role: Role) -> APIClient:
    """Let somebody work with Emma."""
    member = membership_of(User.objects.get(username="employer"))
    assert member is not None
    user = User.objects.get(username=username)
    Membership.objects.create(
        organization=member.organization, user=user, role=role, joined_at=timezone.now()
    )
    return signed_in(username)


def test_the_printed_request_takes_a_note_that_can_be_read_changed_and_deleted(cam: APIClient) -> None:
    response = cam.post(NOTES, PRINTED)
    assert response.status_code == 201, response.content
    made = response.json()
    assert made.items() >= PRINTED.items()
    own = f"{NOTES}{made['id']}/"
    assert cam.get(own).json() == made == cam.get(NOTES).json()[0]
    assert cam.put(own, {**PRINTED, "note": "Put"}).json()["note"] == "Put"
    assert cam.patch(own, {"section": "skills"}).json()["section"] == "skills"
    assert cam.delete(own).status_code == 204
    assert cam.get(own).status_code == 404


def test_ones_own_note_is_seen_by_nobody_else(cam: APIClient, emma: APIClient, signed_in: SignIn) -> None:
    for address in (NOTES, f"{CAM}create-notes/"):
        own = f"{NOTES}{cam.post(address, {'note': 'Mine'}).json()['id']}/"
        for other in (emma, signed_in("admin"), signed_in("robin")):
            answers = [other.get(own), other.patch(own, {"note": "Theirs"}), other.delete(own)]
            assert {answer.status_code for answer in answers} == {404}
            assert "Mine" not in words(other)
    assert "Mine" not in str(emma.get(CAM).json()["get_all_notes"])
    assert [each["note"] for each in cam.get(CAM).json()["get_all_notes"]] == ["Mine", "Mine"]


def test_an_employers_note_is_seen_by_that_organization_alone(
    cam: APIClient, emma: APIClient, nora: APIClient, signed_in: SignIn
) -> None:
    made = emma.post(f"{CAM}create-notes/", {"note": "Call back", "section": "skills"}).json()
    assert (made["profile"], made["user"]["first_name"]) == ("cam-didate", "Emma")
    own = f"{NOTES}{made['id']}/"
    other = colleague(signed_in, "middy", Role.STAFF)
    for member in (emma, other):
        assert member.get(own).json() == made
        assert words(member)[0] == "Call back"
        assert member.get(CAM).json()["get_all_notes"][0]["note"] == "Call back"
    for stranger in (cam, nora, signed_in("admin")):
        assert stranger.get(own).status_code == 404
        assert "Call back" not in words(stranger)
    assert cam.get(CAM).json()["get_all_notes"] == []
    assert cam.get(f"{CAM}full/").json()["get_all_notes"] == []
    assert cam.get(f"{BASE}profiles/").json()[0]["get_all_notes"] == []


def test_its_author_changes_it_and_who_leads_the_organization(emma: APIClient, signed_in: SignIn) -> None:
    staff = colleague(signed_in, "middy", Role.STAFF)
    admin = colleague(signed_in, "sarahj", Role.ADMIN)
    hers = f"{NOTES}{emma.post(f'{CAM}create-notes/', {'note': 'Hers'}).json()['id']}/"
    answers = [staff.patch(hers, {"note": "No"}), staff.delete(hers)]
    assert {answer.status_code for answer in answers} == {403}
    assert admin.patch(hers, {"note": "Led"}).json()["note"] == "Led"
    theirs = f"{NOTES}{staff.post(f'{CAM}create-notes/', {'note': 'Theirs'}).json()['id']}/"
    assert staff.patch(theirs, {"note": "Changed"}).status_code == 200
    assert emma.delete(theirs).status_code == 204


def test_a_slug_as_identifier_says_about_whom_it_is(emma: APIClient, nora: APIClient, cam: APIClient) -> None:
    about = emma.post(NOTES, {"identifier": "cam-didate", "note": "About Cam"}).json()
    assert about["profile"] == "cam-didate"
    assert emma.get(CAM).json()["get_all_notes"][0]["note"] == "About Cam"
    # Who does not see the profile has written a word of their own.
    hers = nora.post(NOTES, {"identifier": "cam-didate", "note": "Whoever that is"}).json()
    assert hers["profile"] is None
    assert cam.post(NOTES, {"note": "Of myself"}).json()["profile"] == "cam-didate"


def test_a_note_is_not_taken_on_a_profile_that_is_not_seen(nora: APIClient, robin: APIClient) -> None:
    for client in (nora, robin):
        assert client.post(f"{CAM}create-notes/", {"note": "Hello"}).status_code == 404
    assert not Note.objects.of_all_tenants().filter(note="Hello").exists()


def test_staff_without_an_organization_take_none_on_others(signed_in: SignIn) -> None:
    assert signed_in("admin").post(f"{CAM}create-notes/", {"note": "Hello"}).status_code == 403


def test_who_has_left_sees_the_organizations_notes_no_longer(emma: APIClient) -> None:
    hers = f"{NOTES}{emma.post(f'{CAM}create-notes/', {'note': 'Hers'}).json()['id']}/"
    member = membership_of(User.objects.get(username="employer"))
    assert member is not None
    member.is_current = member.is_active = False
    member.left_at = timezone.now()
    member.save(update_fields=["is_current", "is_active", "left_at"])
    assert emma.get(hers).status_code == 404
    assert words(emma) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("note", ""), ("note", "x" * 5001), ("identifier", "x" * 201), ("section", "a\nb")),
        *(("context", "text"), ("context", ["\x00"]), ("selected_text", "\x00")),
    ],
)
def test_what_cannot_be_is_refused_by_name(cam: APIClient, field: str, value: Any) -> None:
    response = cam.post(NOTES, {**PRINTED, field: value})
    assert (response.status_code, list(response.json())) == (400, [field])
