"""A candidate makes a profile, changes it, confirms that it is complete, and deletes it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.candidates.conftest import BASE, CAM
from trellis.core.events import DomainEvent, history_of
from trellis.domain.accounts.models import User
from trellis.domain.candidates import events
from trellis.domain.candidates.models import CandidateProfile, Education, Language, Note, Skill

# As the document prints it.
PRINTED: dict[str, Any] = {
    "user": {},
    "organization": {},
    "willing_to_relocate": False,
    "employment_type_preferences": {},
    "work_mode_preferences": {},
    "has_workvisa": False,
    "expected_salary_range": "string",
    "is_available": True,
    "disability_categories": {},
    "accommodation_needs": "YES",
    "workplace_accommodations": {},
    "get_all_notes": [],
}
KEYS = [
    *("id", "slug", "user", "organization", "resume_file", "resume_data", "willing_to_relocate"),
    *("employment_type_preferences", "work_mode_preferences", "has_workvisa", "expected_salary_range"),
    *("video_pitch", "is_available", "disability_categories", "accommodation_needs"),
    *("workplace_accommodations", "get_all_notes", "created_at", "updated_at"),
]
PROFILES = f"{BASE}profiles/"


class TestMakingOne:
    def test_the_printed_request_makes_one_that_is_shown_as_printed(self, robin: APIClient) -> None:
        response = robin.post(PROFILES, PRINTED)
        assert response.status_code == 201, response.content
        body = response.json()
        assert list(body) == KEYS
        sent = {name: value for name, value in PRINTED.items() if name not in ("user", "organization")}
        assert body.items() >= sent.items()
        assert (body["slug"], body["user"]["first_name"], body["organization"]) == (
            "robin-able",
            "Robin",
            None,
        )
        assert (body["resume_file"], body["resume_data"], body["video_pitch"]) == (None, None, None)
        assert robin.get(f"{PROFILES}robin-able/").json() == body
        assert robin.get(PROFILES).json() == [body]

    def test_nothing_at_all_makes_one(self, robin: APIClient) -> None:
        body = robin.post(PROFILES, {}).json()
        assert (body["is_available"], body["accommodation_needs"]) == (True, "PREFER_TO_DISCUSS_LATER")
        assert body["employment_type_preferences"] == body["disability_categories"] == {}

    def test_a_second_one_is_refused(self, cam: APIClient) -> None:
        response = cam.post(PROFILES, PRINTED)
        assert response.status_code == 400
        assert response.json() == {"non_field_errors": ["You have a candidate profile already."]}
        assert CandidateProfile.objects.filter(user__username="candidate").count() == 1

    def test_said_twice_with_a_key_it_is_made_once(self, robin: APIClient) -> None:
        answers = [robin.post(PROFILES, PRINTED, headers={"Idempotency-Key": "k"}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()

    def test_whose_it_is_and_what_others_note_is_not_theirs_to_say(self, robin: APIClient) -> None:
        mine = {
            "user": {"id": 1},
            "organization": {"id": 2},
            "get_all_notes": ["Hire!"],
            "slug": "mine",
            "id": 7,
        }
        body = robin.post(PROFILES, mine).json()
        assert body["user"]["email"] == "robin@example.com"
        assert (body["organization"], body["get_all_notes"], body["slug"]) == (None, [], "robin-able")

    @pytest.mark.parametrize("value", [{"a": [1, None, {"b": "ü"}]}, ["x", {"y": 2.5}], [], {"Z": 1, "a": 2}])
    @pytest.mark.parametrize(
        "name",
        [
            *("employment_type_preferences", "work_mode_preferences"),
            *("workplace_accommodations", "disability_categories"),
        ],
    )
    def test_objects_and_lists_come_back_as_they_were_sent(
        self, cam: APIClient, name: str, value: Any
    ) -> None:
        assert cam.patch(CAM, {name: value}).json()[name] == value
        assert cam.get(CAM).json()[name] == value

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("employment_type_preferences", "full-time"),
            ("employment_type_preferences", 5),
            ("work_mode_preferences", [["x" * 10_000]]),
            ("workplace_accommodations", [[[[[[[[["deep"]]]]]]]]]),
            ("disability_categories", ["\x00"]),
            ("disability_categories", "none"),
            ("accommodation_needs", "MAYBE"),
            ("is_available", "perhaps"),
            ("expected_salary_range", "x" * 101),
            ("expected_salary_range", "a\nb"),
            ("resume_file", "https://elsewhere.example/resume.pdf"),
            ("video_pitch", {}),
        ],
    )
    def test_what_cannot_be_is_refused_by_name_and_nothing_is_written(
        self, cam: APIClient, field: str, value: Any
    ) -> None:
        before = cam.get(CAM).json()
        response = cam.patch(CAM, {field: value, "willing_to_relocate": True})
        assert (response.status_code, list(response.json())) == (400, [field])
        assert cam.get(CAM).json() == before

    def test_a_name_of_other_letters_has_a_slug_too(self, robin: APIClient) -> None:
        User.objects.filter(username="robin").update(first_name="太郎", last_name="山田")
        assert robin.post(PROFILES, {}).json()["slug"] == "candidate"

    def test_namesakes_are_told_apart(self, robin: APIClient) -> None:
        User.objects.filter(username="robin").update(first_name="Cam", last_name="Didate")
        slug = robin.post(PROFILES, {}).json()["slug"]
        assert slug.startswith("cam-didate-") and len(slug) > len("cam-didate-")


class TestChangingOne:
    def test_the_slug_stays_when_the_name_changes(self, cam: APIClient) -> None:
        User.objects.filter(username="candidate").update(first_name="Camilla")
        body = cam.patch(CAM, {"is_available": False}).json()
        assert (body["slug"], body["user"]["first_name"]) == ("cam-didate", "Camilla")

    @pytest.mark.parametrize("method", ["put", "patch"])
    def test_what_is_not_sent_stays(self, cam: APIClient, method: str) -> None:
        before = cam.get(CAM).json()
        after = getattr(cam, method)(CAM, {"has_workvisa": False}).json()
        assert {name for name in KEYS if before[name] != after[name]} == {"has_workvisa", "updated_at"}

    def test_what_was_read_may_be_sent_back(self, cam: APIClient) -> None:
        before = cam.get(CAM).json()
        response = cam.put(CAM, before)
        assert (response.status_code, response.json()) == (200, before)

    def test_null_and_nothing_empty_a_field(self, cam: APIClient) -> None:
        sent = {"expected_salary_range": None, "work_mode_preferences": None, "accommodation_needs": None}
        body = cam.patch(CAM, sent).json()
        assert body["expected_salary_range"] == "" and body["work_mode_preferences"] == {}
        assert body["accommodation_needs"] == "PREFER_TO_DISCUSS_LATER"

    def test_nothing_chosen_and_rather_not_say_look_alike(self, cam: APIClient, emma: APIClient) -> None:
        seen = []
        for chosen in ("", "PREFER_TO_DISCUSS_LATER"):
            cam.patch(CAM, {"accommodation_needs": chosen})
            seen.append({**emma.get(CAM).json(), "updated_at": None})
        assert seen[0] == seen[1]

    def test_the_record_names_the_fields_and_no_value(
        self, cam: APIClient, profile: CandidateProfile
    ) -> None:
        cam.patch(CAM, {"expected_salary_range": "a canary", "disability_categories": {"a": "canary"}})
        told = history_of(profile).filter(kind="candidate.profile_changed").last()
        assert told is not None
        assert (told.data, told.personal) == ({"fields": ["expected_salary_range"]}, None)

    @pytest.mark.parametrize("method", ["put", "patch"])
    def test_the_whole_profile_is_read_only(self, cam: APIClient, method: str) -> None:
        assert getattr(cam, method)(f"{CAM}full/", PRINTED).status_code == 405


class TestTheWholeProfile:
    def test_it_has_what_stands_in_it(self, cam: APIClient) -> None:
        body = cam.get(f"{CAM}full/").json()
        assert list(body) == [*KEYS, "education", "skills", "languages", "confirmed_at", "verified_at"]
        assert [each["name"] for each in body["skills"]][:2] == ["Python", "Django"]
        assert body["languages"][1] == {
            "id": body["languages"][1]["id"],
            "language": "American Sign Language",
            "speaking": "advanced",
            "reading": None,
            "writing": None,
        }
        assert len(body["education"]) == 2

    def test_disability_categories_are_there_for_the_candidate_alone(
        self, cam: APIClient, emma: APIClient, signed_in: SignIn
    ) -> None:
        cam.patch(CAM, {"disability_categories": {"sight": True}})
        for address in (CAM, f"{CAM}full/"):
            assert cam.get(address).json()["disability_categories"] == {"sight": True}
            for other in (emma, signed_in("admin")):
                assert other.get(address).json()["disability_categories"] == {}
        for client in (cam, emma):
            assert [each["disability_categories"] for each in client.get(PROFILES).json()] == [{}]


class TestVerifying:
    def test_the_candidate_confirms_what_is_complete(self, cam: APIClient) -> None:
        body = cam.post(f"{CAM}verify-profile/").json()
        assert (body["is_complete"], body["is_verified"], body["verified_at"]) == (True, False, None)
        assert cam.get(f"{CAM}full/").json()["confirmed_at"] == body["confirmed_at"]

    def test_who_is_not_done_is_told_what_is_missing(self, robin: APIClient) -> None:
        robin.post(PROFILES, {})
        response = robin.post(f"{PROFILES}robin-able/verify-profile/")
        assert response.status_code == 400
        assert list(response.json()) == [
            *("employment_type_preferences", "work_mode_preferences", "skills", "languages", "education")
        ]

    def test_staff_set_the_badge_and_take_it_back(self, cam: APIClient, signed_in: SignIn) -> None:
        staff = signed_in("admin")
        assert staff.post(f"{CAM}verify-profile/").json()["is_verified"] is True
        assert cam.get(f"{CAM}full/").json()["verified_at"] is not None
        taken = staff.post(f"{CAM}verify-profile/", {"is_verified": False})
        assert taken.json()["is_verified"] is False
        assert cam.get(f"{CAM}full/").json()["verified_at"] is None

    def test_nobody_gives_themselves_the_badge(self, cam: APIClient, emma: APIClient) -> None:
        assert cam.post(f"{CAM}verify-profile/", {"is_verified": True}).json()["is_verified"] is False
        assert emma.post(f"{CAM}verify-profile/", {"is_verified": True}).status_code == 403
        cam.patch(CAM, {"verified_at": "2026-01-01T00:00:00Z", "is_verified": True})
        assert cam.get(f"{CAM}full/").json()["verified_at"] is None


class TestDeleting:
    def test_all_that_stands_in_it_goes(self, cam: APIClient, profile: CandidateProfile) -> None:
        cam.post(f"{CAM}create-notes/", {"note": "Mine"})
        assert cam.delete(CAM).status_code == 204
        assert cam.get(CAM).status_code == 404
        assert cam.get(PROFILES).json() == []
        for kind in (Education, Skill, Language):
            assert not kind.objects.filter(user=profile.user).exists()
        assert not Note.objects.of_all_tenants().exists()

    def test_who_has_applied_with_it_is_told_of_while_it_is_there(
        self, cam: APIClient, profile: CandidateProfile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen = []

        def see(sender: Any, *, events: Any, **_: Any) -> None:
            seen.extend((each.data["user_id"], each.subject.slug, _is_there(each.subject)) for each in events)

        deleted: DomainEvent[Any, Any] = events.profile_deleted
        deleted.connect(see)
        try:
            cam.delete(CAM)
        finally:
            deleted.disconnect(see)
        assert seen == [(profile.user_id, "cam-didate", True)]

    def test_another_one_can_be_made(self, cam: APIClient) -> None:
        cam.patch(CAM, {"disability_categories": {"sight": True}})
        cam.delete(CAM)
        body = cam.post(PROFILES, {}).json()
        assert (body["slug"], body["disability_categories"]) == ("cam-didate", {})


def _is_there(profile: CandidateProfile) -> bool:
    return CandidateProfile.objects.filter(pk=profile.pk).exists()
