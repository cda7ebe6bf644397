"""`requisitions/<code>/history/`, an addition: who did what to a requisition."""

from typing import Any

from trellis.apis.talent_engine.history import HistoryView
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.requisitions import remembered_by


class RequisitionHistoryView(HistoryView):
    """`requisitions/<code>/history/`, an addition: its compliance items and approvals are in it."""

    subject = Requisition

    def subject_id(self, **address: Any) -> str:
        """Return the requisition's key; a deleted one is for who may recover it, a purged for the owner."""
        key, requester_id = remembered_by(self.member, address["code"])
        self.refuse_unless_own(requester_id)
        return key
