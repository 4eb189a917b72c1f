"""What an article of a corpus costs: at a hundred and at many, with one process and with two.

    python tests/benchmarks/corpus.py [--many 1000] [--encoder]

Reads short made-up articles, no two alike, into tables in a folder that is removed. Prints the CPU time an article of
both corpora and their ratio (1 where the cost does not grow), the memory of the process that writes at the end of both,
and how much faster two processes are than one.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analysis.article import read_article

FEW = 100
ONE = """
import json, resource, sys
from analysis import corpus
source, out, workers, encoder = sys.argv[1:]
corpus.write(source, out, workers=int(workers), encoder=encoder == "True", ending="csv.gz")
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
"""


def articles(path, number):
    """A file of so many articles of a paragraph or two, each with numbers of its own so that none is read twice."""
    paragraphs = read_article("xi-putin-2021").paragraphs["text"].tolist()
    with path.open("w", encoding="utf-8") as handle:
        for n in range(number):
            text = f"{paragraphs[n % len(paragraphs)]}\n\nThat was day {n}, said Putin."
            handle.write(json.dumps({"id": n, "text": text.replace(". ", f", part {n}. ")}) + "\n")
    return path


def run(source, folder, *, workers, encoder):
    """(seconds, CPU seconds of all processes, megabytes of the writing one) of one run."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", ONE, source, folder / f"{source.stem}-{workers}", workers, encoder]
    done = subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu, json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=1000)
    parser.add_argument("--encoder", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        few, many, none = (articles(folder / f"{n}.jsonl", n) for n in (FEW, options.many, 1))
        how = {"encoder": options.encoder}
        start = run(none, folder, workers=1, **how)
        found = {path: run(path, folder, workers=1, **how) for path in (few, many)}
        two = run(many, folder, workers=2, **how)
    for (_, cpu, memory), number in zip(found.values(), (FEW, options.many)):
        each = (cpu - start[1]) / (number - 1) * 1000
        print(f"{number:6d} articles {each:8.1f} ms of CPU an article {memory:8.0f} MB")
    each = [(cpu - start[1]) / (number - 1) for (_, cpu, _), number in zip(found.values(), (FEW, options.many))]
    print(f"an article of {options.many} costs {each[1] / each[0]:.3f} times one of {FEW}")
    print(f"two processes are {found[many][0] / two[0]:.2f} times as fast as one on {options.many} articles")


if __name__ == "__main__":
    main()
