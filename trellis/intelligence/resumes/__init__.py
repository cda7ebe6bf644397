"""What a resume says, from its lines (docs/decisions/resumes.md): pure, it knows no file and no database."""
