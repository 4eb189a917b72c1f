"""Many unsure things together: how many of them hold almost certainly, though none does by itself."""

import numpy as np

ALMOST_SURE = 0.95


def chance_of_each(chances):
    """The chance that 0, 1, 2 … or more of some independent things hold, by the Poisson binomial distribution.

    >>> chance_of_each([0.5, 0.5]).tolist()
    [1.0, 0.75, 0.25]
    """
    held = np.ones(1)
    for chance in chances:
        held = np.convolve(held, [1 - chance, chance])
    return np.cumsum(held[::-1])[::-1]


def at_least(chances, sure=ALMOST_SURE):
    """The greatest number of independent things of which at least that many hold with a chance of `sure` or more.

    `chances` are 0 to 1. Blind spot: things that hold or fail together.

    >>> at_least([0.5]), at_least([0.5] * 8), at_least([])
    (0, 2, 0)
    """
    return int(np.flatnonzero(chance_of_each(chances) >= sure - 1e-9)[-1])
