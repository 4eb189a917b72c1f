import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control, fisher_exact, hypergeom

from analysis import cooccurrence
from analysis.article import from_text


def mentions(text):
    """One capital letter an actor, one word a sentence: "AB A" is A and B in sentence 1, A in sentence 2."""
    rows = [
        {
            "actor": letter,
            "party": {"A": "X", "B": "X"}.get(letter, letter),
            "sentence": number,
            "paragraph": (number + 1) // 2,
            "text": letter,
        }
        for number, word in enumerate(text.split(), start=1)
        for letter in word
        if letter != "-"
    ]
    return pd.DataFrame(rows, columns=["actor", "party", "sentence", "paragraph", "text"])


def row(table, first, second):
    return table[(table["first"] == first) & (table["second"] == second)].iloc[0]


def test_counts_by_hand():
    pair = row(cooccurrence.pairs(mentions("AB AB A B C C C C")), "A", "B")
    assert (pair.observed, pair.first_units, pair.second_units, pair.total) == (2, 3, 3, 8)
    assert pair.expected == 9 / 8
    assert pair.pmi == pytest.approx(math.log2(16 / 9))
    assert pair.npmi == pytest.approx(math.log2(16 / 9) / 2)
    assert pair.units == (1, 2)


def by_definition(k, a, b, n):
    """G² as twice the sum of observed times log observed over expected; p as the sum of all tables no likelier."""
    cells = [(k, a * b), (a - k, a * (n - b)), (b - k, (n - a) * b), (n - a - b + k, (n - a) * (n - b))]
    surprise = 2 * sum(seen * math.log(seen * n / product) for seen, product in cells if seen)
    chances = hypergeom.pmf(np.arange(max(0, a + b - n), min(a, b) + 1), n, a, b)
    return surprise, chances[chances <= hypergeom.pmf(k, n, a, b) * (1 + 1e-9)].sum()


@pytest.mark.parametrize("n", [1, 2, 5, 11])
def test_the_tests_are_those_of_the_definition(n):
    for a in range(1, n + 1):
        for b in range(a, n + 1):
            for k in range(max(0, a + b - n), a + 1):
                assert cooccurrence._tests(k, a, b, n) == pytest.approx(by_definition(k, a, b, n), abs=1e-9), (k, a, b)


def test_log_likelihood_by_hand():
    pair = row(cooccurrence.pairs(mentions("AB AB C C")), "A", "B")
    assert pair.log_likelihood == pytest.approx(2 * 4 * math.log(2))  # the two margins agree wholly: 2 n H, H = ln 2


def test_q_by_hand():
    table = cooccurrence.pairs(mentions("AB AB AB C C C"))
    ranked = sorted(table["p"])
    assert ranked == pytest.approx([0.1, 0.1, 0.1])  # together, and the two apart: 1 or 1 of 20 tables, both tails
    assert table["q"].tolist() == pytest.approx([0.1, 0.1, 0.1])


def test_never_together_is_a_row():
    pair = row(cooccurrence.pairs(mentions("A A B B")), "A", "B")
    assert (pair.observed, pair.npmi, pair.units) == (0, -1.0, ())


def test_always_together_in_all_units():
    pair = row(cooccurrence.pairs(mentions("AB AB")), "A", "B")
    assert (pair.npmi, pair.p, pair.log_likelihood) == (1.0, 1.0, 0.0)


def test_two_mentions_in_one_sentence_count_once():
    assert row(cooccurrence.pairs(mentions("AAB AB")), "A", "B").observed == 2


@pytest.mark.parametrize("unit, units", [("sentence", ()), ("paragraph", (1, 2)), (2, (1, 2, 3)), (3, (1, 2))])
def test_units(unit, units):
    pair = row(cooccurrence.pairs(mentions("A B A B"), unit=unit, least=1), "A", "B")
    assert pair.units == units


def test_windows_carry_no_test():
    assert cooccurrence.pairs(mentions("A B A B"), unit=2)[["p", "q"]].isna().all().all()


def test_party_level_joins_its_actors():
    table = cooccurrence.pairs(mentions("AC BC"), level="party")
    assert (row(table, "C", "X").observed, len(table)) == (2, 1)


def test_more_units_without_actors_lower_the_expectation():
    few, many = (row(cooccurrence.pairs(mentions("AB AB"), total=n), "A", "B") for n in (2, 20))
    assert (few.expected, many.expected) == (2.0, 0.2)
    assert many.p < few.p


@pytest.mark.parametrize("text", ["", "A", "A A"])
def test_nobody_to_pair(text):
    table = cooccurrence.pairs(mentions(text))
    assert table.empty and table.columns.tolist() == cooccurrence.COLUMNS
    assert len(cooccurrence.graph(table)) == 0
    assert cooccurrence.top_pair(table) == ("", "")


def test_graph_names_the_units_of_each_tie():
    graph = cooccurrence.graph(cooccurrence.pairs(mentions("AB AB AC C C")), least=2)
    assert sorted(graph.nodes) == ["A", "B", "C"]
    assert [(a, b, d["weight"], d["units"]) for a, b, d in graph.edges(data=True)] == [("A", "B", 2, (1, 2))]


def test_contexts_are_the_sentences_themselves():
    article = from_text("Cuba met Peru. Peru left.\n\nCuba stayed.")
    words = [("Cuba", 1, 1), ("Peru", 1, 1), ("Peru", 2, 1), ("Cuba", 3, 2)]
    table = pd.DataFrame([{"actor": a, "party": a, "text": a, "sentence": s, "paragraph": p} for a, s, p in words])
    found = cooccurrence.contexts(article, table, "Cuba", "Peru")
    assert [article.raw[r.start : r.end] for r in found.itertuples()] == ["Cuba met Peru."] == found["text"].tolist()
    assert found[["first_words", "second_words"]].values.tolist() == [["Cuba", "Peru"]]
    assert cooccurrence.contexts(article, table, "Cuba", "Peru", unit=2)["sentence"].tolist() == [1, 2, 3]
    assert cooccurrence.contexts(article, table, "Cuba", "Peru", unit="paragraph")["text"].tolist() == [
        "Cuba met Peru. Peru left."
    ]
    assert cooccurrence.contexts(article, table, "Cuba", "Chile").empty


@pytest.mark.parametrize("wrong", [{"unit": "page"}, {"unit": 0}, {"level": "camp"}])
def test_unknown_unit_or_level(wrong):
    with pytest.raises(ValueError):
        cooccurrence.pairs(mentions("AB"), **wrong)


@pytest.mark.parametrize("cells", [[[8, 2], [1, 5]], [[0, 7], [9, 40]], [[3, 3], [3, 3]], [[60, 40], [20, 180]]])
@pytest.mark.parametrize("alternative", ["two-sided", "less", "greater"])
def test_the_exact_test_is_that_of_scipy(cells, alternative):
    expected = fisher_exact(cells, alternative=alternative).pvalue
    assert cooccurrence.fisher(cells, alternative) == pytest.approx(expected, rel=1e-9)


def test_adjusted_values_are_those_of_scipy():
    values = [0.01, 0.04, 0.03, 0.5, 0.03]
    assert cooccurrence.false_discovery(values) == pytest.approx(false_discovery_control(values))
