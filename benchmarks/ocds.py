"""OCDS releases loaded, beside two tools that only merge and only flatten them: how long, in how much memory.

``python -m benchmarks.ocds`` makes a release package of 100,000 releases, the two development files
repeated with new processes, and gives it to ``commissioning load notices``, to ``ocdskit compile`` and to
``flatten-tool flatten``, one after the other in fresh processes. As it is by default, the last writes CSV,
ODS and XLSX and takes an hour for so many; so it is given the first 2,000 alone, and so is our load beside
it, and all of them with ``-f csv``. The two tools are installed into a temporary environment from
``benchmarks/requirements.lock``. ``python -m benchmarks.ocds 20000`` makes fewer.
"""

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.measure import ROOT, Figure, report

RELEASES = 100_000
PART = 2_000
PUBLISHED = ROOT.parent / "shared" / "data" / "contracts_ocds"
FILES = ("contracts_finder_releases.jsonl", "sell2wales_releases.jsonl")
SCHEMA = ROOT / "commissioning" / "ocds" / "schema" / "release-schema-1.1.5.json"

MOST_OF_COMPILE = 1.0
MOST_OF_FLATTEN = 0.2
MOST_MEGABYTES = 500


def main(releases: int = RELEASES) -> int:
    """Measure, print the figures and return the exit status."""
    if not PUBLISHED.is_dir():
        print(f"ocds: {PUBLISHED} is not there, so nothing was measured")
        return 0
    with TemporaryDirectory(prefix="commissioning-benchmark-") as made:
        folder = Path(made)
        package = folder / "releases.json"
        write_package(package, releases)
        print(f"{releases:,} releases, {package.stat().st_size / 1e6:,.0f} MB")
        tools = _installed(folder / "tools")
        ours = _our_load(folder / "home", package)
        compile_ = _ran(tools / "ocdskit", "compile", "--schema", SCHEMA, given=package)
        flatten = _ran(tools / "flatten-tool", *_flattening(package, folder / "flat", "csv"))
        part = folder / "part.json"
        write_package(part, PART)
        of_part = _our_load(folder / "home-of-part", part)
        flatten_part = _ran(tools / "flatten-tool", *_flattening(part, folder / "flat-part", "all"))
    print(
        f"flatten-tool flatten -f csv: {flatten}; our load is {ours.wall / flatten.wall:.2f} of it"
    )
    return report(list(_figures(ours, compile_, of_part, flatten_part)))


def write_package(path: Path, releases: int) -> None:
    """Write a release package of so many releases, the development files' repeated with new processes."""
    with path.open("w", encoding="utf-8") as package:
        package.write('{"uri": "https://example.org", "version": "1.1", "releases": [\n')
        for number, release in enumerate(_repeated(releases)):
            package.write((",\n" if number else "") + release)
        package.write("\n]}\n")


def _repeated(releases: int) -> Iterator[str]:
    lines = [
        line
        for name in FILES
        for line in (PUBLISHED / name).read_text("utf-8").splitlines()
        if line
    ]
    for number in range(releases):
        line, turn = lines[number % len(lines)], number // len(lines)
        ocid = line.partition('"ocid": "')[2].partition('"')[0]
        yield line.replace(ocid, f"{ocid}-{turn}") if ocid else line


def _installed(folder: Path) -> Path:
    """Install the two tools into an environment of their own; return the folder of their commands."""
    venv.create(folder, with_pip=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "-qqq", "--require-hashes"]
    lock = ROOT / "benchmarks" / "requirements.lock"
    subprocess.run([*map(str, pip), "-r", str(lock)], check=True)  # noqa: S603 (a lock of ours)
    return folder / "bin"


def _our_load(home: Path, package: Path) -> "Run":
    words = ("load", "notices", package, "--authority", "salford", "--home", home)
    return _ran(sys.executable, "-m", "deployments.cli", *words)


def _flattening(package: Path, output: Path, form: str) -> tuple[str | Path, ...]:
    shape = ("--root-id", "ocid", "--main-sheet-name", "releases", "--root-list-path", "releases")
    return ("flatten", package, "-f", form, "-o", output, *shape, "--schema", SCHEMA)


class Run:
    """What one command took: seconds by the clock, seconds of processor, and its peak memory."""

    def __init__(self, wall: float, usage: "os.struct_rusage") -> None:
        self.wall, self.cpu = wall, usage.ru_utime + usage.ru_stime
        self.peak_mb = usage.ru_maxrss * 1024 / 1e6

    def __str__(self) -> str:
        return f"{self.wall:.1f} s, {self.cpu:.1f} s of processor, {self.peak_mb:,.0f} MB"


def _ran(*command: str | Path, given: Path | None = None) -> Run:
    """Run a command, perhaps with a file on standard input, and return what it took."""
    with (given or Path(os.devnull)).open("rb") as stdin, open(os.devnull, "wb") as nowhere:
        began = perf_counter()
        ran = subprocess.Popen(  # noqa: S603 (commands of ours and of the lock)
            [str(word) for word in command],
            cwd=ROOT,
            stdin=stdin,
            stdout=nowhere,
            stderr=nowhere,
        )
        _, status, usage = os.wait4(ran.pid, 0)
        wall = perf_counter() - began
    ran.returncode = os.waitstatus_to_exitcode(status)
    if ran.returncode:
        raise SystemExit(f"{command[0]} failed with {ran.returncode}")
    return Run(wall, usage)


def _figures(ours: Run, compile_: Run, of_part: Run, flatten_part: Run) -> Iterator[Figure]:
    yield Figure(
        "Load, of ocdskit compile's time",
        ours.wall / compile_.wall,
        MOST_OF_COMPILE,
        beside=f"{ours}; to {compile_}; of processor {ours.cpu / compile_.cpu:.2f}",
    )
    yield Figure(
        f"Load of {PART:,}, of flatten-tool flatten's time",
        of_part.wall / flatten_part.wall,
        MOST_OF_FLATTEN,
        beside=f"{of_part}; to {flatten_part}; of processor {of_part.cpu / flatten_part.cpu:.2f}",
    )
    yield Figure("Peak memory of the load's process", ours.peak_mb, MOST_MEGABYTES, " MB")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else RELEASES))
