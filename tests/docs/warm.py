"""A terminal whose commands are processes of their own and import other people's libraries once in all.

Reads one command a line as a JSON list of words, and answers each with its status and what it printed.
Nothing of ours is imported here: each command finds the packages of the folder it is run in.
"""

import importlib
import json
import os
import runpy
import sys
import tempfile
import traceback

LIBRARIES = ("alembic", "great_expectations", "pandas", "prefect", "pyarrow", "sqlmodel", "typer")
COMMAND, PYTHON = ".venv/bin/commissioning", ".venv/bin/python"


def run(words: list[str]) -> None:
    """Run our command, or a module of Python's, as its own process would."""
    if words[0] == COMMAND:
        sys.argv = words
        from deployments.cli import main

        main()
    elif words[:2] == [PYTHON, "-m"]:
        sys.argv = words[2:]
        runpy.run_module(words[2], run_name="__main__", alter_sys=True)
    else:
        os.execvp(words[0], words)


def answer(words: list[str]) -> dict[str, object]:
    """Run a command in a process of its own and return its status and both its streams as one."""
    with tempfile.TemporaryFile() as printed:
        child = os.fork()
        if child == 0:
            os.dup2(printed.fileno(), 1)
            os.dup2(printed.fileno(), 2)
            status = 1
            try:
                run(words)
                status = 0
            except SystemExit as left:
                status = left.code if isinstance(left.code, int) else int(left.code is not None)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        _, waited = os.waitpid(child, 0)
        printed.seek(0)
        # A terminal shows neither the mark at the head of a file nor how its lines end.
        text = printed.read().decode("utf-8-sig").replace("\r\n", "\n")
    return {"status": os.waitstatus_to_exitcode(waited), "printed": text}


if __name__ == "__main__":
    sys.path.pop(0)  # this folder, which is none of the command's
    for library in LIBRARIES:
        importlib.import_module(library)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
