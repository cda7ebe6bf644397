"""Jobs and mentors are opportunities for as long as they are open, also those of before."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from tests.domain.jobs.factory import candidate, employer, job
from tests.domain.learning.factory import NOW, person
from tests.domain.requisitions.factory import OWNER, member, requisition_of
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.services.postings import delete_posting
from trellis.domain.learning.models import Opportunity
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.services.mentors import approve_mentor, update_mentor, upgrade, withdraw_mentor
from trellis.domain.requisitions.services import deletion
from trellis.domain.requisitions.services.requisitions import change_requisition

pytestmark = pytest.mark.django_db


def _shown() -> list[str]:
    return list(Opportunity.objects.filter(is_published=True).order_by("pk").values_list("title", flat=True))


def test_a_requisition_is_one_while_it_is_published(world: None) -> None:
    requisition = requisition_of(status="approved", title="Baker")

    def change(**changes: Any) -> bool:
        change_requisition(member=member(OWNER), code=requisition.code, changes=changes, now=NOW)
        return "Baker" in _shown()

    assert "Baker" not in _shown()
    assert change(publish_status=True)
    assert not change(publish_status=False)
    assert change(publish_status=True)
    deletion.delete(member=member(OWNER), codes=[requisition.code], now=NOW)
    assert "Baker" not in _shown()


def test_a_deleted_job_with_applications_keeps_its_enrolments_and_is_hidden() -> None:
    owner = employer()
    posting, pat = job(owner), candidate()
    row = posting.opportunity
    enroll(user=pat, opportunity_id=row.public_id, now=timezone.now())
    delete_posting(posting=posting, member=owner, now=timezone.now())
    row.refresh_from_db()
    assert (row.is_published, row.enrollment_count) == (False, 1)
    other = job(owner)
    delete_posting(posting=other, member=owner, now=timezone.now())
    assert not Opportunity.objects.exclude(pk=row.pk).exists()


def test_a_mentor_says_something_else_and_goes() -> None:
    mentor, _ = upgrade(user=person(first_name="Ann"), journey="mid_level", profile={}, now=timezone.now())
    update_mentor(
        mentor=mentor, changes={"bio": "Ropes.", "expertise": ["Knots"]}, version=None, now=timezone.now()
    )
    row = Opportunity.objects.get()
    assert (row.description, row.tags, row.public_id) == ("Ropes.", ["Knots"], mentor.public_id)
    approve_mentor(mentor=mentor, actor_id=None, now=timezone.now())
    assert Opportunity.objects.get().pk == row.pk
    # Nothing that they wrote stays behind.
    withdraw_mentor(mentor=mentor, actor_id=None, now=timezone.now())
    assert not Opportunity.objects.exists()


def test_a_mentor_of_another_door_is_one_once_approved() -> None:
    user = person()
    Mentor.objects.create(user=user, created_at=timezone.now(), updated_at=timezone.now())
    assert _shown() == []
    approve_mentor(mentor=Mentor.objects.get(), actor_id=None, now=timezone.now())
    assert _shown() == [f"Mentorship with {user.username}"]


def test_what_was_there_before_is_made_by_the_migration() -> None:
    owner = employer()
    open_job, closed = job(owner, title="Open"), job(owner, title="Closed", status="closed")
    upgrade(user=person(first_name="Ann"), journey="mid_level", profile={}, now=timezone.now())
    before = list(Opportunity.objects.filter(is_published=True).order_by("pk").values(*_MADE))
    Opportunity.objects.all().delete()
    module = import_module("trellis.domain.learning.migrations.0003_jobs_and_mentors")
    for _ in range(2):
        with connection.schema_editor(atomic=False) as editor:
            module.make_opportunities(apps, editor)
    assert list(Opportunity.objects.order_by("pk").values(*_MADE)) == before
    assert [each.posting for each in Opportunity.objects.filter(opportunity_type="job")] == [open_job]
    assert Posting.objects.of_all_tenants().filter(opportunity=None).get() == closed


_MADE = (
    *("opportunity_type", "title", "description", "price_minor", "currency", "duration_minutes", "tags"),
    *("posting", "mentor", "is_published", "published_at", "closes_at", "rating_sum", "rating_count"),
)
