"""Riverbend's nine programs, with what each truly adds: the setting of the demo community.

Organizations, places and the years are those of the package in `examples/riverbend`. What the programs truly add was
made up to be about as modest as what is found where such programs were studied with care; one of them adds nothing to
one of the things it looks at, so that a method which finds an effect everywhere is found out.
"""

from __future__ import annotations

from groundswell.engine.invented.invention import Invention
from groundswell.engine.invented.programs import (
    InventedEffect,
    InventedOutcome,
    InventedPlace,
    InventedProgram,
    InventedService,
    InventedSite,
)

RIVERBEND_PEOPLE = 40_000

# Codes below 00501 were never given to any place.
PLACES = (
    InventedPlace("cedar-heights", "Cedar Heights", 0.22, ("00110", "00111")),
    InventedPlace("ferry-landing", "Ferry Landing", 0.17, ("00120", "00121")),
    InventedPlace("millrace", "Millrace", 0.015, ("00130",)),
    InventedPlace("northgate", "Northgate", 0.21, ("00140", "00141", "00142")),
    InventedPlace("old-town", "Old Town", 0.15, ("00150",)),
    InventedPlace("southmeadow", "Southmeadow", 0.235, ("00160", "00161")),
)

_BY_GROUP = (
    ("race_ethnicity:asian", 0.30),
    ("race_ethnicity:black", -0.22),
    ("race_ethnicity:hispanic", -0.25),
    ("race_ethnicity:white", 0.28),
    ("family_income:lower-income", -0.38),
    ("family_income:higher-income", 0.33),
)
_POINTS_BY_GROUP = tuple((group, round(10 * shift, 1)) for group, shift in _BY_GROUP)
OUTCOMES = (
    InventedOutcome("on-track", 0.70, _BY_GROUP),
    InventedOutcome("ready", 0.56, _BY_GROUP),
    InventedOutcome("attending", 0.58, _BY_GROUP),
    InventedOutcome("housed", 0.38, _BY_GROUP),
    InventedOutcome("reading", 92.0, _POINTS_BY_GROUP, spread=9.0, is_score=True, growth=7.0),
)


def _sites(**places: str) -> tuple[InventedSite, ...]:
    return tuple(
        InventedSite(f"{place.name} {places[key]}", place.place_id)
        for place in PLACES
        if (key := place.place_id.replace("-", "_")) in places
    )


_VISIT = (InventedService("visit", "hours", 0.9, 1.25), InventedService("call", "calls", 0.1, 1.0, 1.0))
_SESSION = (InventedService("session", "hours", 1.0, 1.5),)
_MEETING = (InventedService("meeting", "hours", 0.93, 2.0), InventedService("outing", "hours", 0.07, 4.0))
_TEXT = (InventedService("text", "texts", 0.95, 1.0, 1.0), InventedService("call", "calls", 0.05, 1.0, 1.0))
_DAY = (InventedService("day", "days", 1.0, 1.0, 1.0),)
_MONTH = (InventedService("month", "days", 1.0, 17.0, 1.0),)  # days present, written down once a month
_NIGHT = (
    InventedService("night", "nights", 0.55, 3.0, 1.0),
    InventedService("meeting", "hours", 0.40, 1.0),
    InventedService("rent-aid", "dollars", 0.05, 600.0, 50.0),
)

