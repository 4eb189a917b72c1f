"""Blocs: who stands on which side of a picture, and colours that every reader can tell apart."""

import itertools

import numpy as np
import pytest

from analysis import agreement, read
from analysis.article import SEEDS, from_text, read_article
from analysis.figures import BLOC_COLOURS, blocs

WHITE, BLACK = "#ffffff", "#1b1b1f"
# what a reader without red, green or blue cones sees, in linear RGB: Machado, Oliveira and Fernandes 2009, severity 1
SIGHT = {
    "all": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])


def linear(colour):
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light):
    """Linear RGB as CIELAB, in which a distance is about as great as it looks."""
    x, y, z = np.cbrt(np.maximum(TO_XYZ @ light / (0.9505, 1, 1.089), 0.009))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one, other):
    low, high = sorted(TO_XYZ[1] @ linear(colour) + 0.05 for colour in (one, other))
    return high / low


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("variant", ["light", "dark"])
def test_blocs_are_told_apart_by_every_eye(sight, variant):
    seen = [lab(np.clip(np.array(SIGHT[sight]) @ linear(getattr(colour, variant)), 0, 1)) for colour in BLOC_COLOURS]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 25


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_blocs_are_told_apart_in_grey_print(variant):
    greys = sorted(lab(linear(getattr(colour, variant)))[0] for colour in BLOC_COLOURS)
    assert np.diff(greys).min() > 8


def test_a_mark_is_seen_and_a_word_is_read_on_either_page():
    for colour in BLOC_COLOURS:
        assert contrast(colour.light, WHITE) >= 3
        assert contrast(colour.text, WHITE) >= 4.5
        assert contrast(colour.dark, BLACK) >= 4.5


def sides(text):
    parties = {}
    for party, bloc in blocs(read(from_text(text), encoder=False)).items():
        parties.setdefault(bloc, []).append(party)
    return parties


def test_the_article_of_the_series_has_four_sides():
    article = read_article("xi-putin-2021")
    known = blocs(agreement.coding(SEEDS / "xi-putin-2021" / "coding", article))
    assert list(dict.fromkeys(known.values())) == ["Russia", "China", "the West", "Ukraine and others"]
    west = {"United States", "Germany", "United Kingdom", "NATO", "European Union", "AUKUS", "the West"}
    assert west <= {party for party, bloc in known.items() if bloc == "the West"}
    assert {known[party] for party in ("Ukraine", "Georgia", "Moldova", "Taiwan")} == {"Ukraine and others"}


def test_allies_are_one_side_only_where_the_story_has_another():
    assert sides("Iran accused France. Iran accused Italy. Iran left.") == {
        "Iran": ["Iran"],
        "the West": ["France", "Italy"],
    }
    assert list(sides("France accused Italy. Italy accused France. Iran left.")) == ["France", "Italy", "Iran"]


def test_a_state_is_no_ally_before_it_joins():
    text = "Iran met Poland and Canada. Iran left."
    early = read(from_text(text), encoder=False)
    assert blocs(early)["Poland"] == "the West"
    assert blocs(read(from_text(f"12 May 1985\n\n{text}"), encoder=False))["Poland"] == "Poland"


@pytest.mark.parametrize("text", ["", "It rained."])
def test_nobody_makes_no_side(text):
    assert sides(text) == {}
