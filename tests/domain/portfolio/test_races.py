"""Who comes at the same moment: one portfolio of a person, one address of a name, one order of projects."""

from datetime import UTC, datetime

import pytest

from tests.crowd import at_once
from tests.domain.mentorship.world import people, person
from trellis.domain.portfolio.models import Portfolio, Project, Resume
from trellis.domain.portfolio.refusals import AddressIsTaken, TooManyProjects
from trellis.domain.portfolio.rules import limits
from trellis.domain.portfolio.services.portfolios import make_portfolio
from trellis.domain.portfolio.services.projects import add_project
from trellis.domain.portfolio.services.resumes import generate_resume

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2027, 1, 16, 14, tzinfo=UTC)


def test_a_person_has_one_portfolio() -> None:
    ann = person("ann")
    made = at_once(4, lambda _: make_portfolio(user=ann, said={}, featured=None, now=NOW)[1])
    assert sorted(made) == [False, False, False, True]
    assert Portfolio.objects.count() == 1


def test_a_name_goes_to_one_of_those_who_want_it() -> None:
    several = people(4)

    def ask(number: int) -> bool:
        said = {"custom_url": "Studio" if number % 2 else "STUDIO"}
        try:
            make_portfolio(user=several[number], said=said, featured=None, now=NOW)
        except AddressIsTaken:
            return False
        return True

    assert sum(at_once(4, ask)) == 1


def test_the_last_place_for_a_project_is_taken_once_and_places_are_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("trellis.domain.portfolio.services.projects.MOST_PROJECTS", 2)
    ann = person("ann")

    def add(number: int) -> bool:
        try:
            add_project(user=ann, fields={"title": f"{number}"}, now=NOW)
        except TooManyProjects:
            return False
        return True

    assert sum(at_once(4, add)) == 2
    assert sorted(Project.objects.values_list("position", flat=True)) == [0, 1]
    assert limits.MOST_PROJECTS > 2


def test_the_same_history_makes_one_resume() -> None:
    ann = person("ann")
    made = at_once(4, lambda _: generate_resume(user=ann, now=NOW)[1])
    assert sum(made) == Resume.objects.count() == 1
