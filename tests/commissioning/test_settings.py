"""An operator writes a profile, and is told in a sentence what is wrong with it."""

import codecs
import re
import tomllib
import zipfile
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from commissioning.errors import BadFile, RequestError
from commissioning.profile import Profile
from commissioning.profile_departments import Department
from commissioning.profile_tables import (
    Fetching,
    MeasureSettings,
    Notices,
    Notifications,
    Packs,
    Publication,
    Retention,
    SourceSettings,
    SupplySettings,
    Suppression,
    Training,
)
from commissioning.profile_timetable import TimetableSettings
from commissioning.rules.thresholds import Thresholds
from commissioning.settings import (
    SHIPPED,
    check_profile,
    known_profiles,
    load_profile,
    new_profile,
    profile_folders,
)
from commissioning.sources import SOURCES

ROOT = Path(__file__).resolve().parents[2]
ANYTOWN = """\
name = "anytown"
title = "Anytown Council"
kind = "unitary_authority"
jurisdiction = "england"
regimes = ["pa2023"]
holidays = "england-and-wales"
area_code = "E06000001"
area_name = "Anytown"
"""
RENAMED = """
[[departments]]
name = "Social Services"
to_on = {}
replaced_by = "Adults"

[[departments]]
name = "Adults"
"""
REGISTER = """
[sources.register]
feed = "agreements"
adapter = "canonical_agreements"
path = "register.csv"
slot = "register"
title = "Register"
publisher = "Anytown Council"
licence = "Open Government Licence v3.0"
"""


@pytest.fixture
def anytown(tmp_path):
    """Write Anytown's profile with a register beside it; called with text, what replaces what."""

    def written(*replacements: tuple[str, str], add: str = "") -> Path:
        text = ANYTOWN + add + REGISTER
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "register.csv").write_text("reference,title,ends_on\n")
        path = tmp_path / "anytown.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_reads_a_profile_from_a_folder_outside_the_package(anytown):
    profile = load_profile("anytown", [anytown().parent, SHIPPED])

    assert profile.title == "Anytown Council"
    assert profile.folder == anytown().parent
    assert profile.path_of(profile.source("register")) == anytown().parent / "register.csv"


def test_what_a_profile_leaves_out_has_the_documented_default(anytown):
    profile = load_profile("anytown", [anytown().parent])

    assert profile.financial_year_start_md == (4, 1)
    assert profile.timezone == "Europe/London"
    assert list(profile.stage_labels) == ["needs", "design", "procure", "deliver", "review"]
    assert profile.thresholds.lead_months.silver == 18  # rules.md, R01
    assert profile.thresholds.cliff_share == 0.25  # rules.md, R05
    assert profile.suppression.hide_up_to == 7  # packs.md: counts 1 to 7
    assert not profile.source("register").complete


def test_a_threshold_in_the_profile_replaces_the_default(anytown):
    path = anytown(add="[thresholds]\nlead_months = { gold = 30 }\nnotice_months = 6\n")

    thresholds = load_profile("anytown", [path.parent]).thresholds

    assert thresholds.notice_months == 6
    assert (thresholds.lead_months.gold, thresholds.lead_months.silver) == (30, 18)


def test_the_timetable_keeps_the_holidays_of_the_profile(anytown):
    path = anytown(
        ('holidays = "england-and-wales"', 'holidays = "jersey"'),
        add="[timetable]\nstage_days = { consult = 30 }\n",
    )

    timetable = load_profile("anytown", [path.parent]).replacement_timetable

    assert timetable.holidays == "jersey"
    usual = timetable.settings.stage_days
    assert (usual.consult, usual.mobilise) == (30, 90)  # rules.md: mobilise 90 days


