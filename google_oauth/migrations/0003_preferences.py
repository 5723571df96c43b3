"""What each user has chosen: language, time zone, shortcuts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("google_oauth", "0002_remove_synced_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preferences",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="preferences",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("language", models.CharField(blank=True, default="", max_length=8)),
                ("time_zone", models.CharField(blank=True, default="", max_length=64)),
                ("shortcuts", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name_plural": "preferences",
            },
        ),
    ]
