"""Where an address leads: the API under /api/v1/, everything else to the pages."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path(route, include(module))
    for route, module in (("api/v1/", "groundswell.api.urls"), ("", "groundswell.web.urls"))
    if find_spec(module)
]