@pytest.mark.parametrize(
    ("written", "added"),
    [
        ((), "[thresholds]\nhhi = 2000\n"),
        ((), "[timetable]\nstage_days = { tender = 25 }\n"),
        ((('holidays = "england-and-wales"', 'holidays = "jersey"'),), ""),
        ((("E06000001", "E06000002"),), ""),  # where need is looked for
        ((), 'financial_year_start = "01-01"\n'),
        ((), '[[departments]]\nname = "Adults"\n'),  # whose payments are asked about
    ],
)
def test_what_rules_compare_with_has_another_digest_where_it_differs(anytown, written, added):
    usual = load_profile("anytown", [anytown().parent]).thresholds_digest()
    other = load_profile("anytown", [anytown(*written, add=added).parent]).thresholds_digest()

    assert usual != other
    assert usual == load_profile("anytown", [anytown().parent]).thresholds_digest()


def test_a_department_renamed_on_another_day_has_another_digest(anytown):
    digests = {
        load_profile("anytown", [anytown(add=RENAMED.format(day)).parent]).thresholds_digest()
        for day in ("2025-03-31", "2026-03-31")
    }

    assert len(digests) == 2


def test_what_no_rule_is_told_of_leaves_the_digest_as_it_is(anytown):
    usual = load_profile("anytown", [anytown().parent]).thresholds_digest()
    titled = anytown(('title = "Anytown Council"', 'title = "The Council of Anytown"'))

    assert usual == load_profile("anytown", [titled.parent]).thresholds_digest()


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),  # as Notepad saves it
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
)
def test_reads_a_profile_as_windows_saves_it(anytown, saved):
    path = anytown()
    path.write_bytes(saved(path.read_text()))

    assert check_profile(path) == []
    assert load_profile("anytown", [path.parent]).area_code == "E06000001"


@pytest.mark.parametrize("name", ["salford", "trafford", "kent-2011", "jersey"])
def test_the_shipped_profiles_can_be_used(name):
    problems = check_profile(SHIPPED / f"{name}.toml", adapters=SOURCES)
    if not (ROOT / "examples").is_dir():
        problems = [problem for problem in problems if "names no file" not in problem]

    assert problems == []
    profile = load_profile(name, [SHIPPED])
    assert all(source.licence and source.publisher for source in profile.sources.values())


def test_salford_is_the_city_in_its_published_register():
    salford = load_profile("salford", [SHIPPED])

    # The nine-character code and the directorates are those of the published files.
    assert salford.area_code == "E08000006"
    assert {department.name for department in salford.departments} == {
        "Place",
        "People",
        "Service Reform",
        "Regeneration",
        "Public Health",
    }
    assert salford.source("register").edition_on == date(2022, 7, 31)
    assert salford.source("register").keep_with_finding == ("ends_before_it_starts",)


def test_trafford_has_its_payments_in_a_zip():
    payments = load_profile("trafford", [SHIPPED]).source("payments_2026_03")

    assert payments.member == "trafford-supplier-spend-2026-03.csv"
    assert payments.slot == "spend 2026-03"


def test_the_folder_named_by_the_environment_comes_before_the_home_and_the_shipped(tmp_path):
    named, home = tmp_path / "named", tmp_path / "home"
    for folder in (named, home / "authorities"):
        folder.mkdir(parents=True)
        text = (SHIPPED / "salford.toml").read_text(encoding="utf-8")
        (folder / "salford.toml").write_text(text, encoding="utf-8")

    folders = profile_folders(home, {"COMMISSIONING_AUTHORITIES": str(named)})

    assert folders == (named, home / "authorities", SHIPPED)
    assert load_profile("salford", folders).folder == named
    assert load_profile("salford", profile_folders(home, {})).folder == home / "authorities"
    assert load_profile("salford", profile_folders(tmp_path, {})).folder == SHIPPED


def test_refuses_an_environment_that_names_no_folder(tmp_path):
    with pytest.raises(
        RequestError, match=r"COMMISSIONING_AUTHORITIES is .*, which is not a folder"
    ):
        profile_folders(tmp_path, {"COMMISSIONING_AUTHORITIES": str(tmp_path / "none")})


