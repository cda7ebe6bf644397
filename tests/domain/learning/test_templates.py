"""What comes with the code is there for every subcategory, and gives way to what the back office says."""

from typing import Any

import pytest
from django.test import Client

from tests.browsers import sign_in
from tests.domain.learning.factory import NOW, person
from tests.domain.learning.world import subcategory
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Subcategory
from trellis.domain.catalog.rules.tree import tree
from trellis.domain.learning.models import Achievement, EarnedAchievement, PathTemplate
from trellis.domain.learning.refusals import BadMilestones
from trellis.domain.learning.rules.templates import (
    Milestone,
    read_milestones,
    shipped_templates,
    written_milestones,
)
from trellis.domain.learning.services import planting
from trellis.domain.learning.services.templating import milestones_of

TEMPLATES, ACHIEVEMENTS = "/admin/learning/pathtemplate/", "/admin/learning/achievement/"


def test_every_subcategory_has_milestones_of_its_own() -> None:
    leaves = {leaf.slug for branch in tree() for leaf in branch.leaves}
    assert shipped_templates().keys() == leaves
    for slug, steps in shipped_templates().items():
        titles = [each.title for each in steps]
        assert 6 <= len(steps) <= 8, slug
        assert len({each.casefold() for each in titles}) == len(titles), slug
        assert read_milestones(written_milestones(steps)) == list(steps), slug
    assert len({tuple(each.title for each in steps) for steps in shipped_templates().values()}) == len(leaves)


def test_that_of_design_is_the_printed_one() -> None:
    steps = shipped_templates()["ui-ux-design"]
    assert [each.title for each in steps[:3]] == ["Design Fundamentals", "Figma Basics", "Color Theory"]
    assert (len(steps), steps[2].hours) == (8, 4)


@pytest.mark.parametrize(
    "text",
    [
        *("", "  \n ", "A title", "| 4", "A | four", "A | 0", "A | 501", "A | -1", "A | 1.5", "A | ²"),
        *("A | 1\nB", "A | 1\na | 2", f"{'x' * 101} | 1", "\n".join(f"T{n} | 1" for n in range(51))),
    ],
    ids=[
        *(
            "nothing",
            "blank",
            "no hours",
            "no title",
            "a word",
            "none",
            "too many",
            "minus",
            "half",
            "squared",
        ),
        *("second line", "twice", "long", "many"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadMilestones):
        read_milestones(text)


def test_a_title_may_have_the_sign_in_it() -> None:
    assert read_milestones("Or | and | 3\n\n  Not | 4 ") == [Milestone("Or | and", 3), Milestone("Not", 4)]


@pytest.mark.usefixtures("world")
class TestPlanting:
    def test_again_it_changes_nothing(self) -> None:
        before = list(PathTemplate.objects.values())
        planting.plant(now=NOW)
        assert list(PathTemplate.objects.values()) == before

    def test_the_next_of_the_code_follows_that_of_the_code_and_no_other(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        new = [Milestone("New", 1)]
        changed = {**shipped_templates(), "dance": new, "ui-ux-design": new}
        design = Subcategory.objects.get(slug="ui-ux-design")
        planting.change_template(
            subcategory=design, milestones=[Milestone("Ours", 1)], actor_id=None, now=NOW
        )
        monkeypatch.setattr(planting, "shipped_templates", lambda: changed)
        planting.plant(now=NOW)
        newest = [
            PathTemplate.objects.filter(subcategory__slug=slug).latest("version")
            for slug in ("dance", "ui-ux-design")
        ]
        assert [(each.version, milestones_of(each)[0].title) for each in newest] == [(2, "New"), (2, "Ours")]

    def test_an_achievement_that_was_changed_stays_so(self) -> None:
        row = Achievement.objects.get(name="First Steps")
        row.name, row.threshold = "Second Steps", 2
        row.save()
        planting.plant(now=NOW)
        assert Achievement.objects.get(public_id=row.public_id).threshold == 2
        assert not Achievement.objects.filter(name="First Steps").exists()


@pytest.fixture
def office(client: Client, db: None) -> Client:
    return sign_in(client, User.objects.create_superuser("boss@example.org", "boss", "pass"))


def _faults(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer
    return set(answer.context["adminform"].form.errors)


class TestBackOffice:
    def test_a_change_makes_the_next_version(self, office: Client) -> None:
        kind = subcategory(steps=2)
        (first,) = PathTemplate.objects.all()
        page = f"{TEMPLATES}{first.pk}/change/"
        assert "Step 1 | 1" in office.get(page).content.decode()
        assert office.post(page, {"milestones": "One | 1\nTwo | 2\nThree | 3"}).status_code == 302
        newest = PathTemplate.objects.get(version=2)
        assert (newest.total_steps, newest.subcategory, newest.is_shipped) == (3, kind, False)
        assert milestones_of(first) == [Milestone("Step 1", 1), Milestone("Step 2", 2)]
        assert _faults(office.post(page, {"milestones": "One"})) == {"milestones"}
        # Saved as it was, an old one is the newest again.
        assert office.post(page, {"milestones": "Step 1 | 1\nStep 2 | 2"}).status_code == 302
        assert PathTemplate.objects.latest("version").version == 3
        assert office.get(f"{TEMPLATES}{first.pk}/delete/").status_code == 403

    def test_one_is_made_where_there_is_none(self, office: Client) -> None:
        kind = subcategory()
        PathTemplate.objects.all().delete()
        said = {"subcategory": kind.pk, "milestones": "One | 1"}
        assert office.post(f"{TEMPLATES}add/", said).status_code == 302
        assert PathTemplate.objects.get().subcategory == kind

    def test_an_achievement_is_a_row(self, office: Client) -> None:
        said = {
            "name": "Ten",
            "description": "Complete 10",
            "icon": "star",
            "rarity": "rare",
            "measure": "milestones",
            "threshold": "10",
            "is_offered": "on",
            "position": "3",
        }
        assert office.post(f"{ACHIEVEMENTS}add/", said).status_code == 302
        row = Achievement.objects.get()
        page = f"{ACHIEVEMENTS}{row.pk}/change/"
        assert office.post(page, {**said, "threshold": "12"}).status_code == 302
        row.refresh_from_db()
        assert row.threshold == 12
        for wrong, field in (({"icon": "../x"}, "icon"), ({"threshold": "0"}, "threshold")):
            assert _faults(office.post(page, {**said, **wrong})) == {field}
        EarnedAchievement.objects.create(user=person(), achievement=row, earned_at=NOW)
        assert office.get(f"{ACHIEVEMENTS}{row.pk}/delete/").status_code == 403

    def test_points_are_of_no_category(self, office: Client) -> None:
        kind = subcategory()
        said = {
            "name": "Ten",
            "description": "d",
            "icon": "star",
            "rarity": "rare",
            "position": "0",
            "measure": "points",
            "threshold": "10",
            "category": str(kind.category_id),
        }
        assert _faults(office.post(f"{ACHIEVEMENTS}add/", said)) == {"__all__"}
        assert not Achievement.objects.exists()
