"""What was promised, and what became of it."""

from django.urls import path

from groundswell.web.views import commitments

urlpatterns = [
    path("<slug:community_id>/partners/commitments/", commitments.commitments, name="commitments"),
    path("<slug:community_id>/partners/commitments/remind/", commitments.remind, name="remind-commitments"),
    path(
        "<slug:community_id>/partners/commitments/<slug:commitment_id>/status/",
        commitments.status,
        name="commitment-status",
    ),
    path("<slug:community_id>/promises/", commitments.promises, name="promises"),
]
