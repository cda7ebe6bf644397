"""What can be asked about decisions: where stages stand, and whose they are to decide."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import CharField, QuerySet
from django.db.models.functions import Upper

from trellis.domain.accounts.models import User
from trellis.domain.approvals.models import Decision
from trellis.domain.approvals.rules.stages import Approval, Stage, Voter, approval_of, open_to, stages_of
from trellis.domain.approvals.rules.subjects import Subject
from trellis.domain.organizations.queries import members_at


def approval_now(subject: Subject) -> Approval:
    """Return where the subject's stages stand in its present round."""
    return approvals_now([subject])[0]


def approvals_now(subjects: Sequence[Subject]) -> list[Approval]:
    """Return where the stages of each subject stand in its present round, found by one statement."""
    made: dict[tuple[str, str, int], list[Decision]] = defaultdict(list)
    decisions = Decision.objects.filter(
        subject_type__in={subject.type for subject in subjects},
        subject_id__in={subject.id for subject in subjects},
    ).select_related("decided_by")
    for decision in decisions:
        made[decision.subject_type, decision.subject_id, decision.round].append(decision)
    return [approval_of(each.workflow, made[each.type, each.id, each.round]) for each in subjects]


def decisions_on(subject: Subject) -> QuerySet[Decision]:
    """Return the decisions of the present round, with the people in them."""
    return Decision.objects.filter(
        subject_type=subject.type, subject_id=subject.id, round=subject.round
    ).select_related("decided_by")


def stages_for(subject: Subject, voter: Voter, approval: Approval) -> list[Stage]:
    """Return the open stages that the voter may decide, in order."""
    return open_to(voter, approval, present=present_approvers(subject))


def present_approvers(subject: Subject) -> frozenset[str]:
    """Return those of all stages' approvers who are here, by address in lower case.

    Here are the active members of the subject's organization; where it has none, all active accounts.
    """
    named = {address for stage in stages_of(subject.workflow) for address in stage.approvers}
    if not named:
        return frozenset()
    if subject.organization_id is not None:
        return frozenset(members_at(subject.organization_id, named))
    accounts = User.objects.annotate(address=Upper("email", output_field=CharField())).filter(
        is_active=True, address__in=[address.upper() for address in named]
    )
    return frozenset(email.lower() for email in accounts.values_list("email", flat=True))
