"""A word on the approval of a requisition: the one way in which it is decided, stage by stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.approvals.rules.stages import Approval, Stage
from trellis.domain.approvals.services import Outcome, Vote, vote_on
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import members_of
from trellis.domain.requisitions import events
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.approvals import subject_for, voter_on
from trellis.domain.requisitions.refusals import NoSuchMember, NotDecidable
from trellis.domain.requisitions.rules import lifecycle
from trellis.domain.requisitions.services.locks import locked_one
from trellis.domain.requisitions.services.writing import facts_of, write


@dataclass(frozen=True)
class Word:
    """What somebody says to a requisition.

    It is on the stage of a name, or on the next that is theirs; `is_on_all`: on every next one.
    `approver_id`: whose word it is, where it is not that of who enters it.
    """

    ruling: Ruling
    comment: str = ""
    stage: str | None = None
    is_on_all: bool = False
    approver_id: int | None = None
    approval_date: datetime | None = None


def decide(*, member: Membership, code: str, word: Word, now: datetime) -> tuple[Requisition, Approval]:
    """Take a word on a requisition of the member's tenant; with the last required stage it is settled.

    Raises NotFound, and what `take_word` raises.
    """
    with transaction.atomic():
        # Racing deciders wait here for each other, and the second sees what the first has done.
        requisition = locked_one(code, organization_id=member.organization_id)
        before = facts_of(requisition)
        approval = take_word(requisition=requisition, word=word, member=member, now=now)
        write(requisition, before, actor_id=member.user_id, now=now)
    return requisition, approval


def take_word(*, requisition: Requisition, word: Word, member: Membership, now: datetime) -> Approval:
    """Record the word that the member enters, and put the requisition where it leads: that is not saved.

    Called in the transaction that holds the requisition's row lock. Raises NotDecidable, NoSuchMember, and
    what the engine raises (approvals/services.py).
    """
    if not lifecycle.is_decidable(requisition.status):
        raise NotDecidable(requisition.status)
    approver = _approver(member, word.approver_id)
    vote = Vote(
        ruling=word.ruling,
        approver=voter_on(requisition, approver),
        recorder=voter_on(requisition, member),
        comment=word.comment,
        now=now,
        stage=word.stage,
        is_on_all=word.is_on_all,
    )
    outcome = vote_on(subject_for(requisition), vote)
    _publish(requisition, vote, outcome)
    approval = outcome.approval
    if approval.ruling is not None:
        lifecycle.settle(requisition, approval.ruling, approver.user, word.approval_date or now)
    return approval


def _approver(member: Membership, user_id: int | None) -> Membership:
    if user_id in (None, member.user_id):
        return member
    found = members_of(member.organization_id).filter(user_id=user_id).first()
    if found is None:
        raise NoSuchMember
    return found


def _publish(requisition: Requisition, vote: Vote, outcome: Outcome) -> None:
    approval = outcome.approval
    decided = [each.decision.pk for each in approval.stages if each.decision and each.stage in outcome.stages]
    events.stage_decided.publish(
        actor_id=vote.recorder.user.pk,
        subject=requisition,
        now=vote.now,
        tenant_id=requisition.organization_id,
        personal=events.StageNames(stages=[stage.name for stage in outcome.stages]),
        data={
            "verdict": str(vote.ruling),
            "approver_id": vote.approver.user.pk,
            "round": requisition.approval_round,
            "settled": approval.ruling and str(approval.ruling),
            "decision_id": decided[-1],
            "opened": _opened_by(outcome.stages, approval),
        },
    )


def _opened_by(decided: Sequence[Stage], approval: Approval) -> list[int]:
    """Return the places of the open stages that these have opened: those after a required yes."""
    before = [stage.place for stage in decided if stage.required]
    return [stage.place for stage in approval.open_stages if before and stage.place > min(before)]
