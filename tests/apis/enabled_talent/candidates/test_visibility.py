"""Who sees whom: the candidate, to whom they have applied, staff, and nobody else."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.candidates.conftest import BASE, CAM
from tests.apis.enabled_talent.candidates.test_profiles import PROFILES
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.candidates.models import CandidateProfile, Note
from trellis.domain.candidates.services import profiles
from trellis.domain.organizations.queries import membership_of

pytestmark = pytest.mark.usefixtures("has_applied")


def slugs(client: APIClient, **query: Any) -> list[str]:
    return [each["slug"] for each in client.get(PROFILES, query).json()]


def test_an_employer_sees_who_has_applied_to_their_organization_alone(
    emma: APIClient, nora: APIClient, robin: APIClient
) -> None:
    robin.post(PROFILES, {})
    assert slugs(emma) == ["cam-didate"]
    assert slugs(nora) == []
    assert emma.get(f"{PROFILES}robin-able/").status_code == 404
    assert emma.get(CAM).json()["user"]["email"] == "candidate@example.com"


def test_for_everybody_else_there_is_no_such_profile(nora: APIClient, robin: APIClient) -> None:
    robin.post(PROFILES, {})
    answers = {}
    for client in (nora, robin):
        for address in (CAM, f"{PROFILES}nobody/"):
            answers |= {(client, address, rest): client.get(f"{address}{rest}") for rest in ("", "full/")}
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.content for answer in answers.values()}) == 1


def test_who_acts_in_another_organization_sees_nobody_meanwhile(emma: APIClient) -> None:
    assert slugs(emma) == ["cam-didate"]
    member = membership_of(User.objects.get(username="employer"))
    assert member is not None
    member.is_current = member.is_active = False
    member.left_at = timezone.now()
    member.save(update_fields=["is_current", "is_active", "left_at"])
    assert slugs(emma) == []
    assert emma.get(CAM).status_code == 404


def test_who_hires_and_looks_for_work_sees_both(emma: APIClient) -> None:
    emma.post(PROFILES, {})
    assert slugs(emma) == ["emma-ployer", "cam-didate"]
    own, other = emma.get(PROFILES).json()
    assert (own["organization"]["name"], other["organization"]) == ("Inclusive Works", None)


def test_staff_who_have_not_typed_their_password_are_like_anybody(signed_in: SignIn) -> None:
    assert signed_in("admin").get(CAM).status_code == 200
    client = APIClient()
    token = access_token(user=User.objects.get(username="admin"), now=timezone.now())
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    assert client.get(CAM).status_code == 404


def test_a_list_is_paged_by_cursor_and_has_a_constant_number_of_queries(
    signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    users = User.objects.bulk_create(
        User(username=f"u{n}", email=f"u{n}@example.com", first_name="Kim") for n in range(5)
    )
    for user in users:
        profiles.create(user=user, fields={}, now=timezone.now())
    staff = signed_in("admin")
    for limit in (1, 6):
        with django_assert_num_queries(4):
            assert len(slugs(staff, limit=limit)) == limit
    page = staff.get(PROFILES, {"limit": 4})
    following = page["Link"].split(">")[0][1:]
    assert [*slugs(staff)[4:]] == [each["slug"] for each in staff.get(following).json()]


def test_what_postgresql_renders_is_what_plain_drf_would() -> None:
    from trellis.apis.enabled_talent.candidates.output import PROFILES as PAGE

    cam, emma = (User.objects.get(username=name) for name in ("candidate", "employer"))
    profiles.create(user=emma, fields={}, now=timezone.now())
    CandidateProfile.objects.filter(user=cam).update(
        resume_file="candidates/a.pdf",
        video_pitch="candidates/a.mp4",
        resume_data='"quoted"',
        accommodation_needs="",
    )
    for n in range(3):
        _note(cam, f"Mine {n}")
    keys = CandidateProfile.objects.values_list("pk", flat=True)
    for reader in (cam, emma, User.objects.get(username="northwind_owner")):
        member = membership_of(reader)
        organization_id = member.organization_id if member else None
        assert_renders_equal(PAGE, keys, viewer_id=reader.pk, organization_id=organization_id)


def _note(author: User, words: str) -> Note:
    now = timezone.now()
    return Note.objects.create(
        author=author,
        profile=author.candidate_profile,
        note=words,
        context={"a": [1]},
        created_at=now,
        updated_at=now,
    )


@pytest.mark.parametrize("kind", ["education", "skills", "languages", "notes"])
def test_what_stands_in_a_profile_is_rendered_as_plain_drf_would(cam: APIClient, kind: str) -> None:
    from trellis.apis.enabled_talent.candidates import output

    cam.post(f"{BASE}notes/", {"note": "One", "identifier": "cam-didate", "context": {"a": 1}})
    page = getattr(output, kind.upper())
    keys = list(page.model._base_manager.values_list("pk", flat=True))
    assert keys
    assert_renders_equal(page, keys)
