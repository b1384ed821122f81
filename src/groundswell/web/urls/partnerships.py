"""Partnerships: all of them, one organization's worksheet, one partnership, and what both sides say of it."""

from django.urls import path

from groundswell.web.views.partners import answering, changing, importing, reading

ALL = "<slug:community_id>/partners/"
ONE = f"{ALL}partnerships/<slug:partnership_id>/"

urlpatterns = [
    path(ALL, reading.partners, name="partners"),
    path(f"{ALL}new/", changing.new, name="new-partnership"),
    path(f"{ALL}import/", importing.import_worksheet, name="import-worksheet"),
    path(f"{ALL}purposes/", changing.take_up, name="take-up-purposes"),
    path(f"{ALL}organizations/<slug:organization_id>/", reading.worksheet, name="worksheet"),
    path(ONE, reading.partnership, name="partnership"),
    path(f"{ONE}answer/", answering.answer, name="answer-partnership"),
    path(f"{ONE}consent/", answering.consent, name="partnership-consent"),
    path(f"{ONE}change/", changing.change, name="change-partnership"),
]
