"""Summaries: the relations between parties that are counted, and the camps and triangles of a Balance as tables."""

import pandas as pd


def between_actors(relations):
    """The counted relations whose target is an actor."""
    return relations[relations["counted"].astype(bool) & (relations["target_type"] == "actor")]


def between_parties(relations):
    """The counted relations between two actors of different parties, each with its unordered `pair`, as in `A–B`."""
    rows = between_actors(relations)
    apart = rows["source_party"] != rows["target_party"]
    rows = rows[apart & (rows["source_party"] != "") & (rows["target_party"] != "")]
    plain = {end: rows[end].str.replace("–", "-") for end in ("source_party", "target_party")}  # the dash joins a pair
    return rows.assign(**plain, pair=["–".join(sorted(ends)) for ends in zip(*plain.values())])


def chances(relations, column):
    """How likely each paragraph tells one or more of the relations that have some party, or pair, in a column.

    `column` is source_party, target_party or pair (see `between_parties`). Columns: party (what stands in it),
    paragraph, chance (0 to 1, from their column `sure`). Blind spot: rows that are right or wrong together.

    >>> columns = ["paragraph", "source_party", "target_party", "sure"]
    >>> rows = pd.DataFrame([[1, "A", "B", 0.5], [1, "C", "B", 0.5]], columns=columns)
    >>> chances(rows, "target_party").values.tolist()
    [['B', 1, 0.75]]
    """
    once = ["source_party", "target_party", "paragraph"]
    rows = relations.sort_values("sure", ascending=False).drop_duplicates(once)
    wrong = (1 - rows["sure"].astype(float)).groupby([rows[column], rows["paragraph"]]).prod()
    return (1 - wrong).rename("chance").rename_axis(["party", "paragraph"]).reset_index()


def sides(balance):
    """Which party stands in which of the two camps: columns party, camp.

    >>> from types import SimpleNamespace
    >>> sides(SimpleNamespace(camps=(("A", "B"), ("C",)))).values.tolist()
    [['A', 1], ['B', 1], ['C', 2]]
    """
    rows = [(party, number) for number, camp in enumerate(balance.camps, start=1) for party in camp]
    return pd.DataFrame(rows, columns=["party", "camp"])


def against(balance):
    """The ties that the two camps do not explain, in a sentence.

    >>> from types import SimpleNamespace
    >>> against(SimpleNamespace(frustration=1, ties=3, against=(("A", "B"),)))
    '1 of 3 ties go against the two camps: A and B.'
    """
    pairs = ", ".join(f"{first} and {second}" for first, second in balance.against)
    return f"{balance.frustration} of {balance.ties} ties go against the two camps{': ' if pairs else ''}{pairs}."


def triangles(balance):
    """Every three parties that are all tied to one another: columns parties, balanced, sentences.

    >>> from types import SimpleNamespace
    >>> triangles(SimpleNamespace(triads=[(("A", "B", "C"), True, (1, 4))])).values.tolist()
    [['A, B, C', True, '1, 4']]
    """
    rows = [(", ".join(parties), even, ", ".join(map(str, numbers))) for parties, even, numbers in balance.triads]
    return pd.DataFrame(rows, columns=["parties", "balanced", "sentences"])
