"""Profiles are found by what they mean, by those who see them, and by nothing that tells who somebody is."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.candidates.test_profiles import PROFILES
from tests.domain.candidates.applicants import applied, employed
from tests.domain.jobs.factory import person
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile, Meaning, Skill
from trellis.domain.candidates.services import entries, finding, meanings, profiles
from trellis.intelligence.embeddings import DIMENSIONS

pytestmark = pytest.mark.usefixtures("has_applied")


def pointing(degree: float) -> list[float]:
    """Return a vector whose closeness to the one asked for is this."""
    return [degree, (1 - degree**2) ** 0.5, *[0.0] * (DIMENSIONS - 2)]


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the model was asked, to which welding is one thing and all else another."""
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> list[list[float]]:
        asked.extend(texts)
        return [pointing(1.0 if text == "welding" else 0.5) for text in texts]

    monkeypatch.setattr(finding, "embed", embed)
    monkeypatch.setattr(meanings, "embed", embed)
    return asked


def meaning(user: User, degree: float, model: str = "all-MiniLM-L6-v2") -> CandidateProfile:
    profile = CandidateProfile.objects.filter(user=user).first() or profiles.create(
        user=user, fields={}, now=timezone.now()
    )
    Meaning.objects.create(profile=profile, digest=1, model=model, vector=pointing(degree))
    return profile


def found(client: APIClient, about: str = "welding", **query: Any) -> list[str]:
    answer = client.get(PROFILES, {"about": about, **query})
    assert answer.status_code == 200, answer.content
    return [each["slug"] for each in answer.json()]


def test_an_employer_finds_those_who_applied_and_staff_find_everybody(
    emma: APIClient, nora: APIClient, robin: APIClient, signed_in: SignIn
) -> None:
    cam, robins = (User.objects.get(username=name) for name in ("candidate", "robin"))
    meaning(cam, 0.2)
    meaning(robins, 0.9)
    assert found(emma) == ["cam-didate"]
    assert found(nora) == []
    assert found(robin) == ["robin-able"]
    assert found(signed_in("admin")) == ["robin-able", "cam-didate"]
    assert emma.get(PROFILES, {"about": "welding"}).json() == emma.get(PROFILES).json()
    meaning(person(), 0.95, model="another")
    assert found(signed_in("admin")) == ["robin-able", "cam-didate"]


def test_the_nearest_come_first_and_each_is_on_one_page_also_where_several_are_as_near(
    signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    near = [meaning(person(first_name=f"N{n}"), degree).slug for n, degree in enumerate((0.3, 0.8, 0.8, 0.9))]
    wanted = [near[3], near[2], near[1], near[0]]
    staff = signed_in("admin")
    assert found(staff) == wanted
    read, address = [], f"{PROFILES}?about=welding&limit=1"
    while address:
        with django_assert_num_queries(4):
            answer = staff.get(address)
        read += [each["slug"] for each in answer.json()]
        address = answer["Link"].split(">")[0][1:] if "Link" in answer else ""
    assert read == wanted


@pytest.mark.parametrize("cursor", ["x", "bmVhcjox", "YmVmb3JlOjU=", "bmVhcjpub25lOjE="])
def test_what_is_no_cursor_is_refused_by_name(signed_in: SignIn, cursor: str) -> None:
    answer = signed_in("admin").get(PROFILES, {"about": "welding", "cursor": cursor})
    assert (answer.status_code, answer.json()) == (400, {"cursor": ["Invalid cursor."]})


def test_no_words_ask_for_the_list_and_too_many_are_refused(emma: APIClient, model: list[str]) -> None:
    assert found(emma, about=" ") == ["cam-didate"]
    answer = emma.get(PROFILES, {"about": "x" * 501})
    assert (answer.status_code, list(answer.json())) == (400, ["about"])
    assert model == []


@pytest.mark.django_db(transaction=True)
def test_a_profile_is_understood_once_for_each_wording_and_not_after_it_is_gone(model: list[str]) -> None:
    user, now = person(), timezone.now()
    profile = profiles.create(user=user, fields={}, now=now)
    skill, _ = entries.add(Skill, user=user, fields={"name": "welding"}, now=now)
    for _ in range(2):
        meanings.understand([profile.pk, 10**9])
    assert model == ["welding"]
    profiles.change(profile=profile, fields={"expected_salary_range": "50,000"}, now=now)
    meanings.understand([profile.pk])
    assert (model, Meaning.objects.get(profile=profile).vector) == (["welding"], pointing(1.0))
    entries.delete(skill, now=now)
    meanings.understand([profile.pk])
    assert not Meaning.objects.filter(profile=profile).exists()
    entries.add(Skill, user=user, fields={"name": "baking"}, now=now)
    meanings.understand_missing()
    assert model[-1:] == ["baking"]
    profiles.delete(profile=profile, now=now)
    assert not Meaning.objects.filter(profile_id=profile.pk).exists()


def test_what_was_changed_meanwhile_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    user, now = person(), timezone.now()
    profile = profiles.create(user=user, fields={}, now=now)
    entries.add(Skill, user=user, fields={"name": "welding"}, now=now)

    def embed(texts: Sequence[str]) -> list[list[float]]:
        entries.add(Skill, user=user, fields={"name": "baking"}, now=now)
        return [pointing(1.0) for _ in texts]

    monkeypatch.setattr(meanings, "embed", embed)
    meanings.understand([profile.pk])
    assert not Meaning.objects.filter(profile=profile).exists()


@pytest.mark.parametrize("about", ["deaf people", "somebody under 30", "women who weld", "no gaps in the cv"])
def test_nobody_is_looked_for_by_what_must_not_count(emma: APIClient, about: str, model: list[str]) -> None:
    answer = emma.get(PROFILES, {"about": about})
    assert (answer.status_code, list(answer.json())) == (400, ["about"])
    assert "what somebody should be able to do" in answer.json()["about"][0]
    assert model == []


def test_who_hires_finds_nobody_who_withdrew(emma: APIClient) -> None:
    cam = User.objects.get(username="candidate")
    meaning(cam, 0.2)
    application = applied("candidate", employed("employer"))
    application.stage, application.withdrawn_at = "withdrawn", timezone.now()
    application.save(update_fields=["stage", "withdrawn_at"])
    assert found(emma) == []
