"""The figures of a network in words: each with what it means, and with what missing answers could change."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from groundswell.apps.partnerships.queries.network import NetworkPage
from groundswell.core.collaboration.agreement import FEWEST_PAIRS
from groundswell.core.collaboration.network import NetworkFigures, Share
from groundswell.core.collaboration.response import Bounded
from groundswell.web.presenters.contributions.amounts import share_words
from groundswell.web.presenters.facts import Fact
from groundswell.web.presenters.writing import grouped

MOST_NAMED = 4  # organizations that a sentence names


def sentences(page: NetworkPage) -> tuple[str, ...]:
    """What holds the network together, how far that is the backbone, and what missing answers could change."""
    figures = page.network.figures
    said = [_together(figures), _backbone(page, figures), _missing(figures)]
    return tuple(sentence for sentence in said if sentence)


def _together(figures: NetworkFigures) -> str:
    counts = {"n": grouped(figures.organizations), "ties": grouped(figures.confirmed)}
    if not figures.confirmed:
        return gettext("No tie between the %(n)s organizations is confirmed by both sides yet.") % counts
    counts["part"] = grouped(figures.largest_part)
    if figures.largest_part == figures.organizations:
        return ngettext(
            "All %(n)s organizations hang together, by %(ties)s tie that both sides confirm.",
            "All %(n)s organizations hang together, by %(ties)s ties that both sides confirm.",
            figures.confirmed,
        ) % counts  # fmt: skip
    return ngettext(
        "%(part)s of %(n)s organizations hang together, by %(ties)s tie that both sides confirm.",
        "%(part)s of %(n)s organizations hang together, by %(ties)s ties that both sides confirm.",
        figures.confirmed,
    ) % counts  # fmt: skip


def _backbone(page: NetworkPage, figures: NetworkFigures) -> str:
    without = figures.without_backbone
    if without is None or not figures.confirmed:
        return ""
    if not without.cut_off:
        return gettext("Without the backbone they would still hang together.")
    names = _named([page.everybody[one].name for one in without.cut_off])
    return ngettext(
        "Without the backbone %(names)s would fall out of it.",
        "Without the backbone %(n)s of them would fall out of it: %(names)s.",
        len(without.cut_off),
    ) % {"n": grouped(len(without.cut_off)), "names": names}  # fmt: skip


def _missing(figures: NetworkFigures) -> str:
    response, density = figures.response, figures.density
    counts = {
        "missing": grouped(response.asked - response.given),
        "asked": grouped(response.asked),
        "low": share_words(density.low),
        "high": share_words(density.high),
    }
    if density.is_certain:
        return ""
    if response.given < response.asked:
        said = gettext(
            "%(missing)s of %(asked)s answers are missing or not open to you: with every answer about every pair, "
            "between %(low)s and %(high)s of all possible ties could exist."
        )
    else:
        said = gettext(
            "Nobody said what is between the other pairs: with every answer, between %(low)s and %(high)s of all "
            "possible ties could exist."
        )
    return said % counts


def _named(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    more = grouped(len(names) - MOST_NAMED + 1)
    return gettext("%(names)s and %(n)s more") % {"names": ", ".join(names[: MOST_NAMED - 1]), "n": more}


def facts(page: NetworkPage) -> tuple[Fact, ...]:
    """Every figure, what it means, and its bounds."""
    figures = page.network.figures
    names = {one.id: one.name for one in page.everybody.values()}
    brokers = sorted((one for one in page.network.roles.values() if one.broker_share > 0),
                     key=lambda one: (-one.broker_share, one.organization))[:3]  # fmt: skip
    told = "; ".join(f"{names[one.organization]} {share_words(one.broker_share)}" for one in brokers)
    cuts = _named([names[one] for one in figures.cut_points])
    found = [
        Fact(gettext("Answers given"), _counted(figures.response.given, figures.response.asked), (
            gettext("Two for each partnership. An answer that you may not read counts as missing."),)),
        Fact(gettext("Density"), _bounded(figures.density), (
            gettext("Ties, as a share of the answers about what is between two organizations."),
            *_bounds(figures.density))),
        *_density_without(figures),
        Fact(gettext("Reciprocity"), _bounded(figures.reciprocity), (
            gettext("Ties that the other side names too, of those about which both answered."),
            *_bounds(figures.reciprocity))),
        Fact(gettext("Confirmed ties"), grouped(figures.confirmed), (
            gettext("Both sides answered, and the lower of the two answers is a tie. One-sided: %(waiting)s. The other "
                    "side says none: %(refused)s. Two levels apart or more: %(disputed)s.")
            % {"waiting": grouped(figures.one_sided), "refused": grouped(figures.unconfirmed),
               "disputed": grouped(figures.disputed)},)),
        Fact(gettext("Centralization"), _plain(figures.centralization), (
            gettext("1 where every confirmed tie leads to one organization, 0 where all have as many."),)),
        Fact(gettext("Parts"), _counted_bounds(figures.parts), (
            ngettext("Groups that hang together by confirmed ties; %(n)s organization has none.",
                     "Groups that hang together by confirmed ties; %(n)s organizations have none.",
                     int(figures.isolates.value or 0)) % {"n": grouped(figures.isolates.value or 0)},
            gettext("With the missing answers between %(low)s and %(high)s would have none.")
            % {"low": grouped(figures.isolates.low), "high": grouped(figures.isolates.high)})),
        Fact(gettext("Cut points"), cuts or gettext("none"), (
            gettext("Without one of them some others would lose each other."),)),
        Fact(gettext("Brokers"), told or gettext("none"), (
            gettext("The share of the shortest ways between others that run through them."),)),
        Fact(gettext("Across sectors"), _share(figures.cross_sector), (
            gettext("Of the confirmed ties between organizations whose sectors are known."),)),
        Fact(gettext("Coordinate or above"), _share(figures.coordinate_or_above), (
            gettext("Of the confirmed ties. Higher is not better: what fits is what the purpose needs."),)),
        _agreement(figures),
    ]  # fmt: skip
    return tuple(found)


def _density_without(figures: NetworkFigures) -> list[Fact]:
    without = figures.without_backbone
    if without is None:
        return []
    return [Fact(gettext("Density without the backbone"), _bounded(without.density), _bounds(without.density))]


def _agreement(figures: NetworkFigures) -> Fact:
    found = figures.agreement
    question = gettext("Agreement")
    if found.quadratic is None:
        said = gettext("Told from %(least)s pairs on in which each side gave its own account; there are %(n)s.") % {
            "least": FEWEST_PAIRS, "n": grouped(found.pairs)}  # fmt: skip
        return Fact(question, "–", (said,))
    notes = (
        gettext(
            "Quadratic-weighted kappa: 1 where both sides always say the same level, 0 where no more than by chance."
        ),
        gettext("From %(n)s pairs; with linear weights %(linear)s.")
        % {"n": grouped(found.pairs), "linear": _plain(found.linear)},
    )
    return Fact(question, _plain(found.quadratic), notes)


def _bounded(found: Bounded) -> str:
    return share_words(found.value) or "–"


def _bounds(found: Bounded) -> tuple[str, ...]:
    if found.is_certain:
        return ()
    said = gettext("With all missing answers between %(low)s and %(high)s.")
    return (said % {"low": share_words(found.low), "high": share_words(found.high)},)


def _counted_bounds(found: Bounded) -> str:
    return "–" if found.value is None else grouped(found.value)


def _counted(part: int, of: int) -> str:
    said = gettext("%(n)s of %(all)s") % {"n": grouped(part), "all": grouped(of)}
    return f"{said} ({share_words(part / of)})" if of else "–"


def _share(found: Share) -> str:
    return _counted(found.count, found.of)


def _plain(number: float | None) -> str:
    return "–" if number is None else number_format(f"{number:.2f}", decimal_pos=2)
