"""The inks of Groundswell: what each colour means, on light paper and on dark.

A chart is drawn in the light colours. After drawing, each becomes a custom property (`var(--ink-accent)`), so that the
same drawing is right on dark paper and in print. No meaning rests on a colour alone: shape or word always says it too.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ink:
    """One meaning and its two colours. No two inks share a light colour, or they could not be told apart again."""

    name: str
    light: str
    dark: str


INKS = (
    Ink("text", "#1b2733", "#e8ecef"),
    Ink("soft", "#55626f", "#aab5c0"),
    Ink("line", "#e3e0d8", "#2f3a44"),
    Ink("paper", "#fbfaf6", "#12181d"),
    Ink("card", "#ffffff", "#1a2229"),
    Ink("accent", "#0f6b70", "#5bc4c5"),
    Ink("whisker", "#87b5b7", "#3f7f82"),  # margins: the accent, further back
    Ink("better", "#17714f", "#61c99d"),
    Ink("worse", "#a93a27", "#f2937f"),
    Ink("even", "#667380", "#97a4b0"),
    Ink("target", "#8a570a", "#e3b062"),
    Ink("band", "#e2e6ea", "#2b353e"),  # where the curve was heading
    Ink("ahead", "#d3e8e7", "#1f4447"),  # where it may go from here
    Ink("withheld", "#c9c4b9", "#4c535a"),
)

LIGHT = {ink.name: ink.light for ink in INKS}


def as_custom_property(colour: str) -> str | None:
    """`var(--ink-NAME, #light)` for an ink's light colour; None where the colour is no ink."""
    for ink in INKS:
        if ink.light == colour.lower():
            return f"var(--ink-{ink.name}, {ink.light})"
    return None
