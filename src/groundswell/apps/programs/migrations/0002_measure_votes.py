"""A place in order for adopted measures, and the forced choice among a program's measures."""

import django.db.models.deletion
from django.db import migrations, models

import groundswell.apps.people.models.communities


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_versions_of_what_is_judged"),
        ("programs", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="measureadoption",
            name="sort",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.CreateModel(
            name="ClosedMeasureVote",
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
                ("retired", models.DateField(blank=True, null=True)),
                ("translations", models.JSONField(blank=True, default=dict)),
                ("round", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
                ("ballots", models.PositiveIntegerField()),
                ("headline", models.JSONField(default=list)),
                ("development", models.JSONField(default=list)),
                ("outcome", models.JSONField(default=list)),
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
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_votes",
                        to="programs.program",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("program", "round"), name="a_measure_round_is_closed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureBallot",
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
                ("retired", models.DateField(blank=True, null=True)),
                ("translations", models.JSONField(blank=True, default=dict)),
                ("person", models.CharField(max_length=36)),
                ("round", models.PositiveIntegerField()),
                ("choices", models.JSONField(default=list)),
                ("development", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
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
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="programs.program",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("program", "round", "person"), name="a_person_has_one_measure_ballot"
                    )
                ],
            },
        ),
    ]
