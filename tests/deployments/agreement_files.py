"""One agreement with everything that can be known of it, in canonical files, and others beside it.

A1 is the worked case of the timetable (docs/explanation/timetable.md) and of spend over profile
(docs/rules/spend_over_profile.md): it ends on 31 March 2027, is worth £120,000 and has £75,000 paid.
"""

from pathlib import Path

from tests.commands import Terminal

HOSTILE = "Advice <script>alert(1)</script>"

FILES = {
    "agreements": f"""\
reference,title,department,provider_name,starts_on,ends_on,latest_end_on,value_gbp,successor_reference
A1,{HOSTILE},Adults,Ann & Sons,2025-04-01,2027-03-31,2027-03-31,120000.00,B1
B1,Advice again,Adults,Bee Ltd,2027-07-01,2029-06-30,,1000.00,
C1,Befriending,Adults,Cee Ltd,2024-04-01,2027-05-31,2027-05-31,5000.00,
C2,Lunch club,Children,Dee Ltd,2024-04-01,,,,
""",
    "payments": """\
payment_id,paid_on,provider_name,reference,basis,financial_year,amount_gbp
P1,2025-06-30,Ann & Sons,A1,outturn,2025/26,50000.00
P2,2026-03-31,Ann & Sons,A1,outturn,2025/26,25000.00
P3,,Ann & Sons,A1,budget,2026/27,60000.00
""",
    "modifications": """\
reference,decided_on,value_change_gbp,term_change_days,authority_reference
A1,2025-12-01,5000.00,0,OD/25/7
""",
    "extensions": """\
reference,decided_on,previous_ends_on,new_ends_on,kind,authority_reference
A1,2025-11-30,2026-03-31,2027-03-31,option,OD/25/6
""",
    "equality": """\
reference,status,risk,completed_on,published_on
A1,completed_unpublished,low,2025-01-31,
""",
    "measures": """\
reference,measure,kind,unit,direction,target,tolerance
A1,Helped in a week,how_well,%,higher,90,0.10
A1,Feels safer,better_off,%,higher,50,0.10
""",
    "returns": """\
reference,measure,starts_on,ends_on,value,due_on,received_on
A1,Helped in a week,2025-07-01,2025-09-30,95,2025-10-31,2025-10-30
A1,Helped in a week,2025-10-01,2025-12-31,80.9,2026-01-31,2026-01-30
""",
    "social_value": """\
reference,commitment,unit,committed,delivered
A1,Apprentices,people,2,1
""",
    "reviews": """\
reference,reviewed_on,users_asked,communities_asked,providers_asked
A1,2026-01-15,yes,no,
""",
    "notices": """\
ocid,notice_type,published_on,reference
ocds-h6vhtk-000001,UK7,2025-04-20,A1
""",
    "decisions": """\
reference,outcome,decided_on,decided_by,authority_reference,reason,successor_reference
A1,recommission,2026-01-31,Cabinet,CAB/26/1,Still needed,B1
""",
}


def load_all(terminal: Terminal, folder: Path) -> None:
    """Load every file."""
    for feed, text in FILES.items():
        path = folder / f"{feed}.csv"
        path.write_text(text, encoding="utf-8")
        ran = terminal.load(feed, path)
        assert ran.status == 0, ran.err
