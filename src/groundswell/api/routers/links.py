"""What linking people came to: the twin of its page, for whoever may link. The doubtful pairs have none."""

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse

from groundswell.api.answers import object_answer, reader_of
from groundswell.api.description import DescribedRouter, answers
from groundswell.api.schemas.links import LinksDocument
from groundswell.apps.submissions.queries.linking import LinkRunFacts, links_page

router = DescribedRouter(tags=["records"])


@router.get("{community_id}/links.json", response=answers(LinksDocument), summary="What linking people came to")
def links_json(request: HttpRequest, community_id: str) -> HttpResponse:
    """How many people there are, with the range, at how many providers, and the last linkings."""
    page = links_page(community_id, reader=reader_of(request))
    if page is None:
        raise Http404
    names = ("doubtful", "decided", "decided_since", "is_behind", "is_worth_training", "smallest_shown")
    document = {
        **{name: getattr(page, name) for name in names},
        "standing": _run(page.standing) if page.standing else None,
        "found_at": [asdict(one) for one in page.found_at],
        "runs": [_run(run) for run in page.runs],
    }
    return object_answer(request, LinksDocument.model_validate(document))


def _run(run: LinkRunFacts) -> dict[str, object]:
    return {name: value for name, value in asdict(run).items() if name != "by_name"}
