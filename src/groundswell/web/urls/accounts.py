"""Signing in, one's own account, invitations: under /accounts/."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
