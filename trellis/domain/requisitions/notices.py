"""Who is told when a requisition is submitted. How its approval goes on is told by approval_notices.py."""

from datetime import datetime

from trellis.domain.requisitions.approval_notices import tell_approvers
from trellis.domain.requisitions.approvals import stands_of
from trellis.domain.requisitions.models import Requisition


def ask_first_approvers(*, subject: Requisition, now: datetime) -> None:
    """Ask those who can decide first; the addresses of people who are no members get nothing."""
    tell_approvers(subject, stands_of(subject).open_stages, now)
