"""The page that the link in an invitation opens."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from trellis.core.http.compression import uncompressed
from trellis.core.writing.addresses import is_same_address
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Invitation
from trellis.domain.organizations.queries import invitation_of
from trellis.domain.organizations.refusals import (
    AlreadyMember,
    AnotherAddress,
    InvalidInvitation,
    InvitationOver,
)
from trellis.domain.organizations.rules.invitations import refuse_over
from trellis.domain.organizations.services.invitations import accept
from trellis.web.frame.pages import render_page


@uncompressed
@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Join at the press of a button: scanners of mail follow links, but press nothing."""
    token = (request.POST if request.method == "POST" else request.GET).get("token", "")
    try:
        invitation = invitation_of(token)
        refuse_over(invitation, now=timezone.now())
        if request.method == "POST" and isinstance(request.user, User):
            return _accept(request, invitation, token, request.user)
    except InvalidInvitation:
        return _page(request, "refused", status=400)
    except InvitationOver as error:
        return _page(request, "refused", status=409, reason=str(error))
    return _asked(request, invitation, token)


def _accept(request: HttpRequest, invitation: Invitation, token: str, user: User) -> HttpResponse:
    try:
        accept(token=token, user=user, now=timezone.now())
    except AnotherAddress:
        return _asked(request, invitation, token, status=403)
    except AlreadyMember:
        return _page(request, "member", status=409, invitation=invitation)
    return _page(request, "joined", invitation=invitation)


def _asked(request: HttpRequest, invitation: Invitation, token: str, *, status: int = 200) -> HttpResponse:
    """Show what is offered, and the button to whom it is offered; to others how to sign in."""
    user = request.user if isinstance(request.user, User) else None
    here = f"{reverse('web:join')}?{urlencode({'token': token})}"
    context = {
        "token": token,
        "user": user,
        "is_theirs": user is not None and is_same_address(user.email, invitation.email),
        "sign_in": f"{reverse('web:sign-in')}?{urlencode({'next': here})}",
    }
    return _page(request, "asked", status=status, invitation=invitation, **context)


def _page(request: HttpRequest, outcome: str, *, status: int = 200, **more: object) -> HttpResponse:
    return render_page(request, "web/organizations/join.html", {"outcome": outcome, **more}, status=status)