def test_an_unknown_authority_is_answered_with_those_there_are():
    with pytest.raises(RequestError) as refused:
        load_profile("salfrod", [SHIPPED])

    assert refused.value.exit_code == 2
    assert "there is no authority 'salfrod'" in str(refused.value)
    assert "the nearest is salford; known: jersey, kent-2011, salford, trafford" in str(
        refused.value
    )


@pytest.mark.parametrize(
    "name",
    ["../authorities/salford", "/etc/passwd", "Salford", "salford.toml", "", "salford\n", "a" * 64],
)
def test_refuses_a_name_that_is_not_a_plain_word(name):
    with pytest.raises(RequestError, match="cannot be an authority's name"):
        load_profile(name, [SHIPPED])


def test_only_plainly_named_files_count_as_profiles(tmp_path):
    for name in ("jersey.toml", "Old Copy.toml", "template.toml.j2", "kent-2011.toml"):
        (tmp_path / name).touch()

    assert known_profiles([tmp_path, tmp_path / "none"]) == ("jersey", "kent-2011")


# Each fault, and the sentence after the file's name.
FAULTS = {
    "unknown key": (
        ('area_name = "Anytown"', 'area_name = "Anytown"\ntimezon = "Europe/London"'),
        ": key timezon is not known; the nearest is timezone.",
    ),
    "unknown key of a source": (
        ('adapter = "canonical_agreements"', 'adapter = "x"\nadaptor = "canonical_agreements"'),
        ": key sources.register.adaptor is not known; the nearest is adapter.",
    ),
    "the file's place is not a key": (
        ('area_name = "Anytown"', 'area_name = "Anytown"\nfolder = "/"'),
        ": key folder is not known; use name, title, kind",
    ),
    "missing key": (
        ('title = "Anytown Council"\n', ""),
        ": key title is missing; add it (docs/reference/profile.md says what it holds).",
    ),
    "wrong choice": (
        ('"unitary_authority"', '"unitary"'),
        ", value 'unitary': key kind is not one of its choices; use 'metropolitan_district', ",
    ),
    "wrong kind": (
        ('area_name = "Anytown"', "area_name = 7"),
        ", value '7': key area_name is not text; write it in quotes.",
    ),
    "yes is not true": (
        ('slot = "register"', 'slot = "register"\ncomplete = "yes"'),
        ", value 'yes': key sources.register.complete is not true or false; write true or false",
    ),
    "a day in quotes": (
        ('slot = "register"', 'slot = "register"\nedition_on = "2022-07-31"'),
        ", value '2022-07-31': key sources.register.edition_on is not a day; write it as",
    ),
    "a number below its least": (
        ('slot = "register"', 'slot = "register"\nexpected_every = 0'),
        ", value '0': key sources.register.expected_every is too small; use 1 or more.",
    ),
    "an empty text": (
        ('slot = "register"', 'slot = ""'),
        ", value '': key sources.register.slot is empty; fill it in.",
    ),
    "no regime": (('["pa2023"]', "[]"), ": key regimes is empty; fill it in."),
    "unknown regime": (
        ('["pa2023"]', '["pa2023", "pcr2015"]'),
        ": key regimes names 'pcr2015', not a regime; use pa2023, ",
    ),
    "unknown feed": (
        ('feed = "agreements"', 'feed = "agreement"'),
        ", value 'agreement': key sources.register.feed is not a feed; use agreements.",
    ),
    "29 February does not come every year": (
        ('area_name = "Anytown"', 'area_name = "Anytown"\nfinancial_year_start = "02-29"'),
        ", value '02-29': key financial_year_start is not a day of every year; write month and day",
    ),
    "unknown holidays": (
        ('"england-and-wales"', '"england"'),
        ", value 'england': key holidays is not one of its choices; use 'england-and-wales', ",
    ),
    "unknown time zone": (
        ('area_name = "Anytown"', 'area_name = "Anytown"\ntimezone = "Europe/Jersy"'),
        ", value 'Europe/Jersy': key timezone is not a known time zone; use Europe/Jersey.",
    ),
    "a time zone that is a path": (
        ('area_name = "Anytown"', 'area_name = "Anytown"\ntimezone = "../../etc/passwd"'),
        ", value '../../etc/passwd': key timezone is not a known time zone; use ",
    ),
    # As it stands in all 56 rows of a published list of care homes.
    "an area code with a digit dropped": (
        ('"E06000001"', '"E0800009"'),
        ", value 'E0800009': key area_code is not an area code; write the letter and eight digits",
    ),
    "both path and url": (
        ('path = "register.csv"', 'path = "register.csv"\nurl = "https://example.org/r.csv"'),
        ": key sources.register has path and url; keep the one to read from.",
    ),
    "no place to come from": (
        ('path = "register.csv"\n', ""),
        ": key sources.register has neither path, url nor service; add path, ",
    ),
    "a service without its first day": (
        ('path = "register.csv"', 'service = "find-a-tender"'),
        ": key sources.register has a service but no from_on; add from_on, the first day to pull.",
    ),
    "a service of every buyer's notices without ours": (
        ('path = "register.csv"', 'service = "find-a-tender"\nfrom_on = 2025-02-24'),
        ": key sources.register has a service but no buyers; add buyers, the identifiers or names whose "
        "notices or grants are kept.",
    ),
    "an address whose port is none": (
        ('path = "register.csv"', 'url = "https://example.org:99999/x"'),
        ": key sources.register.url is not a web address; check its host and its port.",
    ),
    "an address whose host is none": (
        ('path = "register.csv"', 'url = "https://a..b/x"'),
        ": key sources.register.url is not a web address; check its host, and "
        "that it is on one line.",
    ),
    "a service that nobody knows": (
        ('path = "register.csv"', 'service = "find_a_tender"'),
        ", value 'find_a_tender': key sources.register.service is not a service; use find-a-tender.",
    ),
    "buyers of a file": (
        ('path = "register.csv"', 'path = "register.csv"\nbuyers = ["Anytown Council"]'),
        ": key sources.register has buyers but no service; add service, or leave it out.",
    ),
    "plain http that nobody trusts": (
        ('path = "register.csv"', 'url = "http://example.org/r.csv"'),
        ", value 'http://example.org/r.csv': key sources.register.url cannot be asked: it is plain http",
    ),
    "a host that is an address": (
        ("[sources.register]", '[fetching]\nhosts = ["http://10.0.0.7/"]\n[sources.register]'),
        ": key fetching.hosts has http://10.0.0.7/, not a host's name; write the name or number",
    ),
    "an address that is a file": (
        ('path = "register.csv"', 'url = "file:///etc/passwd"'),
        ": key sources.register.url is not a web address; begin it with https:// or http://.",
    ),
    "a source name that could not be in a path": (
        ("[sources.register]", '[sources."../register"]'),
        ": key sources has '../register', not a source's name; use small letters, ",
    ),
    "a file that is not there": (
        ('path = "register.csv"', 'path = "registr.csv"'),
        ", value 'registr.csv': key sources.register.path names no file; put the file at ",
    ),
    "a member of what is no zip": (
        ('path = "register.csv"', 'path = "register.csv"\nmember = "a.csv"'),
        ", value 'register.csv': key sources.register.path names a file that is not a zip; ",
    ),
    "a name other than the file's": (
        ('name = "anytown"', 'name = "othertown"'),
        ", value 'othertown': key name differs from the file's name; write name = 'anytown' ",
    ),
}


