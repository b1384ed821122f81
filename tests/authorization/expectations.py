"""Who may pass each door: route by route, method by method. A route that is not here fails the tests.

`reads` and `door` make the lines short. A method that a line does not name must be refused for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.authorization.judge import Access, Door, needs
from tests.authorization.routes import Route

from groundswell.core.permissions import Permission

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

INVITING = needs(Permission.INVITE_PEOPLE, Permission.INVITE_OWN_PEOPLE, any_organization=True)
PEOPLE: dict[str, Rule] = {
    "permissions": reads(),
    "people": form(needs(Permission.READ_PEOPLE), post=needs(Permission.GIVE_ROLES)),
    "people_csv": reads(needs(Permission.READ_PEOPLE)),
    "end_role": sent(needs(Permission.GIVE_ROLES)),
    "invitations": form(INVITING),
    "withdraw_invitation": sent(needs(Permission.INVITE_PEOPLE)),
}

READING_LOG = needs(Permission.READ_AUDIT_LOG)
AUDIT: dict[str, Rule] = {
    "audit_log": reads(READING_LOG),
    "audit_log_json": reads(READING_LOG),
    "audit_log_csv": reads(READING_LOG),
    "end_emergency_access": sent(needs(Permission.READ_AUDIT_LOG, or_absent=True)),
}

RUNNING = Door.ADMINISTRATOR
ADMINISTRATION: dict[str, Rule] = {
    "administration": reads(RUNNING),
    "new_community": form(RUNNING),
    "administer_community": reads(RUNNING),
    "appoint_steward": sent(RUNNING),
    "open_emergency_access": sent(RUNNING),
    "close_emergency_access": sent(RUNNING),
    "retire_community": sent(RUNNING),
    "restore_community": sent(RUNNING),
    "administer_people": reads(RUNNING),
    "close_account": sent(RUNNING),
    "reopen_account": sent(RUNNING),
    "installation_log": reads(RUNNING),
    "installation_log_json": reads(RUNNING),
    "installation_log_csv": reads(RUNNING),
}

OF_LIBRARY = needs(Permission.CHANGE_OBSERVATIONS, Permission.CHANGE_OWN_OBSERVATIONS, owner="library")
DESK: dict[str, Rule] = {
    "observations-grid": form(OF_LIBRARY),
    "targets-grid": form(needs(Permission.CHANGE_TARGETS)),
    "populations-grid": form(needs(Permission.CHANGE_PLACES)),
    "crosswalks-grid": form(needs(Permission.CHANGE_PLACES)),
    "adoptions-grid": form(needs(Permission.CHANGE_MEASURES)),
    "scan-grid": form(needs(Permission.CHANGE_SCAN)),
    "propose-source": form(needs(Permission.CHANGE_SOURCES)),
    "source-mapping": form(needs(Permission.CHANGE_SOURCES)),
    "indicator-choice": form(needs(Permission.VOTE_ON_INDICATORS, Permission.RATE_INDICATORS, Permission.CLOSE_VOTES)),
    "indicator-ballot": reads(needs(Permission.VOTE_ON_INDICATORS)),
    "desk": reads(needs(Permission.READ_HISTORY)),
    "desk-changes": reads(needs(Permission.READ_HISTORY)),
    "desk-undo": sent(needs(Permission.UNDO_CHANGES)),
    "desk-restore": sent(needs(Permission.CHANGE_RESULTS)),
    "desk-publishing": form(needs(Permission.PUBLISH_COMMUNITY, or_absent=True)),
    "desk-preview": sent(needs(Permission.CHANGE_STORIES)),
}

# Whoever may open the community reads a program that is published; of the library's, which is not, some are told that
# there is none. Who those are is asked where programs are tested.
READING_PROGRAM = needs(Permission.READ_COMMUNITY, or_absent=True)
PROGRAMS: dict[str, Rule] = {
    "programs": reads(),
    "measures": reads(),
    "measure": reads(),
    "reach": reads(),
    "overlap": reads(),
    "program": reads(READING_PROGRAM),
    "program-measure": reads(READING_PROGRAM),
    "measure-choice": form(needs(Permission.VOTE_ON_MEASURES, Permission.CHANGE_MEASURES, or_absent=True)),
    "measure-ballot": reads(needs(Permission.VOTE_ON_MEASURES, or_absent=True)),
    "api:program_xlsx": reads(READING_PROGRAM),
    "program_xlsx-literal": reads(READING_PROGRAM),
    **{
        name: reads(READING_PROGRAM if subject in {"program", "program_measure"} else Door.READERS)
        for subject in ("programs", "measures", "measure", "reach", "overlap", "program", "program_measure")
        for kind in ("json", "csv")
        for name in (f"api:{subject}_{kind}", f"{subject}_{kind}-literal")
    },
}
ENTERING = needs(Permission.ENTER_VALUES, Permission.ENTER_OWN_VALUES, owner="library", or_absent=True)
REPORTING = needs(*ENTERING.permissions, Permission.ACCEPT_VALUES, owner="library", or_absent=True)
REPORTS: dict[str, Rule] = {
    "computing": reads(needs(Permission.SUBMIT_RECORDS)),
    "compute": sent(needs(Permission.SUBMIT_RECORDS)),
    "cancel-job": sent(needs(Permission.SUBMIT_RECORDS)),
    "reports": reads(REPORTING),
    "program-report": form(REPORTING),
    "program-questions": reads(READING_PROGRAM),
    "api:read_report": reads(REPORTING),
    "api:store_report": {"PUT": ENTERING},
    "api:submit_report": sent(ENTERING),
    **{
        f"api:{verb}_report": sent(needs(Permission.ACCEPT_VALUES, or_absent=True))
        for verb in ("return", "accept", "lock", "reopen")
    },
}
SUBMITTING = needs(Permission.SUBMIT_RECORDS, Permission.SUBMIT_OWN_RECORDS, owner="library", or_absent=True)
SUBMISSIONS: dict[str, Rule] = {
    "submissions": form(SUBMITTING),
    "submission-template": reads(SUBMITTING),
    **{f"submission-template-{table}": reads(SUBMITTING)
       for table in ("participants", "enrollments", "services", "outcomes")},
    "submission": reads(SUBMITTING),
    "submission-marked": reads(SUBMITTING),
    "withdraw-submission": sent(SUBMITTING),
    "api:list_submissions": reads(SUBMITTING),
    "api:submission_template_json": reads(SUBMITTING),
    "api:submission_template_xlsx": reads(SUBMITTING),
    "api:read_submission": reads(SUBMITTING),
    "api:submit": sent(SUBMITTING),
    "api:withdraw": sent(SUBMITTING),
}  # fmt: skip

LINKING = needs(Permission.LINK_PEOPLE, Permission.REVIEW_LINKS)
LINKS: dict[str, Rule] = {
    "links": reads(LINKING),
    "link-now": sent(needs(Permission.LINK_PEOPLE)),
    "review-links": reads(needs(Permission.REVIEW_LINKS)),
    "review-link": form(needs(Permission.REVIEW_LINKS, or_absent=True)),
    "api:links_json": reads(LINKING),
}

# The link is of a program of the library that everybody sees.
CHANGING_LINKS = needs(Permission.CHANGE_CONTRIBUTIONS, Permission.CHANGE_OWN_CONTRIBUTIONS, owner="library")
LINKING_ANY = needs(*CHANGING_LINKS.permissions, any_organization=True)
CONTRIBUTION_LINKS: dict[str, Rule] = {
    "contributions": reads(),
    "contribution": reads(),
    "keep-contribution": sent(needs(Permission.CHANGE_CONTRIBUTIONS)),
    **{
        name: reads()
        for subject in ("contributions", "contribution")
        for kind in ("json", "csv")
        for name in (f"api:{subject}_{kind}", f"{subject}_{kind}-literal")
    },
    "contribution-link": reads(),
    "new-contribution-link": form(CHANGING_LINKS),
    "change-contribution-link": form(CHANGING_LINKS),
    "withdraw-contribution-link": form(CHANGING_LINKS),
    "restore-contribution-link": sent(CHANGING_LINKS),
    "note-contribution-link": sent(needs(Permission.NOTE_CONTRIBUTIONS)),
    "api:contribution_link_json": reads(),
    "contribution_link_json-literal": reads(),
    "api:make_contribution_link": sent(LINKING_ANY),
    "api:replace_contribution_link": {"PUT": CHANGING_LINKS},
    "api:withdraw_contribution_link": {"DELETE": CHANGING_LINKS},
    "api:restore_contribution_link": sent(CHANGING_LINKS),
    "api:note_contribution_link": sent(needs(Permission.NOTE_CONTRIBUTIONS)),
}

# The library promised it. Whoever takes part reads everything; the page of promises is public nowhere here.
TAKING_PART = needs(Permission.READ_PARTNERSHIPS)
COMMITMENTS: dict[str, Rule] = {
    "commitments": reads(TAKING_PART),
    "commitment-status": sent(needs(Permission.CHANGE_COMMITMENTS, Permission.CHANGE_OWN_COMMITMENTS, owner="library")),
    "remind-commitments": sent(needs(Permission.CHANGE_COMMITMENTS)),
    "promises": reads(needs(Permission.READ_PARTNERSHIPS, or_absent=True)),
    **{
        name: reads(needs(Permission.READ_PARTNERSHIPS, or_absent=subject == "promises"))
        for subject in ("commitments", "promises")
        for kind in ("json", "csv")
        for name in (f"api:{subject}_{kind}", f"{subject}_{kind}-literal")
    },
}

CHANGING_ALL_LINKS = needs(Permission.CHANGE_CONTRIBUTIONS)
CONTRIBUTION_PLANS: dict[str, Rule] = {
    "contribution-plan": {**reads(), "POST": CHANGING_ALL_LINKS},
    "contribution-scenarios": reads(),
    "retire-scenario": sent(CHANGING_ALL_LINKS),
    "contribution-years": reads(),
    "funders": reads(),
    "funder-contribution": reads(READING_PROGRAM),
    "program-contribution": reads(READING_PROGRAM),
    **{
        name: reads(access)
        for subject, access in {
            "plan": Door.READERS, "scenarios": Door.READERS, "years": Door.READERS, "funders": Door.READERS,
            "funder": READING_PROGRAM,
            "statement": READING_PROGRAM,
        }.items()
        for kind in ("json", "csv")
        for name in (f"api:{subject}_{kind}", f"{subject}_{kind}-literal")
    },
}  # fmt: skip

# Names and documents are for who takes part; that is asked where mandates are tested.
PARTNERS: dict[str, Rule] = {
    "mandates": reads(),
    "provider-networks": reads(),
    "provider-network": reads(),
    **{
        name: reads()
        for subject in ("mandates", "provider_networks", "provider_network")
        for kind in ("json", "csv")
        for name in (f"api:{subject}_{kind}", f"{subject}_{kind}-literal")
    },
}
PARTNER_NETWORK: dict[str, Rule] = {
    "partner-network": reads(),
    "network-questions": reads(needs(Permission.READ_PARTNERSHIPS)),
    "ask-network-question": sent(needs(Permission.CHANGE_PARTNERSHIPS)),
    "retire-network-question": sent(needs(Permission.CHANGE_PARTNERSHIPS)),
    "answer-network-questions": sent(needs(Permission.CHANGE_OWN_PARTNERSHIPS, owner="library")),
    **{
        name: reads()
        for kind in ("json", "csv")
        for name in (f"api:partner_network_{kind}", f"partner_network_{kind}-literal")
    },
    **{
        name: reads(needs(Permission.READ_PARTNERSHIPS))
        for kind in ("json", "csv")
        for name in (f"api:network_questions_{kind}", f"network_questions_{kind}-literal")
    },
}
# The partnership is of the library and the clinic; nobody else lets anybody read what was said of it.
KEEPING_PAIRS = needs(Permission.CHANGE_PARTNERSHIPS)
CHANGING_PAIRS = needs(Permission.CHANGE_PARTNERSHIPS, Permission.CHANGE_OWN_PARTNERSHIPS, any_organization=True)
READING_PAIR = needs(Permission.READ_PARTNERSHIPS, or_absent=True)
SPEAKING = needs(Permission.CHANGE_OWN_PARTNERSHIPS, any_organization=True)
PARTNERSHIPS: dict[str, Rule] = {
    "partners": reads(),
    "worksheet": reads(),
    "partnership": reads(READING_PAIR),
    "new-partnership": form(CHANGING_PAIRS),
    "import-worksheet": form(CHANGING_PAIRS),
    "take-up-purposes": sent(KEEPING_PAIRS),
    "answer-partnership": form(needs(*CHANGING_PAIRS.permissions, any_organization=True, or_absent=True)),
    "change-partnership": form(needs(*CHANGING_PAIRS.permissions, any_organization=True, or_absent=True)),
    "partnership-consent": form(needs(*SPEAKING.permissions, any_organization=True, or_absent=True)),
    "api:worksheet_xlsx": reads(),
    **{
        name: reads(READING_PAIR if subject == "partnership" else Door.READERS)
        for subject in ("partners", "worksheet", "partnership")
        for kind in ("json", "csv")
        for name in (f"api:{subject}_{kind}", f"{subject}_{kind}-literal")
    },
    "worksheet_xlsx-literal": reads(),
    "api:give_partnership_account": sent(CHANGING_PAIRS),
    "api:give_partnership_consent": sent(SPEAKING),
}

# Said again here, so that a kind that asks for another permission is noticed.
CHANGING = {
    "community": needs(Permission.CHANGE_COMMUNITY, or_absent=True),
    "organizations": needs(Permission.CHANGE_ORGANIZATIONS),
    "places": needs(Permission.CHANGE_PLACES),
    "groups": needs(Permission.CHANGE_GROUPS),
    "results": needs(Permission.CHANGE_RESULTS),
    "indicators": needs(Permission.CHANGE_INDICATORS),
    "strategies": needs(Permission.CHANGE_STRATEGIES),
    "programs": needs(Permission.CHANGE_PROGRAMS),
    "measures": needs(Permission.CHANGE_MEASURES),
    "grants": needs(Permission.CHANGE_GRANTS),
    "purposes": needs(Permission.CHANGE_PARTNERSHIPS),
    "networks": needs(Permission.CHANGE_NETWORKS),
    "mandates": needs(Permission.CHANGE_MANDATES),
    "commitments": needs(Permission.CHANGE_COMMITMENTS),
    "framework": needs(Permission.CHANGE_SPECIFICATION),
    "sources": needs(Permission.CHANGE_SOURCES),
    "stories": needs(Permission.CHANGE_STORIES),
}
OWN_ENTRY = {
    "organizations": needs(Permission.CHANGE_ORGANIZATIONS, Permission.CHANGE_OWN_ORGANIZATION, owner="library"),
    "programs": needs(Permission.CHANGE_PROGRAMS, Permission.CHANGE_OWN_PROGRAMS, owner="library"),
    "mandates": needs(Permission.CHANGE_MANDATES, Permission.CHANGE_OWN_MANDATES, owner="library"),
    "commitments": needs(Permission.CHANGE_COMMITMENTS, Permission.CHANGE_OWN_COMMITMENTS, owner="library"),
}
# What an organization makes for itself: whoever answers for any finds the form.
MADE_BY_THEIR_OWN = {
    "mandates": needs(Permission.CHANGE_MANDATES, Permission.CHANGE_OWN_MANDATES, any_organization=True),
    "commitments": needs(Permission.CHANGE_COMMITMENTS, Permission.CHANGE_OWN_COMMITMENTS, any_organization=True),
}
READING = dict.fromkeys(("mandates", "commitments"), needs(Permission.READ_PARTNERSHIPS))


def desk_rule(name: str, kind: str) -> Rule:
    """The rule of an address that leaves the kind of object open."""
    making, changing = CHANGING[kind], OWN_ENTRY.get(kind, CHANGING[kind])
    absent = needs(*making.permissions, or_absent=True)
    beginning = MADE_BY_THEIR_OWN.get(kind, making)
    if name in {"desk-list", "desk-history"}:
        return reads(needs(Permission.READ_HISTORY, or_absent=kind == "community"))
    if name == "desk-move":
        return sent(absent)  # nor is there anything to move where nothing is named
    if name == "desk-new":
        return form(beginning if kind not in {"sources"} else absent)
    if name in {"desk-new-draft", "desk-new-discard"}:
        return sent(beginning)
    if name in {"desk-draft", "desk-discard"}:
        return sent(changing)
    if name == "desk-retire":
        return form(changing if kind in MADE_BY_THEIR_OWN else making)
    if name == "desk-object":
        return form(changing)
    return {}


AGENDA: dict[str, Rule] = {
    "agenda": reads(),
    "agenda-take-up": sent(needs(Permission.CHANGE_SPECIFICATION)),
    "agenda-element": form(Door.READERS, post=needs(Permission.CHANGE_SPECIFICATION)),
    **{
        name: reads()
        for subject in ("agenda", "agenda_element")
        for kind in ("json", "csv")
        for name in (f"api:{subject}_{kind}", f"{subject}_{kind}-literal")
    },
}

STEP: Rule = form(Door.IN_BETWEEN)
OPEN: Rule = form(Door.EVERYBODY)
ONES_OWN: Rule = form(Door.SIGNED_IN)
ACCOUNTS: dict[str, Rule] = {
    "account": reads(Door.SIGNED_IN),
    "account_name": sent(Door.SIGNED_IN),
    "account_reminders": sent(Door.SIGNED_IN),
    "tokens": form(Door.SIGNED_IN),
    "revoke_token": sent(Door.SIGNED_IN),
    "usersessions_list": form(Door.SIGNED_IN),
    "account_login": OPEN,
    "account_logout": OPEN,
    "account_reset_password": OPEN,
    "account_reset_password_done": reads(Door.EVERYBODY),
    "account_reset_password_from_key_done": reads(Door.EVERYBODY),
    "account_inactive": reads(Door.EVERYBODY),
    "account_email": ONES_OWN,
    "account_change_password": ONES_OWN,
    "account_set_password": ONES_OWN,
    "mfa_index": reads(Door.SIGNED_IN),
    "invitation": form(Door.HOLDER),
    "first_account": form(Door.HOLDER),
    "open_invitation": reads(Door.HOLDER),
    "open_first_account": reads(Door.HOLDER),
    **dict.fromkeys(
        (
            *("account_reauthenticate", "account_signup", "account_email_verification_sent", "account_confirm_email"),
            *("account_reset_password_from_key", "mfa_authenticate", "mfa_reauthenticate", "mfa_login_webauthn"),
            *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
            *("mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"),
            *("mfa_remove_webauthn", "mfa_edit_webauthn", "openid_connect_login", "openid_connect_callback"),
            *("socialaccount_login_cancelled", "socialaccount_login_error"),
        ),
        STEP,
    ),
}

TWINS: dict[str, Rule] = {
    "api:communities_json": reads(Door.EVERYBODY),
    "api:communities_csv": reads(Door.EVERYBODY),
    **{
        name: reads()
        for subject in ("community", "result", "data", "indicator")
        for kind in ("json", "csv")
        for name in (f"api:{subject}_{kind}", f"{subject}_{kind}-literal")
    },
}
SINGULAR = {kind: kind.removesuffix("s") for kind in CHANGING} | {
    **{"stories": "story", "strategies": "strategy", "framework": "element"},
}


def _api_of_objects() -> Iterator[tuple[str, Rule]]:
    for kind, making in CHANGING.items():
        one, changing = SINGULAR[kind], OWN_ENTRY.get(kind, making)
        # What is sent may be ratings only, which more people give than change the rest.
        some = needs(*making.permissions, Permission.RATE_INDICATORS) if kind == "indicators" else changing
        reading = READING.get(kind, Door.READERS)
        turning = changing if kind in MADE_BY_THEIR_OWN else making
        yield f"api:read_{one}", reads(reading)
        yield f"api:replace_{one}", {"PUT": some}
        yield f"api:patch_{one}", {"PATCH": some}
        yield f"api:read_history_of_{one}", reads(needs(Permission.READ_HISTORY))
        if kind != "community":
            yield f"api:list_{kind}", reads(reading)
            yield f"api:make_{one}", {"POST": MADE_BY_THEIR_OWN.get(kind, making)}
            yield f"api:retire_{one}", {"DELETE": turning}
            yield f"api:restore_{one}", {"POST": turning}
        if kind in {"groups", "results", "indicators"}:
            yield f"api:read_order_of_{kind}", reads()
            yield f"api:order_{kind}", {"PUT": making}


OBSERVING = needs(Permission.CHANGE_OBSERVATIONS, Permission.CHANGE_OWN_OBSERVATIONS, any_organization=True)
KEPT_IN_GRIDS = ("observations", "targets", "populations", "crosswalks")
API: dict[str, Rule] = {
    "api:openapi-json": DESCRIPTION,
    "api:openapi-view": DESCRIPTION,
    **TWINS,
    **dict(_api_of_objects()),
    **{f"api:list_{kind}": reads() for kind in (*KEPT_IN_GRIDS, "measure_adoptions", "systems_scan")},
    "api:change_observations": {"PATCH": OBSERVING},
    "api:change_targets": {"PATCH": needs(Permission.CHANGE_TARGETS)},
    **{f"api:change_{kind}": {"PATCH": needs(Permission.CHANGE_PLACES)} for kind in ("populations", "crosswalks")},
    "api:change_measure_adoptions": {"PATCH": needs(Permission.CHANGE_MEASURES)},
    "api:change_systems_scan": {"PATCH": needs(Permission.CHANGE_SCAN)},
    "systems-scan": reads(),
    **{
        name: reads()
        for twin in ("json", "csv")
        for name in (f"api:systems_scan_{twin}", f"systems_scan_{twin}-literal")
    },
    "api:list_changes": reads(needs(Permission.READ_HISTORY)),
    "api:undo": sent(needs(Permission.UNDO_CHANGES)),
    "api:restore_change": sent(needs(Permission.CHANGE_RESULTS)),
    "api:list_people": reads(needs(Permission.READ_PEOPLE)),
    "api:list_audit_events": reads(needs(Permission.READ_AUDIT_LOG)),
    "api:make_community": sent(Door.OPERATOR),
}

# Addresses that answer "there is nothing here" whoever asks.
NOTHING = {"api:api-root", "/api/v1/"}
OF_KINDS = {
    *("desk-list", "desk-history", "desk-move", "desk-new", "desk-new-draft", "desk-new-discard", "desk-object"),
    *("desk-retire", "desk-draft", "desk-discard"),
}

RULES: dict[str, Rule] = {
    **PAGES,
    **PEOPLE,
    **AUDIT,
    **ADMINISTRATION,
    **DESK,
    **PROGRAMS,
    **REPORTS,
    **SUBMISSIONS,
    **LINKS,
    **CONTRIBUTION_LINKS,
    **COMMITMENTS,
    **CONTRIBUTION_PLANS,
    **PARTNERS,
    **PARTNER_NETWORK,
    **PARTNERSHIPS,
    **AGENDA,
    **ACCOUNTS,
    **API,
}


def rule_of(route: Route) -> Rule:
    """Who may pass, method by method; blank where nobody said anything."""
    if route.kind:
        return desk_rule(route.name, route.kind)
    return {method: access for name in route.names for method, access in RULES.get(name, {}).items()}
