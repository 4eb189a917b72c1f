"""A reference coding turned into a review: what its coder would have said of each of the machine's rows."""

import csv
import io
from collections import Counter
from operator import itemgetter

from analysis import tables
from analysis.article import overlap
from analysis.review.applied import ENDS, JUDGED, LAYERS
from analysis.review.page import key
from analysis.review.verdicts import COLUMNS, fingerprint

SHARED = 0.5  # two spans are one where they share so much of their union
PLACE = itemgetter("start", "end")
SIGNS = {"stance": "stance", "portrayal": "valence"}


def from_coding(machine, coded, *, coder, version):
    """The text of a review file, from the machine's reading of an article and one coder's tables of it as a Framing.

    A row that the coder has is kept, one that the coder has otherwise changed, any other rejected; what the coder has
    beyond them is added, and words that the coder marked as too broken stay so; all of it blind, since a coding is made
    before the machine's rows are seen. Actors are aligned by name, then by the spans that they share. Blind spot: a
    coder who left a row out on purpose and one who overlooked it look alike.
    """
    names = _names(machine.mentions, coded.mentions)
    common = {"coder": coder, "sha256": fingerprint(machine.article), "version": version, "blind": 1, "seconds": 0}
    lines = [
        {"layer": "actors", "row": name, "verdict": "change", "actor": actor, "party": party}
        for name, actor, party in _renamed(machine.mentions, coded.mentions, names)
    ]
    for layer, attribute in LAYERS.items():
        table = getattr(coded, attribute)
        table = table if "start" in table else _at_mentions(table, coded.mentions)
        if len(table):  # a layer that nobody coded stays the machine's
            lines += _judged(layer, getattr(machine, attribute), table, names)
    lines += [{"layer": "text", "verdict": "broken"} | row for row in coded.broken.to_dict("records")]
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(tables.inert(common | line) for line in lines)
    return out.getvalue()


def _at_mentions(table, mentions):
    """Rows about an actor of a paragraph, each with the place of its first mention there."""
    first = mentions.drop_duplicates(["paragraph", "actor"])[["paragraph", "actor", "start", "end", "text"]]
    return table.merge(first, on=["paragraph", "actor"])


def _names(machine, coded):
    """{the machine's name of an actor: the coder's}, one to one: by name, then by the spans that they share."""
    same = {name: name for name in set(machine["actor"]) & set(coded["actor"])}
    spans = coded.groupby(["start", "end"])["actor"].apply(list).to_dict()
    shared = Counter()
    for row in machine.itertuples():
        for actor in spans.get((row.start, row.end), ()):
            if row.actor not in same and actor not in same.values():
                shared[row.actor, actor] += 1
    for (name, actor), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if name not in same and actor not in same.values():
            same[name] = actor
    return same


def _renamed(machine, coded, names):
    """(the machine's name, the coder's, its party) of every actor that the coder calls or places otherwise."""
    parties = dict(zip(coded["actor"], coded["party"]))
    for name, party in dict(zip(machine["actor"], machine["party"])).items():
        actor = names.get(name, name)
        if actor in parties and (actor, parties[actor]) != (name, names.get(party, party)):
            yield name, actor, parties[actor]


def _judged(layer, machine, coded, names):
    """The verdicts on one layer, as rows of the file."""
    if layer == "stance":
        machine, coded = machine[machine["counted"].astype(bool)], coded[coded["counted"].astype(bool)]
    rows, wanted = machine.to_dict("records"), coded.to_dict("records")
    if layer == "portrayal":
        rows = [row for row in rows if row["valence"] or any(_same_actor(row, other, names) for other in wanted)]
    taken, lines = {}, []
    for fits in (_equal, _like):  # rows that say the same first, then rows that say it otherwise
        for number, row in enumerate(rows):
            free = [i for i, other in enumerate(wanted) if i not in taken.values() and fits(layer, row, other, names)]
            if number not in taken and free:
                taken[number] = free[0]
    for number, row in enumerate(rows):
        base = {
            "layer": layer,
            "row": key(layer, row),
            "paragraph": row["paragraph"],
            "start": row["start"],
            "end": row["end"],
        }
        other = wanted[taken[number]] if number in taken else None
        said = row if other is None else _said(layer, row, other, names)
        verdict = "reject" if other is None else "keep" if said is row else "change"
        lines.append(base | {"verdict": verdict, "text": row["text"]} | {c: said.get(c, "") for c in JUDGED[layer]})
    for number, row in enumerate(wanted):
        if number not in taken.values():
            place = {column: row[column] for column in ("paragraph", "start", "end", "text")}
            lines.append({"layer": layer, "verdict": "add", **place, **{c: row.get(c, "") for c in JUDGED[layer]}})
    return lines


def _ends(layer, row, names):
    return [names.get(row[column], row[column]) for column in ENDS[layer]]


def _same_actor(row, other, names):
    return row["paragraph"] == other["paragraph"] and names.get(row["actor"], row["actor"]) == other["actor"]


def _equal(layer, row, other, names):
    """Do both rows say the same of the same actors, in one place?"""
    if row["paragraph"] != other["paragraph"] or _ends(layer, row, names) != [other[c] for c in ENDS[layer]]:
        return False
    if layer in SIGNS:
        return row[SIGNS[layer]] == other[SIGNS[layer]]
    return overlap(PLACE(row), PLACE(other)) >= (SHARED if layer == "mentions" else 0.3)


def _like(layer, row, other, names):
    """Is one row the other, said otherwise: another sign or direction, another party's actor, another speaker?"""
    if row["paragraph"] != other["paragraph"]:
        return False
    mine, others = _ends(layer, row, names), [other[c] for c in ENDS[layer]]
    if layer == "stance":
        parties = {names.get(row[c], row[c]) for c in ("source_party", "target_party")}
        return set(mine) == set(others) or parties == {other["source_party"], other["target_party"]}
    if layer == "portrayal":
        return mine == others
    return overlap(PLACE(row), PLACE(other)) >= SHARED


def _said(layer, row, other, names):
    """The machine's row itself where the coder says the same, else what the coder says."""
    mine = _ends(layer, row, names) == [other[c] for c in ENDS[layer]]
    sign = SIGNS.get(layer)
    voice = layer != "stance" or names.get(row["voice"], row["voice"]) == other["voice"]
    return row if mine and voice and (sign is None or row[sign] == other[sign]) else other
