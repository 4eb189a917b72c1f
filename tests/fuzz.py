"""A coverage-guided fuzz of the functions that take text: whatever the bytes, an answer or an ArticleError.

    pip install atheris
    python tests/fuzz.py [-max_total_time=600] [-max_len=400] [FOLDER OF INPUTS]

The options are those of libFuzzer. It stops at the first exception that is no ArticleError, and writes the input that
caused it to a file `crash-…`. Not part of the test run.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["analysis"]):
    from analysis import framing, quotes, review, sentiment, stance, tables
    from analysis.article import ArticleError, from_text, read_article
    from analysis.claims.close import check
    from analysis.claims.markdown import rendered

SPANS = "mentions quotes relations tone portrayal frames".split()
WORDS = ["Russia", "Putin", "Mr. Xi", "said that", "condemned", "“", "”", '"', ",", ". ", "\n\n", "according to", "he "]


def text_of(data):
    """A text of known words and of any characters."""
    parts = []
    while data.remaining_bytes() and len(parts) < 60:
        n = data.ConsumeIntInRange(0, 2 * len(WORDS))
        parts.append(WORDS[n] + " " if n < len(WORDS) else data.ConsumeUnicode(6))
    return "".join(parts)


def reads(data):
    text = text_of(data)
    reading = framing.read(from_text(text), encoder=False)
    for name in SPANS:
        for row in getattr(reading, name).to_dict("records"):
            assert text[row["start"] : row["end"]] == row["text"], name
            tables.inert(row)


def answers(data):
    text = text_of(data)
    start, end = sorted(data.ConsumeIntInRange(0, len(text)) for _ in range(2))
    sentiment.tone(text, encoder=False)
    sentiment.toward(text, start, end, encoder=False)
    stance.between(text, (0, start), (start, end), encoder=False)
    quotes.find(text)
    html = rendered(text)
    assert "<script" not in html.lower() and "javascript:" not in html.lower().replace(text.lower(), "")


def files(data):
    names = ("article.txt", "about.toml", "repairs.csv", "aliases.csv", "reading.md")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "article.txt").write_text("Russia condemned Peru.")
        name = names[data.ConsumeIntInRange(0, len(names) - 1)]
        (Path(folder) / name).write_bytes(data.ConsumeBytes(400))
        article = read_article(folder)
        framing.read(article, encoder=False)
        check(Path(folder) / "reading.md", ())
        review.parse(data.ConsumeUnicode(200), article)


def one(given):
    data = atheris.FuzzedDataProvider(given)
    try:
        (reads, answers, files)[data.ConsumeIntInRange(0, 2)](data)
    except ArticleError as fault:
        assert "\n" not in str(fault)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
