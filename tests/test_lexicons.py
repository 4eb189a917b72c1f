"""Word lists: what every one of them must be, and the rows that no module's own tests try."""

import ast
import collections
import re
from pathlib import Path

import pytest

from analysis.actors import mentions
from analysis.article import from_text
from analysis.lexicon import TABLES, LexiconError, cells_of, column_of, lexicon, word_set

KEYS = {
    "abbreviations": ("abbreviation",),
    "act_nouns": ("noun",),
    "actor_nouns": ("noun", "class"),
    "actor_words": ("set", "word"),
    "acts": ("entry",),
    "agency_words": ("set", "word"),
    "alliances": ("alliance", "member"),
    "body_nouns": ("noun",),
    "boilerplate": ("cue",),
    "causes": ("cue",),
    "cues": ("cue", "part"),
    "first_names": ("name",),
    "frames": ("frame", "entry"),
    "grammar_words": ("set", "word"),
    "irregular_verbs": ("base", "past", "participle"),
    "issue_nouns": ("noun",),
    "labels": ("entry",),
    "name_words": ("word",),
    "noun_families": ("family", "noun"),
    "office_nouns": ("noun",),
    "officeholders": ("actor", "office", "since"),
    "organisations": ("actor",),
    "places": ("place",),
    "predicates": ("lemma", "with", "pos", "target", "toward"),
    "quote_words": ("set", "word"),
    "seats": ("name",),
    "speech_verbs": ("verb",),
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
    ("tone", "score", -2.5, 1.5),
    ("traits", "score", -1, 1),
]
WORDS = {
    ("act_nouns", "of"): "agent patient",
    ("actor_nouns", "class"): "person people body bodies state",
    ("actor_nouns", "number"): "singular plural",
    ("actor_nouns", "gender"): "m f",
    ("boilerplate", "place"): "anywhere reader",
    ("causes", "cause"): "after before previous subject object reverse inverse asked",
    ("causes", "form"): "phrase opener verb modal",
    ("causes", "kind"): "cause motive purpose remedy charge",
    ("causes", "wants"): "toned agent",
    ("cues", "part"): "verb noun adjective phrase",
    ("first_names", "gender"): "m f",
    ("frames", "frame"): "conflict responsibility human_interest morality economic",
    ("issue_nouns", "issue"): "yes defined no",
    ("labels", "says"): "size rule doctrine revolt crime temper praise blame standing side esteem",
    ("name_words", "type"): "organisation government company party place other",
    ("officeholders", "gender"): "m f",
    ("organisations", "type"): "organisation alliance government party group company",
    ("predicates", "expression"): "verbal material",
    ("predicates", "pos"): "verb noun complement verdict role light reverse",
    ("predicates", "symmetric"): "1",
    ("predicates", "toward"): "actor issue either",
    ("seats", "kind"): "seat capital",
    ("speech_verbs", "leads"): "yes",
    ("stand_ins", "kind"): "state person body",
    ("states", "type"): "state territory region",
    ("titles", "gender"): "m f",
    ("tone", "category"): "conflict threat harm cooperation relief success negation intensity undone disarmed",
}
EMPTY = {"gender", "expression", "symmetric", "leads", "wants"}  # columns that may say nothing
READERS = {"lexicon": lexicon, "word_set": word_set, "column_of": column_of, "cells_of": cells_of}
CODE = {path: path.read_text(encoding="utf-8") for path in sorted(Path(str(TABLES)).parent.rglob("*.py"))}
SETS = [name for name in KEYS if KEYS[name] == ("set", "word")]


def test_every_table_is_known_here():
    assert sorted(KEYS) == sorted(path.stem for path in Path(str(TABLES)).glob("*.csv"))


@pytest.mark.parametrize(
    "reader, arguments, complaint",
    [
        (lexicon, ["first_nmaes"], "no table 'first_nmaes.csv' in lexicons/; the nearest is 'first_names.csv'"),
        (word_set, ["preposition of plaec"], "no set 'preposition of plaec' in actor_words.csv; .* of place'"),
        (word_set, ["hedge", "tone"], "no column 'set' in tone.csv"),
        (column_of, ["first_names", "name", "sex"], "no column 'sex' in first_names.csv"),
    ],
)
def test_a_table_set_or_column_that_does_not_exist_is_an_error(reader, arguments, complaint):
    with pytest.raises(LexiconError, match=complaint):
        reader(*arguments)


