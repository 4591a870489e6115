"""Commands about what was loaded: list the loads, and take one back."""

from typing import Annotated, Any

import typer

from commissioning.errors import RequestError
from deployments.commands.options import AsJson, Authority, Database, Home, print_json, settle

HEADINGS = ("load", "day", "source", "slot", "edition", "rows", "what became of it")
ACTS = ("confirmation", "decision", "acknowledgement", "hand_over")
WITHOUT_ROWS = ("rollback", *ACTS)


def add_to(app: typer.Typer) -> None:
    """Add the commands about what was loaded."""
    app.command("loads", help="List every load: its number, source, edition and rows.")(loads)
    app.command("rollback", help="Take a load back, as if it had never been.")(rollback)


def loads(
    authority: Authority,
    source: Annotated[str, typer.Option("--source", help="Only loads of this source.")] = "",
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """List every load: its number, source, edition and rows."""
    settle(home, database)
    from flows.workplace import open_workplace
    from models.store.engine import reading
    from models.store.ledger import read_ledger

    with reading(open_workplace(authority).engine) as connection:
        ledger = read_ledger(connection, authority)
    listed = [row for row in ledger if source in ("", row["source"])]
    if as_json:
        print_json(listed)
        return
    if not listed:
        named = ", ".join(sorted({row["source"] for row in ledger}))
        known = f"; {authority} has loads of {named}" if named else ""
        print(f"Nothing of {source or authority} is loaded{known}.")
        return
    cells = [HEADINGS, *(_cells(row) for row in listed)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(HEADINGS))]
    for line in cells:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print("  ".join(padded).strip())


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    loaded_on, edition_on = (str(row[name] or "") for name in ("loaded_on", "edition_on"))
    rows = "" if row["kind"] in WITHOUT_ROWS else f"{row['rows_in']:,}"
    number, source, slot = str(row["load_no"]), row["source"], row["slot"]
    return (number, loaded_on, source, slot, edition_on, rows, _fate(row))


def _fate(row: dict[str, Any]) -> str:
    if row["kind"] == "rollback":
        return f"rolled back load {row['undoes']}: {row['reason']}"
    decided = row["reason"] if row["kind"] in ACTS else ""
    corrects = f"brought rows of load {row['corrects']} back" if row["corrects"] else ""
    undone = f"rolled back by load {row['undone_by']}" if row["undone_by"] else ""
    return "; ".join(filter(None, [decided, corrects, undone]))


def rollback(
    load_no: Annotated[int, typer.Argument(metavar="LOAD", help="The load's number.")],
    authority: Authority,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept on record.")],
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Take a load back, as if it had never been."""
    settle(home, database)
    if not reason.strip():
        raise RequestError("--reason is empty; say why the load is rolled back.")
    # Imported here because they take seconds, and listing needs none of it.
    from deployments.embedded import settle_prefect
    from flows.workplace import home_folder

    settle_prefect(home_folder())
    from flows.due import day_due
    from flows.workplace import open_workplace
    from tasks.rollback import roll_back_load

    workplace = open_workplace(authority)
    undone, done = roll_back_load(
        workplace.place,
        authority,
        load_no,
        reason=reason.strip(),
        on=day_due(None, workplace.profile),
    )
    if as_json:
        print_json(
            {
                "load_no": done.load_no,
                "undoes": undone.load_no,
                "source": undone.source,
                "slot": undone.slot,
                "reason": done.reason,
                "versions": done.versions,
            }
        )
        return
    again = f", and {done.versions:,} versions stored for later loads" if done.versions else ""
    print(
        f"Load {undone.load_no} ({undone.source}, {undone.file or undone.slot}, "
        f"{undone.rows_loaded:,} rows) was rolled back by load {done.load_no}{again}. "
        "Judgements and packs made from it stay on record; the next run-cycle judges anew."
    )
