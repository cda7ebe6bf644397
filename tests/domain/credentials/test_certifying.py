"""A certificate: by itself, once, with what held on that day."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.crowd import at_once
from tests.domain.credentials.world import NOW, complete, finished, learner
from tests.domain.learning.factory import opportunity
from trellis.core.events import Happened
from trellis.domain.accounts.models import User
from trellis.domain.credentials.models import Badge, Certificate
from trellis.domain.credentials.queries import certificates_of
from trellis.domain.credentials.rules import facts
from trellis.domain.credentials.rules.facts import facts_of
from trellis.domain.credentials.services.certifying import certify_course
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db
_ISSUING = "trellis.domain.credentials.services.issuing"


def _lines(badge: Badge) -> dict[str, str]:
    return {fact.label: fact.value for fact in facts_of(badge)}


def test_it_says_who_what_which_level_how_long_and_when() -> None:
    badge = finished(learner(timezone="Asia/Tokyo", timezone_chosen=True), description="Ropes and more.")
    assert _lines(badge) == {
        "Awarded to": "Ann Lee",
        "Course": "Knots",
        "About": "Ropes and more.",
        "Level": "Beginner",
        "Length": "1 hour 30 minutes",
        # Her days, which begin before those of UTC.
        "Begun on": "3 March 2027",
        "Completed on": "3 March 2027",
        "Issued": "2 March 2027, 23:30 UTC by Trellis",
        "Code": badge.code,
    }
    assert badge.code.startswith("SOOSH-2027-")


def test_it_is_told_of_with_its_code_and_shown_to_nobody_yet() -> None:
    badge = finished(learner())
    told = Notification.objects.get(recipient=badge.user)
    assert badge.code in told.body
    assert not badge.is_shown


def test_it_stays_as_it_was_issued() -> None:
    user = learner()
    badge = finished(user)
    User.objects.filter(pk=user.pk).update(first_name="Anna")
    row = Enrollment.objects.get()
    row.opportunity.title = "Macramé"
    row.opportunity.save(update_fields=["title"])
    certify_course(Happened("x", row, user.pk, {"opportunity_id": row.opportunity_id}, None, NOW))
    badge = Badge.objects.get()
    assert (_lines(badge)["Awarded to"], _lines(badge)["Course"]) == ("Ann Lee", "Knots")


def test_of_each_course_there_is_one() -> None:
    user = learner()
    first, second = finished(user), finished(user, title="Splices")
    assert [each.pk for each in certificates_of(user)] == [second.pk, first.pk]
    assert Certificate.objects.filter(user=learner()).count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one() -> None:
    user, now = learner(), timezone.now()
    row, _ = enroll(user=user, opportunity_id=opportunity().public_id, now=now)
    Enrollment.objects.update(status="completed", completed_at=now)

    def certify(_: int) -> None:
        event = Happened("x", row, user.pk, {"opportunity_id": row.opportunity_id}, None, now)
        certify_course(event)

    at_once(4, certify)
    assert Badge.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "kept"),
    [("", ""), (" One. \n\nTwo.", "One."), ("x" * 400, "…"), ("word " * 100, f"{'word ' * 59}word…")],
    ids=["nothing", "paragraphs", "one word", "words"],
)
def test_of_what_a_course_says_of_itself_as_much_is_kept_as_fits(said: str, kept: str) -> None:
    assert facts.shortened(said) == kept


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (None, ""),
        (0, ""),
        (1, "1 minute"),
        (60, "1 hour"),
        (125, "2 hours 5 minutes"),
        (90_000, "1,500 hours"),
    ],
)
def test_a_length_is_said_in_hours_and_minutes(minutes: int | None, words: str) -> None:
    assert facts.length_of(minutes) == words


def test_who_has_no_name_is_called_by_the_one_they_chose() -> None:
    badge = finished(learner(first_name="", last_name="", username="annlee"))
    assert _lines(badge)["Awarded to"] == "annlee"


def test_a_number_in_the_list_is_drawn_and_a_full_list_has_a_next(monkeypatch: pytest.MonkeyPatch) -> None:
    user = learner()
    monkeypatch.setattr(f"{_ISSUING}.secrets", SimpleNamespace(randbelow=lambda _: 7))
    badges = [finished(user, title=title) for title in ("A", "B", "C")]
    assert [(each.status_list, each.status_index) for each in badges] == [(1, 7), (2, 7), (3, 7)]


def test_the_same_code_drawn_twice_is_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter(["SOOSH-2027-00000000000000", "SOOSH-2027-00000000000000", "SOOSH-2027-00000000000001"])
    monkeypatch.setattr(f"{_ISSUING}.drawn_code", lambda _: next(codes))
    user = learner()
    assert [finished(user, title=title).code[-1] for title in ("A", "B")] == ["0", "1"]


def test_it_is_dated_when_the_course_was_done() -> None:
    user = learner()
    row, _ = enroll(user=user, opportunity_id=opportunity().public_id, now=NOW)
    badge = complete(row, now=datetime(2028, 2, 29, 12, tzinfo=UTC))
    assert _lines(badge)["Completed on"] == "29 February 2028"
