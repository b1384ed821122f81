"""The words under which providers' systems keep what the four tables ask for.

Each list holds headings as they are met in exports of case management systems, school systems and linkage test files;
case, accents, spaces and punctuation do not count. A word stands once in a table, so that a heading means one column.
"""

import re
import unicodedata
from collections.abc import Mapping

_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]\s*$")
_DATE_FORMAT = re.compile(r"(?=.*d)(?=.*m)(?=.*y)[dmy /.\-]{6,12}", re.IGNORECASE)

_PERSON = (
    "participant, client id, client, client no, client number, client #, customer id, person id, person, member id, "
    "student id, student number, child id, youth id, patient id, case id, case number, case no, record id, rec id, id, "
    "id number, unique id, participant no, participant number, hmis id, personal id, identifiant"
)
_SITE = "location, site name, program site, service site, center, centre, campus, school, branch"
_SYNONYMS: dict[str, dict[str, str]] = {
    "participants": {
        "participant_id": _PERSON,
        "first_name": "given name, given names, forename, first, fname, name first, christian name, legal first name, "
        "prenom, nombre",
        "middle_name": "middle, middle initial, mi, mname, second name, name middle",
        "last_name": "surname, family name, last, lname, name last, nom de famille, apellido, apellidos",
        "suffix": "name suffix, generation",
        "birth_date": "dob, date of birth, birthdate, birthday, born, date de naissance, fecha de nacimiento",
        "sex": "gender, sex at birth, gender identity, sexe, sexo",
        "race_ethnicity": "race ethnicity, race, ethnicity, race or ethnicity, ethnic group, race and ethnicity",
        "street": "address, street address, address line 1, home address, mailing address, residential address, "
        "addr, addr 1",
        "city": "town, suburb, municipality, city town, ville, ciudad",
        "postal_code": "zip, zip code, zipcode, postcode, post code, zip 5, zip 4, code postal",
        "place_id": "place, geoid, geography, neighborhood, neighbourhood",
        "phone": "telephone, phone number, mobile, cell, cell phone, mobile phone, home phone, tel, primary phone",
        "email": "e-mail, email address, mail, e-mail address",
    },
    "enrollments": {
        "enrollment_id": "enrolment id, enrollment, episode id, episode, entry id, project entry id, admission id, "
        "enrollment number",
        "participant_id": _PERSON.replace(", id,", ",").replace(", record id", "").replace(", unique id", ""),
        "started": "start date, start, enrollment date, enrolment date, entry date, date enrolled, date started, "
        "enrolled on, enrolled, intake date, admission date, date of entry, begin date, program start date, project "
        "start date",
        "ended": "end date, end, exit date, date exited, date ended, exited, discharge date, completion date, program "
        "end date, project exit date, date of exit, withdrawal date, left",
        "end_reason": "exit reason, reason for leaving, reason for exit, reason, discharge reason, exit status, "
        "completion status, reason ended, exit type, withdrawal reason",
        "site": _SITE,
    },
    "services": {
        "participant_id": _PERSON,
        "date": "service date, date of service, date provided, date of contact, contact date, session date, "
        "visit date, activity date, attendance date, event date",
        "service": "service type, type of service, service name, activity, activity type, service provided, contact "
        "type, service code, session type",
        "quantity": "qty, amount, units, number of units, count, units of service, dosage",
        "unit": "unit of measure, unit type, units of measure, uom",
        "site": _SITE,
    },
    "outcomes": {
        "participant_id": _PERSON,
        "date": "outcome date, date of outcome, assessment date, date assessed, test date, date achieved, "
        "survey date, measurement date",
        "outcome": "outcome type, outcome name, assessment, assessment name, assessment type, test, test name, "
        "milestone, goal, measure",
        "achieved": "met, outcome achieved, success, successful, passed, goal met, yes no, outcome met, attained",
        "score": "result, value, test score, assessment score, points, outcome score, scale score, outcome value",
    },
}
# Agreed ids: numbers that several agencies keep of one person.
_AGREED = {
    "id.ssn": "ssn, social security number, soc sec id, social security, social security no, ss number",
    "id.student": "sasid, state student id, statewide student id, state id, ssid, state assigned student id",
    "id.medicaid": "medicaid id, medicaid number, medicaid",
}
# A street that is split over columns is put together again: each of the parts in turn, the first that is there.
STREET_NUMBER = ("streetnumber", "housenumber", "streetno", "houseno", "buildingnumber", "addressnumber")
STREET_NAME = ("streetname", "address1", "addressline1", "street", "streetaddress", "roadname", "road")


def heading_key(heading: str) -> str:
    """What spellings of one heading have in common: letters and digits without case and accents.

    >>> heading_key(" Prénom (légal)* "), heading_key("Date_of-Birth")
    ('prenomlegal', 'dateofbirth')
    """
    plain = unicodedata.normalize("NFKD", heading.replace("#", " no ") if heading.strip() != "#" else "id").casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def bare_key(heading: str) -> str:
    """The key of a heading without what it says in brackets at its end, as in `DOB (MM/DD/YYYY)`."""
    return heading_key(_IN_BRACKETS.sub("", heading))


def format_in(heading: str) -> str:
    """The date format that a heading declares in brackets; "" where it declares none.

    >>> format_in("DOB (mm/dd/yyyy)")
    'MM/DD/YYYY'
    """
    found = _IN_BRACKETS.search(heading)
    return found.group(1).strip().upper() if found and _DATE_FORMAT.fullmatch(found.group(1).strip()) else ""


def _known(table: str) -> dict[str, str]:
    words = dict(_SYNONYMS[table])
    if table == "participants":
        words |= _AGREED
    known: dict[str, str] = {}
    for column, spellings in words.items():
        for spelling in spellings.split(","):
            known.setdefault(heading_key(spelling), column)
    return known


SYNONYMS: Mapping[str, Mapping[str, str]] = {table: _known(table) for table in _SYNONYMS}

TABLE_WORDS: Mapping[str, str] = {
    word: table
    for table, words in {
        "participants": "participants participant clients client people persons customers children students roster",
        "enrollments": "enrollments enrollment enrolments enrolment episodes admissions entries",
        "services": "services service attendance contacts activities",
        "outcomes": "outcomes outcome assessments assessment results scores",
    }.items()
    for word in words.split()
}


def table_named(name: str) -> str:
    """The table that a file's stem or a sheet's name speaks of; "" where it names none, or several.

    >>> table_named("Participants 2024"), table_named("export_Services-final"), table_named("client services")
    ('participants', 'services', 'services')
    """
    words = re.findall(r"[a-z]+", unicodedata.normalize("NFKD", name).casefold())
    exact = {word for word in words if word in ("participants", "enrollments", "services", "outcomes")}
    found = exact or {TABLE_WORDS[word] for word in words if word in TABLE_WORDS}
    return found.pop() if len(found) == 1 else ""
