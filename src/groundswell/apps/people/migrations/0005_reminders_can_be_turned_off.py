from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_versions_of_what_is_judged"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="gets_reminders",
            field=models.BooleanField(default=True),
        ),
    ]
