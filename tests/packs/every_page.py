"""Every kind of page that people open, by a name; each is made when it is first asked for."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from commissioning.packs.build import build
from commissioning.packs.front import front_page
from commissioning.packs.index import index_page
from commissioning.packs.inputs import Pack, PackEntry, PackInputs, Withdrawal
from commissioning.packs.need_profile import build_profile
from commissioning.packs.scoped_inputs import cut_to
from commissioning.packs.scopes import Divided, scopes_of
from tests.packs.builders import ON
from tests.packs.hostile import HOSTILE, with_hostile_words
from tests.packs.measure_builders import many_measures
from tests.packs.need_builders import full_need_inputs, need_inputs
from tests.packs.section_builders import every_section
from tests.packs.sheet_builders import plan, plan_of_supply, story
from tests.packs.test_front import entry as authority
from tests.packs.test_index import Q2, entry

AUDIENCES = ("manager", "dmt", "public", "exempt", "provider", "needs")


def pack_of(audience: str) -> Pack:
    """Return the pack of an audience in which every section has something to show, and every name is hostile."""
    if audience == "needs":
        return build_profile(replace(full_need_inputs(), title=HOSTILE + "Council"))
    inputs = with_hostile_words(replace(every_section(), audience=audience, stem="a-pack-v1"))
    return build(of_one_provider(inputs) if audience == "provider" else inputs)


def of_one_provider(inputs: PackInputs) -> PackInputs:
    """Return the inputs cut to the provider of the first agreement."""
    register = inputs.register
    [one] = [one for one in scopes_of(register, "provider") if one.label.endswith("Care Ltd")]
    return cut_to(inputs, one, Divided(register, inputs.results, "provider"))


def withdrawn() -> PackEntry:
    """Return a pack that was withdrawn."""
    return replace(entry(Q2), withdrawal=Withdrawal(ON, "A. Head", "The wrong register."))


def manager() -> PackEntry:
    """Return another readership's pack, with a workbook and a pack before it."""
    before = ("2021/22 Q4", "9 of 9 need a decision.")
    made = replace(entry(headline="One is late."), audience="manager", scope="jo-bloggs-0123456789")
    return replace(made, before=before, workbook="2022-23-q1/manager-v1.xlsx")


PAGES: dict[str, Callable[[], bytes]] = {
    **{audience: lambda audience=audience: pack_of(audience).html for audience in AUDIENCES},
    "process charts": lambda: build(many_measures()).html,
    "empty profile": lambda: build_profile(need_inputs()).html,
    "index": lambda: index_page("Anytown Council", [entry(), withdrawn(), manager()]),
    "empty index": lambda: index_page("Anytown Council", []),
    "front": lambda: front_page([authority("Trafford"), authority("Salford")]),
    "story": story,
    "story in parts": partial(story, in_parts=True),
    "plan": partial(plan, 40),
    "plan of supply": plan_of_supply,
}
