"""A community's own version of its framework, and each element of it."""

from django.urls import path

from groundswell.web.views import agenda

ALL = "<slug:community_id>/agenda/"

urlpatterns = [
    path(ALL, agenda.agenda, name="agenda"),
    path(f"{ALL}take-up/", agenda.take_up, name="agenda-take-up"),
    path(f"{ALL}elements/<slug:element_id>/", agenda.element, name="agenda-element"),
]
