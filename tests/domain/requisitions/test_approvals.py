"""A word on a requisition: on all that is the approver's, as PATCH says it; on one stage, as POST does."""

from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.crowd import at_once
from tests.domain.requisitions.factory import (
    DRAFT,
    MANAGER,
    NOW,
    OWNER,
    STAFF,
    TWO_STAGES,
    admin_of_appbrew,
    member,
    requisition_of,
)
from trellis.core.events import told_by
from trellis.core.models import Event, Mail
from trellis.domain.approvals.models import Decision
from trellis.domain.approvals.refusals import AlreadyDecided, NotApprover, StageOpen
from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.notifications.models import Notification
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.approvals import stands_of
from trellis.domain.requisitions.refusals import NotDecidable
from trellis.domain.requisitions.rules.choices import Status
from trellis.domain.requisitions.services.approvals import Word, decide, take_word
from trellis.domain.requisitions.services.creation import create_requisitions
from trellis.domain.requisitions.services.requisitions import change_requisition

YES, NO = Ruling.APPROVED, Ruling.REJECTED
JANE = "manager@appbrew.com"


@pytest.fixture(autouse=True)
def world(world: None) -> None:
    Decision.objects.all().delete()


def _decide(
    requisition: Requisition, who: str, ruling: Ruling = YES, *, recorder: str = "", now: datetime = NOW
) -> bool:
    """Take a word on all stages that are theirs; the requisition itself stays as it is, saved or not."""
    word = Word(ruling, is_on_all=True, approver_id=member(who).user_id)
    entered_by = member(recorder or who)
    with transaction.atomic():
        approval = take_word(requisition=copy(requisition), word=word, member=entered_by, now=now)
    return approval.ruling is not None


def _stages(*approvers: str) -> dict[str, Any]:
    return {"stages": [{"name": f"S{n}", "approvers": [each]} for n, each in enumerate(approvers)]}


def _rulings(requisition: Requisition) -> list[tuple[str, str]]:
    return [(each.stage_name, each.ruling) for each in Decision.objects.filter(subject_id=requisition.pk)]


class TestOneWordOnAllThatIsTheirs:
    def test_outside_addresses_leave_both_stages_to_who_has_the_right(self) -> None:
        requisition = requisition_of(approval_workflow=TWO_STAGES)
        assert _decide(requisition, MANAGER) is True
        assert _rulings(requisition) == [("Manager Approval", YES), ("HR Approval", YES)]
        event = Event.objects.get(kind="requisition.stage_decided")
        assert told_by(event) == {
            "stages": ["Manager Approval", "HR Approval"],
            "verdict": "approved",
            "approver_id": 2,
            "round": 1,
            "settled": "approved",
            "decision_id": Decision.objects.get(stage_name="HR Approval").pk,
            "opened": [],
        }
        assert (event.actor_id, event.subject_id) == (2, str(requisition.pk))
        assert event.tenant_id == requisition.organization_id

    def test_a_no_is_said_once(self) -> None:
        requisition = requisition_of(approval_workflow=TWO_STAGES)
        assert _decide(requisition, MANAGER, NO) is True
        assert _rulings(requisition) == [("Manager Approval", NO)]
        with pytest.raises(AlreadyDecided):
            _decide(requisition, OWNER)

    def test_a_new_round_begins_anew(self) -> None:
        requisition = requisition_of(approval_workflow=TWO_STAGES)
        _decide(requisition, MANAGER, NO)
        requisition.approval_round = 2
        assert _decide(requisition, MANAGER) is True

    def test_it_stops_before_the_stage_of_another(self) -> None:
        requisition = requisition_of(approval_workflow=_stages(JANE.upper(), "support@appbrew.com"))
        assert _decide(requisition, MANAGER) is False
        assert _rulings(requisition) == [("S0", YES)]
        with pytest.raises(NotApprover):
            _decide(requisition, MANAGER)
        assert _decide(requisition, OWNER) is True

    def test_the_right_is_no_way_around_a_listed_member(self) -> None:
        requisition = requisition_of(approval_workflow=_stages(JANE))
        with pytest.raises(NotApprover):
            _decide(requisition, OWNER)
        assert Decision.objects.count() == Event.objects.filter(kind="requisition.stage_decided").count() == 0

    def test_a_listed_member_who_has_left_is_stood_in_for(self) -> None:
        requisition = requisition_of(approval_workflow=_stages(JANE))
        left = member(MANAGER)
        left.is_active, left.is_current, left.left_at = False, False, NOW
        left.save()
        assert _decide(requisition, OWNER) is True


