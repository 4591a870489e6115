"""The schema, migration by migration, with Alembic."""
