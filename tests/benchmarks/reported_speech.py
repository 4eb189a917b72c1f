"""Reported speech by sentence, measured on news with discourse relations (GUM).

    python tests/benchmarks/reported_speech.py GUM_FOLDER [--errors] [NAME …]

A sentence counts as reported speech in the reference where a discourse unit of it is an attribution (*he said*) or
belongs to what is attributed, and in the measure where `quotes.find` marks a content or a cue in it. The folder holds
conllu/ and rs4/. The relations leave out attitudes with a noun phrase or an infinitive (*wants a pact*), which count
as errors here.
"""

import argparse
import sys
import xml.etree.ElementTree as tree
from pathlib import Path

from analysis import quotes

TUNED = ["clock", "crane", "defector", "election", "expo", "flag", "ie9", "imprisoned", "lanterns", "questionnaire"]
CHECKED = ["soccer", "stampede", "taxes", "warhol", "warming", "worship"]
RELATIONS = {"attribution-positive", "attribution-negative"}


def sentences(path):
    """[(text, number of words, begins a paragraph)] of a CoNLL-U file."""
    rows, words, text, fresh = [], 0, "", True
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# newpar"):
            fresh = True
        elif line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif line.split("\t")[0].isdigit():
            words += 1
        elif not line and words:
            rows.append((text, words, fresh))
            words, fresh = 0, False
    return rows


def attributed(path):
    """For each word of an rs4 file in order: does its discourse unit report, or belong to what is reported?"""
    root = tree.parse(path).getroot()
    segments = list(root.iter("segment"))
    parent = {n.get("id"): n.get("parent") for n in root.iter() if n.tag in ("segment", "group")}
    relation = {n.get("id"): n.get("relname") for n in root.iter() if n.tag in ("segment", "group")}
    sources = {i for i, name in relation.items() if name in RELATIONS}
    contents = {parent[i] for i in sources}

    def below(node, tops):
        """Is the node one of the tops, or below one by nucleus links or within its group?"""
        while node is not None:
            if node in tops:
                return True
            if relation[node] in RELATIONS:
                return False
            node = parent[node]
        return False

    marked = []
    for segment in segments:
        here = segment.get("id")
        yes = below(here, sources) or below(here, contents)
        marked += [yes] * len((segment.text or "").split())
    return marked


def measure(folder, name):
    """[(sentence, reference, predicted)] of one article."""
    rows = sentences(folder / "conllu" / f"GUM_news_{name}.conllu")
    marked = attributed(folder / "rs4" / f"GUM_news_{name}.rs4")
    text, spans, word = "", [], 0
    for sentence, words, fresh in rows:
        text += ("\n\n" if fresh else " ") if text else ""
        spans.append((len(text), len(text) + len(sentence), any(marked[word : word + words])))
        text += sentence
        word += words
    assert word == len(marked), f"{name}: {word} words against {len(marked)}"
    hits = [span for quote in quotes.find(text) for span in (quote.content, quote.cue) if span]
    captions = {i for i, (s, e, _) in enumerate(spans) if text[s:e].startswith(("Image:", "Video:", "Audio:"))}
    captions |= {i - 1 for i in captions}  # a caption and its credit, which the relations count as an attribution
    return [
        (text[s:e], gold, any(low < e and high > s for low, high in hits))
        for i, (s, e, gold) in enumerate(spans)
        if i not in captions
    ]


def f1(pairs):
    both = sum(g and p for g, p in pairs)
    return 2 * both / max(1, sum(g for g, _ in pairs) + sum(p for _, p in pairs))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--errors", action="store_true", help="print the sentences read wrongly")
    options = parser.parse_args()
    if not (options.folder / "rs4").is_dir():
        sys.exit(f"{options.folder}: no rs4/ there")
    for label, names in (
        [("named", options.names)] if options.names else [("tuned on", TUNED), ("kept for checking", CHECKED)]
    ):
        rows = [row for name in names for row in measure(options.folder, name)]
        pairs = [row[1:] for row in rows]
        predicted, wanted = sum(p for _, p in pairs), sum(g for g, _ in pairs)
        both = sum(g and p for g, p in pairs)
        print(
            f"{label:20s} sentences {len(pairs)}  precision {both / max(1, predicted):.3f}  "
            f"recall {both / max(1, wanted):.3f}  F1 {f1(pairs):.3f}"
        )
        for sentence, gold, got in rows if options.errors else ():
            if gold != got:
                print("missed " if gold else "extra  ", sentence)


if __name__ == "__main__":
    main()
