"""Co-occurrence: which actors an article puts together in one unit, and how often chance would."""

import functools
import itertools
import math
from collections import defaultdict

import numpy as np
import pandas as pd

COLUMNS = """
    first second first_units second_units total observed expected pmi npmi log_likelihood p q units
""".split()
CONTEXT = "first second sentence paragraph first_words second_words start end text clean_text".split()


def pairs(mentions, *, unit="sentence", level="actor", least=2, total=None):
    """How often each two actors share a unit, against how often they would if each fell on the units by chance.

    `unit` is "sentence", "paragraph" or a number w (every run of w sentences, each run once); `level` is "actor" or
    "party"; actors in fewer than `least` units are left out. `total` is the number of units there are; without it,
    the number that mention anybody. One row a pair, also the pairs that never meet:

    first, second            in alphabetical order
    first_units, second_units, total    in how many units each stands, and out of how many
    observed, expected       units with both; `first_units * second_units / total`, the mean of the hypergeometric
    pmi, npmi                log2(observed / expected) and its form between -1 (never together) and 1 (never apart)
    log_likelihood           Dunning's G² of the two-by-two table, 0 and up
    p, q                     Fisher's exact test, two-sided; q is p after Benjamini and Hochberg over all rows
    units                    the numbers of the units with both, which lead back to the words

    Neighbouring windows share sentences, so no test holds for them: p and q are missing where `unit` is above 1.
    Blind spot: standing together says nothing on liking or disliking; one article has few units, so that a missing
    small q is no proof of chance; sentences of one paragraph are not independent, which makes p too small.
    ValueError for another unit or level. Sources: Church & Hanks 1990 (PMI), Bouma 2009 (NPMI), Dunning 1993 (G²),
    Benjamini & Hochberg 1995 (q).

    >>> table = pd.DataFrame({"actor": ["Cuba", "Peru", "Cuba", "Peru"], "sentence": [1, 1, 2, 2], "paragraph": 1})
    >>> pairs(table, total=8)[["first", "second", "observed", "expected"]].values.tolist()
    [['Cuba', 'Peru', 2, 0.5]]
    """
    places = _places(mentions, unit, level)
    units = set().union(*places.values()) if places else set()
    total = max(total or 0, len(units))
    known = sorted(name for name, where in places.items() if len(where) >= least)
    rows = [
        _pair(first, second, places[first], places[second], total) for first, second in itertools.combinations(known, 2)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    overlapping = unit not in ("sentence", "paragraph", 1)
    if overlapping or table.empty:
        table = table.assign(p=np.nan, q=np.nan)
    else:
        table["q"] = false_discovery(table["p"])
    return table.sort_values(
        ["observed", "npmi", "first", "second"], ascending=[False, False, True, True], ignore_index=True
    )


def graph(pairs, *, least=1):
    """The pairs as a networkx graph: nodes carry `units`, edges `weight`, `expected`, `npmi`, `q` and `units`.

    `least` is the number of units two actors must share for an edge; actors without an edge stay, as nodes alone.
    Blind spot: a drawing of the graph shows counts, not their surplus over chance: read `expected` with it.

    >>> table = pd.DataFrame({"actor": ["Cuba", "Peru", "Cuba", "Peru"], "sentence": [1, 1, 2, 2], "paragraph": 1})
    >>> graph(pairs(table)).edges["Cuba", "Peru"]["weight"]
    2
    """
    import networkx  # not before it is needed: it is slow to load

    network = networkx.Graph()
    for row in pairs.sort_values(["first", "second"]).itertuples():
        network.add_node(row.first, units=row.first_units)
        network.add_node(row.second, units=row.second_units)
        if row.observed >= least:
            facts = {"expected": row.expected, "npmi": row.npmi, "q": row.q, "units": row.units}
            network.add_edge(row.first, row.second, weight=row.observed, **facts)
    return network


def top_pair(pairs):
    """The two actors of the first row of a table of pairs; two empty names where it has none.

    >>> top_pair(pairs(pd.DataFrame({"actor": ["Cuba", "Peru"] * 2, "sentence": [1, 1, 2, 2], "paragraph": 1})))
    ('Cuba', 'Peru')
    """
    return tuple(pairs[["first", "second"]].iloc[0]) if len(pairs) else ("", "")


def contexts(article, mentions, first, second, *, unit="sentence", level="actor"):
    """The sentences (or paragraphs) in which two actors stand together, with the words that name each.

    Columns first, second, sentence, paragraph, first_words, second_words, start, end, text, clean_text. With a number
    as `unit`, the sentences that name either of the two within a window that names both. `sentence` is 0 where the unit
    is a paragraph. Blind spot: a pronoun that was resolved wrongly shows a sentence that names only one of them.

    >>> from analysis.article import from_text
    >>> cuba = from_text("Cuba met Peru.")
    >>> table = pd.DataFrame({"actor": ["Cuba", "Peru"], "sentence": 1, "paragraph": 1, "text": ["Cuba", "Peru"]})
    >>> contexts(cuba, table, "Cuba", "Peru")["text"].tolist()
    ['Cuba met Peru.']
    """
    places = _places(mentions, unit, level)
    shared = sorted(places.get(first, set()) & places.get(second, set()))
    if unit == "paragraph":
        table = article.paragraphs[article.paragraphs["paragraph"].isin(shared)].assign(sentence=0)
        column = "paragraph"
    else:
        width = 1 if unit == "sentence" else unit
        near = {sentence for start in shared for sentence in range(start, start + width)}
        named = set(mentions.loc[mentions[level].isin([first, second]), "sentence"])
        table = article.sentences[article.sentences["sentence"].isin(near & named)]
        column = "sentence"
    words = {actor: mentions[mentions[level] == actor].groupby(column)["text"].agg(list) for actor in (first, second)}
    named_in = lambda actor: [", ".join(words[actor].get(number, [])) for number in table[column]]
    return table.assign(first=first, second=second, first_words=named_in(first), second_words=named_in(second))[
        CONTEXT
    ].reset_index(drop=True)


def _places(mentions, unit, level):
    """{actor: set of unit numbers}; a window is numbered by its first sentence."""
    if level not in ("actor", "party"):
        raise ValueError(f"level is {level!r}, not actor or party")
    if unit not in ("sentence", "paragraph") and not (isinstance(unit, int) and unit > 0):
        raise ValueError(f"unit is {unit!r}, not sentence, paragraph or a number of sentences")
    column = "paragraph" if unit == "paragraph" else "sentence"
    width = unit if isinstance(unit, int) else 1
    last = max(mentions[column], default=0)
    places = defaultdict(set)
    for name, number in zip(mentions[level], mentions[column]):
        if name:
            places[name].update(range(max(1, number - width + 1), min(number, max(1, last - width + 1)) + 1))
    return dict(places)


def _pair(first, second, first_units, second_units, total):
    both = sorted(first_units & second_units)
    a, b, k = len(first_units), len(second_units), len(both)
    expected = a * b / total
    pmi = math.log2(k / expected) if k else -math.inf
    npmi = -1.0 if not k else 1.0 if k == total else pmi / -math.log2(k / total)
    surprise, p = _tests(k, *sorted((a, b)), total)
    row = (first, second, a, b, total, k, expected, pmi, npmi, surprise, p, math.nan, tuple(both))
    return dict(zip(COLUMNS, row))


@functools.lru_cache(maxsize=10_000)
def _tests(both, first, second, total):
    """Dunning's G² and Fisher's p of two actors with so many units together and each; many pairs share these counts."""
    if second == total:  # of who stands in every unit there is nothing to test
        return 0.0, 1.0
    cells = [[both, first - both], [second - both, total - first - second + both]]
    expected = (a * b / total for a, b in itertools.product((first, total - first), (second, total - second)))
    surprise = sum(seen * math.log(seen / mean) for seen, mean in zip(sum(cells, []), expected) if seen)
    return max(0.0, 2 * surprise), fisher(cells)


def fisher(cells, alternative="two-sided"):
    """The p-value of Fisher's (1922) exact test of a two-by-two table: `two-sided`, `less` or `greater` in its corner.

    >>> round(fisher([[8, 2], [1, 5]]), 4)
    0.035
    """
    (both, rest), (other, neither) = cells
    row, column, all_others = both + rest, both + other, other + neither
    low, high = max(0, column - all_others), min(row, column)
    ways = [math.comb(row, k) * math.comb(all_others, column - k) for k in range(low, high + 1)]
    here = both - low
    as_far = {"less": ways[: here + 1], "greater": ways[here:], "two-sided": [n for n in ways if n <= ways[here]]}
    return sum(as_far[alternative]) / sum(ways)


def false_discovery(values):
    """The p-values of several tests, adjusted so that a bound on them bounds the share of false finds.

    Source: Benjamini & Hochberg (1995).

    >>> false_discovery([0.01, 0.04, 0.03, 0.5]).round(3).tolist()
    [0.04, 0.053, 0.053, 0.5]
    """
    values = np.asarray(values, dtype=float)
    order = np.argsort(values)[::-1]
    adjusted = np.empty(len(values))
    adjusted[order] = np.minimum.accumulate(values[order] * len(values) / np.arange(len(values), 0, -1)).clip(max=1)
    return adjusted
