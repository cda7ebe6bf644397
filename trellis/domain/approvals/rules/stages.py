"""The one approval engine: whatever must be approved stage by stage is approved here.

This half is pure: a workflow and the decisions so far give where each stage stands and who may decide.
services.py records what they decide. docs/decisions/approvals.md has the rules in words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from trellis.core.writing.addresses import address_key
from trellis.domain.accounts.models import User
from trellis.domain.approvals.models import Decision
from trellis.domain.approvals.rules.limits import LONGEST_STAGE_NAME
from trellis.domain.approvals.rules.rulings import Ruling

IMPLICIT_STAGE = "Approval"


class StageState(StrEnum):
    """Where a stage stands."""

    APPROVED = "approved"
    REJECTED = "rejected"
    OPEN = "open"  # can be decided now
    WAITING = "waiting"  # a required stage before it is open
    SKIPPED = "skipped"  # nobody decided it, and the whole is settled without it


@dataclass(frozen=True)
class Stage:
    """One step of a workflow; `place` counts from 0. Approvers are addresses as `address_key` has them."""

    place: int
    name: str
    approvers: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class StageStand:
    """A stage, where it stands, and what was decided on it, if anything was."""

    stage: Stage
    state: StageState
    decision: Decision | None = None


@dataclass(frozen=True)
class Approval:
    """Where the whole stands: `ruling` is None until it is settled."""

    stages: tuple[StageStand, ...]
    ruling: Ruling | None

    @property
    def open_stages(self) -> tuple[Stage, ...]:
        """The stages that can be decided now: optional ones, and the next required one."""
        return tuple(each.stage for each in self.stages if each.state is StageState.OPEN)

    @property
    def next_stage(self) -> Stage | None:
        """The first stage that can be decided now."""
        return next(iter(self.open_stages), None)


@dataclass(frozen=True)
class Voter:
    """What of somebody counts when they decide.

    `stands_in`: where a stage names nobody who is here. `speaks_for_others`: may enter another's word, too.
    """

    user: User
    stands_in: bool = False
    speaks_for_others: bool = False


def stages_of(workflow: Mapping[str, Any]) -> tuple[Stage, ...]:
    """Return the stages of `{"stages": [{"name", "approvers", "required"}]}`.

    Where none is required a stage of our own follows: nothing is approved by nobody.
    """
    given = workflow.get("stages")
    stages = [
        _stage(place, each)
        for place, each in enumerate(given if isinstance(given, list) else [])
        if isinstance(each, Mapping)
    ]
    if not any(stage.required for stage in stages):
        stages.append(Stage(len(stages), IMPLICIT_STAGE))
    return tuple(stages)


def approval_of(workflow: Mapping[str, Any], decisions: Iterable[Decision]) -> Approval:
    """Return where the stages stand after the decisions of one round."""
    made = {decision.stage: decision for decision in decisions}
    stages = stages_of(workflow)
    ruling = _ruling(stages, made)
    stands, is_reached = [], True
    for stage in stages:
        decision = made.get(stage.place)
        stands.append(StageStand(stage, _state(decision, ruling, is_reached), decision))
        is_reached = is_reached and not (stage.required and decision is None)
    return Approval(tuple(stands), ruling)


def may_decide(stage: Stage, voter: Voter, *, present: frozenset[str]) -> bool:
    """Tell whether the voter may decide the stage; `present` are the approvers who are here.

    A stage that names none who is (the document's workflow has outside addresses) is for whoever
    stands in.
    """
    if present.isdisjoint(stage.approvers):
        return voter.stands_in
    return address_key(voter.user.email) in stage.approvers


def open_to(voter: Voter, approval: Approval, *, present: frozenset[str]) -> list[Stage]:
    """Return the open stages that the voter may decide, in order."""
    return [stage for stage in approval.open_stages if may_decide(stage, voter, present=present)]


def _stage(place: int, given: Mapping[str, Any]) -> Stage:
    name, approvers = given.get("name"), given.get("approvers")
    return Stage(
        place,
        name[:LONGEST_STAGE_NAME] if isinstance(name, str) and name else f"Stage {place + 1}",
        tuple(address_key(each) for each in approvers or () if isinstance(each, str))
        if isinstance(approvers, list)
        else (),
        given.get("required") is not False,
    )


def _ruling(stages: Iterable[Stage], made: Mapping[int, Decision]) -> Ruling | None:
    """Return what the required stages come to: one no, or a yes of all."""
    words = [made[stage.place].ruling if stage.place in made else None for stage in stages if stage.required]
    if Ruling.REJECTED in words:
        return Ruling.REJECTED
    return None if None in words else Ruling.APPROVED


def _state(decision: Decision | None, ruling: Ruling | None, is_reached: bool) -> StageState:
    if decision is not None:
        return StageState(decision.ruling)
    if ruling is not None:
        return StageState.SKIPPED
    return StageState.OPEN if is_reached else StageState.WAITING
