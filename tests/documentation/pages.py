"""Documentation as a reader follows it: files to write, commands to type, Python to run, in the order of the page.

A block's language says what the reader does with it: `bash` is typed, `python` is run, and any block with
`title="NAME"` is saved under that name. `text`, `pycon` and `console` are only looked at. A block that starts a server
stays running, and the addresses named after it are opened.
"""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)(?P<rest>[^\n]*)\n(?P<body>.*?)^(?P=indent)```", re.MULTILINE | re.DOTALL
)
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/[\w/.?=&-]*)?")
SERVERS = ("groundswell serve", "groundswell demo")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: what is done with it, the name it is saved under, and the text from its end to the next."""

    language: str
    title: str
    body: str
    line: int
    then: str

    @property
    def is_server(self) -> bool:
        """True where the block starts a server and waits."""
        return self.language == "bash" and self.body.startswith(SERVERS) and "--no-serve" not in self.body


def documents() -> list[Path]:
    """Every page that people write by hand, and the README."""
    pages = [REPO / "README.md", *sorted((REPO / "docs").rglob("*.md"))]
    return [page for page in pages if "reference" not in page.parts]


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page in order."""
    text = page.read_text(encoding="utf-8")
    found = list(FENCE.finditer(text))
    for index, match in enumerate(found):
        title = re.search(r'title="([^"]+)"', match["rest"])
        body = "\n".join(line.removeprefix(match["indent"]) for line in match["body"].splitlines()) + "\n"
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        line = text.count("\n", 0, match.start()) + 1
        yield Block(match["language"], title[1] if title else "", body, line, text[match.end() : end])


class Reader:
    """Somebody who follows a page to the letter, in a folder that is empty but for a home of their own.

    `programs` is a folder that comes first on their PATH, such as one with a `groundswell` that starts in no time.
    """

    def __init__(self, folder: Path, *, programs: Path | None = None, **variables: str) -> None:
        self.folder = folder
        keep = {name: os.environ[name] for name in ("HOME", "LANG", "SYSTEMROOT", "TMPDIR") if name in os.environ}
        folders = [*([str(programs)] if programs else []), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
        self.surroundings = {
            **keep,
            "PATH": os.pathsep.join(folders),
            "GROUNDSWELL_HOME": str(folder / "home"),
            "COLUMNS": "120",
            **variables,
        }
        self.names: dict[str, object] = {"__name__": "documentation", "folder": folder}

    def follow(self, page: Path) -> int:
        """Do all that the page asks; returns how many blocks were done. AssertionError where one does not work."""
        done = 0
        for block in blocks(page):
            where = f"{page.relative_to(REPO)}:{block.line}"
            if block.title:
                self.save(block)
            elif block.is_server:
                self.serve(block, where)
            elif block.language == "bash":
                self.type(block, where)
            elif block.language == "python":
                exec(compile(block.body, where, "exec"), self.names)
            else:
                continue
            done += 1
        return done

    def save(self, block: Block) -> None:
        """Write a file as the page shows it."""
        path = self.folder / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.body, encoding="utf-8")

    def type(self, block: Block, where: str) -> None:
        """Type commands; each must end well, unless the page says which status it ends with: `# exit 1`."""
        wanted = int(match[1]) if (match := re.search(r"# exit (\d)", block.body)) else 0
        command = ["bash", "-euo", "pipefail", "-c", block.body]
        ended = subprocess.run(
            command, cwd=self.folder, env=self.surroundings, capture_output=True, text=True, timeout=300, check=False
        )
        assert ended.returncode == wanted, f"{where} ended with {ended.returncode}\n{ended.stdout}\n{ended.stderr}"

    def serve(self, block: Block, where: str) -> None:
        """Start the server on a free port, open every address named on the page before the next block, stop it."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [*shlex.split(block.body, comments=True), "--port", str(port)]
        server = subprocess.Popen(
            command, cwd=self.folder, env=self.surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            for path in ["/", *(match[1] or "/" for match in ADDRESS.finditer(block.then))]:
                status = _open(f"http://127.0.0.1:{port}{path}", server)
                assert status == 200, f"{where}: {path} answers {status}"
        finally:
            server.terminate()
            server.wait(timeout=90)


def _open(address: str, server: subprocess.Popen[bytes]) -> int:
    """The status of an address, waiting until the server answers."""
    for _ in range(600):
        assert server.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=90) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
