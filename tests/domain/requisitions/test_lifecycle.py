"""The steps of a requisition."""

import pytest

from trellis.domain.requisitions.models import Requisition, Status
from trellis.domain.requisitions.refusals import InvalidStep
from trellis.domain.requisitions.rules import lifecycle


@pytest.mark.parametrize("current", Status)
@pytest.mark.parametrize("wanted", Status)
def test_the_table_says_which_steps_there_are(current: Status, wanted: Status) -> None:
    if wanted in lifecycle.STEPS[current]:
        lifecycle.refuse_step(current, wanted)
        return
    with pytest.raises(InvalidStep) as refusal:
        lifecycle.refuse_step(current, wanted)
    assert set(refusal.value.allowed) == {str(status) for status in lifecycle.STEPS[current]}


@pytest.mark.parametrize("status", Status)
def test_whatever_stands_can_go_on(status: Status) -> None:
    assert lifecycle.STEPS[status]
    assert status not in lifecycle.STEPS[status]


@pytest.mark.parametrize(
    ("current", "wanted", "rounds"),
    [("rejected", "pending", 1), ("rejected", "draft", 1), ("pending", "draft", 1), ("draft", "pending", 0)],
)
def test_what_comes_back_is_decided_anew(current: str, wanted: str, rounds: int) -> None:
    requisition = Requisition(status=current, publish_status=False)
    lifecycle.enter(requisition, Status(wanted))
    assert (requisition.status, requisition.approval_round) == (wanted, 1 + rounds)


@pytest.mark.parametrize("status", Status)
def test_only_what_was_approved_stays_published(status: Status) -> None:
    requisition = Requisition(status=Status.OPEN, publish_status=True)
    lifecycle.enter(requisition, status)
    assert requisition.publish_status is (status in ("approved", "open", "closed"))
