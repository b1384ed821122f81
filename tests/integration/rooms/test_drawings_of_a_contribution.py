"""The design gallery shows what programs could add up to; what a phone gets instead of the map says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest

from groundswell.charts.chains import Branch
from groundswell.web.components.contribution_figures import ContributionGallery, contribution_gallery
from groundswell.web.components.contribution_samples import waterfalls

pytestmark = pytest.mark.django_db


@pytest.fixture
def gallery() -> ContributionGallery:
    return contribution_gallery()


def names(branches: tuple[Branch, ...]) -> Iterator[str]:
    for branch in branches:
        yield branch.node.label
        yield from names(branch.branches)


def test_the_sample_waterfalls_add_up() -> None:
    for _, story in waterfalls():
        assert story.overlap and story.joint.points is not None
        total = sum(part.points or 0.0 for part in story.programs) + (story.overlap.points or 0.0)
        assert total == pytest.approx(story.joint.points)


def test_every_waterfall_names_its_programs_and_what_is_needed(gallery: ContributionGallery) -> None:
    for figure, (_, story) in zip(gallery.waterfalls, waterfalls(), strict=True):
        assert f"needed: +{story.need} points" in figure.data
        assert story.joint.words in figure.data


def test_the_list_of_a_map_has_every_name_of_its_chains(gallery: ContributionGallery) -> None:
    for drawn in gallery.maps:
        titles = {unescape(found) for found in re.findall(r"<a [^>]*><title>([^<]*)</title>", drawn.svg)}
        assert titles == set(names(drawn.branches))


def test_people_are_drawn_to_scale(gallery: ContributionGallery) -> None:
    assert 'width="2.50%"' in gallery.to_scale
