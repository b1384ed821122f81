"""Words that the pages of partnerships share: levels, whom a side lets read, what waits, what to talk about."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from groundswell.apps.partnerships.queries import PartnershipFacts
from groundswell.core.collaboration.accounts import BACKBONE, Account
from groundswell.core.collaboration.differing import Difference, Talk
from groundswell.core.collaboration.levels import LEVELS, WORKSHEET_LEVELS, Level
from groundswell.core.collaboration.words import Readers
from groundswell.core.findings import Finding
from groundswell.web.presenters.language import spoken, stopped


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level's number, name and meaning; whether it stands on the paper worksheet."""

    number: int
    name: str
    meaning: str
    is_on_paper: bool


def levels(*, outer: bool = True) -> tuple[LevelWords, ...]:
    """The levels from the first to the last: all seven, or the four of the worksheet."""
    return tuple(
        LevelWords(int(level), spoken(about.name), spoken(about.meaning), level in WORKSHEET_LEVELS)
        for level, about in LEVELS.items()
        if outer or level in WORKSHEET_LEVELS
    )


def level_name(level: int | None) -> str:
    """What a level is called; blank for none."""
    return spoken(LEVELS[Level(level)].name) if level else ""


def finding_words(finding: Finding) -> str:
    """A finding as a sentence: what is wrong, and what would be right."""
    message, fix = spoken(finding.message).rstrip("."), spoken(finding.fix)
    words = gettext("%(wrong)s: %(right)s") % {"wrong": message, "right": fix} if fix else message
    return stopped(f"{words[:1].upper()}{words[1:]}")


@dataclass(frozen=True, slots=True)
class ReadersChoice:
    """Whom a side can let read: the word that is stored, what it is called, and what comes of it."""

    value: str
    words: str
    consequence: str
    is_chosen: bool = False


def readers_choices(facts: PartnershipFacts, side: str, chosen: str) -> tuple[ReadersChoice, ...]:
    """The four, from the narrowest; none is chosen for anybody."""
    partner = facts.name_of(facts.said.pair.other(side))
    told = {
        Readers.OWN: (
            gettext("Nobody but us"),
            gettext("%(partner)s does not read what we answer, and we do not read theirs."),
        ),
        Readers.PARTNERS: (
            gettext("%(partner)s"),
            gettext(
                "If they let us as well, each of us reads what the other answered, once both have. Nobody else does."
            ),
        ),
        Readers.COMMUNITY: (
            gettext("Everybody who takes part in this community"),
            gettext(
                "If %(partner)s lets them as well, members of all its organizations read what both of us answered."
            ),
        ),
        Readers.EVERYONE: (
            gettext("Everybody who can open this community"),
            gettext("If %(partner)s lets them as well, anybody who opens these pages reads what both of us answered."),
        ),
    }
    filled = {"partner": partner}
    return tuple(
        ReadersChoice(str(word), words % filled, consequence % filled, str(word) == chosen)
        for word, (words, consequence) in told.items()
    )


def readers_words(facts: PartnershipFacts, side: str) -> str:
    """Whom a side lets read, as its own people see it."""
    words = _readers_today(facts.lets(side))
    return (
        gettext("As of today, whatever day is looked at: %(words)s") % {"words": words} if facts.is_earlier else words
    )


def _readers_today(lets: Readers | None) -> str:
    if lets is None:
        return gettext("You have not said yet who may read what you answered: nobody else does.")
    return {
        Readers.OWN: gettext("You let nobody else read what you answered."),
        Readers.PARTNERS: gettext("You let your partner read what you answered."),
        Readers.COMMUNITY: gettext("You let everybody who takes part read what you answered."),
        Readers.EVERYONE: gettext("You let everybody who can open this community read what you answered."),
    }[lets]


def why_not_read(facts: PartnershipFacts, side: str) -> str:
    """Why there is nothing of one side to be read here, and what would open it; blank where there is."""
    if facts.account_of(side) is not None:
        return ""
    if side not in facts.answered or side in facts.own:
        return _not_yet(facts, side)
    return _why_shut(facts, side)


