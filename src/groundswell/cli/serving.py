"""`serve`: the pages and the API on this machine, from Python alone."""

import errno
import ipaddress
import logging
import os
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from groundswell.cli.answering import Beside, draw_elsewhere, listening, make_ready, server, usual_processes
from groundswell.cli.output import HomeOption, InputError, JsonOption, Output
from groundswell.core.findings import error

if TYPE_CHECKING:
    from groundswell.core.findings import Finding

_A_DAY = 24 * 3600

HostOption = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")]
PortOption = Annotated[
    int, typer.Option("--port", metavar="NUMBER", help="The port; 0 takes a free one.", min=0, max=65535)
]
ProcessesOption = Annotated[
    int,
    typer.Option(
        "--processes",
        metavar="NUMBER",
        help="How many processes answer, each on a processor of its own; 0 takes two where the machine has them.",
        min=0,
        max=64,
    ),
]


def serve(
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    processes: ProcessesOption = 0,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the pages and the API until Ctrl-C.

    Reads and writes the installation's home. Everybody reads what is public; whoever has an account signs in for more.
    Where nobody administers the installation yet, an address is printed at which the first person makes an account.

    Example: groundswell serve --port 8080
    """
    from groundswell.cli.installation import open_installation

    if processes > 1 and os.name != "posix":
        raise InputError(error("this system hands no socket on to another process", "leave --processes out"))
    prepare_to_listen(host)
    open_installation(home)
    listen(Output(as_json), host, port, processes=processes or usual_processes())


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


def listen(output: Output, host: str, port: int, *, page: str = "", processes: int = 1) -> None:
    """Answer requests until Ctrl-C, then end the process; says the address of `page` once it answers.

    Raises InputError where the port is taken.
    """
    make_ready(is_first=True)
    try:
        sockets = listening(host, port)
        here = server(sockets)
    except OSError as failure:
        raise InputError(_why_not(failure, host, port)) from None
    base = f"http://{f'[{host}]' if ':' in host else host}:{sockets[0].getsockname()[1]}"
    url = f"{base}/{page}"
    first = _address_of_first_account(base)
    beside = None
    try:
        output.document({"ok": True, "url": url, "first_account": first, "counts": {}, "findings": []})
        output.result(f"Open {url}   (Ctrl-C stops it)")
        if first:
            output.result(f"Nobody runs this installation yet. Whoever does, makes an account once, today, at {first}")
        sys.stdout.flush()  # whoever started this learns that it is ready
        beside = Beside(sockets, processes - 1)
        draw_elsewhere(2 if processes == 1 else 1)
        threading.Thread(target=_warm, daemon=True).start()
        threading.Thread(target=_forget_daily, daemon=True).start()
        here.run()
    except KeyboardInterrupt:  # before the server began to heed it
        pass
    here.close()
    if beside:
        beside.end()
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
    from groundswell.apps.submissions.actions import forget_records
    from groundswell.cli.installation import leave_the_owner, speak_as_operator
    from groundswell.web.views.grids.uploads import remove_old

    try:
        speak_as_operator()
        forget_what_is_over(by=operator("cli:serve"))
        forget_records(by=operator("cli:serve"))
        remove_old()
    finally:
        leave_the_owner()
        connection.close()
