"""Every contract manager's pack of a council made by the flow, imports left out of the time; one may fail."""

import sys
from datetime import date

import tasks.render
from benchmarks.measure import costed, tell
from commissioning.packs.inputs import PackError
from flows.monitoring import PacksIncomplete, build_packs

if __name__ == "__main__":
    on, failing = sys.argv[1:]
    build = tasks.render.build

    def build_others(inputs):
        """Return the pack, but fail where it is the one that is to."""
        if inputs.scope.label == failing:
            raise PackError("The pack was not built: it is the one that fails.")
        return build(inputs)

    tasks.render.build = build_others
    with costed() as cost:
        try:
            build_packs.fn(authority="benchmark", audience="manager", on=date.fromisoformat(on))
        except PacksIncomplete as incomplete:
            print(incomplete, file=sys.stderr)
    tell(cost)
