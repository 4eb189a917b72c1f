"""Issue targets of stance, measured on coded articles.

    python tests/benchmarks/issues.py GOLD_FOLDER… [--errors] [--no-encoder]

A coded row and a found one match where paragraph, source (or its party) and sign are the same and either their evidence
overlaps or the two issues share a content word. Coded rows that match one another (two coders' wordings of one issue)
count once.
"""

import argparse
import re
from pathlib import Path

from analysis import agreement, framing, read_article
from analysis.grammar import singular

FUNCTION_WORDS = set("a an the of to for in on at by with from and or its his her their s".split())


def content_words(issue):
    return {singular(word) for word in re.findall(r"\w+", issue.lower())} - FUNCTION_WORDS


def match(one, other):
    source = one.source_party == other.source_party or one.source == other.source
    same = source and (one.paragraph, one.stance) == (other.paragraph, other.stance)
    overlap = one.start < other.end and other.start < one.end
    return same and (overlap or bool(content_words(one.target) & content_words(other.target)))


def issues(relations):
    rows = relations[relations["counted"].astype(bool) & (relations["target_type"] == "issue")]
    return list(rows.itertuples())


def once(rows):
    """Rows without those that match an earlier one."""
    kept = []
    for row in rows:
        if not any(match(row, other) for other in kept):
            kept.append(row)
    return kept


def measure(folder, encoder):
    """(the coded issues, the found ones) of one article, each a list of rows."""
    article = read_article(folder / "article.txt")
    coded = agreement.coding(folder, article).relations
    return once(issues(coded)), issues(framing.read(article, encoder=encoder).relations)


def line(name, coded, found, hit, right):
    precision, recall = right / max(1, found), hit / max(1, coded)
    return f"{name:20s} coded {coded:3d}  found {found:3d}  precision {precision:.2f}  recall {recall:.2f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--errors", action="store_true", help="print the rows missed and those too many")
    parser.add_argument("--no-encoder", action="store_true")
    options = parser.parse_args()
    sums = [0, 0, 0, 0]
    for folder in options.folders:
        coded, found = measure(folder, not options.no_encoder)
        missed = [row for row in coded if not any(match(row, other) for other in found)]
        extra = [row for row in found if not any(match(row, other) for other in coded)]
        counts = [len(coded), len(found), len(coded) - len(missed), len(found) - len(extra)]
        sums = [a + b for a, b in zip(sums, counts)]
        print(line(folder.name, *counts))
        for label, rows in (("missed", missed), ("extra ", extra)) if options.errors else ():
            for row in rows:
                words = " ".join(row.text.split())[:110]
                print(f"  {label} ¶{row.paragraph} {row.source} → {row.target} {row.stance:+d}: {words}")
    print(line("all", *sums))


if __name__ == "__main__":
    main()
