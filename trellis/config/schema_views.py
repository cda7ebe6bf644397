"""`/api/schema/…` for programs, `/api/docs/…` for people, `/llms.txt` for language models."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from trellis.config.doors import ROUTED
from trellis.config.schema import Description, description
from trellis.web.frame.pages import render_page

_JSON, _YAML = "application/json", "application/yaml"
# Media types that clients ask for; the first that a client names counts, whatever its weight.
_KINDS = {
    _JSON: "json",
    "application/vnd.oai.openapi+json": "json",
    _YAML: "yaml",
    "application/x-yaml": "yaml",
    "text/yaml": "yaml",
    "application/vnd.oai.openapi": "yaml",
}
_DOCS_POLICY = {
    # Swagger UI's bundle and our few lines are files of ours; it sets styles of elements as it goes.
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
}


@csrf_exempt
@require_safe
def schema(request: HttpRequest, door: str = "") -> HttpResponse:
    """Send the OpenAPI description as JSON, or as YAML to who asks for that."""
    kind = _kind(request)
    known = _known(door)
    if kind is None or known is None:
        return JsonResponse({"detail": "Not found."}, status=404)
    format, content_type = kind
    etag = f'"{known.etag}-{format}"'
    whole = HttpResponse(known.yaml if format == "yaml" else known.json, content_type=content_type)
    response = get_conditional_response(request, etag=etag, response=whole) or whole
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=60"
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def docs(request: HttpRequest, door: str = "") -> HttpResponse:
    """Show the description in Swagger UI, with a chooser of doors."""
    names = {each.key: each.name for each in ROUTED}
    if door and door not in names:
        raise Http404
    choices = [{"url": reverse("schema"), "name": "All doors"}]
    choices += [{"url": reverse("schema-of-door", args=[key]), "name": name} for key, name in names.items()]
    context = {"choices": choices, "chosen": names.get(door, "All doors")}
    return render_page(request, "web/api_docs.html", context, policy=_DOCS_POLICY)


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Say in a page of Markdown what there is to call (llmstxt.org)."""
    text = "\n".join(_llms_lines(description().document))
    return HttpResponse(text, content_type="text/markdown; charset=utf-8")


def _llms_lines(document: dict[str, Any]) -> Iterator[str]:
    site = settings.TRELLIS_PUBLIC_URL
    yield f"# {document['info']['title']}\n\n> {document['info']['description']}\n"
    yield "Send `Authorization: Bearer <access token>`; one token opens every door.\n"
    for door in ROUTED:
        yield f"## {door.name}\n\n- [OpenAPI]({site}{reverse('schema-of-door', args=[door.key])})"
        for path, item in document["paths"].items():
            for method, operation in item.items():
                if operation["tags"] == [door.name]:
                    said = operation.get("description", "").partition("\n")[0]
                    yield f"- `{method.upper()} {path}`: {said}"
        yield ""


def _known(door: str) -> Description | None:
    try:
        return description(door)
    except KeyError:
        return None


def _kind(request: HttpRequest) -> tuple[str, str] | None:
    """Return the format and the media type to answer with; None for a format that there is not."""
    asked = request.GET.get("format")
    if asked is not None:
        return {"json": ("json", _JSON), "yaml": ("yaml", _YAML)}.get(asked)
    for part in request.headers.get("Accept", "").split(","):
        type = part.partition(";")[0].strip().lower()
        if type in _KINDS:
            return _KINDS[type], type
    return "json", _JSON
