"""`requisitions/<code>/history/`, an addition: who did what to a requisition."""

from typing import Any

from rest_framework import exceptions

from trellis.apis.talent_engine.history import HistoryView
from trellis.domain.organizations.rights import Grant, grant
from trellis.domain.requisitions.events import requisition_purged
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.rights import Right


class RequisitionHistoryView(HistoryView):
    """`requisitions/<code>/history/`, an addition: its compliance items and approvals are in it."""

    subject = Requisition

    def subject_id(self, **address: Any) -> str:
        """Return the requisition's key; a deleted one is for who may recover it, a purged for the owner."""
        code: str = address["code"]
        if "\x00" in code:
            raise exceptions.NotFound
        found = Requisition.objects.of(self.tenant_id).filter(code=code).first()
        if found is None:
            return self._purged(code)
        if found.is_deleted and grant(self.member.role, Right.RECOVER_REQUISITIONS) is not Grant.ALL:
            raise exceptions.NotFound
        self.refuse_unless_own(found.requested_by_id)
        return str(found.pk)

    def _purged(self, code: str) -> str:
        """Return the key of what the record alone remembers."""
        if grant(self.member.role, Right.PURGE_REQUISITIONS) is not Grant.ALL:
            raise exceptions.NotFound
        gone = requisition_purged.record().filter(tenant_id=self.tenant_id, data__code=code)
        key = gone.order_by("-pk").values_list("subject_id", flat=True).first()
        if key is None:
            raise exceptions.NotFound
        return key
