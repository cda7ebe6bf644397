from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_logincode_member'),
    ]

    operations = [
        # A code of before is worthless from now on: its row holds the code's hash, which no code is made of.
        migrations.RemoveField(model_name='logincode', name='code_hash'),
        migrations.AddField(
            model_name='logincode',
            name='seed',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='logincode',
            name='is_long',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='logincode',
            name='mailed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='tokenfamily',
            name='signed_in_by',
            field=models.CharField(blank=True, choices=[('password', 'Password'), ('code', 'Code'), ('address', 'Address')], default='', max_length=10),
        ),
    ]
