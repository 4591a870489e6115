"""What England's councils spent on services for children and young people in 2013/14, line by line.

Publisher: Department for Education, Section 251 outturn, Table A1.
Licence: Open Government Licence v3.0.
Shape: one row per authority and line, 152 by 36; ten amounts of the line side by side, whole pounds.
Every amount is an observation of the financial year in pounds: they are a nation's totals by kind of
service, and no payments of ours.
Faults: in Windows' own encoding (cp1252). Authorities stand under the department's three digits, here
turned into the codes of the areas, before the reorganisations of 2019 to 2023. Six lines have
no breakdown by provider or grant, two no income either: these cells are empty, which is not nought.
Lines 5, 16, 21, 27, 30, 33 and 34 are totals of others, and 35 and 36 are within 27 and 28. Some
amounts have pence, some are below nought.
"""

import pandas as pd

from commissioning.ingest.reader import Layout
from commissioning.sources.observation_table import Measure, ObservationTable, Place, Words
from commissioning.sources.periods import any_period
from commissioning.sources.source import Parsed

# The department's own codes, as its table of children looked after pairs them; those of councils that are no more
# (815, 825, 835 to 837, 933) from the Register of Geographic Codes (Office for National Statistics).
CODES_WRITTEN = """
201:E09000001 202:E09000007 203:E09000011 204:E09000012 205:E09000013 206:E09000019 207:E09000020
208:E09000022 209:E09000023 210:E09000028 211:E09000030 212:E09000032 213:E09000033 301:E09000002
302:E09000003 303:E09000004 304:E09000005 305:E09000006 306:E09000008 307:E09000009 308:E09000010
309:E09000014 310:E09000015 311:E09000016 312:E09000017 313:E09000018 314:E09000021 315:E09000024
316:E09000025 317:E09000026 318:E09000027 319:E09000029 320:E09000031 330:E08000025 331:E08000026
332:E08000027 333:E08000028 334:E08000029 335:E08000030 336:E08000031 340:E08000011 341:E08000012
342:E08000013 343:E08000014 344:E08000015 350:E08000001 351:E08000002 352:E08000003 353:E08000004
354:E08000005 355:E08000006 356:E08000007 357:E08000008 358:E08000009 359:E08000010 370:E08000016
371:E08000017 372:E08000018 373:E08000019 380:E08000032 381:E08000033 382:E08000034 383:E08000035
384:E08000036 390:E08000037 391:E08000021 392:E08000022 393:E08000023 394:E08000024 420:E06000053
800:E06000022 801:E06000023 802:E06000024 803:E06000025 805:E06000001 806:E06000002 807:E06000003
808:E06000004 810:E06000010 811:E06000011 812:E06000012 813:E06000013 815:E10000023 816:E06000014
821:E06000032 822:E06000055 823:E06000056 825:E10000002 826:E06000042 830:E10000007 831:E06000015
835:E10000009 836:E06000029 837:E06000028 840:E06000047 841:E06000005 845:E10000011 846:E06000043
850:E10000014 851:E06000044 852:E06000045 855:E10000018 856:E06000016 857:E06000017 860:E10000028
861:E06000021 865:E06000054 866:E06000030 867:E06000036 868:E06000040 869:E06000037 870:E06000038
871:E06000039 872:E06000041 873:E10000003 874:E06000031 876:E06000006 877:E06000007 878:E10000008
879:E06000026 880:E06000027 881:E10000012 882:E06000033 883:E06000034 884:E06000019 885:E10000034
886:E10000016 887:E06000035 888:E10000017 889:E06000008 890:E06000009 891:E10000024 892:E06000018
893:E06000051 894:E06000020 895:E06000049 896:E06000050 908:E06000052 909:E10000006 916:E10000013
919:E10000015 921:E06000046 925:E10000019 926:E10000020 928:E10000021 929:E06000057 931:E10000025
933:E10000027 935:E10000029 936:E10000030 937:E10000031 938:E10000032
"""
CODES = dict(pair.split(":") for pair in CODES_WRITTEN.split())
AMOUNTS = {
    "OwnProvision": "own_provision",
    "PrivateProvision": "private_provision",
    "OtherPublic": "other_public_provision",
    "Voluntary": "voluntary_provision",
    "TotalExpenditure": "total_expenditure",
    "Income": "income",
    "NetCurrentExpenditure": "net_current_expenditure",
    "GovGrantsInsideAEF": "grants_inside_aef",
    "GovGrantsOutsideAEF": "grants_outside_aef",
    "LEANetRevenueExpenditure": "net_revenue_expenditure",
}
TABLE = ObservationTable(
    places={
        "": Place(
            code="LA",
            name="LA Name",
            codes=CODES,
            likely_cause="The department's code of an authority of 2013/14 has three digits.",
        )
    },
    edition="2013/14",
    periods=any_period,
    indicator="section_251_",
    group=Words("CYPServiceDescription"),
    measures=tuple(Measure(column, f"{name}_gbp") for column, name in AMOUNTS.items()),
    marks={"": "not_available"},
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return ten observations a row, in pounds; the group is the line."""
    return TABLE.parse(published)


SOURCE = TABLE.source(
    "s251_outturn_2013_14",
    parse,
    optional=("LineNumber", "ReportGroup"),
    layout=Layout(encodings=("cp1252",), final_newline=True),
)