def test_whatever_the_code_reads_exists():
    calls = [
        (node.func.id, [argument.value for argument in node.args])
        for code in CODE.values()
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in READERS
        if node.args and all(isinstance(argument, ast.Constant) for argument in node.args)
    ]
    assert len({reader for reader, _ in calls}) == len(READERS)
    for reader, arguments in calls:
        READERS[reader](*arguments)


@pytest.mark.parametrize("table", SETS)
def test_every_set_is_read_by_the_code(table):
    sets = {row["set"] for row in lexicon(table)}
    assert {name for name in sets if not any(f'"{name}"' in code for code in CODE.values())} == set()


def documented():
    """{table: {column: what is said of it}} as lexicons/README.md has them; under "" what many tables share."""
    text = (Path(str(TABLES)) / "README.md").read_text(encoding="utf-8")
    name, tables = "", {"": {}}
    for line in text.splitlines():
        heading = re.fullmatch(r"### (\w+)\.csv", line)
        entry = re.fullmatch(r"- (`\w+`(?:, `\w+`)*): (.+)", line)
        if heading:
            name = heading[1]
            tables[name] = {}
        elif entry:
            tables[name] |= dict.fromkeys(re.findall(r"\w+", entry[1]), entry[2])
    return tables


def test_every_table_and_column_is_described_and_nothing_else():
    shared, *tables = documented().items()
    assert sorted(name for name, _ in tables) == sorted(KEYS)
    for name, columns in tables:
        assert set(columns) | shared[1].keys() & set(lexicon(name)[0]) == set(lexicon(name)[0]), name
    assert shared[1].keys() <= {column for name in KEYS for column in lexicon(name)[0]}


@pytest.mark.parametrize("name, column", WORDS)
def test_a_category_is_one_of_those_that_its_description_names(name, column):
    allowed = set(WORDS[name, column].split())
    assert {row[column] for row in lexicon(name)} <= allowed | ({""} if column in EMPTY else set())
    assert allowed <= set(re.findall(r"`(\w+)`", documented()[name][column]))


@pytest.mark.parametrize("name", KEYS)
def test_no_row_stands_twice(name):
    keys = collections.Counter(tuple(row[column].strip() for column in KEYS[name]) for row in lexicon(name))
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("name, column, low, high", NUMBERS)
def test_numbers_are_within_their_range(name, column, low, high):
    assert [row for row in lexicon(name) if row[column] and not low <= float(row[column]) <= high] == []


def test_only_intensity_multiplies_by_more_than_one():
    assert {row["category"] for row in lexicon("tone") if float(row["score"]) > 1} == {"intensity"}


def test_the_intensity_of_a_predicate_has_its_sign():
    rows = [row for row in lexicon("predicates") if row["sign"] in {"-1", "1"} and row["intensity"]]
    assert [row["example"] for row in rows if float(row["intensity"]) * int(row["sign"]) < 0] == []


def test_a_member_of_an_alliance_is_a_state_and_leaves_after_it_joins():
    rows = lexicon("alliances")
    assert {row["member"] for row in rows} <= {row["actor"] for row in lexicon("states") if row["type"] == "state"}
    assert all(1900 < int(row["since"]) < int(row["until"] or 2100) for row in rows)


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


def described(sentences):
    """The numbers of the sentences whose own noun is a description of an actor; each is a paragraph of one article."""
    opening = "Angela Merkel of Germany and Fatou Bensouda of Gambia met in Berlin."
    table = mentions(from_text("\n\n".join([opening, *sentences.values()])))
    words = zip(table["paragraph"], table["clean_text"].str.casefold().str.removeprefix("the "))
    return set(words) & {(number, noun.casefold()) for number, noun in enumerate(sentences, start=2)}


def test_a_noun_for_an_actor_is_none_within_another_word():
    rows = [row for row in lexicon("actor_nouns") if row["counter_example"]]
    for low in range(0, len(rows), 40):
        assert described({row["noun"]: row["counter_example"] for row in rows[low : low + 40]}) == set()
    assert described({row["noun"]: row["example"] for row in rows[:40]}) != set()


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
