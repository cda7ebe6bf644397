"""Education, skills and languages: one's own alone, and each skill once."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.enabled_talent.candidates.conftest import BASE
from trellis.domain.candidates.models import CandidateProfile, Skill
from trellis.domain.candidates.rules import limits

# As the document prints them.
COURSE = {
    "course_name": "string",
    "major": "string",
    "institution": "string",
    "start_year": 2020,
    "end_year": 2024,
}
LANGUAGE = {"language": "string", "speaking": "basic", "reading": "intermediate", "writing": "advanced"}
PRINTED: dict[str, dict[str, Any]] = {
    "education": COURSE,
    "skills": {"name": "string"},
    "languages": LANGUAGE,
}
EDUCATION, SKILLS, LANGUAGES = (f"{BASE}{kind}/" for kind in PRINTED)


@pytest.mark.parametrize("kind", PRINTED)
class TestEachKind:
    def test_the_printed_request_adds_one_that_can_be_read_changed_and_deleted(
        self, robin: APIClient, kind: str
    ) -> None:
        address, sent = f"{BASE}{kind}/", PRINTED[kind]
        response = robin.post(address, sent)
        assert response.status_code == 201, response.content
        made = response.json()
        assert made == {
            "id": made["id"],
            **sent,
            **({"created_at": made["created_at"]} if kind == "education" else {}),
        }
        own = f"{address}{made['id']}/"
        assert robin.get(address).json() == [made]
        assert robin.get(own).json() == made
        name = next(iter(sent))
        assert robin.put(own, {**sent, name: "Put"}).json() == {**made, name: "Put"}
        assert robin.patch(own, {name: "Patched"}).json() == {**made, name: "Patched"}
        assert robin.delete(own).status_code == 204
        assert (robin.get(own).status_code, robin.get(address).json()) == (404, [])

    def test_anothers_is_not_there(
        self, cam: APIClient, robin: APIClient, has_applied: None, emma: APIClient, kind: str
    ) -> None:
        (key, *_) = (each["id"] for each in cam.get(f"{BASE}{kind}/").json())
        own = f"{BASE}{kind}/{key}/"
        before = cam.get(own).json()
        for other in (robin, emma):
            answers = [
                *(other.get(own), other.put(own, PRINTED[kind])),
                *(other.patch(own, {}), other.delete(own)),
            ]
            assert {answer.status_code for answer in answers} == {404}
            assert other.get(f"{BASE}{kind}/").json() == []
        assert cam.get(own).json() == before

    def test_a_change_of_it_is_a_change_of_the_profile(
        self, cam: APIClient, profile: CandidateProfile, kind: str
    ) -> None:
        before = profile.updated_at
        cam.post(f"{BASE}{kind}/", PRINTED[kind])
        profile.refresh_from_db()
        assert profile.updated_at > before

    def test_nothing_is_refused_by_name(self, cam: APIClient, kind: str) -> None:
        response = cam.post(f"{BASE}{kind}/", {})
        assert response.status_code == 400
        assert next(iter(PRINTED[kind])) in response.json()


class TestYears:
    @pytest.mark.parametrize("years", [(2024, 2020), (2021, 2020)])
    def test_an_end_before_the_start_is_refused(self, cam: APIClient, years: tuple[int, int]) -> None:
        response = cam.post(EDUCATION, {**COURSE, "start_year": years[0], "end_year": years[1]})
        assert (response.status_code, list(response.json())) == (400, ["end_year"])

    @pytest.mark.parametrize("change", [{"end_year": 2019}, {"start_year": 2025}])
    def test_a_change_is_held_against_the_other_year(self, cam: APIClient, change: dict[str, int]) -> None:
        own = f"{EDUCATION}{cam.post(EDUCATION, COURSE).json()['id']}/"
        assert list(cam.patch(own, change).json()) == ["end_year"]

    @pytest.mark.parametrize("unknown", ["start_year", "end_year"])
    def test_a_year_may_be_unknown(self, cam: APIClient, unknown: str) -> None:
        assert cam.post(EDUCATION, {**COURSE, unknown: None}).json()[unknown] is None

    @pytest.mark.parametrize("year", [1, 99_999, "soon", 20.5])
    def test_what_is_no_year_is_refused(self, cam: APIClient, year: Any) -> None:
        response = cam.post(EDUCATION, {**COURSE, "start_year": year})
        assert (response.status_code, list(response.json())) == (400, ["start_year"])


class TestASkill:
    def test_one_that_is_said_twice_is_one(self, robin: APIClient) -> None:
        first = robin.post(SKILLS, {"name": "Café"})
        again = robin.post(SKILLS, {"name": " CAFE "})
        assert (first.status_code, again.status_code) == (201, 200)
        assert robin.get(SKILLS).json() == [first.json()] == [again.json()]

    @pytest.mark.parametrize("name", ["C", "C#", "C++", ".NET"])
    def test_signs_tell_skills_apart(self, robin: APIClient, name: str) -> None:
        robin.post(SKILLS, {"name": "NET" if name == ".NET" else "c+"})
        assert robin.post(SKILLS, {"name": name}).status_code == 201

    def test_a_rename_makes_no_second_one(self, robin: APIClient) -> None:
        robin.post(SKILLS, {"name": "Go"})
        own = f"{SKILLS}{robin.post(SKILLS, {'name': 'Rust'}).json()['id']}/"
        response = robin.patch(own, {"name": "go"})
        assert (response.status_code, list(response.json())) == (400, ["name"])
        assert robin.patch(own, {"name": "RUST"}).json()["name"] == "RUST"

    def test_two_people_have_one_each(self, robin: APIClient, cam: APIClient) -> None:
        assert [client.post(SKILLS, {"name": "Welding"}).status_code for client in (robin, cam)] == [201, 201]

    def test_there_is_an_end(self, robin: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
        from trellis.domain.candidates.services import entries

        monkeypatch.setitem(entries._MOST, Skill, 1)
        assert limits.MOST_SKILLS > 100
        assert robin.post(SKILLS, {"name": "One"}).status_code == 201
        assert robin.post(SKILLS, {"name": "Two"}).status_code == 400
        assert robin.post(SKILLS, {"name": "one"}).status_code == 200


class TestALanguage:
    def test_one_that_is_said_twice_is_one_with_the_later_levels(self, robin: APIClient) -> None:
        robin.post(LANGUAGES, LANGUAGE)
        again = robin.post(LANGUAGES, {**LANGUAGE, "language": "STRING", "speaking": "native"})
        assert (again.status_code, again.json()["speaking"]) == (200, "native")
        assert robin.get(LANGUAGES).json() == [again.json()]

    def test_one_that_is_not_written_has_no_levels_for_that(self, robin: APIClient) -> None:
        body = robin.post(LANGUAGES, {"language": "ÖGS", "speaking": "native"}).json()
        assert (body["reading"], body["writing"]) == (None, None)

    @pytest.mark.parametrize("skill", ["speaking", "reading", "writing"])
    def test_a_level_that_is_none_is_refused_with_the_choices(self, robin: APIClient, skill: str) -> None:
        response = robin.post(LANGUAGES, {**LANGUAGE, skill: "fluent"})
        assert (response.status_code, list(response.json())) == (400, [skill])
        assert "basic, intermediate, advanced, native" in str(response.json())
