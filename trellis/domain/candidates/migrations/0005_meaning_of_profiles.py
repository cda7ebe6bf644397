"""What profiles mean to a model, and the search among all of them: docs/decisions/meaning.md says why so."""

import django.db.models.deletion
import trellis.core.db.vectors
from django.db import migrations, models

# A setting of the function's own would have to be restored before pgvector is loaded, which only a superuser may.
NEAREST = """
CREATE FUNCTION public.candidates_nearest(asked halfvec, of_model text)
    RETURNS TABLE (profile_id bigint, closeness float8)
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('hnsw.ef_search', '300', true);
    RETURN QUERY
        SELECT found.profile_id, 1 - found.distance FROM (
            SELECT meaning.profile_id, meaning.vector <=> asked AS distance
            FROM public.candidates_meaning AS meaning
            WHERE meaning.model = of_model
            ORDER BY meaning.vector <=> asked
            LIMIT 200
        ) AS found
        ORDER BY found.distance, found.profile_id DESC;
END
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0004_sharing_disability_categories'),
    ]

    operations = [
        migrations.CreateModel(
            name='Meaning',
            fields=[
                ('profile', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='meaning', serialize=False, to='candidates.candidateprofile')),
                ('digest', models.BigIntegerField()),
                ('model', models.CharField(max_length=200)),
                ('vector', trellis.core.db.vectors.HalfVector(dimensions=384)),
            ],
            options={
                'indexes': [trellis.core.db.vectors.NearestIndex(candidates=128, fields=['vector'], name='meaning_nearest', neighbours=24, opclasses=['halfvec_cosine_ops'])],
            },
        ),
        migrations.RunSQL(NEAREST, "DROP FUNCTION public.candidates_nearest(halfvec, text)"),
    ]
