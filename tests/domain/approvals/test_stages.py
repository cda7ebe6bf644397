"""The pure half of the approval engine: where stages stand, and who may decide them."""

from typing import Any

import pytest

from trellis.domain.accounts.models import User
from trellis.domain.approvals.models import Decision
from trellis.domain.approvals.rules.members import voter_of
from trellis.domain.approvals.rules.stages import Stage, Voter, approval_of, may_decide, stages_of
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role
from trellis.domain.requisitions.rights import Right


def _workflow(*required: bool) -> dict[str, Any]:
    return {"stages": [{"name": f"S{n}", "required": each} for n, each in enumerate(required)]}


def _decided(**rulings: str) -> list[Decision]:
    return [Decision(stage=int(name[1:]), ruling=ruling) for name, ruling in rulings.items()]


def _states(workflow: dict[str, Any], **rulings: str) -> tuple[list[str], str | None]:
    approval = approval_of(workflow, _decided(**rulings))
    return [str(each.state) for each in approval.stages], approval.ruling


YES, NO = "approved", "rejected"


class TestWhereStagesStand:
    def test_one_after_the_other_is_open(self) -> None:
        two = _workflow(True, True)
        assert _states(two) == (["open", "waiting"], None)
        assert _states(two, s0=YES) == ([YES, "open"], None)
        assert _states(two, s0=YES, s1=YES) == ([YES, YES], YES)

    def test_a_required_no_ends_it(self) -> None:
        assert _states(_workflow(True, True), s0=NO) == ([NO, "skipped"], NO)

    def test_an_optional_stage_is_passed_over(self) -> None:
        optional_first = _workflow(False, True, True)
        assert _states(optional_first) == (["open", "open", "waiting"], None)
        assert _states(optional_first, s1=YES) == (["open", YES, "open"], None)
        assert _states(optional_first, s1=YES, s2=YES) == (["skipped", YES, YES], YES)

    def test_an_optional_no_ends_nothing(self) -> None:
        assert _states(_workflow(False, True), s0=NO) == ([NO, "open"], None)
        assert _states(_workflow(False, True), s0=NO, s1=YES) == ([NO, YES], YES)

    def test_an_optional_stage_behind_an_open_one_waits(self) -> None:
        assert _states(_workflow(True, False, True)) == (["open", "waiting", "waiting"], None)

    @pytest.mark.parametrize("workflow", [{}, {"stages": []}, {"stages": "x"}, {"stages": [3, None]}])
    def test_nothing_to_go_by_is_one_stage(self, workflow: dict[str, Any]) -> None:
        assert stages_of(workflow) == (Stage(0, "Approval"),)
        assert _states(workflow, s0=YES) == ([YES], YES)

    def test_nothing_is_approved_by_nobody(self) -> None:
        all_optional = _workflow(False, False)
        assert [stage.name for stage in stages_of(all_optional)] == ["S0", "S1", "Approval"]
        assert _states(all_optional) == (["open", "open", "open"], None)
        assert _states(all_optional, s0=YES, s1=YES) == ([YES, YES, "open"], None)
        assert _states(all_optional, s2=YES) == (["skipped", "skipped", YES], YES)

    def test_what_stands_in_a_workflow_is_read_with_care(self) -> None:
        odd = {"stages": [{"approvers": [" Ann@Example.com ", 5]}, {"name": "n" * 200, "approvers": "x"}]}
        first, second = stages_of(odd)
        assert first == Stage(0, "Stage 1", ("ann@example.com",))
        assert (len(second.name), second.approvers) == (150, ())


class TestWhoMayDecide:
    ann = Voter(User(email="Ann@X.example"))
    right_holder = Voter(User(email="boss@x.example"), stands_in=True)

    def _may(self, voter: Voter, *approvers: str, present: tuple[str, ...] = ()) -> bool:
        return may_decide(Stage(0, "S", approvers), voter, present=frozenset(present))

    def test_a_listed_member_and_no_one_else(self) -> None:
        listed = {"present": ("ann@x.example",)}
        assert self._may(self.ann, "ann@x.example", "out@y.example", **listed)
        assert not self._may(self.right_holder, "ann@x.example", **listed)

    def test_whoever_stands_in_where_nobody_listed_is_here(self) -> None:
        for approvers in [(), ("out@y.example",)]:
            assert self._may(self.right_holder, *approvers)
            assert not self._may(self.ann, *approvers)

    @pytest.mark.parametrize(
        ("role", "of_others", "of_own"),
        [
            (Role.OWNER, True, True),
            (Role.ADMIN, True, False),
            (Role.MANAGER, True, False),
            (Role.STAFF, False, False),
        ],
    )
    def test_nobody_stands_in_on_what_they_asked_for_but_the_owner(
        self, role: Role, of_others: bool, of_own: bool
    ) -> None:
        member = Membership(user=User(pk=7, email="Ann@X.example"), role=role)
        right = Right.APPROVE_REQUISITIONS
        assert voter_of(member, right=right, requester_id=8).stands_in is of_others
        assert voter_of(member, right=right, requester_id=7).stands_in is of_own
