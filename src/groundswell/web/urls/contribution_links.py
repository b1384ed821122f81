"""What programs say that they contribute to an indicator: linked, changed, noted, withdrawn."""

from django.urls import path

from groundswell.web.views import contribution_links

ONE = "<slug:community_id>/contribution/links/<slug:link_id>/"

urlpatterns = [
    path(ONE, contribution_links.link, name="contribution-link"),
    path(f"{ONE}change/", contribution_links.change, name="change-contribution-link"),
    path(f"{ONE}note/", contribution_links.note, name="note-contribution-link"),
    path(f"{ONE}restore/", contribution_links.restore, name="restore-contribution-link"),
    path(f"{ONE}withdraw/", contribution_links.withdraw, name="withdraw-contribution-link"),
    path("<slug:community_id>/contribution/<slug:indicator_id>/link/", contribution_links.new,
         name="new-contribution-link"),
]  # fmt: skip