@pytest.mark.parametrize(("replacement", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_file_key_value_and_remedy(anytown, replacement, sentence):
    path = anytown(replacement)

    (problem,) = check_profile(path)

    assert problem.startswith(f"{path}{sentence}")
    assert problem.endswith(".")


ADDED_FAULTS = {
    "unknown threshold": (
        "[thresholds]\ncliff_day = 7\n",
        ": key thresholds.cliff_day is not known; the nearest is cliff_days.",
    ),
    "unknown tier": (
        "[thresholds.lead_months]\ngolden = 7\n",
        ": key thresholds.lead_months.golden is not known; the nearest is gold.",
    ),
    # Procurement Act 2023, section 75: 10%, which an authority may only tighten.
    "a threshold looser than the law": (
        "[thresholds]\nmodification_share = 0.2\n",
        ", value '0.2': key thresholds.modification_share is too large; use 0.1 or less.",
    ),
    "thresholds that contradict each other": (
        "[thresholds]\nburn_medium = 1.5\n",
        ": key thresholds is refused (burn_medium must not be more than burn_high); ",
    ),
    "a stage outside the five": (
        '[stage_labels]\nanalyse = "A"\nneeds = "N"\ndesign = "D"\nprocure = "P"\n'
        'deliver = "E"\nreview = "R"\n',
        ": key stage_labels has no stage 'analyse'; "
        "label exactly the five stages needs, design, procure, deliver, review.",
    ),
    "a stage without its label": (
        '[stage_labels]\nneeds = "N"\ndesign = "D"\nprocure = "P"\nreview = "R"\n',
        ": key stage_labels leaves out deliver; label exactly the five stages needs, ",
    ),
    "a department that closed before it opened": (
        '[[departments]]\nname = "A"\nfrom_on = 2020-04-02\nto_on = 2020-04-01\n',
        ": key departments.1 has to_on 2020-04-01 before from_on 2020-04-02; ",
    ),
    "a department replaced while it lived": (
        '[[departments]]\nname = "A"\n[[departments]]\nname = "B"\nreplaced_by = "A"\n',
        ": key departments.2 has replaced_by but no to_on; add to_on, ",
    ),
    "a department replaced by none": (
        '[[departments]]\nname = "A"\nto_on = 2020-04-01\nreplaced_by = "B"\n',
        ": key departments replaces 'A' by 'B', which is not there; add it, or use A.",
    ),
    "a stage there is not": (
        "[timetable]\nstage_days = { mobilize = 90 }\n",
        ": key timetable.stage_days.mobilize is not known; the nearest is mobilise.",
    ),
    "a duration below nothing": (
        "[timetable]\nstage_days = { tender = -1 }\n",
        ", value '-1': key timetable.stage_days.tender is too small; use 0 or more.",
    ),
    "a tier there is not": (
        "[timetable.tier_days]\nplatinum = { tender = 60 }\n",
        ": key timetable.tier_days.platinum is not known; use gold, silver, bronze.",
    ),
    "part of a day": (
        "[timetable.method_days]\ndirect = { tender = 0.5 }\n",
        ", value '0.5': key timetable.method_days.direct.tender is not a whole number; "
        "write digits only, without quotes.",
    ),
    "another kind of day": (
        '[timetable]\ndays = "business"\n',
        ", value 'business': key timetable.days is not one of its choices; "
        "use 'calendar' or 'working'.",
    ),
    "working days by halves": (
        '[timetable]\ndays = "working"\n'
        "stage_days = { needs_review = 40, design = 40, consult = 60, tender = 20, evaluate = 30, "
        "mobilise = 60 }\n",
        ": key timetable counts working days, and its stage_days leaves out key_decision_notice, "
        "standstill; give every stage its working days: the defaults are calendar days.",
    ),
    "a department's threshold looser than the law": (
        '[[departments]]\nname = "A"\n[departments.thresholds]\nmodification_share = 0.2\n',
        ", value '0.2': key departments.1.thresholds.modification_share is too large; use 0.1 or less.",
    ),
    "a department's threshold there is not": (
        '[[departments]]\nname = "A"\nthresholds = { lead_month = 3 }\n',
        ": key departments.1.thresholds.lead_month is not known; the nearest is lead_months.",
    ),
    "a department's threshold of providers": (
        '[[departments]]\nname = "A"\nthresholds = { off_contract_gbp = 100 }\n',
        ": key departments.1.thresholds sets off_contract_gbp, by which only providers are judged, "
        "and they are of no department; move it to [thresholds].",
    ),
    "a department's threshold against the authority's": (
        '[thresholds]\nburn_high = 1.2\n[[departments]]\nname = "A"\n'
        "thresholds = { burn_medium = 1.22 }\n",
        ": has thresholds of 'A' that do not stand beside the authority's: "
        "burn_medium must not be more than burn_high; change one of the two.",
    ),
    "a year of payments that is none": (
        '[notices]\nexpected_payments_gbp = { "2026/28" = 1 }\n',
        ": key notices.expected_payments_gbp names '2026/28', not a financial year; "
        'write the year from 1 April as "2026/27".',
    ),
    "a department named twice": (
        '[[departments]]\nname = "A"\n[[departments]]\nname = "A"\n',
        ": key departments names 'A' twice; keep one of the two.",
    ),
}


@pytest.mark.parametrize(("added", "sentence"), ADDED_FAULTS.values(), ids=ADDED_FAULTS.keys())
def test_a_fault_in_a_table_is_told_the_same_way(anytown, added, sentence):
    path = anytown(add=added)

    (problem,) = check_profile(path)

    assert problem.startswith(f"{path}{sentence}")


def test_a_department_of_one_day_is_accepted(anytown):
    path = anytown(add='[[departments]]\nname = "A"\nfrom_on = 2020-04-01\nto_on = 2020-04-01\n')

    assert check_profile(path) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('name = "anytown"\nkind = \n', 2),
        ('name = "anytown"\n[sources\n', 2),
        ('name = "anytown"\n\nname = "again"\n', 3),
        ('name = "anytown', 1),  # to the end of the file
        ("name = " + "[" * 5_000, 1),
        ("name = " + "9" * 5_000, 1),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(tmp_path, text, line):
    path = tmp_path / "anytown.toml"
    path.write_text(text)

    with pytest.raises(BadFile, match=rf"anytown\.toml, line {line}: is not TOML") as refused:
        load_profile("anytown", [tmp_path])

    assert refused.value.line == line
    assert check_profile(path) == [str(refused.value)]


def test_a_profile_in_another_encoding_is_refused(anytown):
    path = anytown(("Anytown Council", "Caffè Council"))
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))

    assert check_profile(path) == [f"{path}: is not UTF-8 text; save it again as UTF-8."]


