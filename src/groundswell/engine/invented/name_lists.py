"""The names that invented people are given, and how frequent each is.

The project's own lists are short: enough for some thousands of people. For a million, whoever asks brings lists of
their own, such as the name frequencies of a census, so that two strangers are namesakes about as often as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from groundswell.engine.invented.chance import Floats, zipf_shares
from groundswell.engine.invented.given_names import BOYS, GIRLS, GIVEN_NAMES, SHORT_FORMS
from groundswell.engine.invented.surnames import SURNAMES


@dataclass(frozen=True, slots=True)
class NameList:
    """Names and the share of people who have each; shares need not sum to 1."""

    names: Sequence[str]
    shares: Floats

    def __post_init__(self) -> None:
        """Raises ValueError where there are no names, or not a share for each."""
        if not len(self.names) or len(self.names) != len(self.shares):
            raise ValueError("a list of names has a share for each of them")


@dataclass(frozen=True, slots=True)
class NameLists:
    """Surnames, given names of women and of men, and the short forms that people go by."""

    surnames: NameList
    women: NameList
    men: NameList
    short_forms: Mapping[str, Sequence[str]] = field(default_factory=dict)


def own_names() -> NameLists:
    """The project's own lists: 1,500 surnames, 260 given names."""
    women, men = tuple(group[0] for group in GIRLS), tuple(group[0] for group in BOYS)
    return NameLists(
        NameList(SURNAMES, zipf_shares(len(SURNAMES))), NameList(women, zipf_shares(len(women))),
        NameList(men, zipf_shares(len(men))),
        {name: forms for name, forms in zip(GIVEN_NAMES, SHORT_FORMS, strict=True) if forms},
    )  # fmt: skip
