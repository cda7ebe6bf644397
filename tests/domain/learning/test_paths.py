"""Paths and what they unlock: rules that are rows, each told once, also where two come at the same time."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest

from tests.crowd import at_once
from tests.domain.learning.factory import NOW, person
from tests.domain.learning.world import achievement, category, complete, milestones, path_of, subcategory
from trellis.domain.accounts.models import User
from trellis.domain.learning import notices
from trellis.domain.learning.models import (
    CompletedMilestone,
    EarnedAchievement,
    LearningPath,
    PathTemplate,
    PointsEntry,
)
from trellis.domain.learning.queries.paths import percentage_of
from trellis.domain.learning.refusals import NoPath, NoStep, NoTemplate, OnPath, OutOfOrder
from trellis.domain.learning.rules.choices import Measure
from trellis.domain.learning.services.earning import award
from trellis.domain.learning.services.paths import begin_path, complete_milestone
from trellis.domain.learning.services.templating import change_template
from trellis.domain.notifications.models import Notification


def _told(user: User) -> list[str]:
    told = Notification.objects.filter(recipient=user, kind="achievement.earned")
    return list(told.order_by("id").values_list("title", flat=True))


@pytest.mark.django_db
class TestSteps:
    def test_done_of_all_whatever_becomes_of_the_milestones(self) -> None:
        path = path_of(person(), steps=8)
        for step in (1, 2, 3, 4):
            complete(path, step)
        for number in (9, 7, 1):
            change_template(
                subcategory=path.subcategory, milestones=milestones(number), actor_id=None, now=NOW
            )
        path.refresh_from_db()
        assert (path.template.total_steps, percentage_of(path)) == (8, 50.0)
        assert path_of(person(), steps=3).template.version == 1

    def test_a_change_is_a_version_and_the_same_is_none(self) -> None:
        kind = subcategory(steps=3)
        for number, version in ((3, 1), (4, 2), (4, 2), (3, 3)):
            made = change_template(subcategory=kind, milestones=milestones(number), actor_id=None, now=NOW)
            assert (made.version, made.total_steps) == (version, number)
        assert PathTemplate.objects.filter(subcategory=kind).count() == 3

    def test_what_cannot_be_is_refused(self) -> None:
        path, other = path_of(person(), steps=2), person()
        with pytest.raises(OutOfOrder):
            complete(path, 2)
        with pytest.raises(NoStep):
            complete(path, 3)
        with pytest.raises(NoPath):
            complete_milestone(user=other, path_id=path.public_id, step=1, now=NOW)
        with pytest.raises(OnPath):
            begin_path(user=path.user, subcategory_id=path.subcategory.public_id, now=NOW)
        with pytest.raises(NoTemplate):
            begin_path(user=other, subcategory_id=path.public_id, now=NOW)


@pytest.mark.django_db
class TestAchievements:
    def test_a_new_one_is_a_row_and_no_code(self) -> None:
        path = path_of(person(), steps=4)
        achievement("Two of it", Measure.MILESTONES, 2, of=path.subcategory.category)
        achievement("Two of another", Measure.MILESTONES, 2, of=category())
        achievement("All of it", Measure.PATHS, 1)
        achievement("A hundred", Measure.POINTS, 100)
        assert [complete(path, step) for step in (1, 2, 3, 4)] == [
            [],
            ["Two of it", "A hundred"],
            [],
            ["All of it"],
        ]

    def test_one_act_may_bring_two_each_told_once(self) -> None:
        path = path_of(person(), steps=3)
        achievement("First", Measure.MILESTONES, 1)
        achievement("A day", Measure.STREAK_DAYS, 1)
        assert complete(path, 1) == ["First", "A day"]
        assert complete(path, 1) == ["First", "A day"]
        assert award(user=path.user, now=NOW) == []
        assert _told(path.user) == ["Achievement unlocked: First", "Achievement unlocked: A day"]

    def test_an_act_that_fails_while_it_is_told_is_done_whole_when_it_is_tried_again(self) -> None:
        path = path_of(person(), steps=3)
        achievement("First", Measure.MILESTONES, 1)
        achievement("A day", Measure.STREAK_DAYS, 1)
        real, calls = notices.notify, []

        def failing(**said: Any) -> Any:
            calls.append(said["title"])
            if len(calls) == 2:
                raise RuntimeError("down")
            return real(**said)

        with patch.object(notices, "notify", failing):
            with pytest.raises(RuntimeError):
                complete(path, 1)
            assert not EarnedAchievement.objects.exists()
            assert not PointsEntry.objects.exists()
            assert complete(path, 1) == ["First", "A day"]
        assert _told(path.user) == ["Achievement unlocked: First", "Achievement unlocked: A day"]

    def test_what_is_offered_no_more_stays_with_who_has_it(self) -> None:
        first, second = path_of(person()), path_of(person())
        rule = achievement("First", Measure.MILESTONES, 1)
        complete(first, 1)
        rule.is_offered = False
        rule.save()
        assert complete(second, 1) == []
        assert complete(first, 1) == ["First"]

    def test_who_fulfils_one_already_has_it_with_the_next_thing_they_do(self) -> None:
        path = path_of(person())
        complete(path, 1)
        achievement("First", Measure.MILESTONES, 1)
        assert complete(path, 2) == ["First"]

    def test_a_streak_counts_the_longest(self) -> None:
        path = path_of(person())
        achievement("Three days", Measure.STREAK_DAYS, 3)
        found = [complete(path, step, now=NOW + timedelta(days=step)) for step in (1, 2, 3)]
        assert found == [[], [], ["Three days"]]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_step_that_is_done_several_times_is_done_once(self) -> None:
        path = path_of(person())
        achievement("First", Measure.MILESTONES, 1)
        found = at_once(6, lambda _: complete(path, 1))
        assert found == [["First"]] * 6
        assert CompletedMilestone.objects.count() == EarnedAchievement.objects.count() == 1
        assert PointsEntry.objects.get().points == 50
        assert _told(path.user) == ["Achievement unlocked: First"]

    def test_steps_of_two_paths_count_together(self) -> None:
        user = person()
        paths = [path_of(user), path_of(user)]
        achievement("Both", Measure.MILESTONES, 2)
        found = at_once(2, lambda number: complete(paths[number], 1))
        assert sorted(found) == [[], ["Both"]]

    def test_one_path_is_begun(self) -> None:
        user, kind = person(), subcategory()

        def begin(_: int) -> UUID | None:
            try:
                begin_path(user=user, subcategory_id=kind.public_id, now=NOW)
            except OnPath as there:
                return there.path_id
            return None

        found = at_once(5, begin)
        made = LearningPath.objects.get()
        assert sorted(found, key=str) == sorted([None, *[made.public_id] * 4], key=str)

    def test_versions_that_are_made_at_once_follow_each_other(self) -> None:
        kind = subcategory()

        def change(number: int) -> PathTemplate:
            steps = milestones(3 + number)
            return change_template(subcategory=kind, milestones=steps, actor_id=None, now=NOW)

        at_once(3, change)
        rows = PathTemplate.objects.filter(subcategory=kind).order_by("version")
        assert list(rows.values_list("version", flat=True)) == [1, 2, 3, 4]
        assert all(row.milestones.count() == row.total_steps for row in rows)
