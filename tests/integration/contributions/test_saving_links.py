"""A link is written, written anew as another version, withdrawn and restored, by those who may; nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests import cast
from tests.cast import COMMAND_LINE, DATA_LEAD
from tests.integration.contributions.elmwood_links import MENTORING, elmwood

from groundswell.apps.contributions.actions import restore_link, save_link, withdraw_link
from groundswell.apps.contributions.models import ContributionLink
from groundswell.apps.contributions.queries import link_of, links_of, links_seen, versions_of
from groundswell.apps.people.models import AuditEvent, Community, Organization
from groundswell.apps.people.queries import Actor, NotAllowedError, actor_of
from groundswell.core.contribution.links import Declared, EffectKind, Evidence

pytestmark = pytest.mark.django_db
ID = "mentoring-k-readiness"
NEW = {"program_id": "texts", "indicator_id": "on-time", "served": "600", "effect_kind": "risk_ratio", "effect": "0.97"}


@pytest.fixture
def community(db: None) -> Community:
    return elmwood()


def changed(by: Actor = DATA_LEAD, seen: int | None = 1, **cells: str):
    return save_link(community_id="elmwood", content={**MENTORING, "link_id": ID, **cells}, seen_version=seen, by=by)


def events() -> list[dict]:
    return [event.details for event in AuditEvent.objects.filter(action="contribution_link").order_by("sequence")]


def test_a_new_link_gets_an_id_a_version_a_day_and_an_event(community: Community) -> None:
    before = community.data_version
    saved = save_link(community_id="elmwood", content=NEW, by=DATA_LEAD)
    assert (saved.id, saved.version, saved.is_changed) == ("texts-on-time", 1, True)
    link = link_of(community, "texts-on-time")
    assert link is not None and link.recorded == timezone.localdate().isoformat() and link.by == DATA_LEAD.name
    assert events() == [{"link": "texts-on-time", "version": 1, "verb": "made"}]
    community.refresh_from_db()
    assert community.data_version != before


def test_a_change_is_the_next_version_and_the_one_before_stays(community: Community) -> None:
    saved = changed(served="320")
    assert (saved.version, saved.is_changed) == (2, True)
    assert [one.served for one in versions_of(community, ID)] == ["320", "300"]
    assert events() == [{"link": ID, "version": 2, "verb": "changed"}]


def test_saving_what_stands_makes_no_version(community: Community) -> None:
    saved = changed()
    assert saved.is_done and not saved.is_changed
    assert len(versions_of(community, ID)) == 1
    assert events() == []


def test_what_somebody_else_changed_is_not_written_over(community: Community) -> None:
    changed(served="320")
    saved = changed(served="310")
    assert "somebody else has changed" in saved.findings[0].message
    assert [one.served for one in versions_of(community, ID)] == ["320", "300"]


def test_a_new_link_of_an_id_that_stands_is_refused(community: Community) -> None:
    assert [finding.column for finding in changed(seen=None).findings] == ["link_id"]


def test_a_second_link_that_counts_the_same_people_is_refused(community: Community) -> None:
    saved = save_link(community_id="elmwood", content=MENTORING, by=DATA_LEAD)
    assert ID in saved.findings[0].message
    assert ContributionLink.objects.count() == 2


def test_a_link_keeps_its_program_and_its_indicator(community: Community) -> None:
    assert [finding.column for finding in changed(indicator_id="on-time").findings] == ["indicator_id"]
    assert [finding.column for finding in changed(program_id="texts").findings] == ["program_id"]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"completion": "80"}, "completion", "0.8 for 80 in a hundred"),
        ({"effect_kind": ""}, "effect_kind", "risk_ratio, risk_difference or cohens_d"),
        ({"effect_kind": "risk_difference", "effect": "0.5", "effect_low": "", "effect_high": ""}, "effect",
         "share who did well"),
        ({"evidence": "pre_post", "effect_low": "", "effect_high": ""}, "effect_high", "is no effect"),
        ({"indicator_id": "rent", "link_id": ""}, "indicator_id", "not made of people"),
        ({"indicator_id": "elsewhere", "link_id": ""}, "indicator_id", "is not in"),
        ({"served": "many"}, "served", "not a decimal"),
        ({"colour": "green"}, "colour", "there is no field"),
    ],
)  # fmt: skip
def test_what_a_package_would_refuse_is_refused_with_its_column(
    community: Community, cells: dict[str, str], column: str, words: str
) -> None:
    saved = changed(seen=None if cells.get("link_id") == "" else 1, **cells)
    assert not saved.is_done
    assert any(one.column == column and words in f"{one.message} {one.fix}" for one in saved.findings), saved.findings
    assert ContributionLink.objects.count() == 2


def test_a_withdrawn_link_counts_no_more_and_is_kept(community: Community) -> None:
    assert withdraw_link(community_id="elmwood", link_id=ID, seen_version=1, by=DATA_LEAD).is_changed
    assert ID not in [one.id for one in links_of(community)]
    assert link_of(community, ID).is_withdrawn
    assert events()[-1] == {"link": ID, "version": 1, "verb": "withdrawn"}


def test_an_earlier_version_is_restored_as_a_new_one(community: Community) -> None:
    changed(served="320")
    withdraw_link(community_id="elmwood", link_id=ID, seen_version=2, by=DATA_LEAD)
    saved = restore_link(community_id="elmwood", link_id=ID, version=1, seen_version=2, by=DATA_LEAD)
    assert saved.version == 3
    assert [one.served for one in versions_of(community, ID)] == ["300", "320", "300"]
    assert ID in [one.id for one in links_of(community)]
    assert events()[-1] == {"link": ID, "version": 3, "verb": "restored"}
    missing = restore_link(community_id="elmwood", link_id=ID, version=9, seen_version=3, by=DATA_LEAD)
    assert "no version 9" in missing.findings[0].message


def test_links_are_given_as_they_stood_on_a_day(community: Community) -> None:
    changed(served="320")
    ContributionLink.objects.filter(version=2).update(recorded=date(2024, 6, 1))
    ContributionLink.objects.filter(public_id=ID).update(by="")
    [before] = links_of(community, program_id="mentoring", at=date(2024, 5, 31))
    [after] = links_of(community, program_id="mentoring", at=date(2024, 6, 1))
    assert (before.served, after.served) == ("300", "320")
    withdraw_link(community_id="elmwood", link_id=ID, seen_version=2, by=DATA_LEAD)
    yesterday = timezone.localdate() - timedelta(days=1)
    assert [len(links_of(community, program_id="mentoring", at=day)) for day in (yesterday, None)] == [1, 0]


def test_links_are_found_by_indicator_and_by_program(community: Community) -> None:
    save_link(community_id="elmwood", content=NEW, by=DATA_LEAD)
    assert [one.id for one in links_of(community, indicator_id="on-time")] == ["texts-on-time"]
    assert [one.id for one in links_of(community, program_id="texts")] == [
        "texts-k-readiness-hill-black", "texts-on-time",
    ]  # fmt: skip


def test_a_link_is_computed_with_in_proportions_and_people(community: Community) -> None:
    [facts] = links_of(community, program_id="mentoring")
    link = facts.link(by_cell={"hill": 20.0})
    assert (link.id, link.served, link.served_before) == (ID, 300.0, 100.0)
    assert link.effect == Declared(0.75, 0.6, 0.9) and link.effect_kind is EffectKind.RISK_RATIO
    assert link.in_population == Declared(0.9, 0.85, 0.95) and link.completion == Declared(0.8)
    assert (link.evidence, link.lag_years, link.capacity, link.unit_cost) == (Evidence.RANDOMIZED, 1.0, 500.0, 1200.5)
    assert facts.link(served=5.0, served_before=0.0).served == 5.0
    [texts] = links_of(community, program_id="texts")
    assert texts.link(population_risk=0.4).baseline_risk == Declared(0.4)
    assert texts.content["mechanism.es"] == "Mensajes"


def test_a_link_without_an_effect_is_kept_and_not_computed_with(community: Community) -> None:
    save_link(community_id="elmwood", content={**NEW, "effect": "", "effect_kind": ""}, by=DATA_LEAD)
    [facts] = links_of(community, indicator_id="on-time")
    assert not facts.is_computable
    with pytest.raises(ValueError, match="says no effect"):
        facts.link()


def test_who_keeps_the_data_changes_every_link_and_a_provider_its_own(community: Community) -> None:
    library = Organization.objects.get(public_id="library")
    school = Organization.objects.get(public_id="school")
    for number, who in enumerate((cast.steward(community), cast.data_manager(community),
                                  cast.provider_data_manager(community, library)), 1):  # fmt: skip
        assert changed(actor_of(who), number, served=str(number)).is_changed
    for who in (cast.other_provider_data_manager(community, school), cast.analyst(community), cast.viewer(community),
                cast.funder(community, school), cast.partner_member(community, library)):  # fmt: skip
        which = {"community_id": "elmwood", "link_id": ID, "seen_version": 4, "by": actor_of(who)}
        with pytest.raises(NotAllowedError):
            changed(actor_of(who), 4, served="9")
        with pytest.raises(NotAllowedError):
            withdraw_link(**which)
        with pytest.raises(NotAllowedError):
            restore_link(version=1, **which)
    assert link_of(community, ID).version == 4


def test_a_link_of_nothing_is_refused_in_words(community: Community) -> None:
    assert not withdraw_link(community_id="elmwood", link_id="none", seen_version=1, by=COMMAND_LINE).is_done
    assert not save_link(community_id="elmwood", content={**NEW, "program_id": "none"}, by=COMMAND_LINE).is_done
    assert not save_link(community_id="elsewhere", content=NEW, by=COMMAND_LINE).is_done


def test_what_no_database_takes_is_refused_in_words(community: Community) -> None:
    for cells in ({"program_id": "a\x00b"}, {"program_id": ""}, {"program_id": "x" * 99}, {"link_id": "a\x00b"}):
        assert not save_link(community_id="elmwood", content={**NEW, **cells}, by=DATA_LEAD).is_done
    assert not withdraw_link(community_id="elmwood", link_id="a\x00b", seen_version=1, by=DATA_LEAD).is_done


def test_a_reader_sees_the_links_of_programs_that_are_seen(community: Community) -> None:
    assert [one.program_id for one in links_seen(community, reader=cast.RESIDENT)] == ["mentoring"]
    assert [one.program_id for one in links_seen(community, reader=DATA_LEAD)] == ["mentoring", "texts"]
