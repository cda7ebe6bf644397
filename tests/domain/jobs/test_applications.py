"""Applying, deciding, withdrawing: what is written, and who is told."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from tests.domain.jobs.factory import NOW, candidate, colleague, employer, job, person
from trellis.core.db.errors import constraint_of
from trellis.core.events import facts_of, history_of
from trellis.domain.accounts.models import User
from trellis.domain.candidates.queries.profiles import profile_of, seen_by
from trellis.domain.candidates.services import entries, profiles
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.queries.applications import applications_for, has_changed
from trellis.domain.jobs.refusals import (
    ApplicationsClosed,
    HasApplied,
    InvalidStep,
    OwnOrganization,
    ProfileMissing,
    Withdrawn,
)
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.services.applying import apply
from trellis.domain.jobs.services.deciding import decide, withdraw
from trellis.domain.jobs.services.postings import change_posting
from trellis.domain.notifications.models import Notification
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def owner(db: None) -> Membership:
    return employer()


@pytest.fixture
def pat(db: None) -> User:
    return candidate()


def told(user: User) -> Iterator[str]:
    yield from Notification.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True)


def _with_resume(user: User, content: bytes) -> None:
    profile = profile_of(user)
    assert profile is not None
    file = ContentFile(content, name="document.txt")
    profiles.change(profile=profile, fields={"resume_file": file}, now=NOW)


def test_an_application_is_a_copy_whatever_becomes_of_the_profile(owner: Membership, pat: User) -> None:
    _with_resume(pat, b"As it was")
    made = apply(user=pat, posting=job(owner), now=NOW)
    assert (made.number, made.stage) == ("JA-20260302-0001", "applied")
    assert not has_changed(made)
    _with_resume(pat, b"As it is")
    (skill,) = pat.candidate_skills.all()
    entries.delete(skill, now=LATER)
    User.objects.filter(pk=pat.pk).update(first_name="Patricia", email="new@example.com")
    kept = applications_for(made.posting).select_related("candidate").get()
    assert kept.sent.items() >= {"first_name": "Pat", "email": pat.email, "skills": ["Welding"]}.items()
    assert "disability_categories" not in kept.sent and "accommodation_needs" not in kept.sent
    with kept.resume_file.open() as resume:
        assert resume.read() == b"As it was"
    assert has_changed(kept)


def test_who_cannot_apply_is_told_why_and_nothing_is_written(owner: Membership, pat: User) -> None:
    open_one, closed = job(owner), job(owner, status="closed")
    with pytest.raises(OwnOrganization):
        apply(user=colleague(owner, Role.STAFF).user, posting=open_one, now=NOW)
    with pytest.raises(ProfileMissing):
        apply(user=person(), posting=open_one, now=NOW)
    with pytest.raises(ApplicationsClosed):
        apply(user=pat, posting=closed, now=NOW)
    with pytest.raises(ApplicationsClosed):
        apply(user=pat, posting=job(owner, deadline_at=LATER), now=LATER)
    assert not Application.objects.of(owner.organization_id).exists()
    made = apply(user=pat, posting=open_one, now=NOW)
    change_posting(posting=open_one, member=owner, fields={"status": "closed"}, now=LATER)
    withdraw(application=made, user=pat, now=LATER)
    with pytest.raises(HasApplied) as refused:
        apply(user=pat, posting=Posting.objects.of(owner.organization_id).get(pk=open_one.pk), now=LATER)
    assert refused.value.application_id == made.pk


def test_numbers_are_consecutive_within_an_organization_and_day(owner: Membership, pat: User) -> None:
    numbers = [apply(user=pat, posting=job(each), now=NOW).number for each in (owner, owner, employer())]
    tomorrow = apply(user=pat, posting=job(owner), now=NOW + timedelta(days=1))
    assert [*numbers, tomorrow.number] == [
        *("JA-20260302-0001", "JA-20260302-0002", "JA-20260302-0001", "JA-20260303-0001")
    ]


def test_both_sides_are_told_and_the_record_has_who_and_when(owner: Membership, pat: User) -> None:
    manager, staff = colleague(owner, Role.MANAGER), colleague(owner, Role.STAFF)
    made = apply(user=pat, posting=job(owner), now=NOW)
    decide(application=made, member=manager, decision=Stage.SHORTLISTED, message="Well done", now=LATER)
    decide(application=made, member=owner, decision=Stage.REJECTED, now=LATER)
    decide(application=made, member=owner, decision=Stage.SHORTLISTED, now=LATER)
    withdraw(application=made, user=pat, now=LATER)
    assert list(told(owner.user)) == list(told(manager.user))
    assert list(told(owner.user)) == [
        "Pat Lee has applied for Senior Software Engineer",
        "Pat Lee has withdrawn from Senior Software Engineer",
    ]
    assert list(told(staff.user)) == []
    assert list(told(pat)) == [
        "You are on the shortlist for Senior Software Engineer",
        "Your application for Senior Software Engineer was not successful",
        "You are on the shortlist for Senior Software Engineer",
    ]
    assert "Well done" in Notification.objects.filter(recipient=pat).order_by("pk")[0].body
    steps = list(history_of(made))
    assert [(each.actor_id, each.data.get("changes", {}).get("stage")) for each in steps] == [
        (pat.pk, None),
        (manager.user_id, ["applied", "shortlisted"]),
        (owner.user_id, ["shortlisted", "rejected"]),
        (owner.user_id, ["rejected", "shortlisted"]),
        (pat.pk, ["shortlisted", "withdrawn"]),
    ]
    assert steps[1].personal == {"message": "Well done"}
    assert facts_of(steps[0]) == {"posting_id": made.posting_id, "candidate_id": pat.pk}


def test_what_is_withdrawn_is_decided_by_nobody_and_nobody_is_told(owner: Membership, pat: User) -> None:
    made = apply(user=pat, posting=job(owner), now=NOW)
    withdraw(application=made, user=pat, now=LATER)
    # `made` is what the employer's page showed before.
    with pytest.raises(Withdrawn, match="withdrawn at Monday 2 March 2026, 10:30 UTC"):
        decide(application=made, member=owner, decision=Stage.SHORTLISTED, now=LATER)
    with pytest.raises(Withdrawn):
        withdraw(application=made, user=pat, now=LATER)
    assert list(told(pat)) == []


def test_what_is_decided_for_good_is_not_withdrawn(owner: Membership, pat: User) -> None:
    made = apply(user=pat, posting=job(owner), now=NOW)
    decide(application=made, member=owner, decision=Stage.HIRED, now=LATER)
    for again in (Stage.REJECTED, Stage.HIRED):
        with pytest.raises(InvalidStep):
            decide(application=made, member=owner, decision=again, now=LATER)
    with pytest.raises(InvalidStep):
        withdraw(application=made, user=pat, now=LATER)


def test_a_profile_that_goes_withdraws_what_is_open_and_the_copy_stays(owner: Membership, pat: User) -> None:
    open_one, done = (apply(user=pat, posting=job(owner), now=NOW) for _ in range(2))
    decide(application=done, member=owner, decision=Stage.REJECTED, now=NOW)
    profile = profile_of(pat)
    assert profile is not None
    profiles.delete(profile=profile, now=LATER)
    open_one.refresh_from_db()
    done.refresh_from_db()
    assert (open_one.stage, open_one.withdrawn_at, done.stage) == ("withdrawn", LATER, "rejected")
    assert open_one.sent["skills"] == ["Welding"] and not has_changed(open_one)
    assert list(told(owner.user))[-1] == "Pat Lee has withdrawn from Senior Software Engineer"


def test_members_who_may_read_the_profiles_of_who_has_applied(owner: Membership, pat: User) -> None:
    profile, other, staff = profile_of(pat), employer(), colleague(owner, Role.STAFF)
    assert profile is not None

    def readers() -> list[bool]:
        return [seen_by(each.user).filter(pk=profile.pk).exists() for each in (owner, staff, other)]

    assert readers() == [False, False, False]
    made = apply(user=pat, posting=job(owner), now=NOW)
    assert readers() == [True, True, False]
    withdraw(application=made, user=pat, now=LATER)
    assert readers() == [False, False, False]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"stage": "seen", "decided_at": NOW}, "application_stage"),
    ({"stage": "withdrawn"}, "application_withdrawn_at"),
    ({"withdrawn_at": NOW}, "application_withdrawn_at"),
    ({"stage": "shortlisted"}, "application_decided_at"),
]


def test_the_table_refuses_what_cannot_be(owner: Membership, pat: User) -> None:
    made = apply(user=pat, posting=job(owner), now=NOW)
    rows = Application.objects.of(owner.organization_id).filter(pk=made.pk)
    for values, constraint in REFUSED:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            rows.update(**values)
        assert constraint_of(refused.value) == constraint
