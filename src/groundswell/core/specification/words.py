"""What a community may do with an element of a framework, and how it says how far along it is."""

from collections.abc import Mapping
from enum import StrEnum

from groundswell.core.sentences import sentence


class Stance(StrEnum):
    """Taken as it is written, changed to fit, left out for a reason, or put off until a day."""

    AS_WRITTEN = "as_written"
    ADAPTED = "adapted"
    WAIVED = "waived"
    LATER = "later"


TAKEN_UP = frozenset({Stance.AS_WRITTEN, Stance.ADAPTED})


class Rating(StrEnum):
    """Five steps from nothing yet to something that holds by itself. A word, and never a score to be added up."""

    NOT_YET = "not_yet"
    BEGUN = "begun"
    PARTLY = "partly"
    MOSTLY = "mostly"
    IN_PLACE = "in_place"


RATINGS: Mapping[Rating, str] = {
    Rating.NOT_YET: sentence("Not yet"),
    Rating.BEGUN: sentence("Begun"),
    Rating.PARTLY: sentence("Partly in place"),
    Rating.MOSTLY: sentence("Mostly in place"),
    Rating.IN_PLACE: sentence("In place and kept up"),
}
HIGH_RATINGS = frozenset({Rating.MOSTLY, Rating.IN_PLACE})


def rating_said(text: str) -> Rating | None:
    """The step that a rating names, by its word or by what people read; None for words of a community's own.

    >>> rating_said("mostly"), rating_said("Mostly in place"), rating_said("getting there")
    (<Rating.MOSTLY: 'mostly'>, <Rating.MOSTLY: 'mostly'>, None)
    """
    said = text.strip().casefold()
    return next((one for one, words in RATINGS.items() if said in (one.value, words.casefold())), None)
