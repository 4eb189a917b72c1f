"""Frames: passage in, frames out; the word list tests itself."""

import math

import pytest

from analysis import frames
from analysis.article import from_text
from analysis.lexicon import lexicon
from analysis.sentiment import WORD, find


def present(text):
    return {frame for frame, score in frames.of(text, encoder=False).items() if score >= 0.5}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Rebels attacked the convoy and the army accused them of a breach.", {"conflict"}),
        ("Prices rose and the bank cut its budget.", {"economic"}),
        ("Her mother cried at the hospital.", {"human_interest"}),
        ("The bishop called the vote immoral and a matter of conscience.", {"morality"}),
        ("The flood was caused by a dam that nobody had fixed.", {"responsibility"}),
        ("The committee meets at noon in room four.", set()),
        ("", set()),
    ],
)
def test_frames_of_a_passage(text, expected):
    assert present(text) == expected


@pytest.mark.parametrize("text", ["", " ", "x", "“", "WAR! " * 3000, "prices " * 3000, "'" * 60, "İ" * 500])
def test_scores_are_five_numbers_from_0_to_1(text):
    for encoder in (False, True):
        scores = frames.of(text, encoder=encoder)
        assert tuple(scores) == frames.FRAMES
        assert all(0 <= score <= 1 for score in scores.values())


def test_names_point_to_no_conflict():
    assert present("Members of the Battle Front met at noon.") == present("Members of the Garden Front met at noon.")


def test_a_word_repeated_counts_once():
    once, often = (frames.of(text, encoder=False)["economic"] for text in ("Taxes rose.", "Taxes, taxes, taxes rose."))
    assert often == pytest.approx(once, abs=0.05)


def test_a_word_weighs_less_the_longer_the_passage():
    short = frames.of("The mother spoke.", encoder=False)["human_interest"]
    assert frames.of("The mother spoke. " + "It rained in the hills. " * 10, encoder=False)["human_interest"] < short


def test_score_by_hand():
    # "Taxes" weighs 3 in a passage of two blanks' length: 3 / 1.02 against 1.25 that are enough
    expected = 1 / (1 + math.exp(1.25 - 3 / 1.02))
    assert frames.of("Now taxes rose", encoder=False)["economic"] == pytest.approx(expected)


def test_a_long_article_has_the_frame_of_its_strongest_passage():
    dull = "The committee met in the hall and the chair read the minutes of the spring session aloud. " * 20
    strong = "Taxes, prices, exports and debts rose; the budget, the economy and investors suffered."
    assert "economic" not in present(dull)
    assert "economic" in present(dull + strong)


def test_tables_walk_back_to_the_raw_text():
    article = from_text("Prices rose.\r\n\r\nThe army “attacked” the town.\r\n")
    cues = frames.cues(article)
    assert cues[["paragraph", "frame", "text"]].values.tolist() == [
        [1, "economic", "Prices"],
        [2, "conflict", "army"],
        [2, "conflict", "attacked"],
    ]
    for table in (cues, frames.by_paragraph(article, encoder=False)):
        assert all(article.raw[row.start : row.end] == row.text for row in table.itertuples())


@pytest.mark.parametrize("row", lexicon("frames"), ids=lambda row: f"{row['frame']}: {row['entry']}")
def test_rows_fire_on_their_example_alone(row):
    for text, expected in ((row["example"], True), (row["counter_example"], False)):
        words = [m.group().casefold() for m in WORD.finditer(text)]
        assert (row["entry"] in {r["entry"] for _, _, r in find(words, "frames", frame=row["frame"])}) == expected
