"""The head of each audit log, and the guard under which the log only grows."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from groundswell.apps.people.models.triggers import guarding, unguarding


def note_heads(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Logs that stand already get the head that they have today."""
    events, heads = apps.get_model("people", "AuditEvent"), apps.get_model("people", "AuditHead")
    last: dict[str, tuple[int, str]] = {}
    for community, sequence, digest in events.objects.order_by("community", "sequence").values_list(
        "community", "sequence", "digest"
    ):
        last[community] = (sequence, digest)
    heads.objects.bulk_create(
        heads(community=community, count=count, digest=digest) for community, (count, digest) in last.items()
    )


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """From here on the database refuses to change or delete an event."""
    for statement in guarding(editor.connection.vendor):
        editor.execute(statement, params=None)


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Back to where only the application refused."""
    for statement in unguarding(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("community", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunPython(note_heads, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
