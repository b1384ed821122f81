"""Running the installation: communities, people, emergency access, under /admin/."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
