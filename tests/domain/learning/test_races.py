"""Many at once: one enrolment of one person, and a count that is that of the rows."""

import pytest
from django.utils import timezone

from tests.crowd import at_once
from tests.domain.jobs.factory import candidate, employer, job
from tests.domain.learning.factory import opportunity, person
from trellis.domain.jobs.models import Application
from trellis.domain.learning.models import Enrollment, Opportunity
from trellis.domain.learning.services.enrolling import enroll, rate

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 32


def _count(row: Opportunity) -> int:
    row.refresh_from_db()
    return row.enrollment_count


def test_one_person_who_enrols_many_times_at_once_is_enrolled_once() -> None:
    row, ann = opportunity(), person()
    answers = at_once(MANY, lambda _: enroll(user=ann, opportunity_id=row.public_id, now=timezone.now()))
    (made,) = Enrollment.objects.all()
    assert {each.pk for each, _ in answers} == {made.pk}
    assert sum(is_new for _, is_new in answers) == 1
    assert _count(row) == 1


def test_one_person_who_asks_for_a_job_many_times_at_once_applies_once() -> None:
    row, pat = job(employer()).opportunity, candidate()
    answers = at_once(MANY, lambda _: enroll(user=pat, opportunity_id=row.public_id, now=timezone.now()))
    (made,) = Application.objects.of_all_tenants()
    assert {each.application_id for each, _ in answers} == {made.pk}
    assert (Enrollment.objects.count(), _count(row)) == (1, 1)


def test_many_people_are_all_counted_and_so_are_their_stars() -> None:
    row, people = opportunity(), [person() for _ in range(MANY)]

    def take_part(place: int) -> None:
        enroll(user=people[place], opportunity_id=row.public_id, now=timezone.now())
        rate(user=people[place], opportunity_id=row.public_id, stars=1 + place % 5, now=timezone.now())

    at_once(MANY, take_part)
    assert _count(row) == Enrollment.objects.count() == MANY
    assert (row.rating_count, row.rating_sum) == (MANY, sum(1 + place % 5 for place in range(MANY)))
    # Whoever goes is counted no more, however they go.
    Enrollment.objects.filter(user__in=people[:2]).delete()
    assert (_count(row), row.rating_count, row.rating_sum) == (MANY - 2, MANY - 2, row.rating_sum)
    people[2].delete()
    assert _count(row) == MANY - 3 == row.rating_count
