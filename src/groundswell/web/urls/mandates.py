"""Who represents whom."""

from django.urls import path

from groundswell.web.views import mandates

urlpatterns = [path("<slug:community_id>/partners/mandates/", mandates.mandates, name="mandates")]
