"""Where an address leads: the API under /api/v1/, everything else to the pages."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path(route, include(module))
    for route, module in (("api/v1/", "groundswell.api.urls"), ("", "groundswell.web.urls"))
    if find_spec(module)
]

# What went wrong is said in the same dress as everything else.
handler400 = "groundswell.web.views.errors.bad_request"
handler403 = "groundswell.web.views.errors.forbidden"
handler404 = "groundswell.web.views.errors.page_not_found"
handler500 = "groundswell.web.views.errors.server_error"