class TestOnesOwn:
    def test_the_owner_may_approve_their_own_and_a_manager_not(self) -> None:
        assert _decide(requisition_of(OWNER), OWNER) is True
        with pytest.raises(NotApprover):
            _decide(requisition_of(MANAGER), MANAGER)

    def test_a_listed_approver_may_whoever_asked(self) -> None:
        requisition = requisition_of(STAFF, approval_workflow=_stages("staff@appbrew.com"))
        assert _decide(requisition, STAFF) is True


class TestEnteringAnothersWord:
    def test_the_owner_may_as_the_document_prints(self) -> None:
        requisition = requisition_of(OWNER, approval_workflow=TWO_STAGES)
        assert _decide(requisition, MANAGER, recorder=OWNER) is True
        decision = Decision.objects.filter(subject_id=requisition.pk).first()
        assert decision and (decision.decided_by_id, decision.recorded_by_id) == (2, 1)

    def test_a_manager_may_not(self) -> None:
        with pytest.raises(NotApprover):
            _decide(requisition_of(STAFF), OWNER, recorder=MANAGER)

    def test_an_admin_may_for_others_requisitions_and_not_for_their_own(self) -> None:
        admin_of_appbrew()
        assert _decide(requisition_of(STAFF), MANAGER, recorder="appbrew_admin") is True
        with pytest.raises(NotApprover):
            _decide(requisition_of("appbrew_admin"), MANAGER, recorder="appbrew_admin")


class TestWhoIsTold:
    def test_the_next_stages_members_then_the_requester(self) -> None:
        workflow = _stages("support@appbrew.com", JANE)
        workflow["stages"][1]["approvers"].append("hr@company.com")
        requisition = requisition_of(STAFF, approval_workflow=workflow)
        _decide(requisition, OWNER)
        (asked,) = Notification.objects.all()
        assert asked.recipient.email == JANE
        assert asked.title == f"{requisition.code} waits for your approval"
        assert "S1" in asked.body
        _decide(requisition, MANAGER, now=NOW + timedelta(hours=1))
        told = Notification.objects.exclude(pk=asked.pk).get()
        assert told.recipient.username == STAFF
        assert told.title == f"{requisition.code} was approved"
        assert set(Mail.objects.values_list("to", flat=True)) == {JANE, told.recipient.email}

    def test_who_is_asked_for_many_at_once_is_told_once(self) -> None:
        drafts = [
            {**DRAFT, "status": "pending", "title": f"Nurse {n}", "approval_workflow": _stages(approver)}
            for n, approver in enumerate([JANE] * 25 + ["support@appbrew.com"])
        ]
        made = create_requisitions(member=member(STAFF), drafts=drafts, now=NOW)
        owner, jane = Notification.objects.order_by("recipient__pk")
        assert owner.title == f"{made[-1].code} waits for your approval"
        assert (jane.recipient.email, jane.title) == (JANE, "25 requisitions wait for your approval")
        assert jane.data == {"requisition_codes": [row.code for row in made[:25]]}
        assert f"{made[19].code} Nurse 19: S0\n… and 5 more." in jane.body
        assert Mail.objects.count() == 2

    def test_nobody_is_told_of_an_optional_word_that_opened_nothing(self) -> None:
        workflow = _stages("support@appbrew.com", JANE)
        workflow["stages"][0]["required"] = False
        _decide(requisition_of(STAFF, approval_workflow=workflow), OWNER)
        assert not Notification.objects.exists()

    def test_who_decides_on_their_own_is_told_nothing(self) -> None:
        _decide(requisition_of(OWNER), OWNER)
        assert not Notification.objects.exists()


