"""The page to which an enrolment that costs something leads: what it costs, and whether it can be paid."""

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.domain.accounts.models import User
from trellis.domain.learning.queries.enrollments import own_enrollment
from trellis.domain.learning.refusals import NoEnrollment
from trellis.domain.learning.rules.access import owes
from trellis.domain.learning.rules.prices import price_in_words
from trellis.web.frame.pages import render_page


@never_cache
@require_safe
def pay(request: HttpRequest, enrollment_id: UUID) -> HttpResponse:
    """Show what one's own enrolment costs, and that paying is not open yet; another's is not there."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.path, reverse("web:sign-in"))
    try:
        enrollment = own_enrollment(user, enrollment_id)
    except NoEnrollment:
        raise Http404 from None
    context = {
        "title": enrollment.opportunity.title,
        "price": price_in_words(enrollment.price_minor, enrollment.currency),
        "is_owed": owes(enrollment),
        "enrolled_at": enrollment.enrolled_at,
    }
    return render_page(request, "web/learning/pay.html", context)
