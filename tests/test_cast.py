"""Who is in the story as the encoder reads it: what the rules miss, and what must hold whoever reads."""

import pytest

from analysis import actors, encoder
from analysis.article import from_text, read_article

needs_model = pytest.mark.skipif(not encoder.reads_cast(), reason="the encoder's model is not there")


def found(text):
    """The (words, actor) of every mention, in order."""
    table = actors.mentions(from_text(text), encoder=True)
    return list(zip(table["clean_text"], table["actor"]))


REFERRING = [
    ("Donald Trump spoke to veterans. Trump said he would help.", "Trump", "Donald Trump"),
    ("Nora O'Brien sued the firm. O'Brien won in May.", "O'Brien", "Nora O'Brien"),
    ("Elizabeth Warren met bankers. Warren said they lied.", "Warren", "Elizabeth Warren"),
    ("Rosa Stone sued the school. Stone won.", "Stone", "Rosa Stone"),
    ("Lena Fox left the club. She thanked her fans.", "She", "Lena Fox"),
]


@needs_model
@pytest.mark.parametrize("text, words, actor", REFERRING)
def test_a_later_mention_refers_to_whom_was_named(text, words, actor):
    assert (words, actor) in found(text)


@needs_model
def test_every_mention_lies_where_it_says_and_tells_how_it_was_resolved():
    article = from_text(read_article("xi-putin-2021").raw)
    table = actors.mentions(article, encoder=True)
    assert len(table)
    for row in table.itertuples():
        assert article.raw[row.start : row.end] == row.text
        assert row.rule


@needs_model
@pytest.mark.parametrize("text", ["", "It rained.", "…", "Word " * 400 + "ended.", "\u200b \u200b\n\n\u200b"])
def test_any_text_has_a_cast_if_only_an_empty_one(text):
    assert list(actors.mentions(from_text(text), encoder=True).columns) == actors.COLUMNS


@needs_model
def test_the_cast_is_read_alike_twice():
    text = from_text("Merkel met Macron in Paris. They agreed. The two leaders spoke for an hour.")
    assert actors.mentions(text, encoder=True).equals(actors.mentions(text, encoder=True))


@needs_model
def test_aliases_of_the_article_s_own_leave_its_cast_to_the_rules():
    article = read_article("xi-putin-2021")
    assert actors.mentions(article, encoder=True).equals(actors.mentions(article))
