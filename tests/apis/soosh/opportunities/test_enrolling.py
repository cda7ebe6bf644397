"""Enrolling: once, whatever it is; a job is applied for, a mentorship booked, what costs something waits."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import refused
from tests.domain.jobs.factory import employer, job
from tests.domain.learning.factory import opportunity
from trellis.domain.accounts.models import User
from trellis.domain.candidates.services import profiles
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.services.applying import apply
from trellis.domain.jobs.services.deciding import withdraw
from trellis.domain.jobs.services.postings import change_posting
from trellis.domain.learning.models import Enrollment, Opportunity
from trellis.domain.learning.services.offering import change_opportunity, withdraw_opportunity
from trellis.domain.mentorship.services.mentors import upgrade

URL = "/api/v1/opportunities"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann", "ann@example.org", "A-l0ng-Passw0rd")


@pytest.fixture
def learner(ann: User, signed_in: SignIn) -> APIClient:
    return signed_in("ann")


def _enroll(api: APIClient, row: Opportunity, **headers: str) -> Any:
    return api.post(f"{URL}/{row.public_id}/enroll", headers=headers)


def test_what_is_free_is_open_at_once_and_enrolled_in_once(learner: APIClient, ann: User) -> None:
    row = opportunity()
    first, again = _enroll(learner, row), _enroll(learner, row)
    assert (first.status_code, again.status_code) == (201, 200)
    made = Enrollment.objects.get()
    assert first.json() == again.json()
    assert first.json() == {
        "enrollment": {
            "id": str(made.public_id),
            "opportunity_id": str(row.public_id),
            "status": "enrolled",
            "enrolled_at": f"{made.enrolled_at:%Y-%m-%dT%H:%M:%SZ}",
        },
        "payment_required": False,
        "payment_url": None,
        "application": None,
    }
    row.refresh_from_db()
    assert (made.user, row.enrollment_count) == (ann, 1)
    assert learner.get(f"{URL}/{row.public_id}").json()["enrollment_count"] == 1
    # Whoever lost the answer hears it also when nobody else sees it any more.
    withdraw_opportunity(opportunity=row, actor_id=None, now=timezone.now())
    assert _enroll(learner, row).status_code == 200


def test_the_same_key_gets_the_same_answer(learner: APIClient) -> None:
    row = opportunity()
    answers = [_enroll(learner, row, **{"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].content == answers[1].content


def test_what_costs_something_is_to_be_paid_at_the_price_of_that_day(
    learner: APIClient, settings: Any
) -> None:
    row = opportunity(price_minor=4999)
    answer = _enroll(learner, row)
    content, made = answer.json(), Enrollment.objects.get()
    assert (answer.status_code, content["enrollment"]["status"]) == (201, "enrolled")
    assert content["payment_required"] is True
    assert content["payment_url"] == f"{settings.TRELLIS_PUBLIC_URL}/pay/enrollment/{made.public_id}"
    change_opportunity(opportunity=row, changes={"price_minor": 9999}, actor_id=None, now=timezone.now())
    assert _enroll(learner, row).json() == content
    made.refresh_from_db()
    assert made.price_minor == 4999
    # No access before it is paid: no stars either.
    refused(learner.put(f"{URL}/{row.public_id}/rating", {"rating": 5}), 403, "FORBIDDEN")
    Enrollment.objects.update(paid_at=timezone.now())
    assert _enroll(learner, row).json()["payment_required"] is False
    assert learner.put(f"{URL}/{row.public_id}/rating", {"rating": 5}).status_code == 200


def test_a_job_leads_to_its_application(learner: APIClient, ann: User) -> None:
    owner = employer()
    posting = job(owner)
    row = posting.opportunity
    details = refused(_enroll(learner, row), 422, "VALIDATION_ERROR")["details"]
    assert list(details) == ["candidate_profile"]
    assert not Enrollment.objects.exists()
    profiles.create(user=ann, fields={}, now=timezone.now())
    first, again = _enroll(learner, row), _enroll(learner, row)
    assert (first.status_code, again.status_code) == (201, 200)
    application = Application.objects.of(owner.organization_id).get()
    assert first.json() == again.json()
    assert first.json()["application"] == {
        "id": application.pk,
        "number": application.number,
        "job_id": posting.pk,
        "stage": "applied",
    }
    # An application is not rated.
    details = refused(learner.put(f"{URL}/{row.public_id}/rating", {"rating": 5}), 422, "VALIDATION_ERROR")
    assert list(details["details"]) == ["opportunity_id"]
    # Whoever takes it back is enrolled no more, and cannot apply for the same job again.
    withdraw(application=application, user=ann, now=timezone.now())
    row.refresh_from_db()
    assert (Enrollment.objects.get().status, row.enrollment_count) == ("withdrawn", 0)
    details = refused(_enroll(learner, row), 422, "VALIDATION_ERROR")["details"]
    assert details["application_id"] == str(application.pk)


def test_an_application_that_was_made_elsewhere_is_the_same(learner: APIClient, ann: User) -> None:
    posting = job(employer())
    profiles.create(user=ann, fields={}, now=timezone.now())
    made = apply(user=ann, posting=posting, now=timezone.now())
    answer = _enroll(learner, posting.opportunity)
    assert (answer.status_code, answer.json()["application"]["id"]) == (201, made.pk)


def test_nobody_applies_where_they_work_or_for_what_is_closed(
    learner: APIClient, signed_in: SignIn, ann: User
) -> None:
    owner = employer()
    posting = job(owner)
    refused(_enroll(signed_in(owner.user.username), posting.opportunity), 403, "FORBIDDEN")
    profiles.create(user=ann, fields={}, now=timezone.now())
    change_posting(posting=posting, member=owner, fields={"status": "closed"}, now=timezone.now())
    refused(_enroll(learner, posting.opportunity), 404, "NOT_FOUND")
    assert not Enrollment.objects.exists()


def test_a_mentorship_is_booked_with_its_mentor(learner: APIClient, settings: Any) -> None:
    sarah = User.objects.create_user("sarah", "sarah@example.org", first_name="Sarah")
    mentor, _ = upgrade(user=sarah, journey="experienced", profile={}, now=timezone.now())
    details = refused(_enroll(learner, mentor.opportunity), 422, "VALIDATION_ERROR")["details"]
    assert details == {
        "opportunity_id": "Book a session with the mentor instead.",
        "mentor_id": str(mentor.public_id),
        "mentor_url": f"{settings.TRELLIS_PUBLIC_URL}/api/v1/mentors/{mentor.public_id}",
    }


def test_stars_are_counted_once_for_each_person(learner: APIClient) -> None:
    row = opportunity()
    refused(learner.put(f"{URL}/{row.public_id}/rating", {"rating": 5}), 404, "NOT_FOUND")
    _enroll(learner, row)
    for stars in (5, 4, 4):
        answer = learner.put(f"{URL}/{row.public_id}/rating", {"rating": stars})
        assert answer.json() == {"rating": stars, "average_rating": float(stars), "rating_count": 1}
    assert learner.get(f"{URL}/{row.public_id}").json()["rating"] == 4.0
    for wrong in (0, 6, "x", None):
        body = refused(
            learner.put(f"{URL}/{row.public_id}/rating", {"rating": wrong}), 422, "VALIDATION_ERROR"
        )
        assert list(body["details"]) == ["rating"]


def test_nobody_and_nothing(api: APIClient, learner: APIClient) -> None:
    draft = opportunity(is_published=False)
    refused(_enroll(api, draft), 401, "AUTH_ERROR")
    refused(_enroll(learner, draft), 404, "NOT_FOUND")
    refused(learner.post(f"{URL}/5f1d7c2e-0b0a-4c57-9d7e-2f6a1c3b4d5e/enroll"), 404, "NOT_FOUND")
    assert not Enrollment.objects.exists()
