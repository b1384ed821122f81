"""What is done to links: written, written anew as another version, withdrawn, taken up again as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils import timezone

from groundswell.apps.contributions.actions.checking import Cells, checked_row, directory_for, is_id
from groundswell.apps.contributions.actions.storing import said_by, said_by_values, values_of
from groundswell.apps.contributions.models import ContributionLink
from groundswell.apps.contributions.queries.links import facts_of_link, links_of
from groundswell.apps.indicators.models import Indicator
from groundswell.apps.people.actions import RefusalError, alone_with, community_to_change
from groundswell.apps.people.actions.saving import Saved, record_saving, saved
from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import Actor
from groundswell.apps.programs.actions.owning import require_one
from groundswell.apps.programs.models import Program
from groundswell.core.findings import Finding, error, has_errors
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.exchange.package.contribution_check import link_problems, made_link_id, subject_problems

CHANGING = (Permission.CHANGE_CONTRIBUTIONS, Permission.CHANGE_OWN_CONTRIBUTIONS)
_NOT_TYPED = ("version", "recorded", "retired")  # what comes of saving, and is never sent


def save_link(*, community_id: str, content: Mapping[str, str], seen_version: int | None = None, by: Actor) -> Saved:
    """Write a link, or the next version of one that stands.

    `content` are cells by the headings of contributions.csv; a blank `link_id` makes a new link. `seen_version` is the
    version that somebody saw and changed, None for a new link: where another stands by now nothing is stored. What is
    wrong comes back as findings by column. Raises NotAllowedError.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community = community_to_change(community_id, by)
            require_one(community, _program(community, str(content.get("program_id", ""))), by, CHANGING)
            cells, findings = _checked(content, community)
            row = current_row(community, cells.get("link_id", "") or "")
            _refuse_unseen(row, seen_version)
            findings += subject_problems(cells, _subject(row)) if row is not None else _linked_already(cells, community)
            if has_errors(findings):
                raise RefusalError(*findings)
            return _store(community, cells, row, findings, by, "changed" if row else "made")

    return saved(change)


def _program(community: Community, program_id: str) -> Program:
    rows = Program.objects.filter(community=community, public_id=program_id.strip()) if is_id(program_id) else None
    found = rows.select_related("organization").first() if rows is not None else None
    if found is None:
        fix = sentence("choose one that is kept")
        raise RefusalError(error(sentence("there is no such program"), fix, column="program_id"))
    return found


def _checked(content: Mapping[str, str], community: Community) -> tuple[Cells, list[Finding]]:
    typed = {name: cell for name, cell in content.items() if name not in _NOT_TYPED}
    cells, findings = checked_row("contributions", typed, community)
    if "program_id" in cells and "indicator_id" in cells:
        indicator = Indicator.objects.filter(community=community, public_id=cells["indicator_id"]).first()
        findings += link_problems(cells, indicator.unit if indicator else "")
    return cells, findings


def current_row(community: Community, link_id: str) -> ContributionLink | None:
    """The version of a link that stands, withdrawn or not; None where there is no such link."""
    if not is_id(link_id):
        return None
    rows = ContributionLink.objects.filter(community=community, public_id=link_id)
    return rows.select_related("program__organization", "indicator").order_by("-version").first()


def _subject(row: ContributionLink) -> dict[str, str]:
    return {"program_id": row.program.public_id, "indicator_id": row.indicator.public_id}


def _linked_already(cells: Cells, community: Community) -> Iterator[Finding]:
    """Two links of one program that say the same of the same people would count them twice."""
    names = ("program_id", "indicator_id", "measure_id", "place_id", "group_id")
    meant = tuple(cells.get(name, "") for name in names)
    for one in links_of(community, indicator_id=meant[1], program_id=meant[0]):
        if meant == tuple(getattr(one, name) for name in names):
            said = sentence("this program is linked to this indicator already, by {link}", link=one.id)
            yield error(said, sentence("change that link instead"), column="indicator_id")
            return


def _refuse_unseen(row: ContributionLink | None, seen_version: int | None) -> None:
    """Nothing is written over what somebody has not seen."""
    if row is None and seen_version is not None:
        raise RefusalError(error(sentence("there is no such link"), sentence("make a new one"), column="link_id"))
    if row is None or row.version == seen_version:
        return
    if seen_version is None:
        said = sentence("there is a link of this id already")
        raise RefusalError(error(said, sentence("change that one, or choose another id"), column="link_id"))
    said = sentence("somebody else has changed this link since you opened it")
    fix = sentence("look at version {number}, then save again", number=str(row.version))
    raise RefusalError(error(said, fix))


def _store(
    community: Community, cells: Cells, row: ContributionLink | None, findings: list[Finding], by: Actor, verb: str
) -> Saved:
    """The next version of a link, unless it says what stands already."""
    taken = ContributionLink.objects.filter(community=community).values_list("public_id", flat=True)
    name = row.public_id if row else cells["link_id"] or made_link_id(cells, set(taken))
    version = row.version + 1 if row else 1
    whole = {**cells, "link_id": name, "version": str(version), "recorded": timezone.localdate().isoformat()}
    sisters = {heading: cell for heading, cell in cells.items() if "." in heading and cell}
    values = {**values_of(whole, directory_for(community)), "translations": sisters}
    if row is not None and row.retired is None and said_by(row) == said_by_values(values):
        return Saved(name, row.version, findings)
    ContributionLink.objects.create(community=community, by=by.name, **values)
    record_saving(community, "contribution_link", by, link=name, version=version, verb=verb)
    return Saved(name, version, findings, is_changed=True)


def withdraw_link(*, community_id: str, link_id: str, seen_version: int, by: Actor) -> Saved:
    """Take a link out of use; its versions and notes stay. Raises NotAllowedError."""

    def change() -> Saved:
        with alone_with(community_id):
            community, _, row = link_to_change(community_id, link_id, by)
            _refuse_unseen(row, seen_version)
            if row.retired is not None:
                return Saved(link_id, row.version)
            row.retired = timezone.localdate()
            row.save(update_fields=["retired"])
            record_saving(community, "contribution_link", by, link=link_id, version=row.version, verb="withdrawn")
            return Saved(link_id, row.version, is_changed=True)

    return saved(change)


def restore_link(*, community_id: str, link_id: str, version: int, seen_version: int, by: Actor) -> Saved:
    """Put an earlier version in force again, as a new version; also of a link that was withdrawn.

    What is asked of a link today is asked of it as well. Raises NotAllowedError.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community, _, row = link_to_change(community_id, link_id, by)
            _refuse_unseen(row, seen_version)
            earlier = ContributionLink.objects.filter(community=community, public_id=link_id, version=version).first()
            if earlier is None:
                said = sentence("there is no version {number} of this link", number=str(version))
                raise RefusalError(error(said, sentence("choose one of those that are listed")))
            cells, findings = _checked(facts_of_link(earlier).content, community)
            if has_errors(findings):
                raise RefusalError(*findings)
            return _store(community, cells, row, findings, by, "restored")

    return saved(change)


def link_to_change(community_id: str, link_id: str, by: Actor) -> tuple[Community, Program, ContributionLink]:
    """The link that somebody is about to change, as it stands, if they may; refused where there is none."""
    community = community_to_change(community_id, by)
    row = current_row(community, link_id)
    if row is None:
        raise RefusalError(error(sentence("there is no such link"), sentence("check the id"), column="link_id"))
    require_one(community, row.program, by, CHANGING)
    return community, row.program, row
