"""The roles in full sentences and what each may do, from the code that decides."""

from groundswell.core.permissions import Permission
from groundswell.core.roles import ROLES, roles_with
from writing.tables import table

OPENING = """# The roles, and what each may do

What somebody may do follows from the roles they hold in a community, and from nothing else. A permission is a verb on a noun
("change results"); a role is a set of permissions with a sentence that says what its holder is to the community. There are no
permissions of single persons and no exceptions. Every person sees on the page **What you may do here** each permission, yes or
no, and the ground for it; a steward may look at that page for somebody else, and that they looked is recorded.

A role is held in one community. Somebody may hold several, in several communities, some of them on behalf of an organization. A
role works from the next request on after it was given, and stops working on the next request after it ended, also in pages that
were open already.

Permissions over one's *own* reach what is the organization's on whose behalf the role is held: its entry, its people, and the
observations of indicators whose `owner` it is.

Whoever may not open a community gets the same answer as where there is none: 404. Whoever may open it and not do a thing is told
which roles may: 403.
"""
BEYOND = """## Who is no role

**Administrators** run the installation: they make communities, put one that nobody keeps into a steward's hands, close accounts.
That alone opens no community to them. In an emergency they open one for at most eight hours, for a reason that its stewards
read; they see what a viewer sees, and each page is recorded. See [Emergency access](../how-to/emergency-access.md).

**The operator** sits at the command line of the machine that keeps the installation, and could read its files anyway. Commands may
do everything; the audit log names the operating system's user. In the browser nobody is the operator: everybody signs in.

**A program** speaks for a person by an access token. It never may more than its person may at that moment, and less where the
token only reads or is bound to one community. It makes no tokens, opens nothing in an emergency and administers nothing.
"""


def page() -> str:
    """The roles one after another, then each permission with its roles."""
    roles = [f"## {role.name}\n\n{role.sentence}\n" for role in ROLES.values()]
    rows = [(f"{each}", ", ".join(ROLES[role].name for role in roles_with(each))) for each in Permission]
    permissions = f"## Each permission, and the roles that carry it\n\n{table(('permission', 'roles'), rows)}\n"
    return "\n".join([OPENING, *roles, permissions, BEYOND])
