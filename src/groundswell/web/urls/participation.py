"""What programs come to together."""

from django.urls import path

from groundswell.web.views import participation

urlpatterns = [
    path("<slug:community_id>/reach/", participation.reach, name="reach"),
    path("<slug:community_id>/overlap/", participation.overlap, name="overlap"),
]
