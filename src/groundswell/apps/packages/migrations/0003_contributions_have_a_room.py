"""Links of programs to indicators were held as they came; now that a room reads them, they become rows of it."""

from datetime import date

from django.db import migrations

from groundswell.exchange.package.contribution_check import with_link_ids
from groundswell.exchange.tables import Table

POINTING = {
    "program_id": ("program", "programs", "Program"),
    "measure_id": ("measure", "programs", "Measure"),
    "indicator_id": ("indicator", "indicators", "Indicator"),
    "place_id": ("place", "places", "Place"),
    "group_id": ("group", "places", "Group"),
}
DATES = {"reviewed", "next_review", "recorded", "retired"}


def rows_of_held_files(apps, schema_editor):
    held_files = apps.get_model("packages", "HeldFile").objects.filter(name="contributions")
    for held in held_files:
        columns = held.content["columns"]
        count = len(next(iter(columns.values()), []))
        whole = {name: columns.get(name, [""] * count) for name in ("link_id", "version", *POINTING)}
        table = Table("contributions", list({**whole, **columns}), {**whole, **columns}, list(range(2, count + 2)))
        seen = set()
        for cells in with_link_ids(table).records():
            key = (cells["link_id"], cells["version"])
            if key not in seen:  # a file that was held could say one version twice; the first counts
                _link(apps, held.community_id, cells)
            seen.add(key)
    held_files.delete()


def _link(apps, community_id, cells):
    link = apps.get_model("contributions", "ContributionLink")(community_id=community_id)
    link.public_id, link.version = cells["link_id"], int(cells["version"])
    for heading, cell in cells.items():
        if "." in heading:
            link.translations = {**link.translations, **({heading: cell} if cell else {})}
        elif heading in POINTING:
            name, app, model = POINTING[heading]
            setattr(link, name, _found(apps.get_model(app, model), community_id, cell))
        elif heading in DATES:
            setattr(link, heading, date.fromisoformat(cell) if cell else None)
        elif heading not in ("link_id", "version"):
            setattr(link, heading, cell)
    link.save()


def _found(model, community_id, public_id):
    rows = model.objects.filter(community_id=community_id)
    if model.__name__ == "Place" and not public_id:
        return rows.get(is_own=True)
    return rows.get(public_id=public_id) if public_id or model.__name__ == "Group" else None


class Migration(migrations.Migration):
    dependencies = [
        ("packages", "0002_programs_have_a_room"),
        ("contributions", "0001_first"),
    ]

    operations = [migrations.RunPython(rows_of_held_files, migrations.RunPython.noop)]
