"""What the views of requisitions share: lists, and what the domain's refusals become."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.base import Conflict, MemberView
from trellis.apis.talent_engine.requisitions.filters import asked_for
from trellis.apis.talent_engine.requisitions.output import LISTED
from trellis.core.paging.numbered import respond_numbered
from trellis.domain.organizations.refusals import AlreadyDecided, NotApprover
from trellis.domain.requisitions import refusals
from trellis.domain.requisitions.queries import requisitions_of


class StaleVersion(exceptions.APIException):
    """Somebody has changed it since the caller read it."""

    status_code = 412
    default_detail = "This has been changed in the meantime."
    default_code = "stale_version"


class UnknownRequisitions(exceptions.NotFound):
    """Some of many are not there; which ones stands beside the sentence of the document."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__("Not found.")
        self.detail: Any = {"detail": "Not found.", "ids": codes}


_ANSWERS: dict[type[Exception], Callable[[Any], exceptions.APIException]] = {
    refusals.NotFound: lambda _: exceptions.NotFound("Not found."),
    refusals.NotAllowed: lambda _: exceptions.PermissionDenied(),
    refusals.StaleVersion: lambda _: StaleVersion(),
    refusals.InvalidRequisition: lambda error: exceptions.ValidationError(error.errors),
    refusals.InvalidStep: lambda error: _named("status", _sentence(error)),
    refusals.NotPublishable: lambda _: _named(
        "publish_status", "Only an approved or open requisition can be published."
    ),
    refusals.StageLeft: lambda error: _named("status", f'Stage "{error.stage}" has to be approved first.'),
    refusals.NoSuchMember: lambda _: _named("approved_by_id", "There is no such member."),
    refusals.WorkflowDecided: lambda _: Conflict("Somebody has decided by this approval workflow already."),
    NotApprover: lambda _: exceptions.PermissionDenied(),
    AlreadyDecided: lambda _: Conflict("This has been decided already."),
}


class RequisitionsDoorView(MemberView):
    """A view of requisitions: it knows what the domain's refusals become."""

    def handle_exception(self, exc: Exception) -> Response:
        """Answer a refusal of the domain, and anything else as DRF does."""
        answer = _ANSWERS.get(type(exc))
        return super().handle_exception(answer(exc) if answer else exc)

    def page_of(self, request: Request, **narrowed: Any) -> HttpResponse:
        """Return the page of the tenant's requisitions that is asked for, among those that are `narrowed`."""
        asked = asked_for(request, **narrowed)
        rows = requisitions_of(self.member.organization, asked)
        return respond_numbered(LISTED, rows, request=request, in_one_scan=bool(asked.search.strip()))


class ManyView(RequisitionsDoorView):
    """A view of many requisitions, by their ids."""

    def handle_exception(self, exc: Exception) -> Response:
        """Name the ids that are not there."""
        return super().handle_exception(
            UnknownRequisitions(exc.codes) if isinstance(exc, refusals.NotFound) else exc
        )


def _named(field: str, sentence: str) -> exceptions.APIException:
    return exceptions.ValidationError({field: [sentence]})


def _sentence(error: refusals.InvalidStep) -> str:
    allowed = ", ".join(error.allowed)
    return f"A requisition that is {error.current} can become: {allowed}."
