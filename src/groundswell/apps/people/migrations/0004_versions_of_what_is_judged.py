from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_audit_log_only_grows"),
    ]

    operations = [
        migrations.AddField(
            model_name="community",
            name="ground_version",
            field=models.CharField(default="", max_length=32),
        ),
    ]
