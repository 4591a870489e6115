"""The yardstick: a script that only reads the file with DuckDB and inserts its rows into SQLite."""

import sqlite3
import sys

import duckdb

from benchmarks.measure import costed, tell

BATCH = 50_000


def copy(file: str, database: str) -> None:
    """Put every row of the file into a table of the same columns."""
    rows = duckdb.connect().execute("SELECT * FROM read_csv(?, all_varchar = true)", [file])
    columns = [column[0] for column in rows.description]
    connection = sqlite3.connect(database)
    connection.execute(f"CREATE TABLE payments ({', '.join(f'{name} TEXT' for name in columns)})")
    statement = f"INSERT INTO payments VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    while batch := rows.fetchmany(BATCH):
        connection.executemany(statement, batch)
    connection.commit()
    connection.close()


if __name__ == "__main__":
    with costed() as cost:
        copy(sys.argv[1], sys.argv[2])
    tell(cost)
