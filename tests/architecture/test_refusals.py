"""Each refusal is of a family, each door says once what a family is there, and none is a fault of ours."""

import ast
import inspect
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from jsonschema import validate
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

import trellis.apis
import trellis.domain
from tests.architecture.exceptions import hold
from trellis.core.files.turns import Busy
from trellis.core.http.answering import PLAIN, Answers
from trellis.core.http.views import ApiView
from trellis.core.refusals import FAMILIES, Conflict, Refusal
from trellis.core.throttling import TooMany, Window
from trellis.domain.scouting.models import Talent
from trellis.domain.scouting.rules import Verdict

APIS = Path(trellis.apis.__path__[0])
TRELLIS = APIS.parent
DOORS = sorted(path.parent.name for path in APIS.glob("*/base.py"))
SAMPLES: dict[str, Any] = {
    "step": 2,
    "allowed": ["open"],
    "alternatives": [(datetime(2030, 1, 8, 9, tzinfo=UTC), 60)],
    "application_id": 17,
    "code": "APP-JR-0001",
    "codes": ["APP-JR-0001"],
    "criteria": ["technical"],
    "current": 3,
    "errors": {"title": ["This is too long."]},
    "field": "text",
    "index": 0,
    "is_none": True,
    "kind": Talent,
    "kinds": ["requisitions"],
    "least": 0,
    "mentor_id": UUID(int=1),
    "most": 100,
    "names": ["Acme"],
    "newer": UUID(int=2),
    "numbers": [1, 2],
    "path_id": UUID(int=2),
    "outcome": "declined",
    "over": [Window("bookings", 3, 3600, 4, 0.0, 10.0)],
    "price": "75.00 USD",
    "protected": "age",
    "reason": "This is too soon.",
    "scale": 5,
    "sentence": "This is not so.",
    "stage": "HR Approval",
    "target": "approved",
    "total": 8,
    "until": None,
    "verdict": Verdict.SELECTED,
    "wait": 5,
    "whose": "mentee",
    "why": "It has begun.",
}


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in found.name:
            yield import_module(found.name)


def own_exceptions(modules: Iterable[ModuleType]) -> set[type[Exception]]:
    """Return the exceptions that these modules define; Django makes two for each model."""
    return {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type)
        and issubclass(each, Exception)
        and each.__module__ == module.__name__
        and not issubclass(each, ObjectDoesNotExist | MultipleObjectsReturned)
    }


DOMAIN = own_exceptions(_modules(trellis.domain))
REFUSALS = sorted(
    (kind for kind in {*DOMAIN, *FAMILIES, TooMany, Busy} if issubclass(kind, FAMILIES)),
    key=lambda kind: (kind.__module__, kind.__name__),
)


def misplaced(kinds: Iterable[type[Exception]]) -> set[str]:
    """Return those that are of no family, or do not stand in their app's refusals.py."""
    return {
        kind.__name__
        for kind in kinds
        if not issubclass(kind, FAMILIES) or not kind.__module__.endswith(".refusals")
    }


def unanswered(answers: Answers) -> set[str]:
    """Return the families without a line."""
    return {family.__name__ for family in FAMILIES if family not in answers.families}


