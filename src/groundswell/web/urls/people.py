"""Who takes part in a community, and what a reader may do there."""

from django.urls import URLPattern, URLResolver, path

from groundswell.web.views import permissions

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:community_id>/permissions/", permissions.permissions, name="permissions"),
]