def test_check_lists_every_fault_and_load_says_how_many_more(anytown):
    path = anytown(('"pa2023"', '"pa2024"'), ('"E06000001"', '"E06"'), ('"register.csv"', '"none"'))

    problems = check_profile(path)
    with pytest.raises(BadFile) as refused:
        load_profile("anytown", [path.parent])

    assert [re.search(r"key (\S+)", problem)[1] for problem in problems] == [
        "regimes",
        "area_code",
        "sources.register.path",
    ]
    assert "(1 more: `commissioning authority check anytown` lists them)." in str(refused.value)


def test_an_adapter_has_to_be_one_there_is(anytown):
    path = anytown(("canonical_agreements", "canonical_agreement"))

    (problem,) = check_profile(path, adapters=["canonical_agreements", "salford_register"])

    assert problem == (
        f"{path}, value 'canonical_agreement': key sources.register.adapter is not an adapter; "
        "the nearest is canonical_agreements."
    )


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        ('member = "spend.csv"', None),
        ('member = "spend-2026.csv"', "a zip without 'spend-2026.csv'; set member to spend.csv."),
        ("", "names a zip but no member; set member to notes.txt, spend.csv."),
    ],
)
def test_a_zip_has_to_hold_the_member(anytown, tmp_path, member, sentence):
    with zipfile.ZipFile(tmp_path / "spend.zip", "w") as archive:
        archive.writestr("notes.txt", "")
        archive.writestr("spend.csv", "payment_id\n")
    path = anytown(('path = "register.csv"', f'path = "spend.zip"\n{member}'))

    problems = check_profile(path)

    assert len(problems) == (1 if sentence else 0)
    assert sentence is None or problems[0].endswith(sentence)


