"""Figures of a corpus that hold although the machine errs: the share of intervals that hold the truth."""

import numpy as np
import pandas as pd
import pytest

from analysis import uncertainty

RUNS, CODED = 1000, 60
FIGURES = {
    "a mean": {"count": "quotes"},
    "a share of paragraphs": {"count": "bad", "per": "paragraphs"},
    "a share of articles": {"count": "quoted"},
    "a difference of shares": {"count": "bad", "per": "paragraphs", "between": "late"},
}
BEYOND = [(name, False) for name in FIGURES] + [("a mean", True), ("a share of paragraphs", True)]


def corpus(rng, articles):
    """(the machine's counts, the true counts): it overlooks a third and now and then takes a thing for what it is not.

    Paragraphs of one article resemble each other, and later articles are worse news.
    """
    paragraphs = rng.integers(3, 20, articles)
    late = rng.random(articles) < 0.5
    bad = rng.binomial(paragraphs, np.clip(rng.beta(2, 3, articles) + 0.1 * late, 0, 1))
    quotes = rng.poisson(rng.gamma(2, 2, articles))
    truth = {"paragraphs": paragraphs, "bad": bad, "quotes": quotes, "quoted": (quotes > 2) * 1}
    heard = rng.binomial(quotes, 0.67) + rng.binomial(1, 0.1, articles)
    guess = {"bad": rng.binomial(bad, 0.67) + rng.binomial(paragraphs - bad, 0.02), "quotes": heard}
    guess |= {"paragraphs": paragraphs, "quoted": (heard > 2) * 1}
    return pd.DataFrame(guess), pd.DataFrame(truth), pd.Series(late)


def true_value(truth, late, count, per=None, between=None):
    ratio = lambda rows: rows[count].sum() / (rows[per].sum() if per else len(rows))
    return ratio(truth[late]) - ratio(truth[~late]) if between else ratio(truth)


def holds(interval, value):
    return interval.low <= value <= interval.high


def width(interval):
    return interval.high - interval.low


@pytest.mark.parametrize("name, beyond", BEYOND)
def test_ninety_five_of_a_hundred_intervals_hold_the_truth_and_are_narrower_than_the_samples(name, beyond):
    rng = np.random.default_rng(15)
    asked = FIGURES[name]
    machine, truth, late = corpus(rng, 100_000 if beyond else 400)
    value = true_value(truth, late, **asked)
    options = asked | ({"between": late} if "between" in asked else {})
    held, alone, widths = [], [], []
    for _ in range(RUNS):
        chosen = rng.choice(len(machine), 400, replace=False) if beyond else np.arange(400)
        sample = rng.choice(chosen, CODED, replace=False)
        figure = uncertainty.prediction_powered(machine.loc[chosen], truth.loc[sample], **options, beyond=beyond)
        held.append(holds(figure.corrected, value))
        alone.append(holds(figure.machine, value))
        widths.append((width(figure.corrected), width(figure.sample)))
    corrected, sample = np.mean(widths, axis=0)
    assert 0.93 <= np.mean(held) <= 0.97
    assert corrected < 0.9 * sample
    assert np.mean(alone) < 0.5 or "between" in asked  # the machine alone is off, by the same on both sides of this one


def test_a_machine_that_tells_nothing_costs_nothing():
    rng = np.random.default_rng(1)
    truth = pd.DataFrame({"quotes": rng.poisson(4, 500)})
    machine = pd.DataFrame({"quotes": rng.poisson(9, 500)})
    figure = uncertainty.prediction_powered(machine, truth.sample(100, random_state=1), "quotes")
    assert abs(figure.weight) < 0.3
    assert width(figure.corrected) < 1.05 * width(figure.sample)


def test_the_number_that_is_needed_gives_the_width_that_was_asked_for():
    machine, truth, _ = corpus(np.random.default_rng(7), 2000)
    estimate = lambda number, seed: uncertainty.prediction_powered(
        machine, truth.sample(number, random_state=seed), "bad", "paragraphs"
    )
    pilots = [estimate(100, seed) for seed in range(5)]
    numbers = [pilot.needed(0.05) for pilot in pilots]
    assert all(number < pilot.needed(0.05, machine=False) for number, pilot in zip(numbers, pilots))
    widths = [width(estimate(number, seed).corrected) for number in numbers for seed in range(5, 10)]
    assert np.mean(widths) == pytest.approx(0.05, rel=0.15)


def test_a_width_that_no_sample_gives_is_none():
    machine, truth, _ = corpus(np.random.default_rng(7), 200)
    sample = truth.sample(60, random_state=1)
    assert uncertainty.prediction_powered(machine, sample, "quotes", beyond=True).needed(0.01) is None
    assert uncertainty.prediction_powered(machine, sample, "quotes").needed(0.01) <= 200


def test_when_all_is_coded_nothing_is_left_to_chance():
    machine, truth, _ = corpus(np.random.default_rng(7), 200)
    figure = uncertainty.prediction_powered(machine, truth, "quotes")
    assert figure.corrected.low == pytest.approx(truth["quotes"].mean()) == pytest.approx(figure.corrected.high)


@pytest.mark.parametrize("rare", [0, 2, 4])
def test_of_what_hardly_any_coded_article_has_no_interval_is_given(rare):
    machine = pd.DataFrame({"quoted": [1, 0] * 100})
    coded = pd.DataFrame({"quoted": [1] * rare + [0] * (50 - rare)})
    figure = uncertainty.prediction_powered(machine, coded, "quoted")
    assert np.isnan([figure.corrected.low, figure.sample.high]).all() and not np.isnan(figure.machine.low)


def test_what_is_no_sample_of_the_corpus_is_refused():
    machine = pd.DataFrame({"quotes": [1, 2]}, index=["a", "b"])
    for ids in (["c"], ["a", "a"]):
        with pytest.raises(ValueError, match="a sample of machine"):
            uncertainty.prediction_powered(machine, pd.DataFrame({"quotes": 1}, index=ids), "quotes")
