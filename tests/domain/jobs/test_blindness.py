"""Blind applications: what is kept of them, and what the table refuses whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from tests.domain.jobs.factory import NOW, candidate, employer, job
from trellis.core.db.errors import constraint_of
from trellis.domain.accounts.models import User
from trellis.domain.candidates.queries.profiles import profile_of, seen_by
from trellis.domain.jobs.models import Application, Reveal
from trellis.domain.jobs.queries.applications import applicant
from trellis.domain.jobs.rules.blindness import blind_copy, name_shown
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.services.applying import apply
from trellis.domain.jobs.services.deciding import decide, withdraw
from trellis.domain.jobs.services.postings import change_posting
from trellis.domain.organizations.models import Membership
from trellis.intelligence.ranking.neutral import FILLER

SENT = {
    "first_name": "Mira",
    "last_name": "Osterberg",
    "email": "mira.o@example.org",
    "slug": "mira-osterberg",
    "has_workvisa": True,
    "is_available": True,
    "willing_to_relocate": False,
    "expected_salary_range": "as Mira says",
    "employment_type_preferences": {"note": ["call Osterberg", 3, None]},
    "work_mode_preferences": {"remote": True},
    "education": [
        {
            "course_name": "Welding by Osterberg",
            "major": "",
            "institution": "Bergen",
            "start_year": 1987,
            "end_year": None,
        }
    ],
    "skills": ["Python"],
    "languages": [{"language": "Norwegian", "speaking": "native", "reading": None, "writing": None}],
    "something_new": "Mira",
}


@pytest.fixture
def owner(db: None) -> Membership:
    return employer()


@pytest.fixture
def blind(owner: Membership) -> Application:
    """Pat Lee's application for a blind job."""
    posting = job(owner, blind_until_shortlisted=True)
    return apply(user=candidate(), posting=posting, now=NOW)


def test_a_blind_copy_has_what_counts_and_nothing_that_says_who_it_is() -> None:
    kept = blind_copy(SENT)
    assert kept == {
        "is_available": True,
        "willing_to_relocate": False,
        "expected_salary_range": f"as {FILLER * 4} says",
        "employment_type_preferences": {"note": [f"call {FILLER * 9}", 3, None]},
        "work_mode_preferences": {"remote": True},
        "education": [{"course_name": f"Welding by {FILLER * 9}", "major": ""}],
        "skills": ["Python"],
        "languages": SENT["languages"],
    }
    assert blind_copy({}) == {"education": []}


def test_an_application_stays_as_it_was_made_whatever_the_job_says_later(owner: Membership) -> None:
    posting, first, second = job(owner), candidate(), candidate()
    seen = apply(user=first, posting=posting, now=NOW)
    change_posting(posting=posting, member=owner, fields={"blind_until_shortlisted": True}, now=NOW)
    hidden = apply(user=second, posting=posting, now=NOW)
    change_posting(posting=posting, member=owner, fields={"blind_until_shortlisted": False}, now=NOW)
    rows = {each.pk: each for each in Application.objects.of(owner.organization_id)}
    assert name_shown(rows[seen.pk]) == "Pat Lee"
    assert name_shown(rows[hidden.pk]) == f"Candidate {hidden.number}"
    assert applicant(rows[hidden.pk])["email"] == "" and rows[seen.pk].sent_blind == {}
    assert applicant(rows[hidden.pk], is_own=True)["email"] == second.email


@pytest.mark.parametrize(("decision", "is_shown"), [(Stage.HIRED, True), (Stage.REJECTED, False)])
def test_a_step_ahead_shows_it_and_a_rejection_does_not(
    owner: Membership, blind: Application, decision: Stage, is_shown: bool
) -> None:
    profile = profile_of(blind.candidate or User())
    decide(application=blind, member=owner, decision=decision, now=NOW)
    assert Reveal.objects.filter(application=blind, revealed_by=owner.user, why=decision).exists() is is_shown
    assert (profile in seen_by(owner.user)) is is_shown


def test_what_is_withdrawn_unseen_stays_unseen_and_what_was_seen_stays_seen(
    owner: Membership, blind: Application
) -> None:
    user = blind.candidate
    assert user is not None
    other = apply(user=user, posting=job(owner, blind_until_shortlisted=True), now=NOW)
    decide(application=other, member=owner, decision=Stage.SHORTLISTED, now=NOW)
    for each in (blind, other):
        withdraw(application=each, user=user, now=NOW)
    rows = Application.objects.of(owner.organization_id).order_by("pk")
    assert list(rows.values_list("is_blind", flat=True)) == [True, False]


def test_the_table_refuses_a_blind_one_that_has_gone_ahead(blind: Application) -> None:
    rows = Application.objects.of(blind.organization_id).filter(pk=blind.pk)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        rows.update(stage=Stage.SHORTLISTED, decided_at=NOW)
    assert constraint_of(refused.value) == "application_blind_at"
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Reveal.objects.create(application=blind, revealed_at=NOW, why=Stage.REJECTED)
    assert constraint_of(refused.value) == "reveal_why"
