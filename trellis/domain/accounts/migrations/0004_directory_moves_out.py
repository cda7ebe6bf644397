from django.db import migrations


class Migration(migrations.Migration):
    """Give the members directory's tables to the app of that name, as they are, with all their rows."""

    dependencies = [
        ('accounts', '0003_codes_mailed_again'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable('member', 'directory_directoryentry'),
                migrations.AlterModelTable('memberimport', 'directory_directoryimport'),
                migrations.AlterModelTable('logincode', 'directory_logincode'),
            ],
            state_operations=[
                migrations.DeleteModel('Member'),
                migrations.DeleteModel('MemberImport'),
                migrations.DeleteModel('LoginCode'),
            ],
        ),
    ]
