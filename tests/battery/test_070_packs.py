"""Battery 70: of many packs one that fails stops no other, and running again makes only that one."""

from benchmarks.packs import FAILING, council, made, packs_in

MANAGERS = 9  # `python -m benchmarks.packs` makes a thousand, and holds their processor and memory to limits


def test_one_failing_pack_stops_no_other_and_the_next_run_makes_that_one_alone(tmp_path):
    home = council(tmp_path, MANAGERS)
    made(home, FAILING)
    assert packs_in(home) == MANAGERS - 1
    before = {path: path.stat().st_mtime_ns for path in (home / "packs").rglob("manager-*.html")}
    made(home, "")
    assert packs_in(home) == MANAGERS
    after = {path: path.stat().st_mtime_ns for path in (home / "packs").rglob("manager-*.html")}
    assert {path: when for path, when in after.items() if path in before} == before
