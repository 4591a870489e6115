"""Many runs at the same instant, each in a process of its own: a register loaded and asked, again and again.

``python -m benchmarks.at_once AUTHORITIES RUNS``: so many authorities of ``write_authorities``, so many runs
of each, all of them let go together. A run that finds another at work for its authority looks again, as
the queue of a deployment would have it do. With ``--prefect`` each is a flow run on the server that
``PREFECT_API_URL`` names, where every look is a run. Prints what each came to, as JSON.
"""

import gc
import json
import sys
import time
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from benchmarks.council import COUNCIL

ON = date(2026, 4, 1)
HEADER = "reference,title,provider_name,starts_on,ends_on,value_gbp,department,tier"
AGREEMENTS, ENDED = 8, 4  # half of them past their end, so that each has a case
LOOK_AGAIN_SECONDS = 3.0
MOST_SECONDS = 600.0
MOST_SECONDS_THROUGH_PREFECT = 1_500.0


def write_authorities(folder: Path, number: int) -> list[str]:
    """Write the profiles and registers of so many small authorities; return their names."""
    names = [f"council-{each:03}" for each in range(number)]
    for name in names:
        rows = [
            f"{name}-{row},Service {row},Provider {row} Limited,2024-04-01,"
            f"{'2025' if row <= ENDED else '2032'}-0{row}-28,{1_000 * row}.00,Adults,gold"
            for row in range(1, AGREEMENTS + 1)
        ]
        (folder / f"{name}.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        source = f"""
[sources.register]
feed = "agreements"
adapter = "canonical_agreements"
path = "{name}.csv"
slot = "register"
edition_on = 2026-03-31
complete = true
title = "Register"
publisher = "Made by rule"
licence = "None needed"
"""
        profile = COUNCIL.replace('"benchmark"', f'"{name}"', 1) + source
        (folder / f"{name}.toml").write_text(profile, encoding="utf-8")
    return names


def main(authorities: int, runs: int, *, prefect: bool = False) -> None:
    """Import all once, let all go together, and print how often each had to look again."""
    import os

    # Imported before the forks, so that it is done once.
    import flows.flagging
    import flows.register
    from expectations import SUITES
    from flows.workplace import open_workplace

    assert flows.flagging
    assert flows.register

    names = write_authorities(Path(os.environ["COMMISSIONING_AUTHORITIES"]), authorities)
    SUITES["agreements"]  # takes seconds to import
    open_workplace(
        names[0]
    ).engine.dispose()  # the tables are made; a fork may not share a connection
    gc.collect()
    gc.freeze()
    work, most = _plainly, MOST_SECONDS
    if prefect:
        work, most = _through_prefect, MOST_SECONDS_THROUGH_PREFECT
    given = [(work, name, most) for name in names for _ in range(runs)]
    json.dump(_all_at_once(given), sys.stdout)


def _all_at_once(given: list[tuple]) -> list[dict]:
    """Give each a fork of this process, let all go together, and return what each told.

    Raises SystemExit where one ended without telling; none outlives this.
    """
    forks = get_context("fork")
    go = forks.Event()
    processes, told = [], []
    try:
        for each in given:
            there, here = forks.Pipe(duplex=False)
            processes.append(forks.Process(target=_run, args=(*each, go, here)))
            processes[-1].start()
            here.close()  # else its end would not be seen
            told.append(there)
        go.set()
        ended = [there.recv() for there in told]
        for process in processes:
            process.join()
        return ended
    except EOFError:
        raise SystemExit("A run ended without telling how.") from None
    finally:
        for process in processes:
            process.kill()


def _run(work, authority, most, go, told) -> None:
    """Load the register and ask the rules of it, when told to."""
    go.wait()
    began, trouble, again = time.monotonic(), "", 0
    try:
        again = work(authority, began + most)
    except Exception as error:
        trouble = f"{type(error).__name__}: {error} {error.__cause__ or ''}".strip()
    seconds = round(time.monotonic() - began, 2)
    told.send({"authority": authority, "seconds": seconds, "again": again, "trouble": trouble})


def _plainly(authority: str, until: float) -> int:
    """Call both flows as the plain functions they are; return how often another was at work."""
    from flows.flagging import flag_contracts
    from flows.register import refresh_register

    flows = refresh_register.fn, flag_contracts.fn
    return sum(_in_the_end(flow, until, authority=authority, on=ON) for flow in flows)


def _through_prefect(authority: str, until: float) -> int:
    """Have the server keep account of both flows; return how often another was at work."""
    from deployments.embedded import deliver_what_is_queued
    from flows.flagging import flag_contracts
    from flows.register import refresh_register

    try:
        flows = refresh_register, flag_contracts
        return sum(_in_the_end(flow, until, authority=authority, on=ON) for flow in flows)
    finally:
        deliver_what_is_queued()  # a fork ends without what Prefect does as a process ends


def _in_the_end(run, until: float, **given) -> int:
    """Run until no other is at work on the same; return how often another was."""
    from models.store.errors import AlreadyRunning

    again = 0
    while True:
        try:
            run(**given)
            return again
        except AlreadyRunning:
            if time.monotonic() > until:
                raise
            again += 1
        gc.collect()  # closes its connections, as the end of its process would
        time.sleep(LOOK_AGAIN_SECONDS)


if __name__ == "__main__":
    asked = [word for word in sys.argv[1:] if word != "--prefect"]
    main(*map(int, asked), prefect="--prefect" in sys.argv)
