"""Badges that people gather: of what is theirs, in others' words, shown or not, withdrawn, made anew."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.crowd import at_once
from tests.domain.credentials.world import NOW, finished, learner, reviewed, selected
from tests.domain.mentorship.world import mentor_of
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.queries import shown_badges_of
from trellis.domain.credentials.refusals import Ended, NoBadge, NoSource
from trellis.domain.credentials.rules.choices import Kind, State
from trellis.domain.credentials.rules.facts import facts_of
from trellis.domain.credentials.services.gathering import gather, show, withdraw
from trellis.domain.credentials.services.revoking import revoke
from trellis.domain.learning.models import CompletedMilestone, LearningPath, PathTemplate, TemplateMilestone
from trellis.domain.notifications.models import Notification

_NOBODYS = "7b0c3f0e-3f0b-4c55-9d0c-0b8f3a1d2e4f"

pytestmark = pytest.mark.django_db


def _gather(user: User, kind: Kind, source: str, *, is_shown: bool = True) -> Badge:
    return gather(user=user, kind=kind, source=source, is_shown=is_shown, now=NOW)[0]


def _lines(badge: Badge) -> dict[str, str]:
    return {fact.label: fact.value for fact in facts_of(badge)}


def _stepped(user: User) -> CompletedMilestone:
    category = Category.objects.create(public_id=uuid4(), name="Arts", slug="arts", position=900)
    below = Subcategory.objects.create(
        public_id=uuid4(), name="Painting", slug="painting", category=category, position=1
    )
    template = PathTemplate.objects.create(subcategory=below, version=1, total_steps=2, created_at=NOW)
    first, second = (
        TemplateMilestone.objects.create(template=template, step=step, title=title, hours=4)
        for step, title in ((1, "Washes"), (2, "Layers"))
    )
    path = LearningPath.objects.create(
        user=user, subcategory=below, template=template, waiting=second, started_at=NOW, updated_at=NOW
    )
    return CompletedMilestone.objects.create(path=path, milestone=first, step=1, points=50, completed_at=NOW)


def test_a_milestone() -> None:
    user = learner()
    row = _stepped(user)
    badge = _gather(user, Kind.MILESTONE, f"{row.path.public_id}/1")
    lines = _lines(badge)
    assert (lines["Milestone"], lines["Length"], lines["Completed on"]) == (
        "Painting: Washes",
        "4 hours",
        "2 March 2027",
    )


def test_a_selection_in_the_coachs_name_of_which_the_coach_is_told() -> None:
    user, coach = learner(), learner(first_name="Mike", last_name="Ray")
    selected(user, coach)
    badge = _gather(user, Kind.SELECTION, str(coach.public_id))
    assert _lines(badge)["Selected by"] == "Mike Ray"
    told = Notification.objects.get(recipient=coach)
    assert "Ann Lee" in told.title


def test_a_review_in_the_mentors_words() -> None:
    user, mentor = learner(), mentor_of()
    badge = _gather(user, Kind.REVIEW, str(reviewed(user, mentor).public_id))
    lines = _lines(badge)
    assert (lines["Reviewed by"], lines["In their words"]) == ("Mia", "Asks good questions.")


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        *((kind, source) for kind in Kind for source in ("", "x", "\x00", "1", _NOBODYS * 3)),
        (Kind.MILESTONE, f"{_NOBODYS}/1"),
        (Kind.MILESTONE, f"{_NOBODYS}/99999999999999999999"),
        (Kind.MILESTONE, f"{_NOBODYS}/-1"),
        (Kind.MILESTONE, f"{_NOBODYS}/²"),
        (Kind.REVIEW, _NOBODYS),
    ],
    ids=lambda each: each if isinstance(each, Kind) else None,
)
def test_of_nothing_comes_nothing(kind: Kind, source: str) -> None:
    with pytest.raises(NoSource):
        _gather(learner(), kind, source)
    assert not Badge.objects.exists()


def test_what_is_anothers_is_nobody_elses() -> None:
    user, other, mentor, coach = learner(), learner(), mentor_of(), learner()
    booking = reviewed(other, mentor)
    selected(other, coach)
    row = _stepped(other)
    certificate = finished(other)
    for kind, source in (
        (Kind.REVIEW, str(booking.public_id)),
        (Kind.SELECTION, str(coach.public_id)),
        (Kind.MILESTONE, f"{row.path.public_id}/1"),
        (Kind.COURSE, certificate.source),
    ):
        with pytest.raises(NoSource):
            _gather(user, kind, source)
    # Nor does a mentor gather what they have said themselves.
    with pytest.raises(NoSource):
        _gather(mentor.user, Kind.REVIEW, str(booking.public_id))


@pytest.mark.parametrize("changes", [{"mentor_feedback": ""}, {"status": "cancelled_by_mentor"}], ids=str)
def test_a_session_without_a_word_or_that_was_none_is_no_source(changes: dict[str, Any]) -> None:
    user = learner()
    booking = reviewed(user, mentor_of(), **{"text": "x", **changes})
    with pytest.raises(NoSource):
        _gather(user, Kind.REVIEW, str(booking.public_id))


def test_it_is_made_once_and_anew_under_another_code_after_it_was_withdrawn() -> None:
    user, mentor = learner(), mentor_of()
    source = str(reviewed(user, mentor).public_id)
    first = _gather(user, Kind.REVIEW, source)
    assert _gather(user, Kind.REVIEW, source).pk == first.pk
    withdrawn = withdraw(user=user, badge_id=first.public_id, now=NOW)
    assert (withdrawn.state, withdrawn.is_shown) == (State.WITHDRAWN, False)
    assert withdraw(user=user, badge_id=first.public_id, now=NOW).ended_at == NOW
    again = _gather(user, Kind.REVIEW, source)
    assert again.code != first.code
    # Who has said it is told once, however often it is made anew.
    assert Notification.objects.filter(recipient=mentor.user, kind="badge.quotes_you").count() == 1
    assert Badge.objects.get(pk=first.pk).state == State.WITHDRAWN


def test_a_certificate_that_was_withdrawn_is_made_anew_and_one_that_was_revoked_is_not() -> None:
    user = learner()
    first = finished(user)
    withdraw(user=user, badge_id=first.public_id, now=NOW)
    second = _gather(user, Kind.COURSE, first.source)
    assert (second.title, second.earned_on, second.code != first.code) == ("Knots", first.earned_on, True)
    revoke(badge=second, reason="It was never done.", actor_id=None, now=NOW)
    third = _gather(user, Kind.COURSE, first.source)
    assert (third.pk, third.state) == (second.pk, State.REVOKED)


def test_others_see_what_is_shown_and_holds() -> None:
    user, mentor = learner(), mentor_of()
    review = _gather(user, Kind.REVIEW, str(reviewed(user, mentor).public_id))
    hidden = finished(user)
    (linked,) = shown_badges_of(user)
    assert (linked.title, linked.issuer) == ("Portfolio", "Mia")
    assert linked.url.endswith(f"/verify/{review.code}")
    assert linked.line == f"Portfolio (Mia): {linked.url}"
    show(user=user, badge_id=hidden.public_id, is_shown=True, now=NOW)
    show(user=user, badge_id=review.public_id, is_shown=False, now=NOW)
    assert [each.title for each in shown_badges_of(user)] == ["Knots"]
    revoke(badge=hidden, reason="It was never done.", actor_id=None, now=NOW)
    assert shown_badges_of(user) == []
    with pytest.raises(Ended):
        show(user=user, badge_id=hidden.public_id, is_shown=True, now=NOW)


def test_anothers_badge_is_not_there() -> None:
    badge, stranger = finished(learner()), learner()
    for act in (
        lambda: show(user=stranger, badge_id=badge.public_id, is_shown=True, now=NOW),
        lambda: withdraw(user=stranger, badge_id=badge.public_id, now=NOW),
    ):
        with pytest.raises(NoBadge):
            act()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_gather_one() -> None:
    user, mentor, now = learner(), mentor_of(), timezone.now()
    source = str(reviewed(user, mentor).public_id)
    made = at_once(4, lambda _: gather(user=user, kind=Kind.REVIEW, source=source, is_shown=True, now=now))
    assert len({badge.pk for badge, _ in made}) == 1
    assert [is_new for _, is_new in made].count(True) == 1
