"""What programs could add up to."""

from django.urls import path

from groundswell.web.views import contributions

urlpatterns = [
    path("<slug:community_id>/contribution/", contributions.contributions, name="contributions"),
    path("<slug:community_id>/contribution/<slug:indicator_id>/", contributions.contribution, name="contribution"),
    path("<slug:community_id>/contribution/<slug:indicator_id>/keep/", contributions.keep, name="keep-contribution"),
]
