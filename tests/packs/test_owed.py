"""What is owed to each publisher, in the words its licence asks for."""

from datetime import date

import pandas as pd

from commissioning.packs.owed import sources_of
from commissioning.profile import Profile
from tests.services.pulling import TRAFFORD

JERSEY = {
    **{"feed": "observations", "adapter": "canonical_observations", "path": "population.csv"},
    **{"slot": "population", "title": "Population", "publisher": "Government of Jersey"},
    "licence": "Open Government Licence - Jersey v1.0",
    "attribution": "Licensed under the Open Government Licence - Jersey v1.0, accessed {accessed}.",
}


def test_an_attribution_that_asks_for_the_day_of_access_has_the_day_the_data_were_loaded():
    profile = Profile.model_validate({**TRAFFORD, "sources": {"population": JERSEY}})
    loads = pd.DataFrame(
        {
            "source": ["population"],
            "edition_on": [pd.Timestamp(2026, 3, 31)],
            "loaded_on": [date(2026, 4, 10)],
            "snapshot": ["00ff"],
        }
    )
    [owed] = sources_of(profile, loads)["attribution"]
    assert (
        owed == "Licensed under the Open Government Licence - Jersey v1.0, accessed 10 April 2026."
    )
