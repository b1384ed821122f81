"""Water runs one way: a room's rows refer to its own room or a room upstream, also where imports cannot see."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from groundswell.apps.people.models import CommunityRow

ROOMS = [
    *("people", "places", "sources", "indicators", "programs", "submissions", "contributions", "partnerships"),
    *("agenda", "scorecards", "packages"),
]
MODELS = [model for model in apps.get_models() if model.__module__.startswith("groundswell.apps.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_relations_point_upstream(model: type[models.Model]) -> None:
    here = ROOMS.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if field.concrete and field.is_relation:
            there = ROOMS.index(field.related_model._meta.app_label)
            assert there <= here, f"{model.__name__}.{field.name} looks downstream"


# The head of an audit log is one to a log, is never merged with another's, and is found by the log's name alone.
KEYED_BY_NAME = {"AuditHead"}


@pytest.mark.parametrize(
    "model", [each for each in MODELS if each.__name__ not in KEYED_BY_NAME], ids=lambda model: model.__name__
)
def test_every_row_has_a_key_that_means_nothing(model: type[models.Model]) -> None:
    assert isinstance(model._meta.pk, models.UUIDField)


ROWS = [model for model in MODELS if issubclass(model, CommunityRow)]
# What is about people and not about a community's conditions: accounts, what was typed, what was answered.
NO_ROWS = {
    *("Community", "AuditEvent", "Person", "Appointment", "Invitation", "AccessToken", "EmergencyAccess"),
    *("AuditHead", "Change", "Draft", "RememberedAnswer", "CommitmentReminder"),
}


def test_whatever_is_no_row_of_a_community_is_named_here() -> None:
    assert {model.__name__ for model in MODELS if model not in ROWS} == NO_ROWS


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_every_row_belongs_to_a_community_and_is_never_deleted_with_another(model: type[models.Model]) -> None:
    names = {field.name for field in model._meta.get_fields()}
    assert {"community", "retired"} <= names
    relations = [field for field in model._meta.get_fields() if field.concrete and field.is_relation]
    assert {field.remote_field.on_delete for field in relations} == {models.PROTECT}


def test_the_audit_log_has_no_foreign_keys() -> None:
    event = apps.get_model("people", "AuditEvent")
    assert not [field.name for field in event._meta.get_fields() if field.is_relation]


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say() -> None:
    changes = MigrationAutodetector(MigrationLoader(connection).project_state(), ProjectState.from_apps(apps))
    assert changes.changes(MigrationLoader(connection).graph) == {}
