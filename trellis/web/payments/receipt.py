"""The receipt of a payment, for who is signed in with a browser."""

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.refusals import Unavailable
from trellis.domain.accounts.models import User
from trellis.domain.payments.queries.own import own_payment
from trellis.domain.payments.queries.receipts import receipt_for
from trellis.domain.payments.refusals import NoPayment, NotPaid
from trellis.domain.payments.services.receipts import as_pdf


@never_cache
@require_safe
def receipt(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """Send the receipt of one's own payment; what is not paid leads to where it is."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.path, reverse("web:sign-in"))
    try:
        found = receipt_for(own_payment(user, payment_id))
    except NoPayment:
        raise Http404 from None
    except NotPaid:
        return redirect("web:pay-payment", payment_id=payment_id)
    try:
        paper = as_pdf(found)
    except Unavailable as refusal:
        later = HttpResponse(refusal.sentence, content_type="text/plain; charset=utf-8", status=503)
        later["Retry-After"] = str(refusal.wait)
        return later
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="receipt-{found.number}.pdf"'
    return response
