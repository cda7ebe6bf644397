"""A form whose token went stale: who signs out and in again in another tab loses nothing of it."""

from django.http import HttpRequest, HttpResponse

from trellis.core.realtime.origins import is_ours
from trellis.web.frame.pages import render_page

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of a field)


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Show what was filled in, to be sent with a token that is good now; None where that cannot be.

    It cannot where no page of ours has sent it, or a script has; and no password is written into a page,
    nor a file.
    """
    origin = request.headers.get("Origin", "")
    if not origin or not is_ours(origin, host=request.get_host()) or "HX-Request" in request.headers:
        return None
    if request.FILES or any("password" in name for name in request.POST):
        return None
    fields = [(name, value) for name, values in request.POST.lists() if name != _TOKEN for value in values]
    context = {"fields": fields, "address": request.get_full_path()}
    return render_page(request, "web/frame/send_again.html", context, status=403)
