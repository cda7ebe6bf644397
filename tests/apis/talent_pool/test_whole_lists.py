"""The lists of the document have every row: it says "Returns all talents", and knows no parameters for it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from trellis.core.paging import cursors
from trellis.domain.accounts.models import User
from trellis.domain.scouting.models import Coach, Judgement, Post, Talent
from trellis.domain.scouting.rules import Verdict

NOW = datetime(2030, 5, 5, 12, tzinfo=UTC)
CHUNK = 4
ROWS = 3 * CHUNK + 1
POOL = "/mentor/available-talents-with-posts/"
SELECTED, REJECTED = "/mentor/selected-talents/?user_id=123", "/mentor/rejected-talents/?user_id=123"
SELECTED_BY, OWN_POSTS = "/mentor/mentors/selected-talent/456/", "/mentor/talents/me/posts/"
pytestmark = pytest.mark.usefixtures("world", "small_chunks")


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cursors, "CHUNK", CHUNK)


def _users(name: str, count: int) -> list[User]:
    return User.objects.bulk_create(
        User(username=f"{name}{n}", email=f"{name}{n}@example.com") for n in range(count)
    )


def _talents(count: int = ROWS) -> list[Talent]:
    return Talent.objects.bulk_create(
        Talent(user=user, created_at=NOW, updated_at=NOW, pool_joined_at=NOW) for user in _users("t", count)
    )


def _judge(talents: list[Talent], verdict: Verdict) -> None:
    Judgement.objects.bulk_create(
        Judgement(coach_id=1, talent=talent, verdict=verdict, judged_at=NOW) for talent in talents
    )


def _fill() -> dict[str, int]:
    """Give each list so many rows."""
    talents = _talents(2 * ROWS)
    _judge(talents[:ROWS], Verdict.SELECTED)
    _judge(talents[ROWS:], Verdict.REJECTED)
    coaches = Coach.objects.bulk_create(
        Coach(user=user, created_at=NOW, updated_at=NOW) for user in _users("c", ROWS)
    )
    jane = Talent.objects.get(user_id=456)
    Judgement.objects.bulk_create(
        Judgement(coach=coach, talent=jane, verdict=Verdict.SELECTED, judged_at=NOW) for coach in coaches
    )
    own = Post.objects.bulk_create(
        Post(talent=jane, content=f"c{n}", created_at=NOW, updated_at=NOW) for n in range(ROWS)
    )
    return {SELECTED: ROWS, REJECTED: ROWS, SELECTED_BY: ROWS, OWN_POSTS: len(own) + 1}


def _key(row: dict[str, Any]) -> Any:
    return row["mentor"]["id"] if isinstance(row.get("mentor"), dict) else row["id"]


def test_each_list_has_every_row_once_newest_first_as_its_pages_have(signed_in: SignIn) -> None:
    jane = signed_in("jane_talent")
    for address, count in _fill().items():
        response = jane.get(address)
        whole = json.loads(response.getvalue())
        assert len({_key(row) for row in whole}) == len(whole) == count, address
        assert "Link" not in response
        page = jane.get(address, {"limit": 100, **({"user_id": 123} if "user_id" in address else {})})
        assert whole == page.json()


def test_the_pool_has_everybody_once_but_who_is_decided_on_meanwhile(signed_in: SignIn) -> None:
    talents = _talents()
    response = signed_in("coach_mike").get(POOL)
    parts: Iterator[bytes] = iter(response.streaming_content)
    sent = next(parts)
    # Two who were sent, and two who are not yet; and somebody joins.
    _judge([talents[-1], talents[-CHUNK], talents[0], talents[5]], Verdict.REJECTED)
    late = User.objects.create(username="late", email="late@example.com")
    Talent.objects.create(user=late, created_at=NOW, updated_at=NOW, pool_joined_at=NOW)
    sent += b"".join(parts)
    decided = {talents[0].pk, talents[5].pk}
    expected = [talent.pk for talent in reversed(talents) if talent.pk not in decided]
    assert [row["talent"]["id"] for row in json.loads(sent)] == [*expected, 3, 2, 1]


def test_the_third_whole_list_at_once_is_refused_in_the_shape_of_the_door(
    signed_in: SignIn, api: APIClient
) -> None:
    _fill()
    mike = signed_in("coach_mike")
    taken = [mike.get(SELECTED), mike.get(SELECTED_BY)]
    third = mike.get(REJECTED)
    assert (third.status_code, third["Retry-After"]) == (429, "5")
    assert list(third.json()) == ["detail"]
    assert "?limit=" in third.json()["detail"]
    # Pages are not meant, nor is anybody else.
    assert mike.get(REJECTED, {"user_id": 123, "limit": 2}).status_code == 200
    assert len(json.loads(api.get(REJECTED).getvalue())) == ROWS
    for response in taken:
        assert len(json.loads(response.getvalue())) == ROWS
    assert len(json.loads(mike.get(REJECTED).getvalue())) == ROWS


def test_a_pool_without_rows_is_told_from_none(signed_in: SignIn) -> None:
    Talent.objects.update(pool_joined_at=None)
    assert signed_in("coach_mike").get(POOL).json() == []
    assert signed_in("john_talent").get(POOL).status_code == 403
