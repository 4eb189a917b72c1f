"""How the training data are made. Needs the extra `train`; the tables beside the model do not."""

import csv
import random
from pathlib import Path

import pytest

MODELS = Path(__file__).resolve().parent.parent / "analysis" / "models"


def rows(name):
    with (MODELS / name).open(encoding="utf-8", newline="") as file:
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


@pytest.fixture(scope="module")
def training():
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from analysis import training

    return training


@pytest.mark.parametrize(
    "marked, expected",
    [
        ("A [Los Angele]s anchor", "Los Angeles"),
        ("a movie, s[aying] it", "saying"),
        ("[Donald Trump’]s plan", "Donald Trump"),
        ("the [U. S.] practice", "U. S."),
        ("[China] said", "China"),
        ("the [Time]s’ report", "Times"),
    ],
)
def test_a_bracket_that_cuts_a_word_is_mended(training, marked, expected):
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    low, high = training.mended(text, start, end)
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
def test_names_are_changed_and_spans_follow(training, text, names, expected_text, expected_spans):
    spans = tuple((text.index(w), text.index(w) + len(w)) for w in ("Xi", "Putin"))
    changed = training.renamed(training.Example("relation", text, spans, 1), names)
    assert changed.text == expected_text
    assert [changed.text[s:e] for s, e in changed.spans] == expected_spans
    assert changed.answer == 1


def test_made_sentences_say_what_their_label_says(training):
    names = {(2, False): ["Ada Lund", "Bo Rask", "Cy Holt"], (1, False): ["Dahl", "Ek", "Falk"]}
    made = training.templates(random.Random(1), 400, names)
    assert {e.kind for e in made} == {"active", "passive", "negated", "negated passive", "quoted", "bystander", "joint"}
    signs = {
        verb[form]: int(verb["sign"]) for verb in training.verbs("train") for form in ("base", "past", "participle")
    }
    for example in made:
        if example.head == "relation" and example.kind in ("active", "passive"):
            sign = next(signs[word] for word in example.text.split() if word in signs)
            assert example.answer == {1: 1, -1: 3, 0: 0}[sign]
        if example.kind.startswith("negated"):
            assert example.answer == (0 if example.head == "relation" else 1)
        assert all(example.text[s:e].strip() == example.text[s:e] != "" for s, e in example.spans)


def test_the_same_seed_makes_the_same_epoch(training):
    train = {
        "toward": [
            training.Example("toward", f"{name} Lee{i} spoke.", ((0, len(name)),), 1, "person")
            for i, name in enumerate(["Ann", "Bea", "Cy", "Dee"] * 20)
        ]
    }
    train["relation"] = [training.Example("relation", f"Peru{i} met Mali.", ((0, 5), (10, 14)), 0) for i in range(80)]
    assert training.epoch_batches(train, 3, 0) == training.epoch_batches(train, 3, 0)
    assert training.epoch_batches(train, 3, 0) != training.epoch_batches(train, 3, 1)


def test_texts_do_not_stand_on_both_sides_of_a_split(training):
    examples = [training.Example("tone", f"text {i // 2}", (), 1) for i in range(40)]
    held, kept = training.split(examples, 10)
    assert len(held) == 10 and len(kept) == 30
    assert not {e.text for e in held} & {e.text for e in kept}


@pytest.mark.parametrize(
    "gold, guess, expected",
    [
        ([0, 1, 2, 2], [0, 1, 2, 2], 1.0),
        ([0, 0, 1, 2], [0, 1, 1, 0], (0.5 + 2 / 3 + 0) / 3),
    ],
)
def test_macro_f1_by_hand(training, gold, guess, expected):
    assert training.macro_f1(gold, guess, 3) == pytest.approx(expected)


def test_edge_f1_by_hand(training):
    assert training.edge_f1([0, 1, 3, 4], [1, 1, 4, 0]) == pytest.approx(2 * 1 / (3 + 3))


def test_calibration_error_by_hand(training):
    import numpy as np

    p = np.array([[0.9, 0.1], [0.9, 0.1], [0.3, 0.7], [0.4, 0.6]])
    expected = 0.5 * abs(0.9 - 0.5) + 0.25 * abs(0.7 - 1) + 0.25 * abs(0.6 - 1)
    assert training.calibration_error(p, [0, 1, 1, 1]) == pytest.approx(expected)


def test_a_pair_is_read_in_the_order_of_the_text(training):
    asked = training.Example("relation", "Xi praised Putin.", ((11, 16), (0, 2)), 2)
    assert training.in_order(asked) == training.Example("relation", "Xi praised Putin.", ((0, 2), (11, 16)), 1)
    assert training.in_order(training.in_order(asked)) == training.in_order(asked)
