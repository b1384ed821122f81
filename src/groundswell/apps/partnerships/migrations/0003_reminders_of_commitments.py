import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import groundswell.apps.people.models.communities


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0002_network_questions"),
        ("people", "0005_reminders_can_be_turned_off"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CommitmentReminder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=groundswell.apps.people.models.communities.time_ordered_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("due", models.DateField()),
                ("stage", models.SmallIntegerField()),
                ("claimed", models.DateTimeField(blank=True, null=True)),
                ("sent", models.DateTimeField(blank=True, null=True)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="partnerships.commitment",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.community",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "commitment", "person", "due", "stage"),
                        name="somebody_is_reminded_once_at_a_stage",
                    )
                ],
            },
        ),
    ]
