"""What the views of a requisition's details share: finding it, and what the domain's refusals become."""

from collections.abc import Callable
from typing import Any

from rest_framework import exceptions
from rest_framework.response import Response

from trellis.apis.talent_engine.base import Conflict, MemberView
from trellis.domain.organizations.refusals import AlreadyDecided, NotApprover, StageOpen
from trellis.domain.requisitions.compliance import MOST_ITEMS
from trellis.domain.requisitions.models import ComplianceItem, Requisition
from trellis.domain.requisitions.refusals import NotDecidable, NotMember, TooManyItems

_Answer = exceptions.APIException
_ANSWERS: dict[type[Exception], Callable[[Any], _Answer]] = {
    Requisition.DoesNotExist: lambda _: exceptions.NotFound(),
    ComplianceItem.DoesNotExist: lambda _: exceptions.NotFound(),
    NotApprover: lambda _: exceptions.PermissionDenied(),
    AlreadyDecided: lambda _: Conflict("This stage has been decided already."),
    StageOpen: lambda error: Conflict(f'The stage that is open is "{error.stage}".'),
    NotDecidable: lambda error: Conflict(f"A requisition that is {error.current} cannot be decided."),
    NotMember: lambda _: exceptions.ValidationError({"checked_by_id": ["There is no such member."]}),
    TooManyItems: lambda _: Conflict(f"A requisition has at most {MOST_ITEMS} compliance items."),
}


class RequisitionDetailView(MemberView):
    """A view below `requisitions/<code>/`."""

    def handle_exception(self, exc: Exception) -> Response:
        """Answer a refusal of the domain, and anything else as DRF does."""
        answer = _ANSWERS.get(type(exc))
        return super().handle_exception(answer(exc) if answer else exc)

    def requisition(self, code: str) -> Requisition:
        """Return the tenant's requisition; raise NotFound, also for one that is deleted."""
        if "\x00" in code:
            raise exceptions.NotFound
        rows = Requisition.objects.of(self.tenant_id).filter(is_deleted=False)
        found = rows.select_related("requested_by").filter(code=code).first()
        if found is None:
            raise exceptions.NotFound
        return found

    def own_requisition(self, code: str) -> Requisition:
        """Return it if the caller's right reaches it; raise NotFound and PermissionDenied."""
        found = self.requisition(code)
        self.refuse_unless_own(found.requested_by_id)
        return found
