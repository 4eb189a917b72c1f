"""Work in proportion to the text, whatever its shape: counted in calls of functions, so that no clock decides."""

import importlib.util
import sys
from pathlib import Path

import pytest

from analysis import framing
from analysis.article import from_text

FILE = Path(__file__).parent / "benchmarks" / "hostile.py"
SPECIFICATION = importlib.util.spec_from_file_location("hostile", FILE)
hostile = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(hostile)
CHARACTERS = 1600  # of the longer of two texts


def calls(text):
    """How many functions are called to read a text by the rules, those of C and each turn of a generator counted."""
    count = 0

    def counted(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        framing.read(from_text(text), encoder=False)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", hostile.SHAPES)
def test_twice_the_text_is_about_twice_the_work(name):
    size, shape = hostile.SHAPES[name]
    unit = len(shape(100)) / 100
    full = int(CHARACTERS / max(unit, 1))
    framing.read(from_text(shape(full) + " Xi met Putin."), encoder=False)  # tables of words are read once
    once, twice = calls(shape(full // 2)), calls(shape(full))
    assert twice < 3 * once


@pytest.mark.parametrize("name", ["dots", "a comma list", "of the", "that", "parentheses", "opening quotation marks"])
def test_no_sentence_is_longer_than_its_window_and_no_word_is_lost(name):
    text = hostile.SHAPES[name][1](5000)
    found = from_text(text)
    assert found.sentences["clean_text"].str.len().max() <= 1500
    assert "".join("".join(found.sentences["text"]).split()) == "".join(text.split())
    assert "read in parts" in " ".join(found.cautions)
