"""The page on which something is paid, and where it is shown afterwards: for who pays it alone."""

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from trellis.core.refusals import Conflict, Declined, Unavailable
from trellis.domain.accounts.models import User
from trellis.domain.learning.queries.enrollments import own_enrollment
from trellis.domain.learning.refusals import NoEnrollment
from trellis.domain.payments.models import Payment
from trellis.domain.payments.queries.own import own_payment
from trellis.domain.payments.refusals import NoPayment
from trellis.domain.payments.services.confirming import look
from trellis.domain.payments.services.on_page import answer_bank, pay_with_card
from trellis.domain.payments.services.opening import ask_gateway
from trellis.web.components.zones import keep_zone, viewer_zone
from trellis.web.frame.pages import render_page
from trellis.web.payments.cards import CardForm
from trellis.web.payments.shown import shown


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """Show how one's own payment stands, and take a card, or an answer to the bank, for it."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.path, reverse("web:sign-in"))
    keep_zone(request)
    try:
        payment = own_payment(user, payment_id)
    except NoPayment:
        return _to_enrollment(user, payment_id)
    if request.method == "POST":
        return _act(request, payment, timezone.now())
    return render_payment(request, payment)


def render_payment(
    request: HttpRequest,
    payment: Payment,
    *,
    form: CardForm | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with the page of a payment as it stands; with a form it names the same try again."""
    zone = viewer_zone(request)
    asked = form or CardForm()
    context: dict[str, Any] = {
        "form": asked,
        "chosen": asked.chosen,
        "attempt": _attempt_of(asked),
        "trouble": trouble,
        "zone": zone,
    }
    with timezone.override(zone.info):
        context |= shown(payment, now=timezone.now())
        return render_page(request, "web/payments/pay.html", context, status=status)


def _act(request: HttpRequest, payment: Payment, now: datetime) -> HttpResponse:
    form: CardForm | None = None
    try:
        match request.POST.get("do"):
            case "pay":
                form = CardForm(request.POST)
                if not form.is_valid():
                    return render_payment(request, payment, form=form, status=422)
                attempt = str(form.cleaned_data["attempt"])
                pay_with_card(payment=payment, card=form.chosen_number, attempt=attempt, now=now)
            case "accept" | "refuse" as answer:
                answer_bank(payment=payment, accept=answer == "accept", now=now)
            case _:
                look(payment=ask_gateway(payment=payment, now=now), now=now)
    except Declined as refusal:
        words = f"{refusal.sentence} Nothing was charged."
        return render_payment(request, _anew(payment), trouble=words, status=402)
    except Conflict as refusal:
        return render_payment(request, _anew(payment), trouble=refusal.sentence, status=409)
    except Unavailable as refusal:
        response = render_payment(request, _anew(payment), form=form, trouble=refusal.sentence, status=503)
        response["Retry-After"] = str(refusal.wait)
        return response
    return redirect(request.path)


def _attempt_of(form: CardForm) -> Any:
    """Return the name of the next try: that of the form where nobody knows what became of it."""
    return form.data["attempt"] if form.is_bound and not form["attempt"].errors else uuid.uuid4()


def _anew(payment: Payment) -> Payment:
    return own_payment(payment.payer, payment.public_id)


def _to_enrollment(user: User, enrollment_id: UUID) -> HttpResponse:
    """Lead on from the addresses of before, which had the id of an enrolment."""
    try:
        found = own_enrollment(user, enrollment_id)
    except NoEnrollment:
        raise Http404 from None
    return redirect("web:pay", enrollment_id=found.public_id)
