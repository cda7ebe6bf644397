"""A body that was not taken in is refused in the shape of the door or page that was asked."""

from typing import Any

import pytest
from django.test import Client

from tests.core.conftest import Logged, logged  # noqa: F401  (a fixture)
from trellis.config.doors import ROUTED, Door
from trellis.core.http.bridge.asgi import OBJECTION
from trellis.core.http.bridge.bodies import NO_ROOM, ODD_CHARSET, TOO_LARGE, TOO_MANY, TOO_SLOW, Objection

pytestmark = pytest.mark.django_db
DRF, ENVELOPE = "detail", "message"


def _sentence_in(door: Door) -> str:
    """Return where a refusal has its sentence, by what the README says of the door."""
    return ENVELOPE if f'"{ENVELOPE}"' in door.refusals else DRF


def post(client: Client, path: str, objection: Objection) -> Any:
    """Return the answer to a request whose body the bridge has refused."""
    return client.post(path, **{OBJECTION: objection})


@pytest.mark.parametrize("objection", [TOO_LARGE, TOO_SLOW, TOO_MANY, NO_ROOM, ODD_CHARSET])
@pytest.mark.parametrize(
    ("path", "sentence_in"),
    [
        ("/api/v1/auth/login", ENVELOPE),
        ("/api/v1/mentorship/bookings/", DRF),
        ("/api/talent-engine/requisitions/", DRF),
        ("/mentor/selected-talents/add/", DRF),
        ("/api/nothing-here/", DRF),
        *(
            (f"{prefix.path}nothing-here/", _sentence_in(door))
            for door in ROUTED
            for prefix in door.prefixes
            if prefix.urls
        ),
    ],
)
def test_every_door_refuses_in_its_own_shape(
    client: Client, path: str, sentence_in: str, objection: Objection
) -> None:
    response = post(client, path, objection)
    assert response.status_code == objection.status
    body = response.json()
    assert body[sentence_in] == objection.sentence
    assert (set(body) == {"error", "message", "details"}) == (sentence_in == ENVELOPE)
    # What is left of the body is not read, so the connection cannot go on.
    assert response["Connection"] == "close"
    assert response.get("Retry-After") == (str(objection.wait) if objection.wait else None)


@pytest.mark.parametrize("path", ["/sign-in/", "/no-such-page/"])
def test_people_read_a_page(client: Client, path: str) -> None:
    response = post(client, path, TOO_SLOW)
    assert response.status_code == 408
    assert response["Content-Type"].startswith("text/html")
    assert TOO_SLOW.sentence in response.content.decode()


def test_a_refusal_has_an_id_and_a_line_in_the_log(client: Client, logged: Logged) -> None:  # noqa: F811
    response = post(client, "/api/v1/auth/login", TOO_LARGE)
    assert response["X-Request-ID"]
    assert [line["status"] for line in logged() if line["event"] == "request"] == [413]
