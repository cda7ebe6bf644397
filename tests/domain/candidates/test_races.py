"""Many at once: one profile for an account, one row for a skill, a slug for each."""

import pytest
from django.utils import timezone

from tests.crowd import at_once
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile, Skill
from trellis.domain.candidates.refusals import HasProfile
from trellis.domain.candidates.services import entries, profiles

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def people(count: int) -> list[User]:
    return User.objects.bulk_create(
        User(username=f"u{n}", email=f"u{n}@example.com", first_name="Kim", last_name="Lee")
        for n in range(count)
    )


def test_an_account_that_asks_many_times_at_once_has_one_profile() -> None:
    (user,) = people(1)

    def ask(_: int) -> bool:
        try:
            profiles.create(user=user, fields={}, now=timezone.now())
        except HasProfile:
            return False
        return True

    assert sorted(at_once(MANY, ask)) == [*[False] * (MANY - 1), True]
    assert CandidateProfile.objects.count() == 1


def test_namesakes_at_once_have_slugs_of_their_own() -> None:
    users = people(MANY)
    made = at_once(MANY, lambda n: profiles.create(user=users[n], fields={}, now=timezone.now()).slug)
    assert len(set(made)) == MANY
    assert "kim-lee" in made and all(slug.startswith("kim-lee") for slug in made)


def test_a_skill_that_is_said_many_times_at_once_is_one() -> None:
    (user,) = people(1)
    words = ["Café", "cafe", "CAFE", "CAFÉ"] * 2

    def say(n: int) -> tuple[int, bool]:
        skill, is_new = entries.add(Skill, user=user, fields={"name": words[n]}, now=timezone.now())
        return skill.pk, is_new

    said = at_once(len(words), say)
    assert len({key for key, _ in said}) == 1
    assert sum(is_new for _, is_new in said) == 1
    assert Skill.objects.count() == 1
