from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_votes"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="data_version",
            field=models.CharField(default="", max_length=32),
        ),
    ]
