"""The whole site on one screen; doors.py says what each door answers to."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.module_loading import import_string

from trellis.config import schema_views
from trellis.config.doors import ROUTED_PREFIXES
from trellis.config.errors import api_not_found
from trellis.config.routes import by_word
from trellis.core.http.health import healthz, readyz

urlpatterns = [
    *(path(prefix.path[1:], include(by_word(import_string(prefix.urls)))) for prefix in ROUTED_PREFIXES),
    path("api/schema/", schema_views.schema, name="schema"),
    path("api/schema/<slug:door>/", schema_views.schema, name="schema-of-door"),
    path("api/docs/", schema_views.docs, name="api-docs"),
    path("api/docs/<slug:door>/", schema_views.docs, name="api-docs-of-door"),
    path("llms.txt", schema_views.llms),
    re_path("^api/", api_not_found),
    path("admin/", admin.site.urls),
    path("healthz", healthz),
    path("readyz", readyz),
    path("", include("trellis.web.urls")),
]

handler400 = "trellis.config.errors.bad_request"
handler403 = "trellis.config.errors.forbidden"
handler404 = "trellis.config.errors.not_found"
handler500 = "trellis.config.errors.server_error"
