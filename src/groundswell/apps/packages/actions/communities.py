"""A new community, empty and private, in the hands of a steward."""

from __future__ import annotations

import re

from groundswell.apps.packages.actions.loading import load_package
from groundswell.apps.people.actions import RefusalError, alone_with, appoint, record_event
from groundswell.apps.people.models import Community, Person
from groundswell.apps.people.queries import Actor, require_administrator
from groundswell.core.findings import Finding, error
from groundswell.core.roles import Role
from groundswell.core.sentences import sentence
from groundswell.exchange.package import Package
from groundswell.exchange.package.cells import ID_LENGTH, ID_PATTERN, problem_with_name, problem_with_text
from groundswell.exchange.package.reading import RESERVED_IDS


def make_community(*, community_id: str, name: str, purpose: str = "", steward: str = "", by: Actor) -> Community:
    """Make a community that nobody but its steward sees yet.

    `steward` is the e-mail address of an account; blank is whoever makes it. Raises NotAllowedError for anybody but an
    administrator or the operator, RefusalError with everything that is wrong.
    """
    community_id, name = community_id.strip(), name.strip()
    with alone_with(community_id):
        require_administrator(by)
        person = _steward(steward, by)
        findings = _problems(community_id, name, purpose, person, steward)
        if findings:
            raise RefusalError(*findings)
        document = {
            "format": "1",
            "id": community_id,
            "name": name,
            "purpose": purpose.strip(),
            "visibility": "private",
        }
        outcome = load_package(package=Package(community={k: v for k, v in document.items() if v}), by=by)
        if not outcome.is_done:
            raise RefusalError(*outcome.findings)
        community = Community.objects.get(public_id=community_id)
        if person is not None:
            appoint(person, community, Role.STEWARD, by=by)
        record_event(community_id="", action="make_community", by=by, details={"community": community_id})
    return community


def _steward(email: str, by: Actor) -> Person | None:
    if email.strip():
        return Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    return by.person


def _problems(community_id: str, name: str, purpose: str, person: Person | None, steward: str) -> list[Finding]:
    findings = []
    if len(community_id) > ID_LENGTH or not re.fullmatch(ID_PATTERN, community_id):
        fix = sentence("use small letters, digits and single hyphens, as in new-haven, at most 64")
        findings.append(error(sentence("this cannot be an address"), fix, column="community_id"))
    elif community_id in RESERVED_IDS:
        fix = sentence("choose another")
        findings.append(error(sentence("this address is taken by the installation itself"), fix, column="community_id"))
    elif Community.objects.filter(public_id=community_id).exists():
        fix = sentence("choose another")
        findings.append(error(sentence("another community has this address"), fix, column="community_id"))
    if not name:
        fix = sentence("say what people call it")
        findings.append(error(sentence("a community has a name"), fix, column="name"))
    elif problem := problem_with_name(name):
        findings.append(error(*problem, column="name"))
    if problem := problem_with_text(purpose):
        findings.append(error(*problem, column="purpose"))
    if person is None and steward.strip():
        fix = sentence("choose the address of an account that is in use")
        findings.append(error(sentence("nobody has an account with this address"), fix, column="steward"))
    return findings
