"""Google data live in the cache only: the copies go, with their rows."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("google_oauth", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="GoogleCalendarEvent"),
        migrations.DeleteModel(name="GoogleDriveFile"),
        migrations.DeleteModel(name="GoogleSheet"),
    ]
