"""What one side says of a partnership on a day, put away whole: the same day again replaces it, an earlier day stays.

It is recorded by its own side; by the other side only for both, which it says; and by who keeps all partnerships, for a
side or for both. The record of changes holds that something was said, and nothing of what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone

from groundswell.apps.partnerships.actions.pairs import pair_of, partnership_known, require_to_speak
from groundswell.apps.partnerships.models import Partnership, PartnershipNote
from groundswell.apps.partnerships.queries.accounts import account_of, whose
from groundswell.apps.people.actions import RefusalError, alone_with
from groundswell.apps.people.actions.saving import Saved, record_saving, saved
from groundswell.apps.people.models import Community, Organization
from groundswell.apps.people.queries import Actor, require
from groundswell.core.collaboration.accounts import BACKBONE, Account, Cell, Pair, recorder_as_written
from groundswell.core.collaboration.levels import LEVELS, Level
from groundswell.core.findings import Finding, error
from groundswell.core.permissions import Permission
from groundswell.core.sentences import sentence
from groundswell.exchange.package.cells import problem_with_text

LONGEST_WORDS = 2_000  # characters of one answer
EARLIEST = date(1900, 1, 1)
ACTION = "partnership_account"
Key = tuple[str, str]  # whose activity, blank for both; level, blank for what is wanted next


def give_account(*, community_id: str, account: Account, seen: str = "", by: Actor) -> Saved:
    """Say what one side, or both together, do in a partnership; `account.recorded_by` is who says it.

    `seen` is the version (`Account.version`) of that day's account that somebody saw, blank where there was none: where
    a colleague has said something else since, nothing is stored. Findings name cells by `LEVEL-ACTOR`, such as
    `3-library`, with `-both` for both together. Raises NotAllowedError.
    """

    def change() -> Saved:
        with alone_with(community_id):
            community, row = partnership_known(community_id, account.partnership, by)
            if row.retired is not None:
                fix = sentence("bring it back into use first")
                raise RefusalError(error(sentence("this partnership is out of use"), fix))
            _refuse_ended(row)
            return put_account(community, row, account, by, seen=seen)

    return saved(change)


def _refuse_ended(row: Partnership) -> None:
    """Nobody is asked any more where one of the two has retired; a worksheet may still bring what was said before."""
    for side in (row.organization, row.partner):
        if side.retired is not None and side.retired <= timezone.localdate():
            said = sentence("this partnership has ended: {name} has retired", name=side.name or side.public_id)
            raise RefusalError(error(said, sentence("what was said stays as it is")))


def put_account(
    community: Community, row: Partnership, account: Account, by: Actor, *, seen: str | None = None
) -> Saved:
    """The work of `give_account` and of a worksheet that is loaded; without `seen`, nothing else may stand."""
    pair = pair_of(row)
    require_to_record(community, pair, account, by)
    if problems := list(problems_of(account, pair)):
        raise RefusalError(*problems)
    rows = _rows_of(row, account)
    standing = account_of(pair.id, account, [one for one in rows if one.retired is None])
    if standing is not None and standing.version == account.version:
        return Saved(pair.id)
    if standing is not None:
        _refuse_unseen(account, standing, seen)
    _store(community, row, account, rows)
    whom = account.side or "both"
    verb = "changed" if standing else "given"
    record_saving(community, ACTION, by, partnership=pair.id, day=account.day.isoformat(), side=whom,
                  recorded_by=account.recorded_by, verb=verb)  # fmt: skip
    return Saved(pair.id, is_changed=True)


def require_to_record(community: Community, pair: Pair, account: Account, by: Actor) -> None:
    """Who keeps all records as the backbone; a side for itself or for both. Raises NotAllowedError, RefusalError."""
    if account.recorded_by == BACKBONE:
        require(by, Permission.CHANGE_PARTNERSHIPS, community)
    else:
        require_to_speak(by, community, account.recorded_by)
    problem = None
    if account.recorded_by != BACKBONE and not pair.is_side(account.recorded_by):
        problem = sentence("{id} is neither of the two", id=account.recorded_by)
    elif account.side and not pair.is_side(account.side):
        problem = sentence("{id} is neither of the two", id=account.side)
    elif account.side and account.recorded_by not in (account.side, BACKBONE):
        problem = sentence("one side does not answer for the other")
    if problem:
        fix = sentence("answer for your own organization, or record for both and say so")
        raise RefusalError(error(problem, fix, column="side"))


def problems_of(account: Account, pair: Pair) -> Iterator[Finding]:
    """What is wrong with an account by itself, each by its field."""
    yield from _problems_of_day(account.day)
    if account.level is None:
        fix = sentence("describe at least one thing that is done; what is not known stays blank")
        yield error(sentence("nothing is said yet"), fix, column="cells")
    seen: set[Key] = set()
    for cell in account.cells:
        yield from _problems_of_cell(cell, account.day, pair, seen)
    if account.wanted_level is not None and account.wanted_level not in list(Level):
        yield error(sentence("is no level"), sentence("choose one from 1 to 7"), column="wanted_level")
    yield from _problems_of_text(account.next_step, "next_step")


def _problems_of_day(day: date) -> Iterator[Finding]:
    if day > timezone.localdate():
        yield error(sentence("is in the future"), sentence("say how it is today"), column="day")
    elif day < EARLIEST:
        yield error(sentence("is too long ago"), sentence("check the year"), column="day")


def _problems_of_cell(cell: Cell, day: date, pair: Pair, seen: set[Key]) -> Iterator[Finding]:
    column = f"{cell.level}-{cell.actor or 'both'}"
    if cell.level not in list(Level):
        yield error(sentence("is no level"), sentence("choose one from 1 to 7"), column=column)
        return
    if cell.actor and not pair.is_side(cell.actor):
        yield error(sentence("is neither of the two"), sentence("say which of the two does it, or both"), column=column)
    if (cell.actor, str(cell.level)) in seen:
        said = sentence("{level} is said twice of the same", level=LEVELS[Level(cell.level)].name)
        yield error(said, sentence("put it into one"), column=column)
    seen.add((cell.actor, str(cell.level)))
    if not cell.counts:
        fix = sentence("say what is done, or what shows it")
        yield error(sentence("nothing is described"), fix, column=column)
    yield from _problems_of_text(cell.activity, f"{column}-activity")
    yield from _problems_of_text(cell.evidence, f"{column}-evidence")
    if cell.since and cell.since > day:
        fix = sentence("say since when it is so, or leave it blank")
        yield error(sentence("begins after the day of this answer"), fix, column=f"{column}-since")


def _problems_of_text(text: str, column: str) -> Iterator[Finding]:
    if steering := problem_with_text(text):
        yield error(*steering, column=column)
    elif len(text) > LONGEST_WORDS:
        fix = sentence("keep it within {count} characters", count=f"{LONGEST_WORDS:,}")
        yield error(sentence("is too long"), fix, column=column)


def _rows_of(row: Partnership, account: Account) -> list[PartnershipNote]:
    """The rows of that day's account by the same recorder, those out of use as well: one is said again in its own."""
    notes = PartnershipNote.objects.filter(partnership=row, date=account.day)
    related = ("partnership__organization", "partnership__partner", "on_behalf_of", "actor")
    meant = (account.side, account.recorded_by)
    return [one for one in notes.select_related(*related).order_by("id") if whose(one) == meant]


