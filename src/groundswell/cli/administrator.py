"""`administrator`: who runs the installation, named by whoever keeps the machine."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.output import HomeOption, InputError, JsonOption, Output, person

if TYPE_CHECKING:
    from groundswell.apps.people.models import Person

app = typer.Typer(
    name="administrator",
    help="Who runs this installation: makes communities, opens and closes accounts.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
EmailArgument = Annotated[str, typer.Argument(metavar="EMAIL", help="The address the person signs in with.")]


@app.command("add")
def add(
    email: EmailArgument,
    name: Annotated[str, typer.Option("--name", help="What the person is called.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read a password from standard input, its first line.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let somebody run the installation, with the account they have or a new one.

    Writes to the installation's home. Prints an address, good for an hour and once, at which the person chooses a
    password; a password is never an argument, for others on the machine can read those.

    Example: groundswell administrator add dana@example.org --name Dana
    """
    from groundswell.cli.installation import open_installation

    output = Output(as_json)
    open_installation(home)
    from groundswell.apps.people.actions.accounts import add_administrator
    from groundswell.apps.people.actions.rows import RefusalError

    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    try:
        added = add_administrator(email=email, name=name, password=password, by=person())
    except RefusalError as refusal:
        raise InputError(*refusal.findings) from None
    address = "" if added.has_usable_password() else _address_to_choose_a_password(added)
    output.document({"ok": True, "email": added.email, "address": address})
    output.result(f"{added.email} runs this installation.")
    if address:
        output.result(f"To choose a password, within an hour: {address}")


@app.command("list")
def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Say who runs the installation.

    Reads the installation's home.

    Example: groundswell administrator list
    """
    from groundswell.cli.installation import open_installation

    output = Output(as_json)
    open_installation(home)
    from groundswell.apps.people.queries.accounts import administrators

    known = [{"email": each.email, "name": each.name, "joined": f"{each.joined:%Y-%m-%d}"} for each in administrators()]
    output.document({"ok": True, "administrators": known})
    if known:
        output.table(("address", "name", "since"), [tuple(each.values()) for each in known])
    else:
        output.result("Nobody runs this installation yet: groundswell administrator add EMAIL")


@app.command("end")
def end(email: EmailArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Let somebody run the installation no longer; their account and roles stay.

    Writes to the installation's home.

    Example: groundswell administrator end dana@example.org
    """
    from groundswell.cli.installation import open_installation

    output = Output(as_json)
    open_installation(home)
    from groundswell.apps.people.actions.accounts import end_administrator
    from groundswell.apps.people.actions.rows import RefusalError

    try:
        ended = end_administrator(email=email, by=person())
    except RefusalError as refusal:
        raise InputError(*refusal.findings) from None
    output.document({"ok": True, "email": ended.email})
    output.result(f"{ended.email} runs this installation no longer.")


def _address_to_choose_a_password(chosen: "Person") -> str:
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.conf import settings
    from django.urls import reverse

    key = {"uidb36": user_pk_to_url_str(chosen), "key": default_token_generator.make_token(chosen)}
    return (settings.ADDRESS or "http://localhost:8000") + reverse("account_reset_password_from_key", kwargs=key)
