"""What the views of a requisition's details share: finding it."""

from trellis.apis.talent_engine.answers import OF_STAGES
from trellis.apis.talent_engine.base import MemberView
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.requisitions import requisition_of


class RequisitionDetailView(MemberView):
    """A view below `requisitions/<code>/`."""

    answers = OF_STAGES

    def requisition(self, code: str) -> Requisition:
        """Return the tenant's requisition; raise NotFound, also for one that is deleted."""
        return requisition_of(self.tenant_id, code)

    def own_requisition(self, code: str) -> Requisition:
        """Return it if the caller's right reaches it; raise NotFound and PermissionDenied."""
        found = self.requisition(code)
        self.refuse_unless_own(found.requested_by_id)
        return found
