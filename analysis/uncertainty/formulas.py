"""Formulas: agreement figures as functions of the sums of counted cells, for `interval` and for all units at once."""

import numpy as np


def f1_cells(gold, predicted):
    """Of rows of presence (0 or 1): how many are right, wanted and predicted; one row a unit."""
    gold, predicted = (np.asarray(rows, dtype=float).reshape(len(rows), -1) for rows in (gold, predicted))
    return np.stack([(gold * predicted).sum(axis=1), gold.sum(axis=1), predicted.sum(axis=1)], axis=1)


def f1(sums):
    """F1 from the sums of right, wanted and predicted; 0 where there is neither.

    >>> float(f1(f1_cells([1, 1, 0], [1, 0, 0]).sum(axis=0))).__round__(2)
    0.67
    """
    right, wanted, predicted = np.moveaxis(np.asarray(sums)[..., :3], -1, 0)
    return 2 * right / np.maximum(1, wanted + predicted)


def label_cells(gold, predicted, labels):
    """Per unit and label if it is hit, wrong or missed: the hits of all labels, then the wrong, then the misses."""
    gold, predicted = (np.asarray(answers)[:, None] == np.asarray(labels)[None] for answers in (gold, predicted))
    return np.concatenate([gold & predicted, predicted & ~gold, gold & ~predicted], axis=1).astype(float)


def macro_f1(sums):
    """The mean of the F1 of each label that the gold answers have, from the sums of `label_cells`.

    >>> float(macro_f1(label_cells([1, 1, 0, 0], [1, 0, 0, 0], (-1, 0, 1)).sum(axis=0))).__round__(2)
    0.73
    """
    hits, wrong, missed = np.split(np.asarray(sums), 3, axis=-1)
    present = hits + missed > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        each = np.where(present, 2 * hits / (2 * hits + wrong + missed), 0.0)
        return each.sum(axis=-1) / present.sum(axis=-1)


def constant_macro_f1(sums):
    """The macro-F1 of giving the commonest label throughout, from the sums of `label_cells`."""
    hits, _, missed = np.split(np.asarray(sums, dtype=float), 3, axis=-1)
    counts = hits + missed
    most = counts.max()
    return float(2 * most / (most + counts.sum()) / (counts > 0).sum()) if most else np.nan


def moments(x, y):
    """What Pearson's r is computed from: one row a pair, columns 1, x, y, x², y², xy."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return np.stack([np.ones(len(x)), x, y, x * x, y * y, x * y], axis=1)


def pearson(sums):
    """Pearson's r from the sums of `moments`; missing where one of the two does not vary.

    >>> float(pearson(moments([1, 2, 3], [2, 4, 6]).sum(axis=0)))
    1.0
    """
    n, x, y, xx, yy, xy = np.moveaxis(np.asarray(sums), -1, 0)
    spread = lambda total, squares: np.where(
        n * squares - total**2 > 1e-12 * n * squares, n * squares - total**2, np.nan
    )
    return (n * xy - x * y) / np.sqrt(spread(x, xx) * spread(y, yy))