def caught(source: str, names: Mapping[str, Any]) -> set[str]:
    """Return the refusals that a text catches; `names` are those that its module knows."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            kinds = eval(ast.unparse(node.type), dict(names))
            for kind in kinds if isinstance(kinds, tuple) else (kinds,):
                if issubclass(kind, Refusal):
                    found.add(kind.__name__)
    return found


def missing_rows(source: str) -> list[int]:
    """Return the lines of this Python text that name what Django raises where a row is missing."""
    names = {"DoesNotExist", "ObjectDoesNotExist"}
    nodes = ast.walk(ast.parse(source))
    return sorted(
        node.lineno
        for node in nodes
        if (isinstance(node, ast.Attribute) and node.attr in names)
        or (isinstance(node, ast.Name) and node.id in names)
    )


def view_of(door: str) -> type[ApiView]:
    """Return the base view of a door: the one that says what is answered."""
    base = import_module(f"trellis.apis.{door}.base")
    own = [each for each in vars(base).values() if getattr(each, "__module__", "") == base.__name__]
    views = [each for each in own if isinstance(each, type) and "answers" in vars(each)]
    assert len(views) == 1, f"{door}: one base view names the answers"
    return views[0]


def example_of(kind: type[Exception]) -> Exception:
    """Return one of its kind; what its `__init__` asks for is in SAMPLES."""
    asked = [each for each in inspect.signature(kind).parameters.values() if each.default is each.empty]
    return kind(**{each.name: SAMPLES[each.name] for each in asked})


def test_what_the_domain_refuses_is_of_a_family_and_stands_in_one_room() -> None:
    assert len(DOMAIN) > 50
    hold("families", misplaced(DOMAIN), "say in the app's refusals.py of which family it is")


@pytest.mark.parametrize("door", DOORS)
def test_a_door_says_once_what_each_family_is_there(door: str) -> None:
    answers = import_module(f"trellis.apis.{door}.answers").ANSWERS
    assert view_of(door).answers is answers
    assert unanswered(answers) == set()
    assert all(answers.singles.keys())


def answered(door: str, kind: type[Exception], by: Answers) -> Response:
    """Return what a view of this door answers to a refusal of this kind, by these answers."""

    class Refusing(view_of(door)):  # type: ignore[misc]
        answers = by
        authentication_classes = ()
        permission_classes = (AllowAny,)
        rate_scope = None

        def get(self, request: Request) -> Response:
            raise example_of(kind)

    response: Response = Refusing.as_view()(APIRequestFactory().get("/"))
    return response


@pytest.mark.parametrize(
    "kind", REFUSALS, ids=lambda kind: f"{kind.__module__.split('.')[-2]}.{kind.__name__}"
)
def test_no_refusal_is_a_fault_of_ours_at_any_door(kind: type[Exception]) -> None:
    for door in DOORS:
        response = answered(door, kind, view_of(door).answers)
        assert 400 <= response.status_code < 500 or response.status_code == 503, door
        _assert_shape(door, response.data)
        if kind not in FAMILIES:  # of which no app has one yet, such as Declined, need not be described
            _assert_described(door, response)


def _assert_shape(door: str, body: Any) -> None:
    if door == "soosh":
        assert body.keys() == {"error", "message", "details"}
        assert body["error"] != "ERROR", "give the status a code"
        return
    sentence = body.get("detail") or body.get("error")
    assert sentence or all(isinstance(said, list) for field in body.values() for said in _within(field))


def _within(field: Any) -> list[Any]:
    """Return what is said of a field, or of each name in it, where it holds several values."""
    return list(field.values()) if isinstance(field, dict) else [field]


def _assert_described(door: str, response: Response) -> None:
    """Hold an answer against what the description of the door's operations has for its status."""
    told = view_of(door).style.response(response.status_code, takes_list=False)
    body = json.loads(JSONRenderer().render(response.data))
    validate(body, told["content"]["application/json"]["schema"])


@pytest.mark.parametrize("door", DOORS)
def test_what_some_views_answer_otherwise_is_described(door: str) -> None:
    rooms = vars(import_module(f"trellis.apis.{door}.answers")).values()
    for answers in (each for each in rooms if isinstance(each, Answers)):
        for kind in {kind for lines in answers.singles.values() for kind in lines}:
            response = answered(door, kind, answers)
            assert response.status_code in answers.statuses | {422}
            _assert_described(door, response)


def test_doors_catch_no_refusals() -> None:
    found = {
        f"{module.__name__.removeprefix('trellis.apis.')} {name}"
        for module in _modules(trellis.apis)
        for name in caught(Path(str(module.__file__)).read_text(), vars(module))
    }
    hold("caught refusals", found, "let the door's answers.py say it")


def test_doors_and_pages_name_no_missing_row() -> None:
    found = {
        f"{path.relative_to(TRELLIS).as_posix()}:{line}"
        for pattern in ("apis/**/*.py", "web/**/*.py", "domain/**/admin.py", "domain/**/admin/*.py")
        for path in TRELLIS.glob(pattern)
        for line in missing_rows(path.read_text())
    }
    hold("missing rows", found, "let the domain raise a refusal of the family Absent")


def test_planted_violations_are_found() -> None:
    class Stray(Exception):
        pass

    class AtHomeNowhere(Conflict):
        pass

    assert misplaced([Stray, AtHomeNowhere]) == {"Stray", "AtHomeNowhere"}
    assert unanswered(Answers({Conflict: PLAIN.families[Conflict]}, {})) >= {"Absent", "Unavailable"}
    text = "try:\n    pass\nexcept (KeyError, AtHomeNowhere):\n    pass"
    assert caught(text, {"AtHomeNowhere": AtHomeNowhere}) == {"AtHomeNowhere"}
    lines = (
        "try:\n    pass\nexcept (KeyError, Talent.DoesNotExist):\n    pass\nlines = {ObjectDoesNotExist: 404}"
    )
    assert missing_rows(lines) == [3, 5]
