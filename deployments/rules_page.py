"""The page that lists every rule, made from the rules themselves."""

import inspect
import re
import sys
from pathlib import Path

from commissioning.rules import RULES
from commissioning.rules.answers import STATUSES
from commissioning.rules.catalogue import CATALOGUE
from commissioning.rules.sentences import wordings

PAGE = Path(__file__).parents[1] / "docs" / "rules" / "README.md"

OPENING = """# Every rule

Made from the rules themselves by `make docs`; do not edit. Each rule has its page: what it is, how it is answered, an
example that the tests ask of it, why it matters, what it rests on, what it leaves out and what it assumes. A result
is `flagged`, `clear`, `not_applicable` or `unknown`: an input is missing, and which. Thresholds are keys of
`[thresholds]` in [the profile](../reference/profile.md).

| number | rule | what it says | asked of | regimes | answers | thresholds | version |
|---|---|---|---|---|---|---|---|
{rows}
"""

# A threshold that a rule reads through another's function.
THROUGH = {
    "notice_on(": "notice_months",
    "notice_on_asked(": "notice_months",
    "window_opens_on(": "lead_months",
    "need_of(": "need_indicators",
}


def rules_page() -> str:
    """Return the page, one line a rule in the order they are asked."""
    return OPENING.format(rows="\n".join(line(rule) for rule in RULES))


def line(rule: str) -> str:
    """Return a rule's line of the table."""
    module = sys.modules[RULES[rule].__module__]
    about = CATALOGUE[rule]
    source = inspect.getsource(module)
    read = set(re.findall(r"\bthresholds\.([a-z_]+)", source)) - {"model_dump"}
    read |= {name for text, name in THROUGH.items() if text in source}
    told = [status for status in STATUSES if any(w.startswith(status) for w in wordings(rule))]
    cells = (
        about.number,
        f"[`{rule}`]({rule}.md)",
        " ".join(str(module.__doc__).split()),
        about.subject,
        about.regimes,
        ", ".join(f"`{status}`" for status in told),
        ", ".join(f"`{name}`" for name in sorted(read)) or "none",
        str(about.version),
    )
    return f"| {' | '.join(cells)} |"