PROGRAMS = (
    InventedProgram(
        "after-school-tutoring", "riverbend-schools", "After-School Tutoring", "tutoring",
        _sites(ferry_landing="Middle School", northgate="Middle School", southmeadow="Middle School"),
        ages=(11, 15), share=0.012, started="2019-09-01", services=_SESSION,
        effects=(
            InventedEffect("reading", 9.0, 30, first_after=7),
            InventedEffect("attending", 0.10, 30, first_after=200, at_end=True),
        ),
        per_week=1.2, planned_days=240, completion=0.55, early_days=75, capitals=True, id_width=7,
    ),
    InventedProgram(
        "attendance-texts", "riverbend-schools", "Attendance Texts", "texts",
        _sites(cedar_heights="High School", ferry_landing="Middle School", northgate="High School",
               old_town="School", southmeadow="School"),
        ages=(5, 17), share=0.52, started="2022-09-01", services=_TEXT,
        effects=(InventedEffect("attending", 0.04, 4, first_after=60),),
        per_week=0.1, planned_days=200, completion=0.85, early_days=60, capitals=True, id_width=7,
    ),
    InventedProgram(
        "cedar-newborn-visits", "cedar-clinic", "Cedar Newborn Visits", "home visiting",
        _sites(cedar_heights="Clinic", millrace="Clinic"),
        ages=(0, 1), share=0.019, started="2018-01-15", services=_VISIT,
        effects=(InventedEffect("on-track", 0.18, 14, first_after=60, every=180),),
        per_week=0.38, planned_days=540, completion=0.45, early_days=120, parents=0.45, onward=("full-day-rooms", 0.20),
        id_prefix="CN", id_width=5,
    ),
    InventedProgram(
        "first-steps", "bright-start", "First Steps Home Visiting", "home visiting",
        _sites(ferry_landing="Office", northgate="Office", old_town="Office", southmeadow="Office"),
        ages=(0, 2), share=0.025, started="2016-03-01", services=_VISIT,
        effects=(InventedEffect("on-track", 0.30, 20, first_after=45, every=180),),
        per_week=0.42, planned_days=700, completion=0.50, early_days=150, parents=0.60, onward=("full-day-rooms", 0.38),
        lean=("2022-03-01", "2023-02-28", 0.45),  # visitors left, until wages were raised
        id_prefix="BS-", id_width=5,
    ),
    InventedProgram(
        "full-day-rooms", "bright-start", "Full-Day Rooms", "preschool",
        _sites(cedar_heights="Rooms", ferry_landing="Rooms", millrace="Rooms", northgate="Rooms", old_town="Rooms",
               southmeadow="Rooms"),
        ages=(3, 4), share=0.12, started="2022-09-01", services=_MONTH,
        effects=(
            InventedEffect("ready", 0.28, 9, first_after=330, at_end=True),
            InventedEffect("reading", 6.0, 9, first_after=14),
        ),
        per_week=0.23, planned_days=330, completion=0.72, early_days=90, id_prefix="BS-", id_width=5,
    ),
    InventedProgram(
        "millrace-mentoring", "millrace-mentors", "Millrace Mentoring", "mentoring",
        _sites(cedar_heights="House", millrace="House", northgate="House"),
        ages=(11, 17), share=0.022, started="2017-09-01", services=_MEETING,
        effects=(InventedEffect("attending", 0.22, 24, first_after=120, every=240),),
        per_week=0.45, planned_days=420, completion=0.50, early_days=100, onward=("after-school-tutoring", 0.05),
        id_prefix="M", id_width=4,
    ),
    InventedProgram(
        "safe-nights", "harbor-house", "Safe Nights and First Leases", "housing",
        (InventedSite("Harbor House", "ferry-landing"), InventedSite("Old Town House", "old-town")),
        ages=(16, 24), share=0.06, started="2015-01-01", services=_NIGHT,
        effects=(InventedEffect("housed", 0.25, 10, first_after=180, at_end=False),),
        per_week=0.6, planned_days=190, completion=0.48, early_days=45, id_prefix="HH", id_width=6,
    ),
    InventedProgram(
        "story-hubs", "ferry-library", "Story Hubs", "reading hub",
        (
            InventedSite("Ferry Landing Library", "ferry-landing"), InventedSite("Millrace Reading Room", "millrace"),
            InventedSite("Old Town Branch", "old-town"),
        ),
        ages=(3, 5), share=0.019, started="2020-10-01", services=_SESSION,
        effects=(
            InventedEffect("reading", 4.0, 20, first_after=10),
            InventedEffect("ready", 0.0, 20, first_after=240),  # adds nothing to it, and a good method says so
        ),
        per_week=1.0, planned_days=270, completion=0.50, early_days=60, id_width=5,
    ),
    InventedProgram(
        "summer-bridge", "millrace-mentors", "Summer Bridge", "summer bridge",
        _sites(cedar_heights="High School", northgate="High School"),
        ages=(13, 15), share=0.025, started="2022-06-15", services=_DAY,
        effects=(InventedEffect("attending", 0.20, 8, first_after=170, at_end=False),),
        per_week=4.2, planned_days=24, completion=0.80, early_days=8, months=(6,), id_prefix="M", id_width=4,
    ),
)  # fmt: skip


def riverbend() -> Invention:
    """Riverbend's setting: nine programs, about ten services a person, 2021 to 2025."""
    return Invention(programs=PROGRAMS, places=PLACES, outcomes=OUTCOMES)
