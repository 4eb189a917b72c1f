"""How fast the parts are, as ratios within one run: seconds differ from machine to machine, ratios hardly.

    python tests/benchmarks/speed.py [ARTICLE]

Prints the sentences a second of each instrument on one core and its ratio to TextBlob; how long a reading takes with
and without the encoder; and how it grows when the article is ten times as long (10 is linear).
"""

import argparse
import time

from analysis import encoder, framing, sentiment
from analysis.article import from_text, read_article

RUNS, LONGER = 3, 10


def seconds(work):
    """The shortest of a few runs."""
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def read(article, *, by_encoder):
    encoder.encode.cache_clear()
    framing.read(article, encoder=by_encoder)


def instruments(sentences):
    """{instrument: seconds for all sentences}."""
    instrument = encoder.load(encoder.FILES)
    work = {
        "textblob": sentiment.textblob,
        "vader": sentiment.vader,
        "words": sentiment.words,
        "encoder": lambda text: encoder.read(instrument, text),
    }
    return {name: seconds(lambda f=f: [f(text) for text in sentences]) for name, f in work.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?")
    article = read_article(parser.parse_args().article)
    sentences = article.sentences["clean_text"].tolist()
    taken = instruments(sentences)
    for name, value in taken.items():
        print(
            f"{name:24s} {len(sentences) / value:9.0f} sentences/s   {value / taken['textblob']:7.2f} × TextBlob's time"
        )
    longer = from_text(
        "\n\n".join(article.raw.strip().replace(".", f", part {n}.") for n in range(LONGER))
    )  # no two alike
    for by_encoder in (True, False):
        once, many = (seconds(lambda a=a: read(a, by_encoder=by_encoder)) for a in (article, longer))
        name = "read with the encoder" if by_encoder else "read by rules alone"
        print(f"{name:24s} {once:9.2f} s   {LONGER} times the text {many / once:5.1f} × the time")


if __name__ == "__main__":
    main()
