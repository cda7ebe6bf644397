"""Courses, workshops and groups are made in the back office; what follows a job is only shown there."""

from typing import Any

import pytest
from django.test import Client

from tests.browsers import sign_in
from tests.domain.jobs.factory import employer, job
from trellis.core.models import Event
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Opportunity

pytestmark = pytest.mark.django_db
LIST = "/admin/learning/opportunity/"
SAID: dict[str, Any] = {
    "opportunity_type": "workshop",
    "title": "Knots",
    "description": "Ropes.",
    "price": "18.60",
    "currency": "kwd",
    "duration_minutes": "90",
    "difficulty": "beginner",
    "tags": "rope,sea",
}


@pytest.fixture
def office(client: Client) -> Client:
    return sign_in(client, User.objects.create_superuser("boss@example.org", "boss", "pass"))


def _faults(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer
    return set(answer.context["adminform"].form.errors)


def test_one_is_made_published_changed_and_hidden(office: Client) -> None:
    assert office.post(f"{LIST}add/", SAID).status_code == 302
    row = Opportunity.objects.get()
    assert (row.price_minor, row.currency, row.tags, row.is_published) == (
        18600,
        "KWD",
        ["rope", "sea"],
        False,
    )
    office.post(LIST, {"action": "publish", "_selected_action": row.pk})
    page = f"{LIST}{row.pk}/change/"
    assert "18.600" in office.get(page).content.decode()
    assert office.post(page, {**SAID, "title": "Knots 2", "price": "0"}).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.price_minor, row.is_published) == ("Knots 2", 0, True)
    office.post(LIST, {"action": "hide", "_selected_action": row.pk})
    row.refresh_from_db()
    assert not row.is_published
    kinds = Event.objects.filter(subject_type="learning.opportunity").order_by("id")
    assert list(kinds.values_list("kind", flat=True)) == [
        *("opportunity.made", "opportunity.published", "opportunity.changed", "opportunity.withdrawn")
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"price": "18.605", "currency": "USD"}, "price"),
        ({"price": "-1"}, "price"),
        ({"price": "1.5", "currency": "JPY"}, "price"),
        ({"currency": "XYZ"}, "currency"),
        ({"opportunity_type": "job"}, "opportunity_type"),
        ({"tags": ",".join(f"t{n}" for n in range(21))}, "tags"),
        ({"title": " "}, "title"),
        ({"duration_minutes": "0"}, "duration_minutes"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(office: Client, wrong: dict[str, str], field: str) -> None:
    assert _faults(office.post(f"{LIST}add/", {**SAID, **wrong})) == {field}
    assert not Opportunity.objects.exists()


def test_that_of_a_job_is_only_shown(office: Client) -> None:
    row = job(employer()).opportunity
    page = f"{LIST}{row.pk}/change/"
    assert office.get(page).status_code == 200
    assert office.post(page, SAID).status_code == 403
    office.post(LIST, {"action": "hide", "_selected_action": row.pk})
    assert Opportunity.objects.get().is_published