def _refuse_unseen(account: Account, standing: Account, seen: str | None) -> None:
    if account.day < timezone.localdate():
        said = sentence("what was said on {day} stands and never changes", day=account.day.isoformat())
        raise RefusalError(error(said, sentence("say how it is today"), column="day"))
    if standing.version != seen:
        said = sentence("there is another answer of this side from today")
        if account.recorded_by == account.side:
            said = sentence("there is another answer of your side from today")
        raise RefusalError(error(said, sentence("look at what stands now, then save again")))


def _store(community: Community, row: Partnership, account: Account, rows: Iterable[PartnershipNote]) -> None:
    """The rows of the account, in place of those of the same day; what is no longer said retires."""
    standing = {(one.actor.public_id if one.actor else "", one.level): one for one in rows}
    sides = {one.public_id: one for one in (row.organization, row.partner)}
    wanted = dict(_said(account))
    for key, cells in wanted.items():
        note = standing.get(key) or _new(community, row, account, key, sides)
        for name, value in {**cells, "retired": None}.items():
            setattr(note, name, value)
        note.save()
    for key, note in standing.items():
        if key not in wanted and note.retired is None:
            note.retired = timezone.localdate()
            note.save(update_fields=["retired"])


def _new(
    community: Community, row: Partnership, account: Account, key: Key, sides: dict[str, Organization]
) -> PartnershipNote:
    pair = pair_of(row)
    written = recorder_as_written(account.recorded_by, is_for_both=account.is_for_both, pair=pair)
    behalf = sides[account.side] if account.side and account.side != account.recorded_by else None
    return PartnershipNote(
        community=community, partnership=row, date=account.day, recorded_by=written, on_behalf_of=behalf,
        actor=sides[key[0]] if key[0] else None, level=key[1],
    )  # fmt: skip


def _said(account: Account) -> Iterator[tuple[Key, dict[str, object]]]:
    """The fields of each row: one for each cell, and one for what is wanted next."""
    nothing = {"wanted_level": "", "next_step": ""}
    for cell in account.cells:
        told = {"activity": cell.activity, "evidence": cell.evidence, "since": cell.since}
        yield (cell.actor, str(cell.level)), {**told, **nothing}
    if account.wanted_level or account.next_step:
        wanted = {"wanted_level": str(account.wanted_level or ""), "next_step": account.next_step}
        yield ("", ""), {"activity": "", "evidence": "", "since": None, **wanted}
