"""Every endpoint of every door, called by everybody whom docs/permissions.md names.

Made from the URL conf: an endpoint of which nobody has said who may call it fails here.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.apis.casts import Cast
from tests.apis.conftest import SignIn
from trellis.config.doors import ROUTED, Door
from trellis.config.pages.permissions import MATRICES, render_permissions_page
from trellis.config.permissions.matrix import Matrix

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("door", ROUTED, ids=lambda door: door.key)
def test_everybody_gets_what_the_page_says(door: Door, signed_in: SignIn) -> None:
    cast: Cast = import_module(f"tests.apis.{door.package}.cast").cast(signed_in)
    assert cast.matrix.door == door.key
    wrong = cast.wrong_answers()
    assert not wrong, "\n".join(wrong)


# What no view can read, or what says nothing.
NONSENSE = (
    (b"", "application/json"),
    (b"{}", "application/json"),
    (b"[]", "application/json"),
    (b"{", "application/json"),
    (b'{"id": 1, "session_id": "x", "user_id": "x"}', "application/json"),
    (b"a=b", "application/x-www-form-urlencoded"),
    (b"x", "text/plain"),
)


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("is_open", [True, False], ids=["open contract", "closed contract"])
@pytest.mark.parametrize("door", ROUTED, ids=lambda door: door.key)
def test_who_is_nobody_hears_that_first_whatever_they_send(
    door: Door, is_open: bool, signed_in: SignIn, settings: Any
) -> None:
    """Of each endpoint that asks who is there: 401 before 400, for nobody is helped with their input."""
    settings.TRELLIS_OPEN_CONTRACT = is_open
    cast: Cast = import_module(f"tests.apis.{door.package}.cast").cast(signed_in)
    asking = [each for each in cast.matrix.endpoints() if cast.call(each, "anonymous")[0] == 401]
    wrong = [
        f"{endpoint.key} of {body!r}: {status}"
        for endpoint in asking
        for body, content_type in NONSENSE
        if (status := cast.answer_to(endpoint, "anonymous", body, content_type)) != 401
    ]
    assert not wrong, "\n".join(wrong)


def test_every_door_that_is_open_is_on_the_page() -> None:
    assert [matrix.door for matrix in MATRICES] == [door.key for door in ROUTED]
    assert PAGE.read_text() == render_permissions_page(), "make docs"


@pytest.mark.parametrize("matrix", MATRICES, ids=lambda matrix: matrix.door)
def test_of_every_endpoint_somebody_has_said_what_every_caller_gets(matrix: Matrix) -> None:
    assert matrix.endpoints()
    for endpoint in matrix.endpoints():
        assert set(matrix.answers(endpoint)) == set(matrix.callers), endpoint.key
