"""The whole site on one screen."""

from django.contrib import admin
from django.urls import include, path, re_path

from trellis.apis.mansa import urls as mansa
from trellis.config import schema_views
from trellis.config.errors import api_not_found
from trellis.core.http.health import healthz, readyz

urlpatterns = [
    path("mentor/", include("trellis.apis.talent_pool.urls")),
    path("api/talent-engine/", include("trellis.apis.talent_engine.urls")),
    path("api/v1/mentorship/", include("trellis.apis.mansa.urls")),
    path("api/v1/", include("trellis.apis.soosh.urls")),
    path("api/schema/", schema_views.schema, name="schema"),
    path("api/schema/<slug:door>/", schema_views.schema, name="schema-of-door"),
    path("api/docs/", schema_views.docs, name="api-docs"),
    path("api/docs/<slug:door>/", schema_views.docs, name="api-docs-of-door"),
    path("llms.txt", schema_views.llms),
    path("api/users/", include(mansa.users)),
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
