"""Whose profiles an organization's members see, however many have applied and wherever they stand."""

import pytest
from django.db.models import UUIDField
from django.utils import timezone

from tests.domain.jobs.factory import employer, job, person
from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries import profiles
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.organizations.rights import Role

pytestmark = pytest.mark.django_db
SIZE = 2
BEFORE = Argument("before")


def people() -> list[int]:
    """Return the profiles of six accounts, the oldest one first: that of the youngest account."""
    now = timezone.now()
    users = [person() for _ in range(6)]
    rows = [
        CandidateProfile(user=user, slug=f"kim-{user.pk}", created_at=now, updated_at=now) for user in users
    ]
    return [each.pk for each in CandidateProfile.objects.bulk_create(rows[::-1])]


def apply_for(posting: Posting, chosen: list[int], stage: Stage = Stage.APPLIED) -> None:
    now = timezone.now()
    Application.objects.bulk_create(
        Application(
            organization_id=posting.organization_id,
            posting=posting,
            candidate=user,
            number=f"JA-{posting.pk}-{user.pk}",
            stage=stage,
            withdrawn_at=now if stage == Stage.WITHDRAWN else None,
            created_at=now,
            updated_at=now,
        )
        for user in User.objects.filter(candidate_profile__in=chosen)
    )


@pytest.mark.parametrize(("few", "pages"), [(100, 1), (0, 1), (0, 2), (0, 100)])
def test_they_are_those_who_applied_the_newest_first(
    monkeypatch: pytest.MonkeyPatch, few: int, pages: int
) -> None:
    monkeypatch.setattr(profiles, "_FEW", few)
    monkeypatch.setattr(profiles, "_PAGES", pages)
    rows = profiles.newest_of_applicants(
        Argument("organization_id", UUIDField()), role=Role.OWNER, before=BEFORE, size=SIZE
    )
    page = PreparedQuery(rows.filter(pk__lt=BEFORE).order_by("-pk").values_list("pk")[: SIZE + 1])
    hires, everybody = employer(), people()
    postings, elsewhere = [job(hires), job(hires)], job(employer())
    apply_for(elsewhere, everybody)
    for places in ([], [0], [0, 1, 2], [3, 4, 5], [1, 3, 5], [0, 1, 2, 3, 4]):
        chosen = [everybody[place] for place in places]
        Application.objects.of(hires.organization_id).delete()
        for posting in postings:
            apply_for(posting, chosen)
        apply_for(postings[0], [pk for pk in everybody if pk not in chosen][-1:], Stage.WITHDRAWN)
        for before in (everybody[5] + 1, everybody[3]):
            wanted = [(pk,) for pk in reversed(chosen) if pk < before][: SIZE + 1]
            assert page.rows(before=before, organization_id=hires.organization_id) == wanted, places
