"""Coreference of persons, organisations and places on GUM's news, by MUC, B³ and CEAF.

    python tests/benchmarks/coreference.py FOLDER

FOLDER holds GUM's `conllu/`. Gold chains are the entities of the three types mentioned twice or more; an own mention
stands for the gold mention whose shortest span it holds and whose longest span holds it (GUM marks whole phrases, the
codebook the shortest words that carry the reference). Own chains are compared where they have two mentions or more.
MUC after Vilain et al. (1995), B³ after Bagga and Baldwin (1998), CEAF (φ4) after Luo (2005). Blind spot: an own
mention within no gold mention counts as spurious, though GUM may hold it to be of another type (a people is a person
to one, an abstraction to the other).
"""

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from analysis import actors
from analysis.article import from_text

TYPES = {"person", "organization", "place"}
MARK = re.compile(r"\(\d+-[^()]+\)?|\d+\)")


def read(path):
    """(text, gold mentions): each mention (start, end, first and last of its shortest span, chain, type)."""
    text, found, opened, tokens = [], [], defaultdict(list), []
    length, gap = 0, ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar"):
            gap = "\n\n" if length else ""
            continue
        cells = line.split("\t")
        if len(cells) != 10 or not cells[0].isdigit():
            continue
        text += [gap, cells[1]]
        start = length + len(gap)
        length = start + len(cells[1])
        tokens.append((start, length))
        notes = dict(part.split("=", 1) for part in cells[9].split("|") if "=" in part)
        gap = "" if notes.get("SpaceAfter") == "No" else " "
        for mark in MARK.findall(notes.get("Entity", "")):
            if mark.startswith("("):
                chain, kind, *rest = mark.strip("()").split("-")
                opened[chain].append((len(tokens) - 1, kind, rest[3] if len(rest) > 3 else "1"))
            if mark.endswith(")"):
                chain = re.match(r"\(?(\d+)", mark)[1]
                if opened[chain]:
                    first, kind, shortest = opened[chain].pop()
                    picked = [first + int(n) - 1 for n in re.findall(r"\d+", shortest)] or [first]
                    last = len(tokens) - 1
                    low, high = (min(max(p, first), last) for p in (min(picked), max(picked)))
                    found.append((tokens[first][0], tokens[last][1], tokens[low][0], tokens[high][1], chain, kind))
    return "".join(text), found


def chains(mentions):
    groups = defaultdict(set)
    for mention, chain in mentions:
        groups[chain].add(mention)
    return [group for group in groups.values() if len(group) > 1]


def muc(key, response):
    """Links of `key` that `response` keeps, and how many there are."""
    home = {m: i for i, group in enumerate(response) for m in group}
    parts = [len({home.get(m, ("alone", m)) for m in group}) for group in key]
    return sum(len(group) - p for group, p in zip(key, parts)), sum(len(group) - 1 for group in key)


def b_cubed(key, response):
    home = {m: group for group in response for m in group}
    total = sum(len(group) for group in key)
    return sum(len(group & home.get(m, {m})) / len(group) for group in key for m in group if m in home), total


def ceaf(key, response):
    """(similarity of the best one-to-one alignment, chains of the key, chains of the response)."""
    if not key or not response:
        return 0.0, len(key), len(response)
    likeness = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in response] for a in key])
    rows, columns = linear_sum_assignment(-likeness)
    return likeness[rows, columns].sum(), len(key), len(response)


def own_mentions(text, gold):
    """Own mentions as (gold mention or own span, actor); the innermost gold mention that fits."""
    table = actors.mentions(from_text(text))
    rows = []
    for row in table.itertuples():
        bare = row.start + len(re.match(r"(?:[Tt]he\s+)?", row.text)[0])
        fits = [g for g in gold if g[0] <= row.start and row.end <= g[1] and bare <= g[2] and g[3] <= row.end]
        inner = min(fits, key=lambda g: g[1] - g[0], default=None)
        rows.append((inner[:2] if inner else (row.start, row.end), row.actor))
    return list(dict.fromkeys(rows))


def shown(name, pairs):
    (hit_r, of_r), (hit_p, of_p) = pairs
    recall, precision = hit_r / of_r if of_r else 0, hit_p / of_p if of_p else 0
    f = 2 * precision * recall / (precision + recall) if precision + recall else 0
    print(f"{name:10s} recall {recall:.3f}  precision {precision:.3f}  F1 {f:.3f}")


def main(folder):
    totals, span = Counter(), Counter()
    for path in sorted((Path(folder) / "conllu").glob("*.conllu")):
        text, gold = read(path)
        kept = [g for g in gold if g[5] in TYPES]
        key = chains([(g[:2], g[4]) for g in kept])
        own = own_mentions(text, gold)
        other = {g[:2] for g in gold if g[5] not in TYPES} - {g[:2] for g in kept}
        response = chains([(m, c) for m, c in own if m not in other])
        for name, measure in (("MUC", muc), ("B3", b_cubed)):
            for side, (a, b) in (("r", (key, response)), ("p", (response, key))):
                hit, total = measure(a, b)
                totals[name, side, "hit"] += hit
                totals[name, side, "of"] += total
        hit, n_key, n_response = ceaf(key, response)
        totals["CEAF", "r", "hit"] += hit
        totals["CEAF", "p", "hit"] += hit
        totals["CEAF", "r", "of"] += n_key
        totals["CEAF", "p", "of"] += n_response
        said, wanted = {m for g in response for m in g}, {m for g in key for m in g}
        span["hit"] += len(said & wanted)
        span["r"] += len(wanted)
        span["p"] += len(said)
    shown("mentions", ((span["hit"], span["r"]), (span["hit"], span["p"])))
    for name in ("MUC", "B3", "CEAF"):
        shown(name, tuple((totals[name, s, "hit"], totals[name, s, "of"]) for s in "rp"))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "conllu").is_dir():
        sys.exit("usage: python tests/benchmarks/coreference.py FOLDER, with conllu/ in it")
    main(sys.argv[1])
