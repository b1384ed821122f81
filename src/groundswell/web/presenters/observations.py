"""The data table: every number as it was published, beside its baseline, with what stood there before."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext

from groundswell.apps.scorecards.queries import IndicatorPage, ObservationRow, RevisionFacts
from groundswell.core.sentences import Sentence
from groundswell.core.vocabulary import ObservationStatus
from groundswell.web.presenters.writing import Pen, Written, period_text


@dataclass(frozen=True, slots=True)
class DataLine:
    """One row of the data table."""

    period: str
    published: str  # exactly as published, where the page rounds it
    estimate: Written
    baseline: str
    status: str
    notes: tuple[str, ...]
    revisions: tuple[str, ...]
    source: str


def data_lines(page: IndicatorPage, pen: Pen) -> tuple[DataLine, ...]:
    """The latest first."""
    return tuple(_line(row, pen) for row in reversed(page.observations))


def _line(row: ObservationRow, pen: Pen) -> DataLine:
    # A note that only repeats the status says nothing.
    notes = ["" if isinstance(row.note, Sentence) else row.note, row.quality]
    if row.observation.is_break:
        notes.insert(0, gettext("new definition: not comparable with before"))
    return DataLine(
        period=period_text(row.observation.period),
        published=_published(row, pen),
        estimate=pen.estimate(row.observation.estimate),
        baseline=_baseline(row, pen),
        status=status_words(row.observation.status),
        notes=tuple(note for note in notes if note),
        revisions=tuple(_revision(revision) for revision in row.revisions),
        source=f"{row.source_id} {row.as_of}".strip(),
    )


def _published(row: ObservationRow, pen: Pen) -> str:
    value = row.observation.estimate.value
    return "" if value is None or not row.text or pen.shows(value, row.text) else row.text


def _baseline(row: ObservationRow, pen: Pen) -> str:
    if row.baseline is None or row.baseline.value is None:
        return ""
    return pen.line(row.baseline)


def _revision(revision: RevisionFacts) -> str:
    said = {"before": revision.before, "date": date_format(revision.recorded, "DATE_FORMAT"), "reason": revision.reason}
    if revision.reason:
        return gettext("was %(before)s until %(date)s (%(reason)s)") % said
    return gettext("was %(before)s until %(date)s") % said


def status_words(status: ObservationStatus) -> str:
    """What kind of value stands there."""
    return {
        ObservationStatus.FINAL: gettext("final"),
        ObservationStatus.PROVISIONAL: gettext("provisional"),
        ObservationStatus.SUPPRESSED: gettext("withheld by the publisher"),
        ObservationStatus.MISSING: gettext("missing"),
        ObservationStatus.NOT_APPLICABLE: gettext("does not apply"),
    }[status]
