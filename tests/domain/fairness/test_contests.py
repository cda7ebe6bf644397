"""Contests where several act at once: one of them wins, and the others hear of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.crowd import at_once
from tests.domain.jobs.factory import candidate, colleague, employer, job
from trellis.core.refusals import Refusal
from trellis.domain.accounts.models import User
from trellis.domain.fairness.models import Contest
from trellis.domain.fairness.queries.contests import clock_of
from trellis.domain.fairness.refusals import AnotherAnswers
from trellis.domain.fairness.rules.contests import Outcome
from trellis.domain.fairness.services.answering import answer
from trellis.domain.fairness.services.contesting import contest, withdraw, withdraw_all
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.services.applying import apply
from trellis.domain.jobs.services.deciding import decide
from trellis.domain.notifications.models import Notification
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role

pytestmark = pytest.mark.django_db


def rejected() -> tuple[Application, User, Membership, Membership]:
    """Return an application that the owner has rejected, its candidate, owner, and another who decides."""
    owner, user = employer(), candidate()
    application = apply(user=user, posting=job(owner), now=timezone.now())
    decide(application=application, member=owner, decision=Stage.REJECTED, now=timezone.now())
    return application, user, owner, colleague(owner, Role.MANAGER)


def attempt(act: Callable[[], object]) -> bool:
    """Tell whether it was done, and not refused."""
    try:
        act()
    except Refusal:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_of_answers_and_a_withdrawal_at_once_one_is_done_and_the_candidate_hears_of_one() -> None:
    application, user, _, other = rejected()
    contest(application=application, user=user, reason="No.", now=timezone.now())

    def act(number: int) -> bool:
        now = timezone.now()
        if number == 0:
            return attempt(lambda: withdraw(application=application, user=user, now=now))
        return attempt(
            lambda: answer(
                application=application,
                member=other,
                outcome=Outcome.CHANGED,
                answer="Yes.",
                decision=Stage.SHORTLISTED,
                now=now,
            )
        )

    assert sum(at_once(4, act)) == 1
    row = Contest.objects.of_all_tenants().get()
    is_answered = row.withdrawn_at is None
    application.refresh_from_db()
    assert application.stage == (Stage.SHORTLISTED if is_answered else Stage.REJECTED)
    assert Notification.objects.filter(kind="contest.answered").count() == is_answered


def test_who_has_judged_does_not_answer_because_another_has_decided_since() -> None:
    application, user, owner, other = rejected()
    contest(application=application, user=user, reason="No.", now=timezone.now())
    for stage in (Stage.SHORTLISTED, Stage.REJECTED):
        decide(application=application, member=other, decision=stage, now=timezone.now())
    upheld: dict[str, Any] = {
        "application": application,
        "outcome": Outcome.UPHELD,
        "answer": "No.",
        "now": timezone.now(),
    }
    with pytest.raises(AnotherAnswers):
        answer(member=owner, **upheld)
    assert answer(member=other, **upheld).answered_by == other.user


@pytest.mark.django_db(transaction=True)
def test_who_contests_many_times_at_once_has_one_contest() -> None:
    application, user, _, _ = rejected()

    def act(_: int) -> bool:
        return contest(application=application, user=user, reason="No.", now=timezone.now())[1]

    assert sum(at_once(4, act)) == 1
    assert Contest.objects.of_all_tenants().count() == 1


def test_the_database_keeps_one_open_contest_of_an_application() -> None:
    application, user, _, _ = rejected()
    made, _ = contest(application=application, user=user, reason="No.", now=timezone.now())
    made.pk, made._state.adding = None, True
    with pytest.raises(IntegrityError, match="contest_one_open"), transaction.atomic():
        made.save(force_insert=True)


def test_who_goes_contests_no_longer() -> None:
    application, user, owner, _ = rejected()
    contest(application=application, user=user, reason="No.", now=timezone.now())
    withdraw_all(user=user, now=timezone.now())
    assert Contest.objects.of(owner.organization_id).get().withdrawn_at is not None


def test_the_clock_is_that_of_the_first_owner_of_whom_a_zone_is_known() -> None:
    owner = employer()
    assert clock_of(owner.organization_id) == "UTC"
    second = colleague(owner, Role.OWNER)
    User.objects.filter(pk=second.user_id).update(timezone="Asia/Tokyo", timezone_chosen=True)
    assert clock_of(owner.organization_id) == "Asia/Tokyo"
    User.objects.filter(pk=owner.user_id).update(timezone="Europe/Berlin", timezone_chosen=True)
    application = apply(user=candidate(), posting=job(owner), now=timezone.now())
    decide(application=application, member=owner, decision=Stage.REJECTED, now=timezone.now())
    assert application.candidate
    made, _ = contest(application=application, user=application.candidate, reason="No.", now=timezone.now())
    assert made.zone == "Europe/Berlin"
