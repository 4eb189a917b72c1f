"""How fast the package reads, as ratios within one run: seconds differ from machine to machine, ratios hardly.

    python tests/benchmarks/speed.py [ARTICLE] [--many N] [--spacy NAME]

Prints the CPU time of each instrument on the sentences of an article, and of a whole reading with and without the
encoder, beside that of TextBlob plus VADER and of spaCy's small English pipeline (where it is installed) on the same
text; how a reading grows with the text, and a corpus with its articles; what two processes give; and what a cold
`python -m analysis code` takes, in time and memory. No text is read twice, so that no cache helps.
"""

import argparse
import itertools
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time

from analysis import encoder, framing, sentiment
from analysis.article import from_text, read_article

RUNS, LONGER = 3, 10
READ = {"reading by rules alone": False, "reading with the encoder": True}
number = itertools.count()


def cpu(work, texts):
    """The shortest CPU time of a few runs, each on a text of its own."""
    taken = []
    for _ in range(RUNS):
        text = next(texts)
        began = time.process_time()
        work(text)
        taken.append(time.process_time() - began)
    return min(taken)


def variants(article, times=1):
    """Texts like an article, or so many times as long, no two with a sentence in common."""
    while True:
        parts = (article.raw.strip().replace(".", f", part {next(number)}.") for _ in range(times))
        yield from_text("\n\n".join(parts))


def instruments(pipeline):
    """{name: what reads an article}, the yardsticks first."""
    instrument = encoder.load(encoder.FILES) if encoder.available() else None
    of_sentence = {"textblob": sentiment.textblob, "vader": sentiment.vader, "words": sentiment.words}
    if instrument:
        of_sentence["encoder, one pass"] = lambda text: encoder.read(instrument, text)
    by_sentence = lambda read: lambda article: [read(text) for text in article.sentences["clean_text"]]
    readers = {name: by_sentence(read) for name, read in of_sentence.items()}
    try:
        import spacy

        loaded = spacy.load(pipeline)
        readers["spaCy, small pipeline"] = lambda article: loaded(article.raw)
    except (ImportError, OSError):
        print("spaCy's small pipeline is not installed: its column is left out")
    return readers | {name: lambda article, by=by: framing.read(article, encoder=by) for name, by in READ.items()}


def beside_others(article, pipeline):
    taken = {name: cpu(read, variants(article)) for name, read in instruments(pipeline).items()}
    both, spacy = taken["textblob"] + taken["vader"], taken.get("spaCy, small pipeline")
    for name, value in taken.items():
        beside = f"   {value / spacy:6.2f} × spaCy" if spacy else ""
        print(f"{name:26s} {value * 1000:8.1f} ms   {value / both:6.2f} × TextBlob plus VADER{beside}")
    for name, by in READ.items():
        many = cpu(lambda text, by=by: framing.read(text, encoder=by), variants(article, LONGER))
        print(f"{name:26s} {LONGER} times the text: {many / taken[name]:5.1f} × the time")


def one(raw):
    """The CPU seconds of reading one text, in a process of the pool."""
    began = time.process_time()
    framing.read(from_text(raw))
    return time.process_time() - began


def many_articles(article, many):
    raws = [text.raw for text in itertools.islice(variants(article), many)]
    taken = [one(raw) for raw in raws]
    few = max(1, many // 10)
    ratio = (sum(taken) / many) / (sum(taken[:few]) / few)
    print(f"{many} articles beside {few}: {ratio:.2f} × the CPU time an article")
    walls = []
    for workers in (1, 2):
        with multiprocessing.Pool(workers) as pool:
            pool.map(one, raws[:2], chunksize=1)  # each process has loaded its tables
            began = time.perf_counter()
            pool.map(one, (text.raw for text in itertools.islice(variants(article), many)), chunksize=1)
            walls.append(time.perf_counter() - began)
    print(f"two processes: {walls[0] / walls[1]:.2f} × as fast as one")


def cold(path):
    """The CPU seconds and peak memory of the command, its files compiled by a first run."""
    taken = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with tempfile.TemporaryDirectory() as out:
            command = [sys.executable, "-m", "analysis", "code", path or "xi-putin-2021", "--out", out]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"a cold `python -m analysis code`: {min(taken):.2f} s CPU, at most {after.ru_maxrss / 1024:.0f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?")
    parser.add_argument("--many", type=int, default=100, help="how many articles to read in a row (default: 100)")
    parser.add_argument("--spacy", default="en_core_web_sm", help="the name of spaCy's small English pipeline")
    options = parser.parse_args()
    article = read_article(options.article)
    cold(options.article)  # first, or the memory is that of a process of the pool
    beside_others(article, options.spacy)
    many_articles(article, options.many)


if __name__ == "__main__":
    main()
