"""`demo`: Riverbend, an invented community, loaded and served."""

import hashlib
import os
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.output import HomeOption, InputError, JsonOption, Output, counted
from groundswell.cli.serving import HostOption, PortOption
from groundswell.core.findings import error

if TYPE_CHECKING:
    from groundswell.apps.scorecards.queries import IndicatorRow, ResultScorecard

COMMUNITY = "riverbend"
MARK = "demo-package.sha256"  # in the home: this home is the demo's, and holds the package with this digest
TICKS = "▁▂▃▄▅▆▇█"
WIDTH = 86


def demo(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it, or only load it.")] = True,
    records: Annotated[
        bool, typer.Option("--records/--no-records", help="With records of its programs, or the published part only.")
    ] = True,
    fresh: Annotated[bool, typer.Option("--fresh", help="Build the demo's home anew.")] = False,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load the demo community and serve it.

    Reads the package of Riverbend, an invented community; writes a home of its own, var/demo, unless --home or
    GROUNDSWELL_HOME names another. Safe to run again.

    Example: groundswell demo --no-serve
    """
    from groundswell.cli.installation import open_installation
    from groundswell.cli.serving import listen, prepare_to_listen

    output = Output(as_json)
    said = home or os.environ.get("GROUNDSWELL_HOME")
    folder = Path(said) if said else Path("var") / "demo"
    if fresh:
        _clear(folder, is_own=not said)
    prepare_to_listen(host)
    began = time.perf_counter()
    open_installation(folder)
    steps = [
        ("home", str(folder), time.perf_counter() - began),
        *_load(output, folder),
        *(_records(output) if records else []),
    ]
    scorecards, seconds = _scorecards()
    steps.append(("scorecards", _judged(scorecards), seconds))
    _tell(output, scorecards, steps)
    if serve:
        output.result("")
        listen(output, host, port, page=f"{COMMUNITY}/")
        return
    output.document(
        {"ok": True, "community": COMMUNITY, "home": str(folder), "steps": _documents(steps), **_verdicts(scorecards)}
    )
    output.result(
        f"\n  Look at it:  groundswell demo      Take it with you:  groundswell dump {COMMUNITY} FOLDER --home {folder}"
    )


def riverbend() -> Path:
    """The package of the demo community: inside an installed wheel, or in the checkout."""
    here = Path(__file__).resolve().parents[1]
    return next(
        (
            folder
            for folder in (here / "examples" / COMMUNITY, here.parents[1] / "examples" / COMMUNITY)
            if folder.is_dir()
        ),
        here / "examples" / COMMUNITY,
    )


def _clear(folder: Path, *, is_own: bool) -> None:
    """Remove the demo's own home; refuses any other, since other communities may live there."""
    if folder.exists() and any(folder.iterdir()):
        if not (is_own and (folder / MARK).is_file()):
            raise InputError(
                error(f"{folder} is not the demo's own home; nothing was removed", "leave out --fresh or --home")
            )
        shutil.rmtree(folder)


def _load(output: Output, folder: Path) -> list[tuple[str, str, float]]:
    """Check and load Riverbend where this home does not hold it, unchanged, already."""
    from groundswell.apps.packages.actions import load_package
    from groundswell.apps.people.queries import operator
    from groundswell.exchange.package import check_package, counts

    package_folder = riverbend()
    digest = _digest(package_folder)
    mark = folder / MARK
    if mark.is_file() and mark.read_text(encoding="ascii") == digest and _is_here():
        return [("package", "Riverbend is here already", 0.0)]
    began = time.perf_counter()
    package, findings = check_package(package_folder)
    checked = time.perf_counter()
    if package is None or any(finding.is_error for finding in findings):
        raise InputError(*findings)
    with output.progress("Loading Riverbend") as progress:
        loading = load_package(package=package, by=operator("cli:demo"), progress=progress)
    if not loading.is_done:
        raise InputError(*loading.findings)
    mark.write_text(digest, encoding="ascii")
    told = {name: counts(package)[name] for name in ("organizations", "indicators", "observations")}
    return [("package", counted(told), checked - began), ("loaded", "baselines frozen", time.perf_counter() - checked)]


def _records(output: Output) -> list[tuple[str, str, float]]:
    """Invent the records of Riverbend's nine programs and submit them, where this home does not hold them already."""
    from groundswell.apps.submissions.models import Submission

    if Submission.objects.filter(community__public_id=COMMUNITY).exists():
        return []
    from groundswell.apps.people.queries import operator
    from groundswell.apps.submissions.actions import link_people, submit_records
    from groundswell.engine.invented import RIVERBEND_PEOPLE, InventedCommunity
    from groundswell.engine.invented import riverbend as invention

    began, by = time.perf_counter(), operator("cli:demo")
    counts: dict[str, int] = {}
    invented = InventedCommunity(7, RIVERBEND_PEOPLE, invention())
    with output.progress("Submitting the programs' records") as progress, TemporaryDirectory() as place:
        for number, program in enumerate(invented.programs, 1):
            paths = invented.write(Path(place) / program.program_id, program.program_id)
            files = [(path.name, path) for path in paths]
            found = submit_records(
                community_id=COMMUNITY, program_id=program.program_id, files=files, computes=False, by=by
            )
            if not found.is_done:
                raise InputError(*found.findings)
            for name, count in found.counts.items():
                counts[name] = counts.get(name, 0) + count
            progress(number, len(invented.programs))
    submitted = time.perf_counter()
    with output.progress("Linking people and computing the programs' measures") as progress:
        done = link_people(community_id=COMMUNITY, by=by, progress=lambda _, share: progress(round(share * 100), 100))
    if not done.is_done:
        raise InputError(*done.findings)
    said = f"{done.counts['records']:,} participants are {done.counts['people']:,} people"
    return [
        ("records", counted(counts), submitted - began),
        ("people", said, time.perf_counter() - submitted),
    ]


def _is_here() -> bool:
    from groundswell.apps.people.queries import community_for, operator

    return community_for(COMMUNITY, reader=operator("cli:demo")) is not None


def _digest(folder: Path) -> str:
    """Changes with any file of the package."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _scorecards() -> tuple[list["ResultScorecard"], float]:
    from groundswell.apps.people.queries import operator
    from groundswell.apps.scorecards.queries import community_page, result_scorecard

    began = time.perf_counter()
    page = community_page(COMMUNITY, reader=operator("cli:demo"))
    if page is None:
        raise InputError(error("Riverbend is not in this home", "run `groundswell demo --fresh`"))
    found = [result_scorecard(COMMUNITY, result.id, reader=operator("cli:demo")) for result, _ in page.results]
    return [scorecard for scorecard in found if scorecard], time.perf_counter() - began


def _judged(scorecards: list["ResultScorecard"]) -> str:
    """How many curves have a verdict: each indicator's own, and those of its places and groups."""
    rows = {row.id: row for scorecard in scorecards for row in (*scorecard.headline, *scorecard.secondary)}.values()
    parts = sum(count for row in rows for _, count in (*row.place_verdicts, *row.group_verdicts))
    return f"{len(rows) + parts} curves of {len(rows)} indicators"


def _tell(output: Output, scorecards: list["ResultScorecard"], steps: list[tuple[str, str, float]]) -> None:
    community = scorecards[0].community
    output.result(f"\n{community.name}, an invented community {'─' * (WIDTH - 24 - len(community.name))}")
    for name, said, seconds in steps:
        output.result(f"  ✓ {name:<10} {_cut(said, 62):<62} {seconds:6.1f} s")
    for scorecard in scorecards:
        output.result(f"\n  {scorecard.result.statement}")
        for row in (*scorecard.headline, *scorecard.secondary):
            output.result(f"    {_line(row, community.currency)}".rstrip())


def _line(row: "IndicatorRow", currency: str) -> str:
    from groundswell.web.presenters.writing import Pen

    latest = row.curve.latest
    value = Pen(row.unit, row.per, currency).line(latest) if latest else ""
    verdict = row.curve.verdict.words if row.curve.verdict else "Not judged"
    spark = _spark([value for _, value in row.spark])
    return f"{_cut(row.name, 38):<38} {value:>16}  {spark:<12}  {verdict}"


def _cut(text: str, width: int) -> str:
    """The text, with a mark where some of it is left out."""
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def _spark(values: list[float | None]) -> str:
    """A curve in eight heights; a blank where nothing was published."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, span = min(known), (max(known) - min(known)) or 1.0
    return "".join(" " if value is None else TICKS[round((value - low) / span * 7)] for value in values)


def _documents(steps: list[tuple[str, str, float]]) -> list[dict[str, Any]]:
    return [{"step": name, "said": said, "seconds": round(seconds, 3)} for name, said, seconds in steps]


def _verdicts(scorecards: list["ResultScorecard"]) -> dict[str, Any]:
    shown = [row for scorecard in scorecards for row in (*scorecard.headline, *scorecard.secondary)]
    return {"verdicts": {row.id: str(row.curve.verdict) if row.curve.verdict else None for row in shown}}
