"""Who is told when requisitions are submitted. How an approval goes on is told by approval_notices.py."""

from collections.abc import Sequence
from datetime import datetime

from trellis.domain.requisitions.approval_notices import tell_approvers
from trellis.domain.requisitions.approvals import stands_of_all
from trellis.domain.requisitions.models import Requisition


def ask_first_approvers(*, subjects: Sequence[Requisition], now: datetime) -> None:
    """Ask those who can decide first; the addresses of people who are no members get nothing."""
    stands = stands_of_all(subjects)
    tell_approvers([(row, stand.open_stages) for row, stand in zip(subjects, stands, strict=True)], now)
