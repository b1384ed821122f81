"""What the actions refuse, as problems: who may not, what was wrong, and what somebody else changed meanwhile."""

from collections.abc import Iterable
from typing import Any

from groundswell.api.bodies import pointed
from groundswell.api.problems import Problem, ProblemError
from groundswell.api.schemas.contents import shown
from groundswell.apps.people.queries import Actor, NotAllowedError
from groundswell.core.findings import Finding
from groundswell.core.merging import Merge
from groundswell.exchange.package.columns import Column


def not_allowed(refusal: NotAllowedError, actor: Actor) -> ProblemError:
    """403: who may open the community and not do this; it says which roles may."""
    if refusal.permission is None:
        return ProblemError(403, "This is for an administrator in person, and for no token.")
    if actor.token is not None and not actor.token.may_write:
        detail = "This access token may read and not write: make one that may."
    else:
        detail = f"You may not {refusal.permission} here."
    return ProblemError(403, detail, members={"permission": str(refusal.permission), "roles": refusal.roles})


def misread(problems: Iterable[Problem]) -> ProblemError:
    """422: what was sent is JSON, and not what belongs here."""
    return ProblemError(422, "What was sent cannot be stored; nothing was changed.", errors=tuple(problems))


def refused(findings: Iterable[Finding], pointer: str = "") -> ProblemError:
    """422: what was sent keeps to its type, and not to the rules of the package."""
    errors = (finding for finding in findings if finding.is_error)
    return misread(Problem(_pointer(finding, pointer), finding.message, finding.fix) for finding in errors)


def _pointer(finding: Finding, pointer: str) -> str:
    """A column such as `leads.1.years`, in which lists count from one, as a JSON pointer."""
    if not finding.column:
        return pointer
    steps = (str(int(step) - 1) if step.isdecimal() and step != "0" else step for step in _steps(finding.column))
    return pointer + "".join(f"/{pointed(step)}" for step in steps)


def _steps(column: str) -> list[str]:
    steps = column.split(".")
    return steps if any(step.isdecimal() for step in steps) else [column]  # `name.es` is one key


def clash(
    merge: Merge | None,
    version: str,
    yours: dict[str, Any],
    current: dict[str, Any] | None,
    fields: tuple[Column, ...] = (),
) -> ProblemError:
    """409: somebody changed it after the version that you saw. What differs, and what it is today."""
    detail = "Somebody changed this after the version that you saw; nothing was stored. Merge, and send it again."
    members = {"version": version, "difference": _differences(merge, yours, fields), "current": current}
    return ProblemError(409, detail, members=members)


def _differences(merge: Merge | None, yours: dict[str, Any], fields: tuple[Column, ...]) -> list[dict[str, Any]]:
    """Each field that the others changed or that both did: what you sent, what stands, what it was where known."""
    if merge is None:
        return []
    sides = {each.field: (yours.get(each.field), each.after, each.before) for each in merge.theirs_changed}
    sides.update({each.field: (each.mine, each.theirs, each.base) for each in merge.clashes})
    names = ("yours", "theirs", "base")
    return [
        {"field": field, **{name: _shown(field, side, fields) for name, side in zip(names, three, strict=True)}}
        for field, three in sides.items()
    ]


def _shown(field: str, value: Any, fields: tuple[Column, ...]) -> Any:
    return shown({field: value}, fields)[field] if value not in ("", None) else None
