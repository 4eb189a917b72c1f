"""What the encoder learns from: tables that name their texts, names that change, made sentences and articles."""

import csv
import random
import re
from pathlib import Path

import pytest

from analysis.training import data as training_data

TABLES = Path(training_data.__file__).parent


def rows(name):
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_coded_tables_hold_ids_and_labels_but_no_text():
    labels, relations = rows("coded_labels.csv"), rows("coded_relations.csv")
    assert len(labels) > 900 and len(relations) > 2000
    assert {row["tone"] for row in labels} == {"-1", "0", "1"}
    assert all(
        row[frame] in "01"
        for row in labels
        for frame in ("conflict", "responsibility", "human_interest", "morality", "economic")
    )
    assert {row["label"] for row in relations} == set("01234")
    assert set(rows("coded_passages.csv")[0]) == {
        "source",
        "id",
        "mentions",
        "tone",
        "frames",
        "portrayals",
        "relations",
    }
    toward = rows("coded_toward.csv")
    assert set(toward[0]) == {"source", "id", "labels"} and len(toward) > 4000
    assert all(re.fullmatch(r"\d+-\d+:(-1|0|1)", item) for row in toward for item in row["labels"].split())
    assert set(labels[0]) == {
        "source",
        "id",
        "tone",
        "conflict",
        "responsibility",
        "human_interest",
        "morality",
        "economic",
    }
    assert set(relations[0]) == {"id", "start1", "end1", "start2", "end2", "label"}
    assert len({(row["source"], row["id"]) for row in labels}) == len(labels)


def test_template_verbs_are_kept_apart_for_measuring():
    table = rows("template_verbs.csv")
    parts = {part: {row["base"] for row in table if row["part"] == part} for part in ("train", "held")}
    assert parts["train"] and parts["held"] and not parts["train"] & parts["held"]
    assert all({row["sign"] for row in table if row["part"] == part} == {"-1", "0", "1"} for part in parts)


@pytest.mark.parametrize(
    "marked, expected",
    [
        ("A [Los Angele]s anchor", "Los Angeles"),
        ("a movie, s[aying] it", "saying"),
        ("[Donald Trump’]s plan", "Donald Trump"),
        ("the [U. S.] practice", "U. S."),
        ("[China] said", "China"),
        ("the [Time]s’ report", "Times"),
        ("[Iran,] met", "Iran"),
    ],
)
def test_a_bracket_that_cuts_a_word_is_mended(marked, expected):
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    low, high = training_data.mended(text, start, end)
    assert text[low:high] == expected


@pytest.mark.parametrize(
    "text, names, expected_text, expected_spans",
    [
        ("Xi met Putin.", {"Xi": "Merkel", "Putin": "Lee"}, "Merkel met Lee.", ["Merkel", "Lee"]),
        ("Xi met Putin.", {"Xi": "Putin", "Putin": "Xi"}, "Putin met Xi.", ["Putin", "Xi"]),
        (
            "Xi’s aide: Xi left Putin.",
            {"Xi": "Angela Merkel"},
            "Angela Merkel’s aide: Angela Merkel left Putin.",
            ["Angela Merkel", "Putin"],
        ),
    ],
)
def test_names_are_changed_and_spans_follow(text, names, expected_text, expected_spans):
    spans = tuple((text.index(w), text.index(w) + len(w)) for w in ("Xi", "Putin"))
    changed = training_data.renamed(training_data.Example("relation", text, spans, 1), names)
    assert changed.text == expected_text
    assert [changed.text[s:e] for s, e in changed.spans] == expected_spans
    assert changed.answer == 1


def test_made_sentences_say_what_their_label_says():
    names = {(2, False): ["Ada Lund", "Bo Rask", "Cy Holt"], (1, False): ["Dahl", "Ek", "Falk"]}
    made = training_data.templates(random.Random(1), 400, names)
    assert {e.kind for e in made} == {"active", "passive", "negated", "negated passive", "quoted", "bystander", "joint"}
    signs = {
        verb[form]: int(verb["sign"])
        for verb in training_data.verbs("train")
        for form in ("base", "past", "participle")
    }
    for example in made:
        if example.head == "relation" and example.kind in ("active", "passive"):
            sign = next(signs[word] for word in example.text.split() if word in signs)
            assert example.answer == {1: 1, -1: 3, 0: 0}[sign]
        if example.kind.startswith("negated"):
            assert example.answer == (0 if example.head == "relation" else 1)
        assert all(example.text[s:e].strip() == example.text[s:e] != "" for s, e in example.spans)


