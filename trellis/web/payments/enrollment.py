"""The page to which an enrolment that costs something leads: what it costs, and on to paying it."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from trellis.core.refusals import Unavailable
from trellis.core.writing.money import in_words
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.queries.enrollments import own_enrollment
from trellis.domain.learning.refusals import NoEnrollment
from trellis.domain.learning.rules.access import owes
from trellis.domain.learning.services.paying import pay_for
from trellis.domain.payments.gateways.refusals import GatewayRefuses
from trellis.domain.payments.queries.own import newest_payment_for
from trellis.domain.payments.refusals import AlreadyPaid, CostsNothing
from trellis.domain.payments.rules.choices import SubjectKind
from trellis.domain.payments.rules.paying import can_be_paid
from trellis.domain.payments.services.opening import ask_gateway
from trellis.web.frame.pages import render_page


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def pay_enrollment(request: HttpRequest, enrollment_id: UUID) -> HttpResponse:
    """Show what one's own enrolment costs, and have it paid; one that is being paid leads there."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.path, reverse("web:sign-in"))
    try:
        enrollment = own_enrollment(user, enrollment_id)
    except NoEnrollment:
        raise Http404 from None
    now = timezone.now()
    if request.method == "POST":
        return _begin(request, user, enrollment, now)
    there = newest_payment_for(user, SubjectKind.ENROLLMENT, enrollment.public_id)
    if there is not None and owes(enrollment) and can_be_paid(there, now=now):
        return redirect("web:pay-payment", payment_id=there.public_id)
    return _page(request, enrollment)


def _begin(request: HttpRequest, user: User, enrollment: Enrollment, now: datetime) -> HttpResponse:
    try:
        payment, _ = pay_for(user=user, enrollment_id=enrollment.public_id, now=now)
        ask_gateway(payment=payment, now=now)
    except (CostsNothing, AlreadyPaid):
        return redirect(request.path)
    except GatewayRefuses as refusal:
        return _page(request, enrollment, trouble=refusal.sentence, status=409)
    except Unavailable as refusal:
        response = _page(request, enrollment, trouble=refusal.sentence, status=503)
        response["Retry-After"] = str(refusal.wait)
        return response
    return redirect("web:pay-payment", payment_id=payment.public_id)


def _page(
    request: HttpRequest, enrollment: Enrollment, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    price = in_words(enrollment.price_minor, enrollment.currency)
    context = {
        "title": enrollment.opportunity.title,
        "price": price,
        "currency": enrollment.currency,
        "show_currency": enrollment.currency not in price,
        "is_owed": owes(enrollment),
        "enrolled_at": enrollment.enrolled_at,
        "trouble": trouble,
    }
    return render_page(request, "web/payments/enrollment.html", context, status=status)
