"""Records of a program: sent, looked at, taken back."""

from django.urls import URLPattern, URLResolver, path

from groundswell.core.records import RECORD_TABLES
from groundswell.web.views import submissions

ALL = "<slug:community_id>/programs/<slug:program_id>/submissions/"
ONE = f"{ALL}<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(ALL, submissions.submissions, name="submissions"),
    path(f"{ALL}template.xlsx", submissions.template_xlsx, name="submission-template"),
    *(
        path(f"{ALL}{table}.csv", submissions.template_table, {"table": table}, name=f"submission-template-{table}")
        for table in RECORD_TABLES
    ),
    path(ONE, submissions.submission, name="submission"),
    path(f"{ONE}marked.xlsx", submissions.marked, name="submission-marked"),
    path(f"{ONE}withdraw/", submissions.withdraw, name="withdraw-submission"),
]
