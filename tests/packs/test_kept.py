"""What sections share is found once for each pack, and let go with it."""

import gc
from weakref import ref

from commissioning.packs.live import live_agreements
from commissioning.packs.measures_told import told_measures
from tests.packs.builders import full_inputs


def test_what_was_found_for_a_pack_goes_with_it():
    inputs = full_inputs()
    told, live = told_measures(inputs), live_agreements(inputs)
    assert told_measures(inputs) is told
    assert told_measures(full_inputs()) is not told
    left = [ref(inputs), ref(told), ref(inputs.register.agreements)]
    del inputs, told, live
    gc.collect()
    assert [each() for each in left] == [None, None, None]
