"""The accounts, and the copies of Google data that the app used to keep beside them."""

import django.db.models.deletion
import google_oauth.core.encrypted_field
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GoogleOAuthAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('refresh_lease', models.CharField(blank=True, default='', editable=False, max_length=32)),
                ('refresh_lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('google_id', models.CharField(max_length=255, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=255)),
                ('access_token', google_oauth.core.encrypted_field.EncryptedTextField(blank=True)),
                ('refresh_token', google_oauth.core.encrypted_field.EncryptedTextField(blank=True)),
                ('token_expires_at', models.DateTimeField(blank=True, null=True)),
                ('granted_scopes', models.JSONField(blank=True, default=list)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='google_account', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HuntflowConnection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('refresh_lease', models.CharField(blank=True, default='', editable=False, max_length=32)),
                ('refresh_lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('base_url', models.URLField(max_length=255)),
                ('access_token', google_oauth.core.encrypted_field.EncryptedTextField(blank=True)),
                ('refresh_token', google_oauth.core.encrypted_field.EncryptedTextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='huntflow_connection', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PendingRemoval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField()),
                ('upstream', models.CharField(max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user_id', 'upstream'), name='one_pending_removal')],
            },
        ),
        migrations.CreateModel(
            name='GoogleDriveFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('google_file_id', models.CharField(max_length=255)),
                ('name', models.CharField(max_length=500)),
                ('mime_type', models.CharField(blank=True, max_length=255)),
                ('modified_time', models.DateTimeField(blank=True, null=True)),
                ('web_view_link', models.URLField(blank=True, max_length=1000)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drive_files', to='google_oauth.googleoauthaccount')),
            ],
            options={
                'unique_together': {('account', 'google_file_id')},
            },
        ),
        migrations.CreateModel(
            name='GoogleCalendarEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('google_event_id', models.CharField(max_length=255)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('start_time', models.DateTimeField(blank=True, null=True)),
                ('end_time', models.DateTimeField(blank=True, null=True)),
                ('html_link', models.URLField(blank=True, max_length=1000)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_events', to='google_oauth.googleoauthaccount')),
            ],
            options={
                'unique_together': {('account', 'google_event_id')},
            },
        ),
        migrations.CreateModel(
            name='GoogleSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('google_sheet_id', models.CharField(max_length=255)),
                ('name', models.CharField(max_length=500)),
                ('modified_time', models.DateTimeField(blank=True, null=True)),
                ('web_view_link', models.URLField(blank=True, max_length=1000)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='google_oauth.googleoauthaccount')),
            ],
            options={
                'unique_together': {('account', 'google_sheet_id')},
            },
        ),
    ]
