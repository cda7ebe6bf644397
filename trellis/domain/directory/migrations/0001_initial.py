import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What the back office knows the tables by: who may do what with them, and who has done what.
_MODELS = [
    ('member', 'directoryentry'),
    ('memberimport', 'directoryimport'),
    ('logincode', 'logincode'),
]


def _called(old_app, old, new_app, new):
    return f"""
        UPDATE auth_permission SET
            codename = replace(codename, '_{old}', '_{new}'),
            name = replace(name, 'member import', 'directory import')
        WHERE content_type_id = (
            SELECT id FROM django_content_type WHERE app_label = '{old_app}' AND model = '{old}'
        );
        UPDATE django_content_type SET app_label = '{new_app}', model = '{new}'
        WHERE app_label = '{old_app}' AND model = '{old}';
    """


def _moved(old, new):
    there = _called('accounts', old, 'directory', new)
    back = _called('directory', new, 'accounts', old).replace(
        "'member import', 'directory import'", "'directory import', 'member import'"
    )
    return migrations.RunSQL(there, back)


class Migration(migrations.Migration):
    """Take over the tables of the members directory, which accounts had. Nothing is made or copied."""

    initial = True

    dependencies = [
        ('accounts', '0004_directory_moves_out'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[
            migrations.CreateModel(
                name='LoginCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email', models.EmailField(max_length=254)),
                    ('seed', models.CharField(blank=True, default='', max_length=32)),
                    ('is_long', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('mailed_at', models.DateTimeField(blank=True, null=True)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(django.db.models.functions.text.Upper('email'), models.F('created_at'), name='login_code_email')],
                },
            ),
            migrations.CreateModel(
                name='DirectoryImport',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('file_name', models.CharField(max_length=200)),
                    ('text', models.TextField()),
                    ('created_at', models.DateTimeField()),
                    ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='DirectoryEntry',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('email', models.EmailField(max_length=254)),
                    ('first_name', models.CharField(blank=True, max_length=150)),
                    ('last_name', models.CharField(blank=True, max_length=150)),
                    ('phone', models.CharField(blank=True, max_length=20)),
                    ('membershiptype', models.CharField(blank=True, max_length=200)),
                    ('is_active', models.BooleanField(default=True)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='directory_entry', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'member',
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Upper('email'), name='directory_entry_email_unique_any_case')],
                },
            ),
        ]),
        migrations.RunSQL(
            'ALTER INDEX member_email_unique_any_case RENAME TO directory_entry_email_unique_any_case',
            'ALTER INDEX directory_entry_email_unique_any_case RENAME TO member_email_unique_any_case',
        ),
        *(_moved(old, new) for old, new in _MODELS),
    ]