def newer_words(facts: PartnershipFacts, side: str) -> str:
    """That a side said something after what stands here for it, and what would open it; blank where it did not, and for
    who is not to know."""
    if side not in facts.said.newer or facts.account_of(side) is None:
        return ""
    newer = gettext("There is something newer than this, which you do not read.")
    return f"{newer} {_why_shut(facts, side)}"


def _why_shut(facts: PartnershipFacts, side: str) -> str:
    name = facts.name_of(side)
    if not facts.own:
        return _why_outside(facts, side)
    (own,) = tuple(facts.own)[:1]
    if own not in facts.said.answered:
        words = gettext(
            "%(name)s has answered. You can read it when you have answered yourself and both of you let each other."
        )
        return words % {"name": name}
    return _what_opens(facts, own, side)


def _not_yet(facts: PartnershipFacts, side: str) -> str:
    """That a side had not answered by the day looked at, though it may have since."""
    name = {"name": facts.name_of(side)}
    has_since = facts.is_earlier and side in facts.said.answered
    if side in facts.own:
        return gettext("You had not answered by this day.") if has_since else gettext("You have not answered yet.")
    words = (
        gettext("%(name)s had not answered by this day.") if has_since else gettext("%(name)s has not answered yet.")
    )
    return words % name


def _why_outside(facts: PartnershipFacts, side: str) -> str:
    name = facts.name_of(side)
    words = gettext(
        "%(name)s has answered, and it is not shared with you. It is when both have answered and both let you read."
    )
    return words % {"name": name}


def _what_opens(facts: PartnershipFacts, own: str, side: str) -> str:
    name = {"name": facts.name_of(side)}
    is_let = {one: facts.lets(one) not in (None, Readers.OWN) for one in (own, side)}
    if all(is_let.values()):
        return (
            gettext("%(name)s has answered. Your own answer is older than half a year: answer anew to read it.") % name
        )
    if is_let[side]:
        return gettext("%(name)s has answered and lets you read it. It opens when you let them read yours.") % name
    if is_let[own]:
        return gettext("%(name)s has answered, and has not let you read it. It opens when they do.") % name
    words = gettext("%(name)s has answered. It opens when you let them read yours and they let you read theirs.")
    return words % name


def recorded_words(facts: PartnershipFacts, account: Account) -> str:
    """Who wrote an account down, where it was not the side itself."""
    if account.is_for_both and account.recorded_by == BACKBONE:
        return gettext("recorded by the backbone for both")
    if account.is_for_both:
        return gettext("recorded by %(name)s for both") % {"name": facts.name_of(account.recorded_by)}
    if account.recorded_by == BACKBONE:
        return gettext("recorded by the backbone")
    if account.is_recorded_by_another:
        return gettext("recorded by %(name)s") % {"name": facts.name_of(account.recorded_by)}
    return ""


def talk_words(facts: PartnershipFacts, difference: Difference) -> str:
    """One thing to talk about, as a question; never a score."""
    told = {
        "says": facts.name_of(difference.says), "silent": facts.name_of(difference.silent),
        "level": level_name(difference.level), "other": level_name(difference.other_level or None),
    }  # fmt: skip
    if difference.talk is Talk.WANTED:
        words = gettext("%(says)s would like “%(level)s”, %(silent)s “%(other)s”. What would each of you get from it?")
    elif difference.talk is Talk.WHO_DOES_IT:
        words = gettext(
            "At “%(level)s” %(says)s describes something that %(silent)s does, and %(silent)s does not name it. "
            "Who does what?"
        )
    elif difference.level <= Level.COEXIST:
        words = gettext("%(says)s says “%(level)s”, and %(silent)s does not. When does it feel like that?")
    else:
        words = gettext(
            "At “%(level)s” %(says)s describes something, and %(silent)s describes nothing. What do you have in mind?"
        )
    return words % told
