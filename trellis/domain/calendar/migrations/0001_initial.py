import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _belongs(old, new):
    # What the back office knows the table by: its rights and its history go along.
    return f"""
        UPDATE django_content_type SET app_label = '{new}'
        WHERE app_label = '{old}' AND model = 'feedtoken'
    """


class Migration(migrations.Migration):
    """Take over the table of feeds, which notifications had. Nothing is made or copied."""

    initial = True

    dependencies = [
        ('notifications', '0003_feeds_move_out'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[
            migrations.CreateModel(
                name='FeedToken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.CharField(max_length=64, unique=True)),
                    ('created_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feed_tokens', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('user',), name='feed_token_once_per_person')],
                },
            ),
        ]),
        migrations.RunSQL(_belongs('notifications', 'calendar'), _belongs('calendar', 'notifications')),
    ]
