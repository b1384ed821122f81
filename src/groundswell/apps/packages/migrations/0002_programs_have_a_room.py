"""Files about programs were held as they came; now that a room reads them, what was held becomes rows of it."""

from datetime import date

from django.db import migrations

DATES = {"started", "ended", "awarded", "starts", "ends", "until", "retired"}
TABLES = (
    ("strategies", "indicators", "Strategy", {"strategy_id": "public_id", "result_ids": "results"}),
    ("programs", "programs", "Program", {"program_id": "public_id", "organization_id": "organization", "place_id": "place", "strategy_ids": "strategies"}),
    ("grants", "programs", "Grant", {"grant_id": "public_id", "funder_id": "funder", "recipient_id": "recipient", "program_ids": "programs"}),
    ("measure_adoptions", "programs", "MeasureAdoption", {"program_id": "program", "measure_id": "measure"}),
    ("measure_values", "programs", "MeasureValue", {"program_id": "program", "measure_id": "measure", "place_id": "place", "group_id": "group"}),
)  # fmt: skip


def rows_of_held_files(apps, schema_editor):
    held_files = apps.get_model("packages", "HeldFile").objects
    for held in held_files.filter(name__startswith="measures/"):
        _measure(apps, held)
    for name, app, model, fields in TABLES:
        for held in held_files.filter(name=name):
            _table(apps, held, apps.get_model(app, model), fields)
    held_files.filter(name__startswith="measures/").delete()
    held_files.filter(name__in=[name for name, *_ in TABLES]).delete()


def _measure(apps, held):
    facts = {fact: held.content.get(fact, "") for fact in ("name", "question", "unit", "polarity")}
    retired = held.content.get("retired")
    apps.get_model("programs", "Measure").objects.create(
        community_id=held.community_id,
        public_id=held.name.removeprefix("measures/"),
        definition=held.content,
        retired=date.fromisoformat(retired) if retired else None,
        **facts,
    )


def _table(apps, held, model, fields):
    columns = held.content["columns"]
    for cells in zip(*columns.values(), strict=True):
        row = model(community_id=held.community_id)
        for heading, cell in zip(columns, cells, strict=True):
            if "." in heading:
                row.translations = {**row.translations, **({heading: cell} if cell else {})}
                continue
            name = fields.get(heading, heading)
            relation = model._meta.get_field(name).related_model
            if relation is not None:
                setattr(row, name, _found(relation, held.community_id, cell))
            elif name in DATES:
                setattr(row, name, date.fromisoformat(cell) if cell else None)
            else:
                setattr(row, name, cell)
        row.save()


def _found(model, community_id, public_id):
    rows = model.objects.filter(community_id=community_id)
    if model.__name__ == "Place" and not public_id:
        return rows.get(is_own=True)
    return rows.get(public_id=public_id) if public_id or model.__name__ == "Group" else None


class Migration(migrations.Migration):
    dependencies = [
        ("packages", "0001_first"),
        ("programs", "0001_first"),
        ("indicators", "0004_strategies"),
        ("places", "0001_first"),
        ("people", "0004_versions_of_what_is_judged"),
    ]

    operations = [migrations.RunPython(rows_of_held_files, migrations.RunPython.noop)]
