"""The network of who stands for or against whom, and how near it is to two camps."""

import itertools
import math
from collections import Counter
from dataclasses import dataclass


def network(relations, *, level="party", voice=None):
    """The directed, signed graph of the counted relations between actors: a networkx DiGraph.

    Nodes are parties, or actors with `level="actor"`. An edge has `weight` (supporting minus opposing paragraphs),
    `sign` (-1, 0, 1), `support` and `oppose` (numbers of paragraphs) and `sentences` (those that state it).
    `voice="author"` keeps what the article asserts itself, another name what that speaker is reported to say. Blind
    spot: several readings of one relation in a paragraph count once.

    >>> import pandas as pd
    >>> rows = pd.DataFrame([dict(paragraph=1, sentence=1, source_party="A", target_party="B", target_type="actor",
    ...                           stance=-1, voice="author", counted=True)])
    >>> network(rows)["A"]["B"]["sign"]
    -1
    """
    import networkx  # not before it is needed: it is slow to load

    graph = networkx.DiGraph()
    if not len(relations):
        return graph
    rows = relations[relations["counted"].astype(bool) & (relations["target_type"] == "actor")]
    rows = rows if voice is None else rows[rows["voice"] == voice]
    ends = ["source", "target"] if level == "actor" else ["source_party", "target_party"]
    for (source, target), group in rows[rows[ends[0]] != rows[ends[1]]].groupby(ends, sort=True):
        support, oppose = (int(group.loc[group["stance"] == sign, "paragraph"].nunique()) for sign in (1, -1))
        weight, sentences = support - oppose, tuple(sorted({int(n) for n in group["sentence"]}))
        sign = (weight > 0) - (weight < 0)
        graph.add_edge(source, target, weight=weight, sign=sign, support=support, oppose=oppose, sentences=sentences)
    return graph


MOST_ACTORS = 20


@dataclass(frozen=True)
class Balance:
    """How near a signed network is to two camps that are at peace within and at odds between.

    `frustration` is the least number of ties against the grain, `ties` their number, `camps` the two camps that reach
    it (the larger first), `against` those ties, `unique` whether no other division does as well. `triads` lists every
    closed triangle (actors, balanced, sentences).
    """

    frustration: int
    ties: int
    camps: tuple
    against: tuple
    unique: bool
    triads: tuple


def balance(relations, *, level="party", voice=None):
    """The structural balance of the network of relations: exact frustration, the best two camps, unbalanced triads.

    Ties are undirected: the sign of the sum of both directions; ties that cancel out are left out. Above 20 actors the
    20 with most ties are kept. Every division into two camps is tried, so the answer is exact. Returns a Balance.
    Source: Cartwright & Harary 1956; Doreian & Mrvar 2009; Aref & Wilson 2018. Blind spot: three mutually hostile
    camps count as frustration.

    >>> import pandas as pd
    >>> signs = [("A", "B", 1), ("B", "C", -1), ("A", "C", -1)]
    >>> rows = pd.DataFrame([dict(paragraph=n, sentence=n, source_party=a, target_party=b, target_type="actor",
    ...                           stance=s, voice="author", counted=True) for n, (a, b, s) in enumerate(signs)])
    >>> answer = balance(rows)
    >>> answer.frustration, answer.camps
    (0, (('A', 'B'), ('C',)))
    """
    graph = network(relations, level=level, voice=voice)
    ties = _ties(graph)
    camps, cost, unique = _camps(ties)
    side = {name: n for n, camp in enumerate(camps) for name in camp}
    against = tuple(pair for pair, sign in ties.items() if (side[pair[0]] == side[pair[1]]) != (sign > 0))
    return Balance(cost, len(ties), camps, against, unique, _triads(graph, ties))


def _ties(graph):
    """(a, b) in alphabetical order -> sign, of the actors with most ties."""
    weights, degree = Counter(), Counter()
    for a, b, weight in graph.edges(data="weight"):
        weights[min(a, b), max(a, b)] += weight
    signs = {pair: 1 if weight > 0 else -1 for pair, weight in sorted(weights.items()) if weight}
    for pair in signs:
        degree.update(pair)
    kept = set(sorted(degree, key=lambda name: (-degree[name], name))[:MOST_ACTORS])
    return {pair: sign for pair, sign in signs.items() if set(pair) <= kept}


def _camps(ties):
    """The division with fewest ties against the grain, by trying all of each connected part."""
    import networkx

    sides, cost, unique = {}, 0, True
    parts = networkx.connected_components(networkx.Graph(list(ties)))
    parts = sorted(map(sorted, parts), key=lambda part: (-len(part), part))
    for part in parts:
        best, least, ways = _divide(part, [(a, b, sign) for (a, b), sign in ties.items() if a in part])
        sides |= best
        cost += least
        unique &= ways == 1
    camps = (tuple(name for name in sorted(sides) if sides[name] == n) for n in (0, 1))
    return tuple(sorted(camps, key=lambda camp: (-len(camp), camp))), cost, unique and len(parts) <= 1


def _divide(part, ties):
    """Branch and bound over the members of one connected part; the first is fixed, for camps have no order."""
    order = {name: n for n, name in enumerate(part)}
    back = [[] for _ in part]
    for a, b, sign in ties:
        low, high = sorted((order[a], order[b]))
        back[high].append((low, sign))
    side, best = [0] * len(part), {"cost": len(ties) + 1, "side": None, "ways": 0}

    def place(n, cost):
        if cost > best["cost"]:
            return
        if n == len(part):
            if cost < best["cost"]:
                best.update(cost=cost, side=list(side), ways=0)
            best["ways"] += 1
            return
        for choice in (0, 1) if n else (0,):
            side[n] = choice
            place(n + 1, cost + sum((side[m] == choice) != (sign > 0) for m, sign in back[n]))

    place(0, 0)
    return dict(zip(part, best["side"])), best["cost"], best["ways"]


def _triads(graph, ties):
    """(actors, balanced, sentences) of every three actors with a tie between each two."""
    triads = []
    for trio in itertools.combinations(sorted({name for pair in ties for name in pair}), 3):
        pairs = list(itertools.combinations(trio, 2))
        if all(pair in ties for pair in pairs):
            edges = [
                graph.get_edge_data(*ends) for pair in pairs for ends in (pair, pair[::-1]) if graph.has_edge(*ends)
            ]
            sentences = tuple(sorted({n for edge in edges for n in edge["sentences"]}))
            triads.append((trio, math.prod(ties[pair] for pair in pairs) > 0, tuple(sorted(sentences))))
    return tuple(triads)
