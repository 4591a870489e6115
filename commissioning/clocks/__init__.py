"""What the law asks to be published of each agreement, and by when: one clock a file."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from commissioning.clocks.answer import Setting
from commissioning.clocks.contract_change_notice import contract_change_notice
from commissioning.clocks.contract_details_notice import contract_details_notice
from commissioning.clocks.contract_performance_notice import contract_performance_notice
from commissioning.clocks.contract_termination_notice import contract_termination_notice
from commissioning.clocks.key_performance_indicators import key_performance_indicators
from commissioning.clocks.pipeline_notice import pipeline_notice
from commissioning.clocks.psr_award_notice import psr_award_notice
from commissioning.clocks.psr_considerable_change import psr_considerable_change
from commissioning.clocks.psr_modification_notice import psr_modification_notice
from commissioning.register import Register

__all__ = ["CLOCKS", "Setting", "ask_clocks"]

CLOCKS: dict[str, Callable[..., pd.DataFrame]] = {
    "pipeline_notice": pipeline_notice,
    "contract_details_notice": contract_details_notice,
    "key_performance_indicators": key_performance_indicators,
    "contract_performance_notice": contract_performance_notice,
    "contract_change_notice": contract_change_notice,
    "contract_termination_notice": contract_termination_notice,
    "psr_award_notice": psr_award_notice,
    "psr_modification_notice": psr_modification_notice,
    "psr_considerable_change": psr_considerable_change,
}


def ask_clocks(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return what every clock says of each agreement that it is asked of, clock by clock."""
    return pd.concat(
        [clock(register, on=on, setting=setting) for clock in CLOCKS.values()], ignore_index=True
    )
