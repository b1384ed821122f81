"""What a community decided about the elements of its framework, in the order of the library.

Callers have found the community through `community_for(reader=)`: whoever opens it reads its version.
"""

from groundswell.apps.agenda.models import FrameworkElement
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.core.specification.decisions import Decision
from groundswell.core.specification.elements import LIBRARY

_PLACES = {name: at for at, name in enumerate(LIBRARY)}


def decisions_of(community: Community) -> tuple[Decision, ...]:
    """Every decision in use: those about elements of the library as it lists them, then those of their own by id."""
    rows = not_retired(FrameworkElement.objects.filter(community=community))
    found = [_decision(row) for row in rows]
    return tuple(sorted(found, key=lambda one: (_PLACES.get(one.element_id, len(_PLACES)), one.element_id)))


def _decision(row: FrameworkElement) -> Decision:
    return Decision.of({heading: getattr(row, field) or "" for heading, field in row.columns.items()})
