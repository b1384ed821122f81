"""Partnerships, networks, mandates, commitments, the framework and the systems scan were held as they came; now that
rooms read them, they become rows."""

from datetime import date

from django.db import migrations

PARTNERSHIPS, AGENDA = "partnerships", "agenda"
# Each file with the app and the model of its rows, those first that others point to.
ROOMS = {
    "purposes": (PARTNERSHIPS, "Purpose"),
    "partnerships": (PARTNERSHIPS, "Partnership"),
    "networks": (PARTNERSHIPS, "Network"),
    "partnership_purposes": (PARTNERSHIPS, "PartnershipPurpose"),
    "partnership_notes": (PARTNERSHIPS, "PartnershipNote"),
    "network_answers": (PARTNERSHIPS, "NetworkAnswer"),
    "mandates": (PARTNERSHIPS, "Mandate"),
    "commitments": (PARTNERSHIPS, "Commitment"),
    "framework": (AGENDA, "FrameworkElement"),
    "systems_scan": (AGENDA, "ScannedService"),
}
POINTING = {
    "organization_id": ("organization", "people", "Organization"),
    "partner_id": ("partner", "people", "Organization"),
    "on_behalf_of": ("on_behalf_of", "people", "Organization"),
    "actor": ("actor", "people", "Organization"),
    "from_organization_id": ("from_organization", "people", "Organization"),
    "to_organization_id": ("to_organization", "people", "Organization"),
    "partnership_id": ("partnership", PARTNERSHIPS, "Partnership"),
    "purpose_id": ("purpose", PARTNERSHIPS, "Purpose"),
    "network_id": ("network", PARTNERSHIPS, "Network"),
    "strategy_id": ("strategy", "indicators", "Strategy"),
    "indicator_id": ("indicator", "indicators", "Indicator"),
    "place_id": ("place", "places", "Place"),
}
# What told the rows of each file apart when this was written.
KEYS = {
    "purposes": ("purpose_id",),
    "partnerships": ("partnership_id",),
    "networks": ("network_id",),
    "partnership_purposes": ("partnership_id", "since", "purpose_id"),
    "partnership_notes": ("partnership_id", "date", "recorded_by", "on_behalf_of", "actor", "level"),
    "network_answers": ("date", "from_organization_id", "to_organization_id", "question"),
    "mandates": ("mandate_id",),
    "commitments": ("commitment_id",),
    "framework": ("element_id",),
    "systems_scan": ("organization_id", "service", "ages", "place_id"),
}
OWN_KEYS = {"purposes": "purpose_id", "partnerships": "partnership_id", "networks": "network_id",
            "mandates": "mandate_id", "commitments": "commitment_id", "framework": "element_id"}  # fmt: skip
DATES = {"date", "since", "until", "made", "due", "reviewed", "next_review", "retired"}


def rows_of_held_files(apps, schema_editor):
    held_files = apps.get_model("packages", "HeldFile").objects
    for name, (app, model) in ROOMS.items():
        for held in held_files.filter(name=name):
            columns = held.content["columns"]
            seen = set()
            for position in range(len(next(iter(columns.values()), []))):
                cells = {heading: cells[position] for heading, cells in columns.items()}
                key = tuple(cells.get(heading, "") for heading in KEYS[name])
                if key not in seen:  # a file that was held could say one row twice; the first counts
                    _row(apps, apps.get_model(app, model)(community_id=held.community_id), name, cells)
                seen.add(key)
    held_files.filter(name__in=ROOMS).delete()


def _row(apps, row, name, cells):
    for heading, cell in cells.items():
        if heading == OWN_KEYS.get(name):
            row.public_id = cell
        elif "." in heading:
            row.translations = {**row.translations, **({heading: cell} if cell else {})}
        elif heading in POINTING:
            field, app, model = POINTING[heading]
            setattr(row, field, _found(apps.get_model(app, model), row.community_id, cell))
        elif heading in DATES:
            setattr(row, heading, date.fromisoformat(cell) if cell else None)
        else:
            setattr(row, heading, cell)
    if name == "systems_scan" and "place_id" not in cells:
        row.place = _found(apps.get_model("places", "Place"), row.community_id, "")
    row.save()


def _found(model, community_id, public_id):
    rows = model.objects.filter(community_id=community_id)
    if model.__name__ == "Place" and not public_id:
        return rows.get(is_own=True)
    return rows.get(public_id=public_id) if public_id else None


class Migration(migrations.Migration):
    dependencies = [
        ("packages", "0003_contributions_have_a_room"),
        ("partnerships", "0001_first"),
        ("agenda", "0001_first"),
    ]

    operations = [migrations.RunPython(rows_of_held_files, migrations.RunPython.noop)]
