"""Every address, one module a part of the house; what is fixed stands before a community's id can be taken for it."""

from django.urls import URLPattern, URLResolver

from groundswell.web.urls import (
    accounts,
    administration,
    agenda,
    audit,
    commitments,
    contribution_links,
    contribution_plans,
    contributions,
    desk,
    grids,
    links,
    mandates,
    pages,
    participation,
    people,
    programs,
    provider_networks,
    reports,
    submissions,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *accounts.urlpatterns,
    *administration.urlpatterns,
    *people.urlpatterns,
    *audit.urlpatterns,
    *grids.urlpatterns,
    *desk.urlpatterns,
    *programs.urlpatterns,
    *participation.urlpatterns,
    *contribution_links.urlpatterns,
    *contribution_plans.urlpatterns,
    *contributions.urlpatterns,
    *commitments.urlpatterns,
    *reports.urlpatterns,
    *agenda.urlpatterns,
    *links.urlpatterns,
    *mandates.urlpatterns,
    *provider_networks.urlpatterns,
    *submissions.urlpatterns,
    *pages.urlpatterns,
]
