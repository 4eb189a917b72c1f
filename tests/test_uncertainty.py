import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis import claims, framing, uncertainty
from analysis.article import from_text, read_article
from analysis.uncertainty.choices import _alike, _by_party, _variants


def test_mean_weighs_values_not_paragraphs():
    assert uncertainty.mean([1, 1, 1, 0], by=[1, 1, 1, 2]).value == 0.75


def test_values_of_one_paragraph_are_drawn_together():
    values = [1, 1, 1, 1, 0, 0, 0, 0]
    alone, together = uncertainty.mean(values), uncertainty.mean(values, by=[1, 1, 1, 1, 2, 2, 2, 2])
    assert (alone.n, together.n) == (8, 2)
    assert together.high - together.low == 1 > alone.high - alone.low


def test_interval_of_a_proportion_is_near_the_textbooks():
    interval = uncertainty.mean([1] * 50 + [0] * 50)
    half = 1.96 * math.sqrt(0.25 / 100)
    assert interval.low == pytest.approx(0.5 - half, abs=0.02) and interval.high == pytest.approx(0.5 + half, abs=0.02)


@pytest.mark.parametrize("values", [[], [0.5], [np.nan, 0.5]])
def test_too_few_units_have_no_interval(values):
    interval = uncertainty.mean(values)
    assert math.isnan(interval.low) and math.isnan(interval.high)
    assert str(interval).endswith(f"n = {interval.n})")


def test_difference_by_hand_and_its_sign():
    there, back = uncertainty.difference([1, 1, 0, 1], [0, 0, 1, 0]), uncertainty.difference([0, 0, 1, 0], [1, 1, 0, 1])
    assert (there.value, back.value) == (0.5, -0.5)


def test_difference_of_paired_paragraphs_is_surer():
    first, second = [1, 0, 1, 0, 1, 0], [0.9, 0, 0.9, 0, 0.9, 0]
    paragraphs = range(6)
    paired = uncertainty.difference(first, second, first_by=paragraphs, second_by=paragraphs)
    loose = uncertainty.difference(first, second)
    assert paired.high - paired.low < loose.high - loose.low


@pytest.mark.parametrize("first, second", [([], []), ([1], []), ([], [1, 2])])
def test_difference_with_nothing_to_compare(first, second):
    assert math.isnan(uncertainty.difference(first, second).value)


def test_interval_of_cells_is_that_of_their_values():
    values = np.random.default_rng(0).normal(size=40)
    cells = np.stack([values, np.ones(40)], axis=1)
    assert str(uncertainty.interval(cells, lambda sums: sums[..., 0] / sums[..., 1])) == str(uncertainty.mean(values))
    assert math.isnan(uncertainty.interval([], uncertainty.f1).value)


@pytest.mark.parametrize(
    "gold, predicted, value, constant",
    [
        ([1, 1, 0, 0], [1, 0, 0, 0], (2 / 3 + 4 / 5) / 2, 1 / 3),
        ([1, 0, 0], [1, 0, 0], 1.0, 2 * 2 / 5 / 2),
        ([1, 0, 0], [-1, 0, 0], 0.5, 0.4),
        ([1, 0, 0], [None, 0, 0], 0.5, 0.4),
    ],
)
def test_macro_f1_by_hand(gold, predicted, value, constant):
    cells = uncertainty.label_cells(gold, predicted, (-1, 0, 1))
    interval = uncertainty.interval(cells, uncertainty.macro_f1, resamples=200)
    assert interval.value == pytest.approx(value) and interval.low <= interval.value <= interval.high
    assert uncertainty.constant_macro_f1(cells.sum(axis=0)) == pytest.approx(constant)


def test_f1_by_hand():
    assert uncertainty.f1(uncertainty.f1_cells([[1, 0], [1, 1]], [[1, 1], [0, 1]]).sum(axis=0)) == pytest.approx(4 / 6)


def test_pearson_from_moments():
    x, noise = np.random.default_rng(0).normal(size=(2, 50))
    interval = uncertainty.interval(uncertainty.moments(x, x + noise), uncertainty.pearson, resamples=500)
    assert interval.value == pytest.approx(np.corrcoef(x, x + noise)[0, 1])
    assert interval.low < interval.value < interval.high


@pytest.mark.parametrize("x", [[], [1], [0.3, 0.3, 0.3]])
def test_pearson_of_what_does_not_vary(x):
    assert math.isnan(uncertainty.pearson(uncertainty.moments(x, x).sum(axis=0)))


@pytest.mark.parametrize(
    "actors, paragraphs, first, stability",
    [
        ("AAAB", [1, 2, 3, 4], ("A",), (0.8, 0.9)),  # A leads outright in 74% of draws, draws level in 21%
        ("AABB", [1, 2, 3, 4], ("A", "B"), (1, 1)),
        ("AAAB", [1, 1, 1, 2], ("A",), (0.5, 0.9)),  # all in one paragraph: gone, where it is not drawn
        ("A", [1], ("A",), (1, 1)),
    ],
)
def test_lead(actors, paragraphs, first, stability):
    lead = uncertainty.lead(pd.DataFrame({"actor": list(actors), "paragraph": paragraphs}), "actor")
    assert lead.first == first
    assert stability[0] <= lead.stability <= stability[1] + 1e-9


