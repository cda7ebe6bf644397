"""A refusal is answered by the line that knows it best."""

import pytest
from rest_framework import exceptions

from trellis.core.http.answering import PLAIN, Answers, named
from trellis.core.http.errors import Conflict as ConflictAnswer
from trellis.core.refusals import Absent, Conflict, Invalid, Stale, Unavailable


class Taken(Conflict):
    """Somebody was faster."""

    sentence = "This has just been taken."


class TakenTwice(Taken):
    """Twice."""


class WrongDay(Invalid):
    """There is no such day."""

    field = "day"
    sentence = "There is no such day."


DOOR = Answers(PLAIN.families, {"its document": {Taken: lambda _: named("slot", "Taken.")}})


@pytest.mark.parametrize("refusal", [Taken(), TakenTwice()])
def test_a_line_of_its_own_counts_more_than_the_family(refusal: Conflict) -> None:
    answer = DOOR.to(refusal)
    assert isinstance(answer, exceptions.ValidationError)
    assert answer.detail == {"slot": ["Taken."]}


def test_what_no_line_names_is_answered_by_its_family_with_its_own_sentence() -> None:
    answer = PLAIN.to(TakenTwice())
    assert isinstance(answer, ConflictAnswer)
    assert (answer.status_code, str(answer.detail)) == (409, "This has just been taken.")


def test_a_few_views_may_answer_otherwise_and_the_door_stays_as_it_is() -> None:
    views = DOOR.but("a few views", {TakenTwice: lambda _: named("slot", "Taken twice.")})
    told = [answers.to(TakenTwice()) for answers in (views, DOOR)]
    assert [each.detail for each in told if each] == [{"slot": ["Taken twice."]}, {"slot": ["Taken."]}]


def test_what_is_invalid_names_its_field() -> None:
    answer = PLAIN.to(WrongDay())
    assert answer is not None
    assert answer.detail == {"day": ["There is no such day."]}


def test_what_is_away_says_when_to_come_again() -> None:
    answer = PLAIN.to(Unavailable())
    assert answer is not None
    assert (answer.status_code, answer.wait) == (503, 1)  # type: ignore[attr-defined]


def test_a_fault_is_no_refusal() -> None:
    assert DOOR.to(KeyError("x")) is None


def test_a_sentence_that_is_given_stands_before_the_familys() -> None:
    assert (str(Absent()), str(Stale("Somebody was faster."))) == ("Not found.", "Somebody was faster.")
