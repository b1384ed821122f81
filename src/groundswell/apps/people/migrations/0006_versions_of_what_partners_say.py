from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_reminders_can_be_turned_off"),
    ]

    operations = [
        migrations.AddField(
            model_name="community",
            name="partners_version",
            field=models.CharField(default="", max_length=32),
        ),
    ]
