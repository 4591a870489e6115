"""A file that is one line of 300 MB is refused, and is never held whole."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = """
import sys
from deployments.cli import main
try:
    main(sys.argv[1:])
finally:
    # Not getrusage: its peak begins at that of the process that started this one.
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(int(peak.split()[1]) // 1024)
"""


def test_a_line_of_300_million_characters_is_refused_within_300_megabytes(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(b"reference,title,ends_on\nA1,")
        for _ in range(300):
            file.write(b"x" * 1_000_000)
    words = [
        "load",
        "agreements",
        str(path),
        "--authority",
        "salford",
        "--home",
        str(tmp_path / "home"),
    ]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *words], capture_output=True, text=True, cwd=ROOT
    )
    path.unlink()
    assert (done.returncode, done.stderr) == (
        2,
        "long.csv, line 2: a record of more than 1,000,000 characters begins here; "
        "the file has no line ends, or is not delimited text.\n",
    )
    assert int(done.stdout) <= 300
