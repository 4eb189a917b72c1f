"""Who is in the story as the encoder reads it: what the rules miss, and what must hold whoever reads."""

import pytest

from analysis import actors, encoder, quotes, stance
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


OWN_NAMES = [  # of which the roster knows a part
    ("The coach praised striker Davi Lima.", "Davi Lima"),
    ("Juan Carlos Medina scored twice. Medina is 22.", "Juan Carlos Medina"),
    ("Jan Novak sued the bank. June Barlow lost.", "Jan Novak"),
]


@needs_model
@pytest.mark.parametrize("text, name", OWN_NAMES)
def test_a_name_is_its_own_where_the_roster_knows_but_a_part_of_it(text, name):
    assert (name, name) in found(text)


BOUNDED = [
    ("Mohr lauded Blankenship's ability, and Downey said of Boseman that he was kind.", ["Mohr", "Blankenship"]),
    (
        "The award went to Robert Downey Jr., Scarlett Johansson and Mark Ruffalo.",
        ["Scarlett Johansson", "Mark Ruffalo"],
    ),
    ("The Paris Police Prefecture said on Friday that four officers had died.", ["Paris Police Prefecture"]),
]


@needs_model
@pytest.mark.parametrize("text, names", BOUNDED)
def test_a_mention_ends_where_its_name_does(text, names):
    words = [words.removeprefix("The ") for words, _ in found(text)]
    assert set(names) <= set(words)
    assert not [word for word in words if " said" in word or "lauded" in word or "," in word]


@needs_model
def test_what_the_encoder_read_tells_how_likely_it_is_and_what_rules_read_does_not():
    text = from_text("Donald Trump spoke to veterans. Trump said he would help.")
    likely = actors.mentions(text, encoder=True)["probability"]
    assert likely.between(0, 1).all() and len(likely)
    assert actors.mentions(text)["probability"].isna().all()


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


@needs_model
def test_a_long_row_of_marks_hides_nobody():
    dots = actors.mentions(from_text("Xi Jinping spoke " + ". " * 5000), encoder=True)
    assert dots["actor"].unique().tolist() == ["Xi Jinping"]


@needs_model
def test_relations_that_are_too_unlikely_are_left_out_and_nothing_else_is():
    text = from_text(read_article("xi-putin-2021").raw)
    mentions = actors.mentions(text, encoder=True)
    read = (text, mentions, quotes.quotes(text, mentions))
    possible, kept = stance.candidates(*read), stance.relations(*read)
    key = ["sentence", "source", "target", "stance", "voice", "status"]
    assert len(kept) < len(possible) and len(possible.merge(kept, on=key)) == len(kept)
    gone = possible.merge(kept, on=key, how="left", indicator=True, suffixes=("", "_kept"))
    gone = gone[gone["_merge"] == "left_only"]
    assert gone["counted"].all() and gone["probability"].mean() < kept["probability"].mean()


ARMS = "The Trump administration met the mayors of Oslo and Rome. President Donald Trump met Norway and Italy too."


@needs_model
def test_an_arm_of_a_state_belongs_to_the_state_of_its_leader():
    table = actors.mentions(from_text(ARMS), encoder=True)
    arm = table[table["clean_text"].str.endswith("administration")]
    assert set(arm["party"]) == {"United States"}


@needs_model
def test_it_does_not_matter_how_many_pairs_are_looked_at_at_once(monkeypatch):
    text = "Rosa Stone sued the school. The school denied it. Stone won, and she thanked her lawyer. He thanked her."
    whole = actors.mentions(from_text(text), encoder=True)
    monkeypatch.setattr(actors.marks, "BLOCK", 2)
    assert actors.mentions(from_text(text), encoder=True).equals(whole)
