"""What ``--json`` prints of something long: one JSON document, a line for each item."""

import json

from deployments.commands.options import print_json_lines


def test_a_long_list_is_a_line_an_item_and_the_whole_one_document(capsys):
    items = [{"reference": "S1", "sentence": 'Ends "soon" – £5.'}, {"reference": "S2"}]
    asked = {"authority": "anytown", "results": iter(items), "cases": {"open": 1}}
    print_json_lines(asked)
    out = capsys.readouterr().out
    assert json.loads(out) == {"authority": "anytown", "results": items, "cases": {"open": 1}}
    assert [line for line in out.splitlines() if "reference" in line] == [
        '    {"reference": "S1", "sentence": "Ends \\"soon\\" – £5."},',
        '    {"reference": "S2"}',
    ]


def test_nothing_in_a_long_list_is_an_empty_list(capsys):
    print_json_lines({"results": iter(())})
    assert json.loads(capsys.readouterr().out) == {"results": []}
