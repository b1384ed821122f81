"""Where a community's objects are kept: made, changed, ordered, retired, restored."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
