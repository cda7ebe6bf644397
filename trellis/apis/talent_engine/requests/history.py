"""`/api/talent-engine/requests/{id}/history/`, an addition: who did what to a request."""

from typing import Any

from trellis.apis.talent_engine.history import HistoryView
from trellis.domain.organizations.rights import Grant
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.queries import request_of


class RequestHistoryView(HistoryView):
    """`GET requests/{id}/history/`."""

    subject = WorkplaceRequest

    def subject_id(self, **address: Any) -> str:
        """Return the request's key; staff know of their own alone."""
        own = self.user if self.grant is Grant.OWN else None
        return str(request_of(organization_id=self.tenant_id, id=address["id"], requested_by=own).pk)
