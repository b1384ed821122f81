"""Fifty signed-in people at work for a while: 80 in 100 requests read, 15 edit, 5 bring a thousand rows.

A closed model: everybody waits five to ten seconds, asks, reads the answer, and waits again. Before the clock starts
one person goes over the pages, so that no time is counted in which the server reads its own program. Alone, for
longer, on one database: `python -m benchmarks.people --seconds 300 --database SQLite`, which ends with 1 where a goal
is missed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.rows import Row
from benchmarks.town import COMMUNITY, INDICATORS, PEOPLE, PLACES, Town, databases, town

READ_GOAL, WRITE_GOAL = 0.5, 1.0  # seconds, 95 of 100
API = f"/api/v1/{COMMUNITY}"


@dataclass(slots=True)
class Tally:
    """What came of it, from all threads."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"read": [], "edit": [], "import": []})
    by_kind: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    met_another: int = 0  # edits that were shown what somebody else had changed
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str, name: str, seconds: float, error: str = "") -> None:
        """One answer, and how long it took from the first byte sent to the last byte read."""
        with self.lock:
            self.seconds[what].append(seconds)
            self.by_kind.setdefault(f"{what}: {name}", []).append(seconds)
            if error:
                self.errors[error] += 1


class Fields(HTMLParser):
    """The fields of a page's main form, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.area = ""
        self.inside = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Inputs, the chosen option, text areas."""
        facts = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.inside = facts.get("method", "").lower() == "post" and "data-draft" in str(attributes)
        name = facts.get("name", "")
        if tag == "textarea":
            self.area = name
            self.found[name] = ""
        elif tag == "input" and name and facts.get("type") not in {"checkbox", "radio", "submit", "file"}:
            self.found.setdefault(name, facts.get("value", ""))
        elif tag == "input" and name and facts.get("type") in {"checkbox", "radio"} and "checked" in facts:
            self.found[name] = facts.get("value", "on")
        elif tag == "select":
            self.select = name
            self.found.setdefault(name, "")
        elif tag == "option" and "selected" in facts:
            self.found[self.select] = facts.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A text area ends."""
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        """What stands in a text area; the first line break is not part of it."""
        if self.area:
            self.found[self.area] += data if self.found[self.area] else data.removeprefix("\n").removeprefix("\r\n")


class Person(threading.Thread):
    """Somebody at work until the time is up."""

    def __init__(self, number: int, town: Town, tally: Tally, until: float, think: tuple[float, float]) -> None:
        super().__init__(daemon=True)
        self.number, self.town, self.tally, self.until, self.think = number, town, tally, until, think
        self.secret = town.people[number]
        self.chance = random.Random(number)
        self.connection = http.client.HTTPConnection(town.host, town.port, timeout=60)
        self.own = f"indicator-{number % INDICATORS:03}"

    def run(self) -> None:
        """Wait, ask, and again."""
        time.sleep(self.chance.uniform(0, self.think[1]))
        while time.monotonic() < self.until:
            draw = self.chance.random()
            deeds: list[Callable[[], None]] = [self.read, self.edit, self.bring]
            deed = deeds[0 if draw < 0.80 else 1 if draw < 0.95 else 2]
            try:
                deed()
            except Exception as failure:
                self.connection.close()
                with self.tally.lock:
                    self.tally.errors[f"{type(failure).__name__}: {failure}"[:120]] += 1
            time.sleep(self.chance.uniform(*self.think))

    def read(self) -> None:
        """A page that somebody looks at."""
        indicator, place = f"indicator-{self.chance.randrange(INDICATORS):03}", self.chance.randrange(1, PLACES)
        pages = {
            "community": f"/{COMMUNITY}/",
            "result": f"/{COMMUNITY}/results/ready/",
            "indicator": f"/{COMMUNITY}/indicators/{indicator}/",
            "indicator of a place": f"/{COMMUNITY}/indicators/{indicator}/?place=place-{place:04}",
            "data": f"/{COMMUNITY}/data/",
            "desk": f"/{COMMUNITY}/desk/",
            "desk: story": f"/{COMMUNITY}/desk/stories/story-{self.number:02}/",
        }
        name = self.chance.choice(sorted(pages))
        self.ask("read", name, "GET", pages[name])

    def edit(self) -> None:
        """A story in the browser, a value, or the words of an indicator."""
        self.chance.choice([self.edit_story, self.edit_value, self.edit_words])()

    def edit_story(self) -> None:
        """The plain form, filled in again and sent."""
        address = f"/{COMMUNITY}/desk/stories/story-{self.number:02}/"
        _, _, body = self.ask("read", "desk: story", "GET", address)
        form = Fields()
        form.feed(body.decode())
        form.found["text"] = f"What {self.number} sees, at {time.time():.3f}."
        head = {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.base() + address}
        head["Origin"] = self.base()
        self.ask("edit", "story, by the form", "POST", address, urlencode(form.found), head, fine=(200, 302, 303))

    def edit_value(self) -> None:
        """One number of one place."""
        place = f"place-{self.chance.randrange(1, PLACES):04}"
        asked = f"{API}/observations/?indicator_id={self.own}&place_id={place}"
        _, _, body = self.ask("read", "api: observations", "GET", asked, head=self.bearer())
        row = self.chance.choice(json.loads(body)["observations"])
        value = f"{self.chance.uniform(30, 70):.1f}"
        edit = {"key": row["key"], "base": row["content"], "content": {**row["content"], "value": value}}
        self.send("edit", "a value", "PATCH", f"{API}/observations/", {"indicator_id": self.own, "edits": [edit]})

    def edit_words(self) -> None:
        """Why an indicator matters."""
        _, headers, _ = self.ask("read", "api: an indicator", "GET", f"{API}/indicators/{self.own}", head=self.bearer())
        words = {"why_it_matters": f"Because {time.time():.3f}."}
        head = {"If-Match": headers.get("etag", ""), "Content-Type": "application/merge-patch+json"}
        self.send("edit", "an indicator's words", "PATCH", f"{API}/indicators/{self.own}", words, head)

    def bring(self) -> None:
        """A thousand numbers: every year of every place of an indicator, each another than before."""
        seen = {tuple(row["key"].items()): row["content"] for row in self.standing()}
        shift = self.chance.randrange(1, 90) / 10
        edits = [
            {"key": dict(key), "base": base, "content": {**base, "value": f"{30 + shift + place % 90 / 10:.1f}"}}
            for place, (key, base) in enumerate(seen.items())
        ]
        self.send("import", "1,000 rows", "PATCH", f"{API}/observations/", {"indicator_id": self.own, "edits": edits})

    def standing(self) -> list[Any]:
        """Every number of the indicator, page by page, as a program reads them before it writes."""
        rows, after = [], ""
        while True:
            query = urlencode({"indicator_id": self.own, "limit": 200, "after": after})
            _, _, body = self.ask(
                "read", "api: observations", "GET", f"{API}/observations/?{query}", head=self.bearer()
            )
            page = json.loads(body)
            rows += page["observations"]
            after = page["next"]
            if not after:
                return rows

    def send(self, what: str, name: str, method: str, path: str, document: Any, head: Any = None) -> None:
        """JSON by the API; a version that met another's change is counted, and is no error."""
        headers = {"Content-Type": "application/json", **self.bearer(), **(head or {})}
        self.ask(what, name, method, path, json.dumps(document), headers, fine=(200, 201, 409))

    def bearer(self) -> dict[str, str]:
        """A program speaks for this person."""
        return {"Authorization": f"Bearer {self.secret['token']}"}

    def base(self) -> str:
        """Where the server is."""
        return f"http://{self.town.host}:{self.town.port}"

    def ask(
        self,
        what: str,
        name: str,
        method: str,
        path: str,
        body: str | None = None,
        head: Any = None,
        *,
        fine: tuple[int, ...] = (200,),
    ) -> tuple[int, dict[str, str], bytes]:
        """One request, timed."""
        headers = dict(head or {})
        if "Authorization" not in headers:
            headers["Cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies().items())
        begun = time.perf_counter()
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - begun
        for line in answer.msg.get_all("Set-Cookie") or []:
            if found := re.match(r"csrftoken=([^;]+)", line):
                self.secret["csrftoken"] = found[1]
        error = "" if answer.status in fine else f"{answer.status} {name} {content[:80]!r}"
        self.tally.add(what, name, seconds, error)
        if answer.status == 409:
            with self.tally.lock:
                self.tally.met_another += 1
        return answer.status, {key.lower(): value for key, value in answer.getheaders()}, content

    def cookies(self) -> dict[str, str]:
        """What this person's browser holds."""
        found = {"sessionid": self.secret["session"]}
        if "csrftoken" in self.secret:
            found["csrftoken"] = self.secret["csrftoken"]
        return found


def measure(database: str, seconds: float, think: tuple[float, float] = (5, 10)) -> tuple[Tally, dict[str, float]]:
    """Everybody at work; what came of it, and what the server's memory did."""
    with town(database) as here:
        warm(here)
        tally = Tally()
        until = time.monotonic() + seconds
        memory, began = {"warm": here.memory_mb()}, processor_time()
        people = [Person(number, here, tally, until, think) for number in range(PEOPLE)]
        for person in people:
            person.start()
        settled = until - seconds * 4 / 5  # of ten minutes the first two are for settling in
        time.sleep(max(0.0, settled - time.monotonic()))
        memory["before"] = here.memory_mb()
        for person in people:
            person.join(seconds + 120)
        memory["stolen"] = stolen_share(began)
        memory |= {"after": here.memory_mb(), "drawing": here.drawing_mb(), "locked": float(here.locked())}
        return tally, memory


def processor_time() -> tuple[int, int]:
    """Of the machine's processors since it started, in ticks: all of it, and what its host gave to others."""
    stat = Path("/proc/stat")
    ticks = (
        [int(each) for each in stat.read_text(encoding="ascii").splitlines()[0].split()[1:9]] if stat.exists() else []
    )
    return sum(ticks), ticks[7] if ticks else 0


def stolen_share(since: tuple[int, int]) -> float:
    """The share of the processors' time that the host gave to others: where it is much, nothing was measured."""
    every, stolen = (now - then for now, then in zip(processor_time(), since, strict=True))
    return stolen / every if every else 0.0


def warm(here: Town) -> None:
    """A first pass before the clock starts: a server has been asked before when fifty people sit down."""
    tally = Tally()
    person = Person(0, here, tally, 0, (0, 0))
    person.connection.timeout = 300
    for _ in range(30):
        person.read()
    for deed in (person.edit_story, person.edit_value, person.edit_words, person.bring):
        deed()


def p95(seconds: list[float]) -> float:
    """The time within which 95 of 100 answers came."""
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else sum(seconds)


def run(seconds: float = 60) -> list[Row]:
    """A minute on each database there is."""
    rows = []
    for database in databases():
        tally, memory = measure(database, seconds)
        size = f"{PEOPLE} people, {seconds:.0f} s, {database}"
        writes = [*tally.seconds["edit"], *tally.seconds["import"]]
        rows.append(Row("Reading, 95 of 100", size, p95(tally.seconds["read"]), goal="under 500 ms"))
        rows.append(Row("Writing, 95 of 100", size, p95(writes), goal="under 1 s"))
        rows.append(Row("Errors", size, figure=str(sum(tally.errors.values()) + int(memory["locked"])), goal="none"))
    return rows


def told(database: str, tally: Tally, memory: dict[str, float]) -> bool:
    """Print everything; True where every goal is met."""
    print(f"\n{database}: {PEOPLE} people")
    print(f"{'what':<34}{'count':>7}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
    writes = [*tally.seconds["edit"], *tally.seconds["import"]]
    lines = {"READ": tally.seconds["read"], "WRITE": writes, **dict(sorted(tally.by_kind.items()))}
    for name, found in lines.items():
        if found:
            figures = (statistics.median(found), p95(found), max(found))
            print(f"{name:<34}{len(found):>7}" + "".join(f"{1000 * figure:>9.0f}" for figure in figures))
    print(f"met somebody else's change: {tally.met_another}; 'database is locked': {memory['locked']:.0f}")
    grown = memory["after"] / memory["before"] - 1 if memory["before"] else 0.0
    print(
        f"memory of the server: {memory['warm']:.0f} MB warm, {memory['before']:.0f} MB after a fifth of the time, "
        f"{memory['after']:.0f} MB at the end ({grown:+.1%}); of those that draw: {memory['drawing']:.0f} MB"
    )
    print(f"of the processors' time the host gave {memory['stolen']:.1%} to others")
    for error, count in tally.errors.most_common(10):
        print(f"ERROR {count} x {error}")
    is_quick = p95(tally.seconds["read"]) <= READ_GOAL and p95(writes) <= WRITE_GOAL
    return is_quick and not tally.errors and not memory["locked"]


def main() -> int:
    """Run it alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--database", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--think", type=float, nargs=2, default=(5, 10), metavar=("LEAST", "MOST"))
    asked = parser.parse_args()
    chosen = [asked.database] if asked.database else databases()
    missed = [name for name in chosen if not told(name, *measure(name, asked.seconds, tuple(asked.think)))]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
