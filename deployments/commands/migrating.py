"""The command that brings the database to this version's schema: the one thing that its owner alone may do."""

import typer

from deployments.commands.options import AsJson, Database, Home, print_json, settle


def add_to(app: typer.Typer) -> None:
    """Add the command that migrates."""
    app.command("migrate", help="Bring the database to this version's schema.")(migrate)


def migrate(as_json: AsJson = False, database: Database = "", home: Home = "") -> None:
    """Bring the database to this version's schema, and give the roles of PostgreSQL their rights."""
    settle(home, database)
    # Imported here because they take a second, and the help is asked for more often.
    from flows.workplace import database_url, home_folder
    from models.store.engine import must_answer, open_engine
    from models.store.schema import HEAD, schema_version, settle_rights
    from models.store.schema import migrate as bring_up_to_date

    engine = open_engine(database_url(home_folder()))
    must_answer(engine)
    before = schema_version(engine)
    bring_up_to_date(engine)
    has_roles = settle_rights(engine)
    if as_json:
        print_json({"before": before, "schema": HEAD, "roles": has_roles})
        return
    was = f"was at {before or 'none'}, and is at {HEAD} now" if before != HEAD else f"is at {HEAD}"
    roles = "; the roles have their rights" if has_roles else ""
    print(f"The database {was}{roles}.")
