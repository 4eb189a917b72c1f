"""Causes and agency: what a text makes the cause of what, and how its acts are told; the word lists test themselves."""

import pandas as pd
import pytest

from analysis import actors, frames, quotes
from analysis.article import from_text
from analysis.frames.stated import stated
from analysis.lexicon import lexicon


def table(text):
    article = from_text(text)
    mentions = actors.mentions(article)
    return frames.causes(article, mentions, quotes.quotes(article, mentions))


def acts(text):
    article = from_text(text)
    return frames.agency(article, actors.mentions(article))


def cues(text):
    return {part.row["cue"] for line in from_text(text).sentences["clean_text"] for part in stated(line)}


@pytest.mark.parametrize("row", lexicon("causes"), ids=lambda row: row["cue"])
def test_a_cue_is_found_in_its_example_and_not_in_its_counter_example(row):
    assert row["cue"] in cues(row["example"])
    assert row["cue"] not in cues(row["counter_example"])


@pytest.mark.parametrize("row", lexicon("act_nouns"), ids=lambda row: row["noun"])
def test_a_noun_for_an_act_is_found_in_its_example_and_not_in_its_counter_example(row):
    assert row["noun"] in set(acts(row["example"])["verb"])
    assert not (acts(row["counter_example"])["form"].str.startswith("nominal")).any()


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Russia caused the crisis.", ("cause", "the crisis", ("Russia",), "author", "stated")),
        ("The crisis was caused by Russia.", ("cause", "The crisis", ("Russia",), "author", "stated")),
        ("Russia did not cause the crisis.", ("cause", "the crisis", ("Russia",), "author", "denied")),
        ("Russia could cause a crisis.", ("cause", "a crisis", ("Russia",), "author", "possible")),
        ("Poland blamed Russia for the crisis.", ("cause", "the crisis", ("Russia",), "Poland", "stated")),
        ("Because of Russia, the talks failed.", ("cause", "the talks failed", ("Russia",), "author", "stated")),
        ("Poland said that Russia caused the crisis.", ("cause", "the crisis", ("Russia",), "Poland", "stated")),
        ("Russia must leave Ukraine.", ("remedy", "leave Ukraine", ("Russia",), "author", "stated")),
        ("Trade fell because of an attack on Poland.", ("cause", "Trade fell", (), "author", "stated")),
    ],
)
def test_who_is_made_the_cause_of_what_in_whose_voice(text, expected):
    rows = table(text)[["kind", "effect", "parties", "voice", "status"]]
    assert list(rows.itertuples(index=False, name=None)) == [expected]


def test_where_a_sentence_points_back_the_cause_is_the_one_before():
    (row,) = table("Russia cut the gas supply. As a result, prices rose.").itertuples()
    assert row.cause == "Russia cut the gas supply." and row.parties == ("Russia",) and row.effect == "prices rose"


def test_every_span_is_that_of_its_words():
    text = (
        "Rain fell. Poland said prices rose because Russia cut the gas.\n\nAs a result, Ukraine blamed Russia for it."
    )
    article = from_text(text)
    mentions = actors.mentions(article)
    for rows in (table(text), frames.agency(article, mentions)):
        assert len(rows) and all(text[row.start : row.end] == row.text for row in rows.itertuples())
    for row in table(text).itertuples():
        assert (
            text[row.cause_start : row.cause_end] == row.cause and text[row.effect_start : row.effect_end] == row.effect
        )


def test_a_stated_cause_with_an_actor_makes_responsibility_present():
    framed = pd.DataFrame({"paragraph": [1], "responsibility": [0.1]})
    assert frames.with_causes(framed, table("Russia caused the crisis."))["responsibility"].tolist() == [0.5]
    assert frames.with_causes(framed, table("Rain caused the crisis."))["responsibility"].tolist() == [0.1]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Russia invaded Ukraine.", ("active", "invade", "Russia", "Ukraine")),
        ("Ukraine was invaded by Russia.", ("passive", "invade", "Russia", "Ukraine")),
        ("Ukraine was invaded.", ("agentless", "invade", "", "Ukraine")),
        ("The invasion of Ukraine went on.", ("nominal agentless", "invasion", "", "Ukraine")),
        ("Russia's invasion of Ukraine went on.", ("nominal", "invasion", "Russia", "Ukraine")),
        ("Russia was silent.", ("other", "be", "Russia", "")),
        ("Russia did not invade Ukraine.", ("other", "invade", "Russia", "Ukraine")),
    ],
)
def test_how_an_act_is_told(text, expected):
    assert list(acts(text)[["form", "verb", "agent", "patient"]].itertuples(index=False, name=None)) == [expected]


@pytest.mark.parametrize("text", ["", "It rained.", "It rained because it was cold."])
def test_a_text_without_actors_gives_empty_tables_of_the_same_columns(text):
    assert not len(frames.ascribed(table(text))) and not len(acts(text))
    assert "party" in frames.by_party(acts(text))
