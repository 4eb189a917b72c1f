"""Figures of many articles that hold although the machine errs: what it says of all, corrected by a coded sample."""

from dataclasses import dataclass, field

import numpy as np

from analysis.uncertainty.intervals import EDGES, Interval

MOST = 0.9  # of what is fitted that one article may decide
FEW = 5  # coded articles that have to differ from the others before a sample says how far a figure may move


@dataclass(frozen=True)
class PredictionPowered:
    """One figure of a corpus, three times: `corrected`, by the `machine` alone, and by the coded `sample` alone.

    Each is an Interval. `weight` is how much of the machine's difference between corpus and sample was used (λ of
    PPI++: 0 where the machine tells nothing), `articles` how many there are and `coded` how many of them were coded.
    """

    corrected: Interval
    machine: Interval
    sample: Interval
    weight: float
    articles: int
    coded: int
    spread: tuple = field(repr=False)  # variances between articles: of what the machine leaves, of the coded, beyond

    def __str__(self):
        return str(self.corrected)

    def needed(self, width, *, machine=True):
        """How many coded articles give an interval no wider than `width`; None where not even all of them do.

        `machine=False` asks the same of a sample without the machine.

        >>> import pandas as pd
        >>> values = pd.DataFrame({"quotes": range(100)})
        >>> figure = prediction_powered(values % 7, values.loc[::5], "quotes")
        >>> figure.needed(20) < figure.needed(10)
        True
        """
        left, own, beyond = self.spread
        coded = np.arange(3, self.articles + 1)
        variance = (left if machine else own) * (1 / coded - 1 / self.articles) + beyond / self.articles
        enough = coded[2 * _reach(coded - 2) * np.sqrt(variance) <= width]
        return int(enough[0]) if len(enough) else None


def prediction_powered(machine, coded, count, per=None, *, between=None, beyond=False):
    """A mean, a share or a difference of many articles, from the machine's counts of all and a coder's of some.

    `machine` has a row of counts for each article, `coded` the same columns for a random sample of them; both have the
    article's id as index. `count` and `per` name columns: the figure is the sum of `count` over the sum of `per`, or
    the mean of `count` an article. `between`, a boolean Series by id, makes it the figure of those that are true less
    that of the others. The article is the unit, whatever is counted in it. 95 % intervals, for the articles of this
    corpus as the coder would have coded them all; `beyond=True`: for those that the corpus is drawn from at random.

    ValueError where `coded` is not a sample of `machine`. Where fewer than five coded articles differ from the rest,
    the intervals that need the sample are missing. Blind spot: a sample that was not drawn at random, and a coder's
    errors. Source: prediction-powered inference (Angelopoulos et al. 2023), with the weight of PPI++ (Angelopoulos,
    Duchi & Zrnic 2023), which for one corpus is the regression estimator of survey sampling (Cochran 1977, chapter 7);
    ratios and differences by the delete-one jackknife; what the fitted weight adds by leverage (HC3, MacKinnon & White
    1985).

    >>> import pandas as pd
    >>> values = pd.DataFrame({"quotes": [0, 1, 2, 3] * 25})
    >>> str(prediction_powered(values + 1, values.loc[::3], "quotes"))
    '1.50 (1.50 to 1.50, n = 34)'
    """
    if not coded.index.isin(machine.index).all() or not coded.index.is_unique or not machine.index.is_unique:
        raise ValueError("coded needs to be a sample of machine: the same ids, each once")
    known = machine.loc[coded.index]
    tables = [_cells(table, count, per, between) for table in (machine, known, coded)]
    (everywhere, spread), (there, guesses), (value, answers) = map(_jackknife, tables)
    number, n = len(machine), len(coded)
    weight, leverage = _fit(guesses, answers)
    left, own = float((((answers - weight * guesses) / (1 - leverage)) ** 2).sum() / max(1, n)), _variance(answers)
    more = own if beyond else 0.0
    few = n - np.unique(answers.round(9), return_counts=True)[1].max(initial=0) < FEW
    error = lambda variance: np.nan if few else np.sqrt(variance * (1 / n - 1 / number) + more / number)
    return PredictionPowered(
        _interval(value + weight * (everywhere - there), error(left), n, 2),
        _interval(everywhere, np.sqrt(_variance(spread) / number), number, 1),
        _interval(value, error(own), n, 1),
        weight,
        number,
        n,
        (left, own, more),
    )


def _cells(table, count, per, between):
    """What is summed: count and per, once or for each side of a difference."""
    cells = np.stack([table[count], table[per] if per else np.ones(len(table))], axis=1).astype(float)
    if between is None:
        return cells
    side = between.loc[table.index].to_numpy(dtype=bool)[:, None]
    return np.concatenate([cells * side, cells * ~side], axis=1)


def _figure(sums):
    ratios = sums[..., 0::2] / sums[..., 1::2]
    return ratios[..., 0] - (ratios[..., 1] if ratios.shape[-1] > 1 else 0)


def _jackknife(cells):
    """(a figure, how much each article moves it): of a mean, the distance of each value from it."""
    total = cells.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        left_out = _figure(total - cells)
        return _figure(total), (len(cells) - 1) * (left_out.mean() - left_out if len(cells) else left_out)


def _fit(guesses, answers):
    """(by how much the coder's values rise with the machine's, how much each article decides on that)."""
    squares, n = (guesses**2).sum(), max(1, len(guesses))
    if not squares > 1e-12:
        return 0.0, np.full(len(guesses), 1 / n)
    return float((guesses * answers).sum() / squares), np.minimum(1 / n + guesses**2 / squares, MOST)


def _variance(moves):
    return float((moves**2).sum() / (len(moves) - 1)) if len(moves) > 1 else np.nan


def _interval(value, error, n, fitted):
    reach = _reach(n - fitted) * error if n > fitted else np.nan
    return Interval(float(value), float(value - reach), float(value + reach), n)


def _reach(freedom):
    """How many standard errors a 95 % interval reaches to either side, by Student's t."""
    from scipy.special import stdtrit  # not before it is needed: it is slow to load

    return stdtrit(freedom, EDGES[1])
