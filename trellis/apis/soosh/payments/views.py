"""`payments/history`, and the receipt of one (soosh-api.md, section 7)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import STYLE, SooshView
from trellis.apis.soosh.payments.input import HistoryQuery
from trellis.apis.soosh.payments.output import PastPaymentOutput, past_json
from trellis.apis.soosh.payments.subjects import subjects_of
from trellis.apis.soosh.users.base import caller_of
from trellis.core.paging.headers import add_page_headers, counted_rows
from trellis.domain.payments.queries.own import own_payment, payments_of
from trellis.domain.payments.queries.receipts import receipt_for
from trellis.domain.payments.services.receipts import as_pdf

_QUERY = HistoryQuery()
_PDF: Any = {
    (200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, "The receipt."),
    409: OpenApiResponse(STYLE.shapes[409], "It is not paid yet."),
}


class HistoryOutput(serializers.Serializer[Any]):
    """A page of payments; the headers tell which."""

    payments = PastPaymentOutput(many=True)


class HistoryView(SooshView):
    """`payments/history`."""

    @extend_schema(operation_id="payments_history", parameters=[HistoryQuery], responses=HistoryOutput)
    def get(self, request: Request) -> Response:
        """List what one has paid or is asked to pay, the newest first.

        `booking` is null for what is no session. What went back, or is on its way, is in `refunded_amount`;
        all of it, and `status` is `refunded`.
        """
        asked = _QUERY.run_validation(request.GET)
        payments = payments_of(caller_of(request))
        rows, page = counted_rows(payments, number=asked["page"], size=asked["limit"])
        subjects = subjects_of(rows, now=timezone.now())
        response = Response({"payments": [past_json(each, subjects[each.pk]) for each in rows]})
        add_page_headers(response, page)
        return response


class ReceiptView(SooshView):
    """`payments/{payment_id}/receipt`."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Accept whatever is asked for: refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(operation_id="payments_receipt", responses=_PDF)
    def get(self, request: Request, payment_id: UUID) -> HttpResponse:
        """Get the receipt of one's own payment as PDF, with what has gone back so far; 409 until it is paid.

        `receipt_url` leads to the same paper for whoever is signed in with a browser.
        """
        user = caller_of(request)
        receipt = receipt_for(own_payment(user, payment_id))
        response = HttpResponse(as_pdf(receipt), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="receipt-{receipt.number}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response