def test_no_article_stands_on_both_sides_of_a_split():
    groups = {
        f"article {i}": [training_data.Example("passage", f"{i} {n}", (), None) for n in range(3)] for i in range(20)
    }
    held, kept = training_data.split(groups, 0.3)
    assert len(held) > 0 and len(kept) > 0 and len(held) + len(kept) == 60
    assert not {e.text.split()[0] for e in held} & {e.text.split()[0] for e in kept}


def test_an_article_coded_later_moves_no_other_across_the_split():
    groups = {f"article {i}": [training_data.Example("passage", f"{i}", (), None)] for i in range(40)}
    before, _ = training_data.split(dict(list(groups.items())[:30]), 0.3)
    after, _ = training_data.split(groups, 0.3)
    assert set(before) <= set(after)


def test_a_passage_is_asked_with_stand_ins_for_its_states_and_persons():
    text = "Russia accused Anna Harlow. Harlow left Moscow."
    spans = (((0, 6), (40, 46)), ((15, 26), (28, 34)))
    changed = training_data.with_stand_ins(training_data.Example("passage", text, spans, None), {"Harlow"})
    assert changed.text == "Norway accused Alex Smith. Smith left Oslo."
    assert [[changed.text[s:e] for s, e in mine] for mine in changed.spans] == [
        ["Norway", "Oslo"],
        ["Alex Smith", "Smith"],
    ]


def test_a_row_of_codes_names_the_relation_of_every_pair():
    row = {"tone": "-1", "frames": "ce", "portrayals": "1:-1 2:x", "relations": "1>2- 1>9+"}
    coding = training_data.coding(row, ["1", "2", "3"])
    assert coding.frames == (1, 0, 0, 0, 1) and coding.portrayals == (-1, 0, 0)
    assert coding.relations[0, 1] == -1 and sum(map(abs, coding.relations.values())) == 1 and len(coding.relations) == 6


def test_a_made_paragraph_is_filled_and_its_mentions_follow():
    names = {("S1", "a"): "Omani", ("S1", ""): "Oman", ("P1", ""): "Ada Lund", ("P1", "l"): "Lund"}
    text = "A {S1a} court freed {P1} in {S1c.}. [P1:She] thanked {S1}."
    row = {"tone": "1", "frames": "-", "portrayals": "P1:0 S1:1", "relations": "P1>S1+"}
    made = training_data.filled_passage(text, row, names | {("S1", "c"): "Muscat"})
    assert made.text == "An Omani court freed Ada Lund in Muscat. She thanked Oman."
    assert [[made.text[s:e] for s, e in spans] for spans in made.spans] == [["Omani", "Oman"], ["Ada Lund", "She"]]
    held = training_data.filled_passage("[G1:The {S1a} crew] left.", row, names)
    assert [[held.text[s:e] for s, e in spans] for spans in held.spans] == [["Omani"], ["The Omani crew"]]
    assert made.answer.portrayals == (1, 0) and made.answer.relations == {(0, 1): 0, (1, 0): 1}


def test_made_articles_can_all_be_filled():
    people = {(2, False): [f"Ann Name{n}" for n in range(60)]}
    for article in training_data.made_articles():
        for example in training_data.filled(article, people, random.Random(1)):
            assert not set("{}[]") & set(example.text)
            assert all(example.text[s:e].strip() for spans in example.spans for s, e in spans)


def test_a_pair_is_read_in_the_order_of_the_text():
    asked = training_data.Example("relation", "Xi praised Putin.", ((11, 16), (0, 2)), 2)
    assert training_data.in_order(asked) == training_data.Example(
        "relation", "Xi praised Putin.", ((0, 2), (11, 16)), 1
    )
    assert training_data.in_order(training_data.in_order(asked)) == training_data.in_order(asked)
