"""The rules of `clauses` and a spaCy pipeline side by side: agreement, what stance makes of each, and speed.

    python tests/benchmarks/parsers.py GOLD_FOLDER… [--model NAME] [--data FOLDER]

A GOLD_FOLDER holds article.txt and its coded tables. Agreement: of the clauses that the rules find in the articles'
sentences, the share in which the pipeline finds a clause of the same verb with the same predicate; and of those, the
share with the same subject heads and the same object heads. Stance: `agreement.score` by rules and word lists alone
(`encoder=False`). FOLDER holds directed_sentiment/ and cameo/, of which `scorecard` measures the sentences that it
measures by rules; without it these are left out. Speed: sentences a second of processor time, each read once. Blind
spot: agreement says nothing of who is right.
"""

import argparse
import contextlib
import sys
import time
from pathlib import Path

from analysis import agreement, clauses, framing, parsing, scorecard
from analysis.article import read_article

SHOWN = ("mentions.all", "stance", "portrayal")
RULES = {"rules": False}


def heads(parsed, chunks):
    return {parsed.chunks[c].head for c in chunks}


def compare(sentences, use):
    """(clauses of the rules, of the parser, of both, same subject heads, same object heads)."""
    first = [clauses.parse(sentence) for sentence in sentences]
    with use():
        second = [clauses.parse(sentence) for sentence in sentences]
    counts = [0] * 5
    for one, other in zip(first, second):
        there = {(c.verb, c.predicate): c for c in other.clauses}
        both = [(c, there[c.verb, c.predicate]) for c in one.clauses if (c.verb, c.predicate) in there]
        counts[0] += len(one.clauses)
        counts[1] += len(other.clauses)
        counts[2] += len(both)
        counts[3] += sum(heads(one, a.subjects) == heads(other, b.subjects) for a, b in both)
        counts[4] += sum(heads(one, a.objects) == heads(other, b.objects) for a, b in both)
    return counts


def speed(sentences):
    """Sentences read in a second of processor time; a space before each makes it one that is not remembered."""
    clauses.parse("Warm up.")
    start = time.process_time()
    for sentence in sentences:
        clauses.parse(" " + sentence)
    return len(sentences) / (time.process_time() - start)


def figures(folders, data):
    """{measure: value} of what stands on the grammar, by the parser in use."""
    found = {}
    for folder in folders:
        article = read_article(folder / "article.txt")
        table = agreement.score(framing.read(article, encoder=False), agreement.reference(folder, article), resamples=1)
        for row in table.itertuples():
            if row.measure.startswith(SHOWN):
                found[f"{folder.name}: {row.measure}, {row.kind}"] = f"{row.value:.3f}"
    for measure in (scorecard.directed_sentiment, scorecard.cameo) if data else ():
        for row in measure(data / measure.__name__, RULES, 1000):
            if row["instrument"] in RULES:
                found[f"{row['set']}: {row['measure']}"] = f"{row['value']:.3f} ({row['low']:.3f} to {row['high']:.3f})"
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="GOLD_FOLDER")
    first = next(iter(parsing.installed()), parsing.MODEL)
    parser.add_argument("--model", default=first, help="the pipeline's name (default: the first installed)")
    parser.add_argument("--data", type=Path, help="a folder with directed_sentiment/ and cameo/")
    options = parser.parse_args()
    use = lambda: parsing.use(options.model)  # noqa: E731
    sentences = [s for folder in options.folders for s in read_article(folder / "article.txt").sentences["clean_text"]]
    try:
        rules, other, both, subjects, objects = compare(sentences, use)
    except parsing.ParserError as fault:
        sys.exit(str(fault))
    print(f"{len(sentences)} sentences; clauses: rules {rules}, {options.model} {other}")
    print(f"same predicate {both / rules:.3f} of the rules' and {both / other:.3f} of the parser's clauses")
    print(f"of those the same subject heads {subjects / both:.3f}, the same object heads {objects / both:.3f}")
    tables, speeds = [], []
    for choice in (contextlib.nullcontext, use):
        with choice():
            speeds.append(speed(sentences))
            tables.append(figures(options.folders, options.data))
    print(f"\n{'':66s}{'rules':24s}{options.model}")
    print(f"{'sentences a second':66s}{speeds[0]:<24.0f}{speeds[1]:.0f}")
    for name, value in tables[0].items():
        print(f"{name:66s}{value:24s}{tables[1][name]}")


if __name__ == "__main__":
    main()
