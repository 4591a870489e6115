"""What the command line makes of words that are not text."""

import os

import pytest

from tests.commands import Terminal


@pytest.mark.parametrize(
    "words",
    [("explain",), ("load", "agreements"), ("acknowledge", "--reason"), ("cases", "--owner")],
)
def test_a_word_that_is_not_utf_8_is_refused_in_a_sentence(words, tmp_path):
    ran = Terminal(tmp_path / "home")(*words, os.fsdecode(b"Caf\xe9"))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "'Caf\\udce9' is not written in UTF-8; write it so, and rename a file so called.\n"
    )


def test_a_word_with_letters_of_any_alphabet_is_text(tmp_path):
    assert "UTF-8" not in Terminal(tmp_path / "home")("answers", "Café Ł 東 🙂").err
