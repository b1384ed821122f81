"""Tables of numbers kept in a grid, sources with their mappings, ratings and votes."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