class TestOneStage:
    def _on(self, requisition: Requisition, who: str, **more: Any) -> Any:
        word = Word(**{"ruling": YES, **more})
        return decide(code=requisition.code, member=member(who), word=word, now=NOW)

    def test_the_last_required_one_settles_the_requisition(self) -> None:
        requisition = requisition_of(STAFF, status="pending", approval_workflow=TWO_STAGES)
        self._on(requisition, MANAGER)
        requisition.refresh_from_db()
        assert requisition.status == Status.PENDING
        self._on(requisition, OWNER, stage="HR Approval")
        requisition.refresh_from_db()
        assert (requisition.status, requisition.approved_by_id) == (Status.APPROVED, 1)
        assert requisition.approval_date == NOW

    def test_a_later_stage_is_not_yet_to_be_decided(self) -> None:
        requisition = requisition_of(STAFF, approval_workflow=TWO_STAGES)
        with pytest.raises(StageOpen) as refused:
            self._on(requisition, MANAGER, stage="HR Approval")
        assert refused.value.stage == "Manager Approval"

    def test_a_decided_one_stays_decided(self) -> None:
        requisition = requisition_of(STAFF, approval_workflow=TWO_STAGES)
        self._on(requisition, MANAGER)
        with pytest.raises(AlreadyDecided):
            self._on(requisition, OWNER, stage="Manager Approval", ruling=NO)

    @pytest.mark.parametrize("status", ["approved", "open", "closed", "rejected", "cancelled"])
    def test_only_drafts_and_pending_ones_are_decided(self, status: str) -> None:
        with pytest.raises(NotDecidable):
            self._on(requisition_of(STAFF, status=status), MANAGER)


def _told(action: Callable[[], Any]) -> str:
    try:
        action()
    except (AlreadyDecided, NotDecidable) as error:
        return type(error).__name__
    return "done"


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_of_eight_who_decide_the_same_stage_one_does(self) -> None:
        requisition = requisition_of(STAFF, approval_workflow=TWO_STAGES)
        people = [member(OWNER), member(MANAGER)]

        def vote(number: int) -> str:
            word = Word((YES, NO)[number % 2], stage="Manager Approval")
            return _told(lambda: decide(code=requisition.code, member=people[number % 2], word=word, now=NOW))

        told = at_once(8, vote)
        assert told.count("done") == 1
        decision = Decision.objects.get(subject_id=requisition.pk)
        assert Event.objects.filter(kind="requisition.stage_decided").count() == 1
        requisition.refresh_from_db()
        assert requisition.status == (Status.DRAFT if decision.ruling == YES else Status.REJECTED)

    def test_of_the_two_ways_to_say_yes_at_once_one_decides(self) -> None:
        requisition = requisition_of(STAFF)
        owner, manager = member(OWNER), member(MANAGER)

        def on_stage() -> None:
            decide(member=owner, code=requisition.code, word=Word(YES), now=NOW)

        def on_all() -> None:
            change_requisition(member=manager, code=requisition.code, changes={"status": "approved"}, now=NOW)

        at_once(8, lambda number: _told((on_stage, on_all)[number % 2]))
        decision = Decision.objects.get(subject_id=requisition.pk)
        rows = Event.objects.filter(subject_id=requisition.pk, subject_type="requisitions.requisition")
        kinds = rows.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["requisition.stage_decided", "requisition.approved"]
        requisition.refresh_from_db()
        assert (requisition.status, requisition.version) == (Status.APPROVED, 2)
        assert requisition.approved_by_id == decision.decided_by_id

    def test_without_the_row_lock_the_constraint_still_holds(self) -> None:
        requisition = requisition_of(STAFF)
        told = at_once(8, lambda n: _told(lambda: _decide(requisition, (OWNER, MANAGER)[n % 2])))
        assert told.count("done") == 1
        assert stands_of(requisition).ruling == YES