def test_no_password_reaches_a_sentence_or_a_printed_profile(anytown):
    path = anytown(('path = "register.csv"', 'url = "https://me:hunter2@example.org/"'))
    (problem,) = check_profile(path)
    assert "user name or password" in problem
    assert "hunter2" not in problem

    path = anytown(add='[notifications]\nurls = "mailto://me:hunter2@example.org"\n')
    (problem,) = check_profile(path)
    assert "hunter2" not in problem

    path = anytown(add='[notifications]\nurls = ["mailto://me:hunter2@example.org"]\n')
    (problem,) = check_profile(path)
    assert "environment variable" in problem
    assert "hunter2" not in problem


def test_an_unknown_source_is_answered_with_those_there_are():
    with pytest.raises(
        RequestError, match="trafford has no source 'grant'; the nearest is grants;"
    ):
        load_profile("trafford", [SHIPPED]).source("grant")


def test_a_new_profile_can_be_used_as_it_is_written(tmp_path):
    path = new_profile("anytown", 'The "Old" Town Council', tmp_path / "authorities")

    assert path == tmp_path / "authorities" / "anytown.toml"
    assert check_profile(path) == []
    assert load_profile("anytown", [path.parent]).title == 'The "Old" Town Council'


def test_every_key_a_new_profile_suggests_is_a_key(tmp_path):
    path = new_profile("anytown", "Anytown Council", tmp_path)
    suggested = re.sub(r"^# (?=\[|[a-z_]+ = )", "", path.read_text(), flags=re.MULTILINE)
    path.write_text(suggested)

    (problem,) = check_profile(path)

    assert "key sources.register.path names no file" in problem  # only the example file is wanting
    tables = {name for name, value in tomllib.loads(suggested).items() if type(value) is not str}
    assert tables >= {"departments", "stage_labels", "thresholds", "sources", "suppression"}


