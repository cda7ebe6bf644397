"""The terms of each booking, and packages that people buy.

The bookings that are there get Mansa's terms as the columns' own defaults: PostgreSQL writes none of their rows for
that, and whoever still runs the release before goes on booking.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mentorship', '0006_shown_and_rated'),
        ('payments', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='booking',
            name='cancellation',
            field=models.CharField(choices=[('free', 'Free'), ('by_hours', 'By Hours')], db_default='free', default='free', max_length=10),
        ),
        migrations.AddField(
            model_name='booking',
            name='confirmed_by',
            field=models.CharField(choices=[('mentor', 'Mentor'), ('payment', 'Payment'), ('nobody', 'Nobody')], db_default='mentor', default='mentor', max_length=10),
        ),
        migrations.AddField(
            model_name='booking',
            name='currency',
            field=models.CharField(db_default='USD', default='USD', max_length=3),
        ),
        migrations.AddField(
            model_name='booking',
            name='is_first_talk',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name='booking',
            name='is_moved_by_mentor',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name='booking',
            name='opens_before_minutes',
            field=models.PositiveSmallIntegerField(db_default=15, default=15),
        ),
        migrations.AddField(
            model_name='booking',
            name='opportunity_id',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='booking',
            name='price_minor',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('package_id', models.UUIDField(editable=False)),
                ('sessions', models.PositiveSmallIntegerField()),
                ('session_minutes', models.PositiveSmallIntegerField()),
                ('price_minor', models.PositiveIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('sessions_left', models.PositiveSmallIntegerField()),
                ('unused_minor', models.PositiveIntegerField()),
                ('valid_until', models.DateTimeField()),
                ('status', models.CharField(choices=[('pending', 'Pending'), ('active', 'Active'), ('ended', 'Ended')], default='pending', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('mentee', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='bundles', to=settings.AUTH_USER_MODEL)),
                ('mentor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='bundles', to='mentorship.mentor')),
                ('payment', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bundle', to='payments.payment')),
            ],
        ),
        migrations.AddField(
            model_name='booking',
            name='payment',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='booking', to='payments.payment'),
        ),
        migrations.AddField(
            model_name='booking',
            name='given_back_minor',
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='booking',
            name='refund',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='booking', to='payments.refund'),
        ),
        migrations.AddField(
            model_name='booking',
            name='is_back_in_bundle',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name='booking',
            name='bundle',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='mentorship.bundle'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('cancellation__in', ['free', 'by_hours']), ('confirmed_by__in', ['mentor', 'payment', 'nobody'])), name='booking_terms'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('given_back_minor', None), ('given_back_minor__lte', models.F('price_minor')), _connector='OR'), name='booking_given_back'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', 'payment'), _negated=True), ('price_minor__gt', 0), ('bundle__isnull', False), _connector='OR'), name='booking_paid_has_a_price'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.UniqueConstraint(condition=models.Q(('is_first_talk', True), ('status__in', ('pending', 'confirmed', 'completed', 'no_show'))), fields=('mentor', 'mentee'), name='booking_one_first_talk'),
        ),
        migrations.AddIndex(
            model_name='bundle',
            index=models.Index(models.F('mentee'), models.OrderBy(models.F('created_at'), descending=True), name='bundle_of_mentee'),
        ),
        migrations.AddIndex(
            model_name='bundle',
            index=models.Index(models.F('mentor'), models.OrderBy(models.F('created_at'), descending=True), name='bundle_of_mentor'),
        ),
        migrations.AddIndex(
            model_name='bundle',
            index=models.Index(models.F('valid_until'), condition=models.Q(('status', 'active')), name='bundle_to_end'),
        ),
        migrations.AddConstraint(
            model_name='bundle',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'active', 'ended'])), name='bundle_status'),
        ),
        migrations.AddConstraint(
            model_name='bundle',
            constraint=models.CheckConstraint(condition=models.Q(('sessions__range', (2, 100)), ('sessions_left__lte', models.F('sessions'))), name='bundle_sessions'),
        ),
        migrations.AddConstraint(
            model_name='bundle',
            constraint=models.CheckConstraint(condition=models.Q(('price_minor__gt', 0), ('unused_minor__lte', models.F('price_minor'))), name='bundle_price'),
        ),
        migrations.AddConstraint(
            model_name='bundle',
            constraint=models.CheckConstraint(condition=models.Q(('sessions_left__gt', 0), ('unused_minor', 0), _connector='OR'), name='bundle_used_up'),
        ),
    ]
