"""Many at once: one application of one person, none after the close, one end of each."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.crowd import at_once
from tests.domain.jobs.factory import candidate, employer, job
from tests.domain.requisitions.factory import DRAFT
from trellis.core.processes import wait_until
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.refusals import ApplicationsClosed, HasApplied, NoPosting, Withdrawn
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.services.applying import apply
from trellis.domain.jobs.services.deciding import decide, withdraw
from trellis.domain.jobs.services.postings import change_posting, delete_posting
from trellis.domain.notifications.models import Notification
from trellis.domain.organizations.models import Membership
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.services.requisitions import change_requisition, create_requisition

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 32


def test_one_person_who_applies_many_times_at_once_has_one_application() -> None:
    posting, pat = job(employer()), candidate()

    def ask(_: int) -> int:
        try:
            return apply(user=pat, posting=posting, now=timezone.now()).pk
        except HasApplied as refused:
            return refused.application_id

    keys = at_once(MANY, ask)
    (made,) = Application.objects.of(posting.organization_id)
    assert set(keys) == {made.pk}
    assert made.number.endswith("-0001")
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("end", ["closed", "deleted"])
def test_nobody_applies_after_the_moment_of_the_close(end: str) -> None:
    owner = employer()
    posting, people = job(owner), [candidate() for _ in range(8)]

    def act(place: int) -> bool:
        if place < len(people):
            return _applied(people[place], posting)
        if end == "closed":
            change_posting(posting=posting, member=owner, fields={"status": "closed"}, now=timezone.now())
        else:
            delete_posting(posting=posting, member=owner, now=timezone.now())
        return False

    applied = sum(at_once(len(people) + 1, act))
    made = Application.objects.of(owner.organization_id).values_list("created_at", flat=True)
    left = Posting.objects.of(owner.organization_id).first()
    assert len(made) == applied
    assert left is not None or not made
    assert left is None or all(left.closed_at and moment <= left.closed_at for moment in made)


def test_who_applies_and_who_closes_its_requisition_do_not_wait_for_each_other_in_a_ring() -> None:
    owner = employer()
    people = [candidate() for _ in range(6)]
    requisition = create_requisition(member=owner, draft=DRAFT, now=timezone.now())
    rows = Requisition.objects.of(owner.organization_id)
    rows.update(status="approved")
    _change(owner, requisition, publish_status=True)
    posting = Posting.objects.of(owner.organization_id).get(requisition=requisition)

    def act(place: int) -> bool:
        if place < len(people):
            return _applied(people[place], posting)
        if place == len(people):
            _change(owner, requisition, title="Another")
        else:
            _change(owner, requisition, status="closed")
        return False

    applied = sum(at_once(len(people) + 2, act))
    assert rows.get().num_of_applications == applied
    assert Posting.objects.of(owner.organization_id).get().closed_at is not None


def _change(owner: Membership, requisition: Requisition, **changes: Any) -> None:
    change_requisition(member=owner, code=requisition.code, changes=changes, now=timezone.now())


def _applied(user: User, posting: Posting) -> bool:
    try:
        apply(user=user, posting=posting, now=timezone.now())
    except (ApplicationsClosed, NoPosting):
        return False
    return True


def test_who_applies_while_the_job_is_being_closed_waits_and_is_refused() -> None:
    owner = employer()
    posting, pat = job(owner), candidate()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            change_posting(posting=posting, member=owner, fields={"status": "closed"}, now=timezone.now())
            waiting = pool.submit(_in_a_thread, pat, posting)
            assert wait_until(_somebody_waits, timeout=10)
        assert waiting.result() is False
    assert not Application.objects.of(owner.organization_id).exists()


def _in_a_thread(user: User, posting: Posting) -> bool:
    try:
        return _applied(user, posting)
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        # Within a transaction the activity stays as it was first seen, without who has come since.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


def test_of_a_decision_and_a_withdrawal_at_once_the_second_knows_of_the_first() -> None:
    owner = employer()
    pat = candidate()
    made = apply(user=pat, posting=job(owner), now=timezone.now())

    def act(place: int) -> str:
        try:
            if place:
                return withdraw(application=made, user=pat, now=timezone.now()).stage
            return decide(
                application=made, member=owner, decision=Stage.SHORTLISTED, now=timezone.now()
            ).stage
        except Withdrawn:
            return ""

    decided, _ = at_once(2, act)
    made.refresh_from_db()
    assert made.stage == Stage.WITHDRAWN
    # Nobody is told of a decision that was not taken.
    assert Notification.objects.filter(recipient=pat).count() == (1 if decided else 0)
