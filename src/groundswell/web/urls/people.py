"""Who takes part in a community, and what a reader may do there."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
