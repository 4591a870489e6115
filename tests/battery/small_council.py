"""A small authority to kill: a few rows of each of Salford's files, in two editions.

Small, so that a cycle takes a second and can be run hundreds of times; real, so that it goes through
the adapters, the suites and the rules that a whole register goes through.
"""

import csv
from pathlib import Path

ROOT = Path(__file__).parents[2]
SALFORD = ROOT / "examples" / "salford"
PROFILE = ROOT / "deployments" / "authorities" / "salford.toml"

Rows = list[list[str]]


def first_edition(folder: Path) -> Path:
    """Write the authority's profile and files as first published; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "register.csv", _register())
    _write(folder / "payments.csv", _payments())
    _write(folder / "needs.csv", _rows(SALFORD / "cni2023_salford.csv")[:9])
    profile = PROFILE.read_text()
    for left_out in ("deprivation", "children_looked_after"):  # whole files of the nation
        start = profile.index(f"[sources.{left_out}]")
        end = profile.find("\n[", start)
        profile = profile[:start] + (profile[end + 1 :] if end > 0 else "")
    for example, name in (
        ("../../examples/salford/salford_contracts_register_2022-07.csv", "register.csv"),
        ("../../examples/salford/salford_payments_2011-08.csv", "payments.csv"),
        ("../../examples/salford/cni2023_salford.csv", "needs.csv"),
    ):
        assert example in profile
        profile = profile.replace(example, name)
    (folder / "salford.toml").write_text(profile)
    return folder


def second_edition(folder: Path) -> Path:
    """Write what is published a month later: lots re-ordered, one renamed, one gone, one new, one extended.

    Of the payments one repeat is gone and one amount is corrected; the needs data are the same.
    """
    first_edition(folder)
    header, *rows = _register()
    title, expiry = header.index("Contract Title"), header.index("Current Expiry Date")
    rows.reverse()
    del rows[12]
    rows[0][title] += " (renamed)"
    rows[-1][expiry] = "2031-03-31"
    rows.append(_rows(SALFORD / "salford_contracts_register_2022-07.csv")[40])
    _write(folder / "register.csv", [header, *rows])
    header, *payments = _payments()
    payments.pop()
    gross, vat, net = (header.index(name) for name in ("Gross", "VAT", "Net"))
    payments[0][gross], payments[0][vat], payments[0][net] = "600.00", "100.00", "500.00"
    _write(folder / "payments.csv", [header, *payments])
    profile = (folder / "salford.toml").read_text()
    for before, after in (("2022-07-31", "2022-08-31"), ("2011-08-31", "2011-09-30")):
        profile = profile.replace(f"edition_on = {before}", f"edition_on = {after}")
    (folder / "salford.toml").write_text(profile)
    return folder


def _register() -> Rows:
    """Twelve contracts and S1196, which is let in eight lots."""
    header, *rows = _rows(SALFORD / "salford_contracts_register_2022-07.csv")
    reference = header.index("Contract Reference")
    return [header, *rows[:12], *(row for row in rows if row[reference] == "S1196")]


def _payments() -> Rows:
    """Thirty payments, the last of them twice over."""
    header, *rows = _rows(SALFORD / "salford_payments_2011-08.csv")
    return [header, *rows[:30], list(rows[29])]


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _write(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
