"""Battery 54: what looks like a template in data is text, and a template can reach neither file nor attribute."""

import pytest
from jinja2 import TemplateNotFound, UndefinedError
from jinja2.exceptions import SecurityError

from commissioning.packs.page import environment
from tests.cases.council import with_files

TEMPLATES = (
    "{{7*7}}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% include '/etc/passwd' %}",
    "{% for name in config %}{{ name }}{% endfor %}",
    "{{ inputs.register }}",
    "${7*7} <%= 7*7 %> #{7*7}",
)
WORKED_OUT = ("49", "root:x:", "&lt;class", "<class", "Register(")


def test_a_template_in_the_data_is_shown_as_it_was_written(tmp_path):
    rows = [
        {**{"reference": f"A{number}", "title": words, "provider_name": f"Provider {words}"}}
        | {"department": words, "commissioner": words, "status": "active"}
        | {"starts_on": "2024-04-01", "ends_on": "2026-12-31", "value_gbp": "1000.00"}
        for number, words in enumerate(TEMPLATES)
    ]
    council = with_files(tmp_path, {"agreements": rows})
    made = council("build-packs", "--on", "2026-06-30", "--json")
    assert made.status == 0, made.err
    [pack] = made.document["packs"]
    with open(pack["html"], encoding="utf-8") as page:
        text = page.read().replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">")
    for words in TEMPLATES:
        assert words in text
    assert [words for words in WORKED_OUT if f"Provider {words}" in text] == []


@pytest.mark.parametrize(
    ("template", "refused"),
    [
        ("{{ ''.__class__.__mro__ }}", SecurityError),
        ("{{ asked.__init__.__globals__ }}", SecurityError),
        ("{% include '/etc/passwd' %}", TemplateNotFound),
        ("{% include '../page.py' %}", TemplateNotFound),
        ("{% import 'os' as os %}", TemplateNotFound),
        ("{{ open('/etc/passwd') }}", UndefinedError),
        ("{{ nobody_gave_this }}", UndefinedError),
    ],
)
def test_a_template_reaches_no_file_no_attribute_and_no_name_that_was_not_given(template, refused):
    with pytest.raises(refused):
        environment().from_string(template).render(asked="words")


def test_what_a_template_writes_is_escaped():
    shown = environment().from_string("{{ asked }}").render(asked="<script>alert(1)</script>")
    assert shown == "&lt;script&gt;alert(1)&lt;/script&gt;"
