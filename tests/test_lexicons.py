"""Word lists: what every one of them must be, and the rows that no module's own tests try."""

import collections

import pytest

from analysis.actors import mentions
from analysis.article import from_text
from analysis.lexicon import lexicon

KEYS = {
    "abbreviations": ("abbreviation",),
    "actor_nouns": ("noun", "class"),
    "actor_words": ("set", "word"),
    "acts": ("entry",),
    "body_nouns": ("noun",),
    "boilerplate": ("cue",),
    "cues": ("cue", "part"),
    "first_names": ("name",),
    "frames": ("frame", "entry"),
    "irregular_verbs": ("base", "past", "participle"),
    "issue_nouns": ("noun",),
    "name_words": ("word",),
    "noun_families": ("family", "noun"),
    "office_nouns": ("noun",),
    "officeholders": ("actor", "office", "since"),
    "organisations": ("actor",),
    "places": ("place",),
    "predicates": ("lemma", "with", "pos", "target", "toward"),
    "quote_words": ("set", "word"),
    "seats": ("name",),
    "stance_words": ("set", "word"),
    "stand_ins": ("name",),
    "states": ("actor",),
    "titles": ("title",),
    "tone": ("entry",),
    "traits": ("entry",),
}
# list, column, lowest, highest; an empty cell says that the row has no such number
NUMBERS = [
    ("acts", "agent", -1, 1),
    ("acts", "patient", -1, 1),
    ("frames", "weight", 0, 10),
    ("predicates", "sign", -1, 1),
    ("predicates", "intensity", -10, 10),
    ("tone", "score", -1, 1.5),
    ("traits", "score", -1, 1),
]
WORDS = [
    ("actor_nouns", "number", {"singular", "plural"}),
    ("first_names", "gender", {"m", "f", ""}),
    ("frames", "frame", {"conflict", "responsibility", "human_interest", "morality", "economic"}),
    ("issue_nouns", "issue", {"yes", "defined", "no"}),
    ("officeholders", "gender", {"m", "f", ""}),
    ("predicates", "expression", {"verbal", "material", ""}),
    ("predicates", "toward", {"actor", "issue", "either"}),
    ("titles", "gender", {"m", "f", ""}),
]


@pytest.mark.parametrize("name", KEYS)
def test_no_row_stands_twice(name):
    keys = collections.Counter(tuple(row[column].strip() for column in KEYS[name]) for row in lexicon(name))
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("name, column, low, high", NUMBERS)
def test_numbers_are_within_their_range(name, column, low, high):
    assert [row for row in lexicon(name) if row[column] and not low <= float(row[column]) <= high] == []


def test_only_intensity_multiplies_by_more_than_one():
    assert {row["category"] for row in lexicon("tone") if float(row["score"]) > 1} == {"intensity"}


@pytest.mark.parametrize("name, column, allowed", WORDS)
def test_a_category_is_one_of_those_there_are(name, column, allowed):
    assert {row[column] for row in lexicon(name)} <= allowed


def test_the_intensity_of_a_predicate_has_its_sign():
    rows = [row for row in lexicon("predicates") if row["sign"] in {"-1", "1"} and row["intensity"]]
    assert [row["example"] for row in rows if float(row["intensity"]) * int(row["sign"]) < 0] == []


def test_an_office_ends_after_it_begins():
    rows = [row for row in lexicon("officeholders") if row["since"] and row["until"]]
    assert rows and [row["actor"] for row in rows if row["since"] > row["until"]] == []


@pytest.mark.parametrize("row", lexicon("boilerplate"), ids=lambda row: row["cue"])
def test_the_words_of_a_web_page_are_no_part_of_the_article(row):
    kinds = [
        from_text(f"Ministers met at noon.\n\n{text}\n\nThey left at one.").paragraphs["kind"].tolist()[1]
        for text in (row["example"], row["counter_example"])
    ]
    assert kinds == ["boilerplate", "body"]


def described(sentence):
    found = mentions(from_text(f"Angela Merkel of Germany and Fatou Bensouda of Gambia met in Berlin.\n\n{sentence}"))
    return set(found.loc[(found["paragraph"] == 2) & (found["kind"] == "description"), "clean_text"].str.casefold())


@pytest.mark.parametrize("noun_class", ["person", "people", "body", "state"])
def test_a_noun_for_an_actor_is_none_within_another_word(noun_class):
    rows = [row for row in lexicon("actor_nouns") if row["class"] == noun_class and row["counter_example"]]
    wrong = [
        row["noun"]
        for row in rows
        if any(row["noun"].casefold() == words.removeprefix("the ") for words in described(row["counter_example"]))
    ]
    assert rows and wrong == []


@pytest.mark.parametrize(
    "text, names",
    [
        ("The United Nations Security Council met.", ["United Nations Security Council"]),
        ("The Security Council met.", ["Security Council"]),
        ("At the United Nations, Security Council members met.", ["United Nations", "Security Council"]),
    ],
)
def test_a_body_of_an_organisation_named_with_it_is_one_name(text, names):
    found = mentions(from_text(text))
    assert found.loc[found["kind"] == "name", "text"].tolist() == names


def test_no_word_is_good_and_bad():
    """What the list of tone calls bad, the list of traits does not call good."""
    tone = {row["entry"]: float(row["score"]) for row in lexicon("tone")}
    against = [
        entry
        for row in lexicon("traits")
        for entry in row["entry"].split("/")
        if tone.get(entry, 0) * float(row["score"]) < 0
    ]
    assert against == []


def test_an_abbreviation_ends_no_sentence_and_another_word_does():
    for row in lexicon("abbreviations"):
        text = f"They saw {row['abbreviation']}. 5 and left. It rained."
        assert len(from_text(text).sentences) == 2, row["abbreviation"]
