#!/usr/bin/env python3
"""Everything a developer or a newcomer types, over nothing but Python 3.11.

    python3 dev.py demo      the demo community in your browser      (--no-serve, --port N, --fresh)
    python3 dev.py test      the fast tests, on every core           (--no-skips; more goes to pytest)
    python3 dev.py check     lint, types, floor plan, documentation
    python3 dev.py nightly   the slow tests
    python3 dev.py mutants   are missing permission checks noticed? (long)
    python3 dev.py bench     Groundswell measured beside its peers
    python3 dev.py docs      the documentation site, into site/      (--serve)
    python3 dev.py lock      new versions and hashes into requirements*.lock
    python3 dev.py clean     removes what the tools left behind, never var/

`make demo` and its sisters are the same words for those who like make. The first run makes an environment in .venv
from the lock files, where every download is checked against its hash; the next run finds a stamp and starts at once.
uv does the installing because it is quick; where uv cannot be had, pip does it from the same lock. Where packages come
from is not said here: pip's own configuration decides, and is handed on to uv.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
BUILD_LOCK = "requirements-build.lock"  # uv, and what an editable install is built with
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock", "bench": "requirements-bench.lock"}
EXTRAS = {"runtime": [], "dev": ["dev", "docs", "postgres"], "bench": ["bench", "link"]}
IS_WINDOWS = os.name == "nt"
CANCELLED = 130  # what a shell expects of a program stopped by Ctrl-C

# The names under which uv knows what pip is told; an environment variable that already speaks to uv wins.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
}


def say(text):
    print(text, flush=True)


def run(*command, check=True, **options):
    """Run a program in the checkout; on failure end with its exit status, for it has said what was wrong."""
    status = subprocess.call([str(part) for part in command], cwd=ROOT, **options)
    if check and status:
        sys.exit(status)
    return status


# ---------------------------------------------------------------------------------------------- the environment


def program(folder, name):
    """Where an environment keeps one of its programs."""
    return folder / ("Scripts" if IS_WINDOWS else "bin") / (name + (".exe" if IS_WINDOWS else ""))


def environment(kind):
    """The Python of an environment that holds what `kind` needs: made, brought up to date, or found as it is."""
    if given := os.environ.get("GROUNDSWELL_VENV"):  # an environment somebody made by hand, used as it stands
        return program(Path(given), "python")
    folder = ROOT / (".venv-bench" if kind == "bench" else ".venv")
    stamp = folder / "groundswell-stamp"
    enough = {digest(kind)} | ({digest("dev")} if kind == "runtime" else set())
    if not stamp.exists() or stamp.read_text(encoding="ascii") not in enough:
        began = time.monotonic()
        say(f"Making the environment in {folder.name} from {LOCKS[kind]} ...")
        make_environment(folder)
        install(folder, kind)
        stamp.write_text(digest(kind), encoding="ascii")
        say(f"The environment stands ({time.monotonic() - began:.0f} s).")
    return program(folder, "python")


def digest(kind):
    """A fingerprint of all that an environment is made from; it changes when the environment must."""
    parts = [str(ROOT), str(sys.version_info[:3])]
    parts += [(ROOT / name).read_text(encoding="utf-8") for name in (LOCKS[kind], BUILD_LOCK, "pyproject.toml")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def make_environment(folder):
    stamp = folder / "groundswell-stamp"
    stamp.unlink(missing_ok=True)
    if works(program(folder, "python")):
        return
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out of python3, and venv would stop half-way
        import venv
    except ImportError:
        sys.exit("This Python cannot make environments. On Debian or Ubuntu: apt-get install python3-venv")
    venv.create(folder, with_pip=True, clear=folder.exists(), symlinks=not IS_WINDOWS)


def works(python):
    """True where an environment's Python and its pip start, and the Python is the one that runs now."""
    if not python.exists():
        return False
    code = "import sys, pip; print(*sys.version_info[:2])"
    answer = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False)
    return answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def install(folder, kind):
    """Install the lock and the checkout itself; with uv where it can be had, with pip otherwise."""
    python = program(folder, "python")
    pip = [python, "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
    lock = ["--require-hashes", "--requirement", LOCKS[kind]]
    checkout = ["--no-deps", "--no-build-isolation", "--editable", "."]
    run(*pip, "--require-hashes", "--requirement", BUILD_LOCK)
    uv = [program(folder, "uv"), "pip", "install", "--quiet", "--python", python]
    if run(*uv, *lock, check=False, env=environment_for_uv(python)):
        say("uv could not install the lock; pip takes over.")
        run(*pip, *lock)
    run(*pip, *checkout)
    say("Compiling the loops that count and link people; the next runs find them on disk ...")
    run(python, "-c", "from groundswell.engine.warming import warm; warm()")


def environment_for_uv(python):
    """This process's environment, with pip's configuration translated for uv, which does not read it."""
    answer = subprocess.run(
        [str(python), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    spoken = dict(os.environ)
    spoken.pop("VIRTUAL_ENV", None)
    settings = {}
    for line in answer.splitlines():  # global.index-url='...'; a later line is nearer to the person and wins
        key, _, value = line.partition("=")
        settings[key.rpartition(".")[2]] = value.strip("'\"")
    for pips, uvs in PIP_TO_UV.items():
        if settings.get(pips):
            spoken.setdefault(uvs, " ".join(settings[pips].replace("\\n", " ").split()))
    if "UV_FIND_LINKS" in spoken:
        spoken["UV_FIND_LINKS"] = ",".join(spoken["UV_FIND_LINKS"].replace(",", " ").split())
    # pip looks in every index it is told of; hashes make that safe.
    spoken.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return spoken


# ------------------------------------------------------------------------------------------------------ the verbs


def demo(arguments):
    """The demo community, loaded and served. Ctrl-C is how it ends, so that is no failure to make."""
    groundswell = program(environment("runtime").parent.parent, "groundswell")
    try:
        status = run(groundswell, "demo", *arguments, check=False)
    except KeyboardInterrupt:
        say("")
        return
    if status not in (0, CANCELLED):
        sys.exit(status)


def test(arguments):
    """The fast tests; ends with one sentence."""
    pytest("fast", "not slow and not mutants", arguments)


def nightly(arguments):
    """The slow tests: long simulations, two hundred kills, a million rows."""
    pytest("slow", "slow", arguments)


def mutants(arguments):
    """Mistakes seeded at every permission check, one by one: do the tests notice? Five minutes and more, by itself."""
    pytest("mutants", "mutants", ["-s", "-n", "0", *arguments])


def pytest(name, markers, arguments):
    python = environment("dev")
    report = ROOT / "var" / "test" / f"{name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    lets_skip = "--no-skips" not in arguments
    arguments = [argument for argument in arguments if argument != "--no-skips"]
    # A home of its own, so that no test ever meets a person's data.
    surroundings = {**os.environ, "GROUNDSWELL_HOME": str(report.parent / "home")}
    # Tests start the program a hundred times: it is compiled once.
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    if IS_WINDOWS:
        surroundings["PYTHONUTF8"] = "1"
    cores = str(os.cpu_count() or 1)
    status = run(
        *[python, "-m", "pytest", "-q", "-rs", "-m", markers, "-n", cores],
        *[f"--junitxml={report}", "-o", "junit_family=xunit2", *arguments],
        check=False,
        env=surroundings,
    )
    passed, failed, seconds, skips = read_report(report)
    named = "; ".join(f"{reason} ({count})" for reason, count in sorted(skips.items()))
    tail = f", {sum(skips.values())} skipped: {named}" if skips else ""
    say(f"{passed} passed, {failed} failed in {seconds:.0f} s{tail}")
    if skips and not lets_skip:
        sys.exit("Nothing may be skipped here.")
    if status:
        sys.exit(status)


def read_report(report):
    """What a run of the tests wrote down: passed, failed, seconds, and each reason for skipping with its count."""
    import xml.etree.ElementTree as ElementTree

    cases, failed, seconds, skips = 0, 0, 0.0, {}
    suites = ElementTree.parse(report).getroot().iter("testsuite") if report.exists() else ()  # noqa: S314
    for suite in suites:
        cases += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        seconds += float(suite.get("time", 0))
        for skip in suite.iter("skipped"):
            reason = skip.get("message", "").strip()
            skips[reason] = skips.get(reason, 0) + 1
    return cases - failed - sum(skips.values()), failed, seconds, skips


def tally(arguments):
    """The last line of .ci/run: all that the test runs so far have counted."""
    counts = [read_report(path)[:2] for path in (ROOT / "var" / "test").glob("*.xml")]
    say(f"{sum(passed for passed, _ in counts)} passed, {sum(failed for _, failed in counts)} failed")


def check(arguments):
    """Lint, types, floor plan, documentation: every one is run, and all that fail are named."""
    python = environment("dev")
    surroundings = {**os.environ, "GROUNDSWELL_HOME": str(ROOT / "var" / "test" / "home"), "NO_MKDOCS_2_WARNING": "1"}
    steps = {
        "lint": ["-m", "ruff", "check", "."],
        "format": ["-m", "ruff", "format", "--check", "."],
        "types": ["-m", "mypy"],
        "floor plan": ["-c", "from importlinter.cli import lint_imports_command as main; main()"],
        "reference pages": ["docs/generate.py", "--check"],
        "catalogue of strings": ["docs/catalogue.py", "--check"],
        "documentation site": ["-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", "var/test/site"],
    }
    failed = []
    for name, command in steps.items():
        if arguments and name not in arguments:
            continue
        say(f"-- {name}")
        if run(python, *command, check=False, env=surroundings):
            failed.append(name)
    if failed:
        sys.exit(f"Not in order: {', '.join(failed)}.")
    say("Everything is in order.")


def bench(arguments):
    """Groundswell beside its peers, in an environment that holds them."""
    python = environment("bench")
    home = ROOT / "var" / "bench"
    home.mkdir(parents=True, exist_ok=True)
    run(python, "-m", "benchmarks", *arguments, env={**os.environ, "GROUNDSWELL_HOME": str(home)})


def docs(arguments):
    """The documentation site; its reference pages are written from the code first."""
    python = environment("dev")
    run(python, "docs/generate.py")
    run(python, "docs/catalogue.py")
    run(python, "-m", "mkdocs", *(["serve"] if "--serve" in arguments else ["build", "--strict"]))


def lock(arguments):
    """Choose the newest versions that pyproject.toml allows and write them down, with hashes and without addresses."""
    python = environment("dev")
    uv = [program(python.parent.parent, "uv"), "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    uv += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"]
    uv += ["--no-emit-package", "groundswell", *(arguments or ["--upgrade"])]
    for kind, name in LOCKS.items():
        extras = [part for extra in EXTRAS[kind] for part in ("--extra", extra)]
        run(*uv, *extras, "pyproject.toml", "--output-file", name, env=environment_for_uv(python))
    wanted = ROOT / "requirements-build.in"
    run(*uv, wanted.name, "--output-file", BUILD_LOCK, env=environment_for_uv(python))


def clean(arguments):
    """Remove environments, caches and the built site; var/ holds people's data and stays."""
    for pattern in (".venv", ".venv-bench", "site", "dist", "build", ".*_cache", ".coverage", ".hypothesis"):
        for path in ROOT.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for folder in ("src", "tests", "docs", "benchmarks"):
        for path in list((ROOT / folder).rglob("__pycache__")):
            shutil.rmtree(path)


VERBS = {verb.__name__: verb for verb in (demo, test, check, nightly, mutants, bench, docs, lock, clean, tally)}


def main(words):
    if sys.version_info < OLDEST:
        begin_again_with_a_newer_python(words)
    if not words or words[0] not in VERBS:
        is_asking = bool(words) and words[0] in ("help", "-h", "--help")
        print(__doc__.strip(), file=sys.stdout if is_asking else sys.stderr)
        sys.exit(0 if is_asking else 2)
    try:
        VERBS[words[0]](words[1:])
    except KeyboardInterrupt:
        sys.exit(CANCELLED)


def begin_again_with_a_newer_python(words):
    """Where `python3` is old but a newer one is installed beside it, use that one."""
    for minor in range(14, OLDEST[1] - 1, -1):
        newer = shutil.which("python3.%d" % minor)  # noqa: UP031 - read by Pythons older than this file needs
        if newer:
            os.execv(newer, [newer, __file__, *words])  # noqa: S606
    sys.exit("Groundswell needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031


if __name__ == "__main__":
    main(sys.argv[1:])
