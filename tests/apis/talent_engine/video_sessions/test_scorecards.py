"""`video-sessions/<uuid>/scorecards/`: what each interviewer thinks, and what it comes to."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.talent_engine.video_sessions.test_views import ABSENT, MOMENT, SESSIONS_AT
from tests.domain.interviews.factory import MANAGER, OTHER, OWNER, STAFF, kinds, session_of
from trellis.apis.talent_engine.video_sessions.output import SCORECARDS
from trellis.core.models import Event
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.interviews.models import Scorecard, VideoSession

pytestmark = pytest.mark.usefixtures("world")


def _at(session: VideoSession, rest: str = "") -> str:
    return f"{SESSIONS_AT}{session.pk}/scorecards/{rest}"


def test_one_writes_ones_own_and_reads_it(signed_in: SignIn) -> None:
    session, client = session_of(), signed_in(STAFF)
    assert client.get(_at(session, "me/")).status_code == 404
    body = {"scores": {"technical": 4, "communication": 4.5}, "notes": "Good"}
    put = client.put(_at(session, "me/"), body)
    assert put.status_code == 200
    answer = put.json()
    assert {name: answer[name] for name in body} == body
    assert (answer["user"]["id"], answer["user"]["job_role"]) == ("203", "staff")
    assert MOMENT.fullmatch(answer["created_at"])
    assert client.get(_at(session, "me/")).json() == answer
    replaced = client.put(_at(session, "me/"), {"scores": {"culture": 1}}).json()
    assert (replaced["scores"], replaced["notes"]) == ({"culture": 1}, "")
    assert replaced["created_at"] == answer["created_at"]
    assert Scorecard.objects.count() == 1
    assert kinds(session).count("video_session.scorecard_saved") == 2
    assert "Good" not in str(list(Event.objects.values_list("data", flat=True)))


def test_the_means_are_those_of_all(signed_in: SignIn) -> None:
    session = session_of()
    assert signed_in(OWNER).get(_at(session)).json() == {"scorecards": [], "averages": {}, "overall": None}
    given = {OWNER: {"technical": 5, "communication": 4}, STAFF: {"technical": 4}, MANAGER: {"technical": 4}}
    for username, scores in given.items():
        signed_in(username).put(_at(session, "me/"), {"scores": scores})
    other = session_of()
    signed_in(OWNER).put(_at(other, "me/"), {"scores": {"technical": 0}})
    answer = signed_in(STAFF).get(_at(session)).json()
    assert [card["user"]["email"] for card in answer["scorecards"]] == [
        "support@appbrew.com",
        "staff@appbrew.com",
        "manager@appbrew.com",
    ]
    assert answer["averages"] == {"communication": 4, "technical": 4.33}
    assert answer["overall"] == 4.25


def test_scorecards_are_on_the_scale_of_their_session(signed_in: SignIn) -> None:
    session, owner = session_of(score_scale=10), signed_in(OWNER)
    assert owner.put(_at(session, "me/"), {"scores": {"technical": 9}}).json()["scores"] == {"technical": 9}
    beyond = owner.put(_at(session, "me/"), {"scores": {"technical": 11}})
    assert beyond.json() == {"scores": {"technical": ["A score is a number from 0 to 10."]}}
    narrower = owner.patch(f"{SESSIONS_AT}{session.pk}/", {"score_scale": 5})
    assert (narrower.status_code, narrower.json()) == (
        400,
        {"score_scale": ["Higher scores have been given in this session."]},
    )


def test_an_empty_scorecard_has_no_mean(signed_in: SignIn) -> None:
    session = session_of()
    signed_in(OWNER).put(_at(session, "me/"), {})
    answer = signed_in(OWNER).get(_at(session)).json()
    assert (len(answer["scorecards"]), answer["averages"], answer["overall"]) == (1, {}, None)


def test_also_after_the_end(signed_in: SignIn) -> None:
    session = session_of()
    signed_in(OWNER).post(f"{SESSIONS_AT}{session.pk}/end/")
    assert signed_in(STAFF).put(_at(session, "me/"), {"scores": {"a": 1}}).status_code == 200


@pytest.mark.parametrize(
    ("username", "status"),
    [(OWNER, 200), (MANAGER, 200), (STAFF, 200), (OTHER, 404), ("candidate", 403), (None, 401)],
)
def test_by_role(signed_in: SignIn, username: str | None, status: int) -> None:
    session = session_of()
    client = signed_in(username) if username else APIClient()
    assert client.put(_at(session, "me/"), {"scores": {"a": 1}}).status_code == status
    assert client.get(_at(session)).status_code == status
    assert client.get(_at(session, "me/")).status_code == status


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"scores": {"a": 6}}, "scores"),
        ({"scores": {"a\x00": 1}}, "scores"),
        ({"scores": []}, "scores"),
        ({"notes": "x" * 10_001}, "notes"),
        ({"notes": []}, "notes"),
        ([], "non_field_errors"),
    ],
)
def test_what_cannot_be_so_is_named(signed_in: SignIn, body: Any, field: str) -> None:
    answer = signed_in(OWNER).put(_at(session_of(), "me/"), body)
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Scorecard.objects.exists()


def test_whose_it_is_is_not_the_callers_to_say(signed_in: SignIn) -> None:
    session = session_of()
    signed_in(OWNER).put(
        _at(session, "me/"), {"scores": {}, "user": 2, "user_id": "2", "session": str(ABSENT)}
    )
    card = Scorecard.objects.get()
    assert (card.user_id, card.session_id) == (1, session.pk)


def test_the_compiled_page_is_what_plain_drf_prints(signed_in: SignIn) -> None:
    session = session_of()
    signed_in(OWNER).put(_at(session, "me/"), {"scores": {"ä\"'": 4.5}, "notes": "</script>\n"})
    signed_in(STAFF).put(_at(session, "me/"), {})
    assert_renders_equal(SCORECARDS, list(Scorecard.objects.values_list("pk", flat=True)))


def test_the_list_takes_the_same_queries_however_long(
    signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    session, client = session_of(), signed_in(OWNER)
    for usernames in ([OWNER], [MANAGER, STAFF]):
        for username in usernames:
            signed_in(username).put(_at(session, "me/"), {"scores": {"a": 3, "b": 2}})
        with django_assert_num_queries(6):
            client.get(_at(session))
