"""Who may pass each door: route by route, method by method. A route that is not here fails the tests.

`reads` and `door` make the lines short. A method that a line does not name must be refused for everybody.
"""

from __future__ import annotations

from tests.authorization.judge import Access, Door

Rule = dict[str, Access]


def reads(access: Access = Door.READERS) -> Rule:
    """A page or a document that is only read."""
    return {"GET": access, "HEAD": access}


def form(access: Access, *, post: Access | None = None) -> Rule:
    """A page with a form that is sent back to it."""
    return {**reads(access), "POST": post or access}


def sent(access: Access) -> Rule:
    """A button: only ever sent."""
    return {"POST": access}


# The description of the API says the same however it is asked.
DESCRIPTION: Rule = dict.fromkeys(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"), Door.EVERYBODY)

PAGES: dict[str, Rule] = {
    "front": reads(Door.EVERYBODY),
    "design": reads(Door.EVERYBODY),
    "vega": reads(Door.EVERYBODY),
    "community": reads(),
    "data": reads(),
    "result": reads(),
    "indicator": reads(),
}

API: dict[str, Rule] = {
    "api:openapi-json": DESCRIPTION,
    "api:openapi-view": DESCRIPTION,
    "api:communities_json": reads(Door.EVERYBODY),
    "api:communities_csv": reads(Door.EVERYBODY),
    **{
        name: reads()
        for subject in ("community", "result", "data", "indicator")
        for kind in ("json", "csv")
        for name in (f"api:{subject}_{kind}", f"{subject}_{kind}-literal")
    },
}

# Addresses that answer "there is nothing here" whoever asks.
NOTHING = {"api:api-root", "/api/v1/"}

RULES: dict[str, Rule] = {**PAGES, **API}
