"""Tables of numbers kept in a grid, sources with their mappings, ratings and votes."""

from django.urls import path

from groundswell.web.views.grids import choice, measure_choice, sources, tables

urlpatterns = [
    path("<slug:community_id>/desk/observations/<slug:indicator_id>/", tables.of_indicator, {"kind": "observations"},
         name="observations-grid"),
    path("<slug:community_id>/desk/targets/<slug:indicator_id>/", tables.of_indicator, {"kind": "targets"},
         name="targets-grid"),
    path("<slug:community_id>/desk/populations/", tables.of_community, {"kind": "populations"},
         name="populations-grid"),
    path("<slug:community_id>/desk/crosswalks/", tables.of_community, {"kind": "crosswalks"}, name="crosswalks-grid"),
    path("<slug:community_id>/desk/measure_adoptions/", tables.of_community, {"kind": "measure_adoptions"},
         name="adoptions-grid"),
    path("<slug:community_id>/desk/systems_scan/", tables.of_community, {"kind": "systems_scan"}, name="scan-grid"),
    path("<slug:community_id>/desk/sources/propose/", sources.propose, name="propose-source"),
    path("<slug:community_id>/desk/sources/<slug:source_id>/mapping/", sources.mapping, name="source-mapping"),
    path("<slug:community_id>/desk/results/<slug:result_id>/choice/", choice.choice, name="indicator-choice"),
    path("<slug:community_id>/desk/results/<slug:result_id>/choice/ballot/", choice.ballot, name="indicator-ballot"),
    path("<slug:community_id>/desk/programs/<slug:program_id>/choice/", measure_choice.choice, name="measure-choice"),
    path("<slug:community_id>/desk/programs/<slug:program_id>/choice/ballot/", measure_choice.ballot,
         name="measure-ballot"),
]  # fmt: skip
