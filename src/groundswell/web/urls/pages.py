"""The pages that everybody reads, by readable addresses."""

from django.urls import path

from groundswell.web.views import communities, data, design, front, indicators, results

urlpatterns = [
    path("", front.front, name="front"),
    path("design/", design.gallery, name="design"),
    path("design/vega-<str:edition>.js", design.vega, name="vega"),
    path("<slug:community_id>/", communities.community, name="community"),
    path("<slug:community_id>/data/", data.data, name="data"),
    path("<slug:community_id>/results/<slug:result_id>/", results.result, name="result"),
    path("<slug:community_id>/indicators/<slug:indicator_id>/", indicators.indicator, name="indicator"),
]
