"""The page on which somebody who works for several organizations says in which of them they act."""

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from trellis.domain.accounts.models import User
from trellis.domain.organizations.queries import memberships_of
from trellis.domain.organizations.refusals import UnknownMember
from trellis.domain.organizations.services.current import make_current
from trellis.web.frame.pages import render_page


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """Show where somebody works, and let them act in another of these at the press of a button."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.path, reverse("web:sign-in"))
    if request.method == "POST":
        return _switch(user, request.POST.get("organization", ""))
    return render_page(request, "web/organizations/switch.html", {"memberships": memberships_of(user)})


def _switch(user: User, given: str) -> HttpResponse:
    try:
        make_current(user=user, organization_id=UUID(given))
    except (ValueError, UnknownMember):
        raise Http404 from None
    return redirect("web:switch")