def test_a_new_profile_never_overwrites_one(anytown):
    path = anytown()
    before = path.read_bytes()

    with pytest.raises(RequestError, match="is there already"):
        new_profile("anytown", "Anytown Council", path.parent)

    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "title"), [("../anytown", "Anytown"), ("anytown", " "), ("anytown", 'A"\nkind = 1')]
)
def test_a_new_profile_is_refused_a_name_or_title_that_would_break_it(tmp_path, name, title):
    with pytest.raises(RequestError, match="cannot be an authority's"):
        new_profile(name, title, tmp_path)

    assert list(tmp_path.iterdir()) == []


TABLES: dict[str, type[BaseModel]] = {
    "The authority": Profile,
    "`[[departments]]`": Department,
    "`[timetable]`": TimetableSettings,
    "`[sources.NAME]`": SourceSettings,
    "`[thresholds]`": Thresholds,
    "`[fetching]`": Fetching,
    "`[measures]`": MeasureSettings,
    "`[suppression]`": Suppression,
    "`[notifications]`": Notifications,
    "`[notices]`": Notices,
    "`[publication]`": Publication,
    "`[packs]`": Packs,
    "`[supply]`": SupplySettings,
    "`[training]`": Training,
    "`[retention]`": Retention,
}


@pytest.mark.parametrize(("heading", "model"), TABLES.items(), ids=TABLES.keys())
def test_the_reference_page_has_every_key_with_its_default(heading, model):
    page = (ROOT / "docs" / "reference" / "profile.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|", section, flags=re.MULTILINE)

    assert [key for key, _ in rows] == list(model.model_fields)
    for key, default in rows:
        field = model.model_fields[key]
        assert (default == "required") == field.is_required(), key
        if default == "none":
            assert field.default is None, key
        elif default not in ("required", "`{}`"):
            used = field.get_default(call_default_factory=True, validated_data={})
            used = used.model_dump() if isinstance(used, BaseModel) else used
            used = list(used) if isinstance(used, tuple) else used
            assert tomllib.loads(f"x = {default.strip('`')}")["x"] == used, key
