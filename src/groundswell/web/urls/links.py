"""People linked across programs: the overview, and the doubtful pairs one by one."""

from django.urls import path

from groundswell.web.views import links

ALL = "<slug:community_id>/links/"

urlpatterns = [
    path(ALL, links.overview, name="links"),
    path(f"{ALL}now/", links.link_now, name="link-now"),
    path(f"{ALL}review/", links.review, name="review-links"),
    path(f"{ALL}review/<slug:pair_id>/", links.pair, name="review-link"),
]
