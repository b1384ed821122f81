"""`serve`: the pages and the API on this machine, from Python alone."""

import ctypes
import errno
import gc
import ipaddress
import logging
import logging.handlers
import os
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from groundswell.cli.output import HomeOption, InputError, JsonOption, Output
from groundswell.core.findings import error

if TYPE_CHECKING:
    from groundswell.core.findings import Finding

# A file that is brought in the browser (20 MB) with its form. More is refused before it fills the disk.
LARGEST_REQUEST = 24 * 1024 * 1024
_A_DAY = 24 * 3600

HostOption = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")]
_MOST_ARENAS = -8  # as glibc numbers its settings
THREADS = 8  # that answer at once; more would only wait for each other
PortOption = Annotated[
    int, typer.Option("--port", metavar="NUMBER", help="The port; 0 takes a free one.", min=0, max=65535)
]


def serve(
    host: HostOption = "127.0.0.1", port: PortOption = 8000, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Serve the pages and the API until Ctrl-C.

    Reads and writes the installation's home. Everybody reads what is public; whoever has an account signs in for more.
    Where nobody administers the installation yet, an address is printed at which the first person makes an account.

    Example: groundswell serve --port 8080
    """
    from groundswell.cli.installation import open_installation

    prepare_to_listen(host)
    open_installation(home)
    listen(Output(as_json), host, port)


def prepare_to_listen(host: str) -> None:
    """Tell the settings, before they are read, which names this server answers to."""
    if not is_loopback(host):
        os.environ.setdefault("GROUNDSWELL_HOSTS", ",".join(sorted(_names_of_this_machine(host))))


def _names_of_this_machine(host: str) -> set[str]:
    names = {host, socket.gethostname(), "localhost", "127.0.0.1"}
    with suppress(OSError):  # a machine without a name of its own
        names.update(socket.gethostbyname_ex(socket.gethostname())[2])
    return names - {"0.0.0.0", "::", ""}  # noqa: S104 - compared, not listened on


def is_loopback(host: str) -> bool:
    """True where only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(output: Output, host: str, port: int, *, page: str = "") -> None:
    """Answer requests until Ctrl-C, then end the process; says the address of `page` once it answers.

    Raises InputError where the port is taken.
    """
    from django.core.handlers.wsgi import WSGIHandler
    from waitress.server import create_server

    from groundswell.cli.installation import leave_the_owner

    _keep_log()
    leave_the_owner()
    _share_memory()
    try:
        # The headers that a proxy adds stay; the settings say how many proxies are believed (none, unless said).
        server = create_server(
            WSGIHandler(),
            host=host,
            port=port,
            threads=THREADS,
            ident="groundswell",
            clear_untrusted_proxy_headers=False,
            max_request_body_size=LARGEST_REQUEST,
        )
    except OSError as failure:
        raise InputError(_why_not(failure, host, port)) from None
    base = f"http://{f'[{host}]' if ':' in host else host}:{server.effective_port}"
    url = f"{base}/{page}"
    first = _address_of_first_account(base)
    try:
        output.document({"ok": True, "url": url, "first_account": first, "counts": {}, "findings": []})
        output.result(f"Open {url}   (Ctrl-C stops it)")
        if first:
            output.result(f"Nobody runs this installation yet. Whoever does, makes an account once, today, at {first}")
        sys.stdout.flush()  # whoever started this learns that it is ready
        _draw_elsewhere()
        threading.Thread(target=_warm, daemon=True).start()
        threading.Thread(target=_forget_daily, daemon=True).start()
        server.run()
    except KeyboardInterrupt:  # before the server began to heed it
        pass
    server.close()
    _end()


def _address_of_first_account(base: str) -> str:
    """Where the first administrator makes an account; blank where there is one. Letters lead to `base` from now on,
    unless the settings say another address.
    """
    from django.conf import settings

    from groundswell.apps.people.actions.first_administrator import offer_first_account

    if not settings.ADDRESS:
        settings.ADDRESS = base.replace("//0.0.0.0:", "//localhost:").replace("//[::]:", "//localhost:")
    secret = offer_first_account(settings.HOME)
    return f"{settings.ADDRESS}/accounts/first/{secret}/" if secret else ""


def _end() -> NoReturn:
    """End the process at once: whoever draws a chart just now cannot be interrupted, and the interpreter's own end may
    wait for it without end. Nothing is lost, for whatever is stored was committed by the request that stored it.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # nobody may be listening any more
            stream.flush()
    os._exit(0)


def _why_not(failure: OSError, host: str, port: int) -> "Finding":
    if failure.errno == errno.EADDRINUSE:
        return error(f"port {port} on {host} is taken", f"stop what uses it, or say --port {port + 1}")
    return error(
        f"cannot listen on {host}:{port} ({failure.strerror or failure})", "name another with --host and --port"
    )


def _keep_log() -> None:
    """What goes wrong behind a page is told to nobody but the log in the home folder."""
    from django.conf import settings

    folder = settings.HOME / "logs"
    folder.mkdir(exist_ok=True)
    keeper = logging.handlers.RotatingFileHandler(
        folder / "server.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
    )
    keeper.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in ("django", "waitress"):
        logging.getLogger(name).addHandler(keeper)


def _share_memory() -> None:
    """Each thread's connection to SQLite keeps little of its own: the machine keeps the file for all of them. What was
    imported until here stays, and is not looked through for what could be thrown away."""
    from django.conf import settings
    from django.db import connections

    database = connections.settings["default"]
    if database["ENGINE"].endswith("sqlite3"):
        connections["default"].close()
        database["OPTIONS"] = {**database["OPTIONS"], "init_command": settings.SERVING_PRAGMAS}
    with suppress(OSError, AttributeError, TypeError):  # where the C library is another one
        ctypes.CDLL(None).mallopt(_MOST_ARENAS, 2)  # or each thread keeps what it once needed
    gc.collect()
    gc.freeze()


def _draw_elsewhere() -> None:
    """Charts are drawn by processes beside this one, which begin at once and end with it."""
    from groundswell.charts.drawers import Drawers
    from groundswell.charts.drawing import draw_elsewhere

    drawers = Drawers()
    for _ in range(2):
        drawers.begin('{"mark": "point", "data": {"values": []}}')
    draw_elsewhere(drawers)


def _warm() -> None:
    """Write the browser's chart library, so that the first reader does not wait for it."""
    from django.conf import settings

    from groundswell.web.drawing_library import library, write_apart

    with suppress(Exception):  # whatever goes wrong here is met, and told, by the page that needs it
        write_apart(settings.HOME / "assets")
        library(settings.HOME / "assets")


def _forget_daily() -> None:
    """What is kept for a while only goes when its time is over: now, and every day."""
    while True:
        try:
            forget()
        except Exception:  # told to the log; the pages do not depend on it
            logging.getLogger("django").exception("what is over could not be forgotten")
        time.sleep(_A_DAY)


def forget() -> None:
    """Forget what nobody can ask for any more, as the operator: on PostgreSQL the database believes that of the owner
    of the tables only (`GROUNDSWELL_DATABASE_OWNER_URL`); without it each person's answers go when they write next.
    """
    from django.db import connection

    from groundswell.apps.people.actions.forgetting import forget_what_is_over
    from groundswell.apps.people.queries import operator
    from groundswell.cli.installation import leave_the_owner, speak_as_operator
    from groundswell.web.views.grids.uploads import remove_old

    try:
        speak_as_operator()
        forget_what_is_over(by=operator("cli:serve"))
        remove_old()
    finally:
        leave_the_owner()
        connection.close()
