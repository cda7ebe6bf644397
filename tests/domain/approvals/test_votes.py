"""Votes on what belongs to no organization: whoever is to stand in, the caller says."""

from typing import Any

import pytest
from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.approvals.models import Decision
from trellis.domain.approvals.queries import approval_now, stages_for
from trellis.domain.approvals.refusals import AlreadyDecided, NotApprover
from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.approvals.rules.stages import Voter
from trellis.domain.approvals.rules.subjects import Subject
from trellis.domain.approvals.services import Vote, vote_on

pytestmark = pytest.mark.django_db


def _account(name: str, **more: Any) -> User:
    return User.objects.create(username=name, email=f"{name.title()}@X.example", **more)


def _subject(*approvers: str) -> Subject:
    workflow = {"stages": [{"name": "Review", "approvers": list(approvers)}]}
    return Subject(type="accounts.user", id="7", workflow=workflow)


def _yes(approver: Voter, recorder: Voter | None = None) -> Vote:
    return Vote(Ruling.APPROVED, approver, recorder or approver, "Fine.", timezone.now())


def test_a_decision_needs_no_organization() -> None:
    subject, reviewer = _subject(), Voter(_account("rita"), stands_in=True)
    assert vote_on(subject, _yes(reviewer)).approval.ruling == Ruling.APPROVED
    decision = Decision.objects.get(subject_type="accounts.user", subject_id="7")
    assert (decision.organization, decision.decided_by) == (None, reviewer.user)
    assert approval_now(subject).ruling == Ruling.APPROVED
    with pytest.raises(AlreadyDecided):
        vote_on(subject, _yes(reviewer))


def test_of_no_organization_every_active_account_that_is_named_is_there_to_decide() -> None:
    named, boss = Voter(_account("nina")), Voter(_account("boss"), stands_in=True)
    subject = _subject("nina@x.example")
    assert [stage.name for stage in stages_for(subject, named, approval_now(subject))] == ["Review"]
    with pytest.raises(NotApprover):
        vote_on(subject, _yes(boss))
    assert vote_on(subject, _yes(named)).approval.ruling == Ruling.APPROVED


def test_who_stands_in_decides_where_the_account_that_is_named_is_disabled() -> None:
    _account("nina", is_active=False)
    boss = Voter(_account("boss"), stands_in=True)
    assert vote_on(_subject("nina@x.example"), _yes(boss)).stages


def test_anothers_word_is_entered_by_who_may_speak_for_others_alone() -> None:
    nina, boss, clerk = (_account(name) for name in ("nina", "boss", "clerk"))
    subject = _subject("nina@x.example")
    with pytest.raises(NotApprover):
        vote_on(subject, _yes(Voter(nina), Voter(boss, stands_in=True)))
    vote_on(subject, _yes(Voter(nina), Voter(clerk, speaks_for_others=True)))
    decision = Decision.objects.get()
    assert (decision.decided_by, decision.recorded_by) == (nina, clerk)
