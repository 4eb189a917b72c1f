"""The network of who stands for or against whom, and how near it is to two camps."""

import itertools
from dataclasses import dataclass

import networkx as nx


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
    graph = nx.DiGraph()
    if not len(relations):
        return graph
    rows = relations[relations["counted"].astype(bool) & (relations["target_type"] == "actor")]
    if voice is not None:
        rows = rows[rows["voice"] == voice]
    ends = ["source", "target"] if level == "actor" else ["source_party", "target_party"]
    for (source, target), group in rows.groupby(ends, sort=True):
        if source == target:
            continue
        support = group.loc[group["stance"] > 0, "paragraph"].nunique()
        oppose = group.loc[group["stance"] < 0, "paragraph"].nunique()
        weight = int(support - oppose)
        graph.add_edge(
            source,
            target,
            weight=weight,
            sign=(weight > 0) - (weight < 0),
            support=int(support),
            oppose=int(oppose),
            sentences=tuple(sorted({int(n) for n in group["sentence"]})),
        )
    return graph


@dataclass(frozen=True)
class Balance:
    """How near a signed network is to two camps that are at peace within and at odds between.

    `frustration` is the least number of ties against the grain, `ties` their number, `camps` the two camps that reach
    it (the larger first), `against` those ties, `unique` whether no other division does as well. `triads` lists every
    closed triangle (actors, balanced, sentences). `stability` gives for each actor the share of leave-one-sentence-out
    networks in which it stays in its camp; it is empty where no sentences are known or the
    network has more than 14 actors.
    """

    frustration: int
    ties: int
    camps: tuple
    against: tuple
    unique: bool
    triads: tuple
    stability: dict


MOST_ACTORS = 20
MOST_LEFT_OUT = 14  # a division of twenty is exact but slow; it is not repeated for each sentence


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
    >>> found = balance(rows)
    >>> found.frustration, found.camps
    (0, (('A', 'B'), ('C',)))
    """
    graph = network(relations, level=level, voice=voice)
    ties = _ties(graph)
    names = sorted({name for pair in ties for name in pair})
    camps, cost, unique = _camps(names, ties)
    side = {name: n for n, camp in enumerate(camps) for name in camp}
    against = tuple(pair for pair, sign in ties.items() if (side[pair[0]] == side[pair[1]]) != (sign > 0))
    return Balance(
        cost, len(ties), camps, against, unique, _triads(graph, ties), _stability(relations, level, voice, names, camps)
    )


def _ties(graph):
    """(a, b) in alphabetical order -> sign, of the actors with most ties."""
    weights = {}
    for a, b, data in graph.edges(data=True):
        pair = tuple(sorted((a, b)))
        weights[pair] = weights.get(pair, 0) + data["weight"]
    signs = {pair: (w > 0) - (w < 0) for pair, w in sorted(weights.items()) if w}
    degree = {}
    for pair in signs:
        for name in pair:
            degree[name] = degree.get(name, 0) + 1
    kept = set(sorted(degree, key=lambda name: (-degree[name], name))[:MOST_ACTORS])
    return {pair: sign for pair, sign in signs.items() if set(pair) <= kept}


def _camps(names, ties):
    """The division with fewest ties against the grain, by trying all of each connected part."""
    graph = nx.Graph(list(ties))
    sides, cost, unique = {}, 0, True
    for part in sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda c: (-len(c), c)):
        best, least, ways = _divide(part, [(a, b, s) for (a, b), s in ties.items() if a in part])
        sides.update(best)
        cost += least
        unique &= ways == 1
    unique &= nx.number_connected_components(graph) <= 1 if len(graph) else True
    camps = tuple(tuple(name for name in names if sides[name] == n) for n in (0, 1))
    return tuple(sorted(camps, key=lambda camp: (-len(camp), camp))), cost, unique


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
    names, found = sorted({name for pair in ties for name in pair}), []
    for trio in itertools.combinations(names, 3):
        pairs = list(itertools.combinations(trio, 2))
        if all(pair in ties for pair in pairs):
            product = ties[pairs[0]] * ties[pairs[1]] * ties[pairs[2]]
            sentences = sorted(
                {
                    n
                    for a, b in pairs
                    for x, y in ((a, b), (b, a))
                    if graph.has_edge(x, y)
                    for n in graph[x][y]["sentences"]
                }
            )
            found.append((trio, product > 0, tuple(sentences)))
    return tuple(found)


def _stability(relations, level, voice, names, camps):
    """actor -> share of the networks without one sentence in which it is on the same side as most of its camp."""
    if not names or len(names) > MOST_LEFT_OUT:
        return {}
    sentences = sorted(set(relations.loc[relations["counted"].astype(bool), "sentence"]))
    divided = {}  # most sentences change no tie's sign, so few divisions have to be found anew
    stays = dict.fromkeys(names, 0)
    for sentence in sentences:
        ties = _ties(network(relations[relations["sentence"] != sentence], level=level, voice=voice))
        key = tuple(ties.items())
        if key not in divided:
            left = sorted({name for pair in ties for name in pair})
            divided[key] = _camps(left, ties)[0] if left else ((), ())
        for name in names:
            home = set(next(camp for camp in camps if name in camp))
            now = next((set(camp) for camp in divided[key] if name in camp), {name})
            away = set(names) - home
            stays[name] += len(now & home) >= len(now & away)
    return {name: stays[name] / len(sentences) for name in names} if sentences else {}
