"""Pools of applicants who share a field of their disability categories with the organization."""

import json
from collections.abc import Sequence
from itertools import count
from typing import Any

from django.db import connections

from tests.domain.jobs.factory import NOW
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.rules.choices import Stage

_numbers = count(1)


def applicants(posting: Posting, told: Sequence[Any], *, using: str = "default") -> list[Application]:
    """Let one apply for each of these categories, who shares all of them; None tells nothing."""
    names = [f"pool{next(_numbers)}" for _ in told]
    users = User.objects.using(using).bulk_create(
        User(username=name, email=f"{name}@example.com", first_name="Pool") for name in names
    )
    profiles = CandidateProfile.objects.using(using).bulk_create(
        CandidateProfile(user=user, slug=user.username, created_at=NOW, updated_at=NOW) for user in users
    )
    made = [
        Application(
            organization_id=posting.organization_id,
            posting=posting,
            candidate=user,
            number=f"JA-{user.username}",
            created_at=NOW,
            updated_at=NOW,
        )
        for user in users
    ]
    for each in made:
        each.save(using=using, force_insert=True)
    for profile, categories in zip(profiles, told, strict=True):
        if categories is not None:
            _share(profile, categories, posting, using)
    return made


def groups(**sizes: int) -> list[dict[str, str]]:
    """Return categories of so many people with each value of one field."""
    return [{"hearing": value} for value, size in sizes.items() for _ in range(size)]


def come_to(stage: Stage, applications: Sequence[Application], *, using: str = "default") -> None:
    """Have these applications at a stage, by nobody in particular."""
    withdrawn_at = NOW if stage is Stage.WITHDRAWN else None
    rows = Application.unscoped.using(using).filter(pk__in=[each.pk for each in applications])
    rows.update(stage=stage, decided_at=NOW, withdrawn_at=withdrawn_at)


def _share(profile: CandidateProfile, categories: Any, posting: Posting, using: str) -> None:
    fields = [each for each in categories if isinstance(each, str)]
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT candidates_keep_disability(%s, %s, %s), candidates_share_disability(%s, %s, %s, %s)",
            [
                *(profile.pk, profile.user_id, json.dumps(categories)),
                *(profile.pk, profile.user_id, posting.organization_id, json.dumps(fields)),
            ],
        )
