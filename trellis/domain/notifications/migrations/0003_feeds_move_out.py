from django.db import migrations


class Migration(migrations.Migration):
    """Give the table of calendar feeds to the app `calendar`, as it is, with all its rows."""

    dependencies = [
        ('notifications', '0002_feed_token'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable('feedtoken', 'calendar_feedtoken')],
            state_operations=[migrations.DeleteModel('FeedToken')],
        ),
    ]