def test_lead_of_weights():
    table = pd.DataFrame({"actor": ["A", "A", "B"], "paragraph": [1, 2, 3], "words": [1, 2, 9]})
    assert uncertainty.lead(table, "actor", weight="words").ranking == (("B", 9), ("A", 3))


def test_lead_of_nothing():
    assert uncertainty.lead(pd.DataFrame({"actor": [], "paragraph": []}), "actor").first == ()


def test_arc_of_a_step():
    table = pd.DataFrame({"sentence": range(1, 41), "score": [-1.0] * 20 + [1.0] * 20})
    arc = uncertainty.arc(table)
    assert arc["smooth"].iloc[0] == pytest.approx(-1, abs=0.01) and arc["smooth"].iloc[-1] == pytest.approx(1, abs=0.01)
    assert (arc["low"] <= arc["smooth"] + 1e-9).all() and (arc["smooth"] <= arc["high"] + 1e-9).all()
    assert (arc["smooth"].diff().dropna() > -1e-9).all()


def test_arc_of_nothing_and_of_one():
    empty = pd.DataFrame({"sentence": [], "score": []})
    assert uncertainty.arc(empty).empty
    assert uncertainty.arc(pd.DataFrame({"sentence": [1], "score": [0.5]}))["smooth"].tolist() == [0.5]


def test_the_same_each_time():
    one, two = (uncertainty.mean(range(10)) for _ in range(2))
    assert one == two


def test_specifications_of_a_folder_try_repairs_and_aliases():
    article = read_article("xi-putin-2021")
    table = uncertainty.specifications(article, [claims.tone_overall, claims.main_actors], encoder=False)
    tone = table[table["finding"] == "tone_overall"]
    assert len(tone) == 2 * 2 * 2 and len(table) == 2 * 2 * 2 + 2 * 2
    assert set(tone["instrument"]) == {"tone", "words"}
    assert tone["default"].sum() == 1 and tone[tone["default"]][
        ["repairs", "aliases", "instrument"]
    ].values.tolist() == [[True, True, "tone"]]
    assert tone[tone["default"]]["same"].all()
    assert not table.duplicated(["finding", *uncertainty.CHOICES]).any()


def test_specifications_of_a_bare_text():
    table = uncertainty.specifications(from_text("Russia condemned Ukraine."), claims.STANDARD, encoder=False)
    assert set(table["finding"]) == {question.__name__ for question in claims.STANDARD}
    assert set(table["repairs"]) == {uncertainty.NOT_A_CHOICE}


def test_voices_and_level_concern_the_ties():
    read = framing.read(from_text("Russia condemned Ukraine."), encoder=False)
    chosen = [tuple(choices.values()) for choices, _ in _variants(read, "acts_against", False)]
    assert chosen == [("party", "all"), ("party", "author"), ("actor", "all"), ("actor", "author")]


def test_an_actor_counts_as_its_party():
    mentions = pd.DataFrame({"actor": ["Putin", "Xi", "Russia"], "party": ["Russia", "China", "Russia"]})
    assert _by_party("Putin–Xi", mentions) == "China–Russia"
    assert _by_party("Putin, Russia | Xi", mentions) == "Russia | China"


@pytest.mark.parametrize(
    "outcome, value, usual, alike",
    [
        ("Russia", 0.9, "Russia", True),
        ("China", 0.9, "Russia", False),
        ("A, B, C", 1, "A, B, D", True),
        ("A, B", 1, "C, D", False),
        (".25", 0.25, ".30", True),
        (".50", 0.5, ".30", False),
        ("not enough to say", np.nan, ".30", False),
        ("A, B | C", 1, "C | A, B, D", True),
        ("A | B, C", 1, "A, B | C", False),
        ("A, B", 1, "A | B", False),
    ],
)
def test_when_outcomes_are_alike(outcome, value, usual, alike):
    row = SimpleNamespace(outcome=outcome, by_party=outcome, value=value)
    assert _alike(row, {"outcome": usual, "by_party": usual, "low": 0.2, "high": 0.4}) == alike


def specified(finding, outcomes):
    rows = [
        {
            "finding": finding,
            "title": finding,
            "outcome": o,
            "value": 1.0,
            "low": np.nan,
            "high": np.nan,
            "default": not n,
        }
        | {"same": o == outcomes[0]}
        for n, o in enumerate(outcomes)
    ]
    return pd.DataFrame(rows)


def test_what_is_stable_and_wrong_is_shown_as_such():
    outcomes = {"right": ["Peru"] * 5, "wrong": ["Peru"] * 5, "loose": ["Peru", "Cuba", "Cuba"], "unasked": ["Peru"]}
    table = pd.concat([specified(name, values) for name, values in outcomes.items()], ignore_index=True)
    said = {"right": ("Cuba", "Peru"), "wrong": "Chile", "loose": "Peru"}
    coded = [claims.Claim(name, "who", "so", value, 9, "names") for name, value in said.items()]
    trusted = uncertainty.trusted(table, coded).set_index("finding")
    assert trusted.index.tolist() == ["right", "unasked", "loose", "wrong"]
    assert trusted.loc["wrong", "verdict"] == "stable and not what the coders have"
    assert trusted.loc["right", "verdict"] == "stable, as the coders have it"
    assert trusted.loc["unasked", "verdict"].endswith("no coder says anything of it")
