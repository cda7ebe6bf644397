"""What the tables themselves refuse, whoever writes."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.domain.interviews.factory import OWNER, member, session_of
from trellis.core.db.errors import constraint_of
from trellis.domain.interviews.models import Scorecard, VideoSession

pytestmark = pytest.mark.usefixtures("world")
OFF_SCALE: list[Any] = [{"a": 5.5}, {"a": -1}, {"a": "4"}, {"a": True}, {"a": None}, {"a": 1, "b": [2]}]


def _sessions(session: VideoSession) -> Any:
    return VideoSession.objects.of(session.organization_id).filter(pk=session.pk)


def _card(session: VideoSession, scores: Any) -> Scorecard:
    now = timezone.now()
    user = member(OWNER).user
    return Scorecard.objects.create(session=session, user=user, scores=scores, created_at=now, updated_at=now)


@pytest.mark.parametrize("scores", OFF_SCALE, ids=str)
def test_a_session_has_no_score_that_is_not_on_its_scale(scores: Any) -> None:
    session = session_of()
    with pytest.raises(IntegrityError) as caught:
        _sessions(session).update(scores=scores)
    assert constraint_of(caught.value) == "video_session_scores_within_scale"


@pytest.mark.parametrize("scale", [0, 101])
def test_a_scale_is_one_of_those_that_there_are(scale: int) -> None:
    session = session_of()
    with pytest.raises(IntegrityError) as caught:
        _sessions(session).update(score_scale=scale)
    assert constraint_of(caught.value) == "video_session_score_scale"


@pytest.mark.parametrize("scores", OFF_SCALE, ids=str)
def test_a_scorecard_has_none_that_is_not_on_that_of_its_session(scores: Any) -> None:
    session = session_of()
    with pytest.raises(IntegrityError) as caught:
        _card(session, scores)
    assert constraint_of(caught.value) == "scorecard_within_scale"


def test_a_scale_is_not_made_smaller_than_what_scorecards_have() -> None:
    session = session_of(score_scale=10)
    _card(session, {"a": 7})
    assert _sessions(session).update(score_scale=8) == 1
    with pytest.raises(IntegrityError) as caught:
        _sessions(session).update(score_scale=5)
    assert constraint_of(caught.value) == "scorecard_within_scale"
