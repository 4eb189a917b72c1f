"""The command line: `python -m analysis code | report | review | corpus | scorecard`."""

import argparse
import sys
import tempfile
import warnings
from pathlib import Path

import pandas as pd

from analysis import __version__, read_article, tables
from analysis.article import ArticleError

ARTICLE = "a folder name under seeds/, an article folder, a .txt or .html file, or - for standard input"


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments=None):
    """Run one command; returns the exit code: 0 done, 1 it failed, 2 usage, 130 interrupted; a failure is one line."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except ArticleError as fault:
        return _failed(fault)
    except ModuleNotFoundError as fault:
        return _failed(f"{fault.name} is missing: install what pyproject.toml names, or work in a checkout")
    except OSError as fault:
        return _failed(f"{fault.filename or options.out}: {fault.strerror}")
    except KeyboardInterrupt:
        return _failed("interrupted", 130)


def _say(*lines):
    try:
        print(*map(tables.printable, lines), sep="\n", flush=True)
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, "standard output") from None


def _failed(why, code=1):
    print("analysis:", tables.printable(str(why)), file=sys.stderr)
    return code


def _parser():
    parser = Parser(prog="analysis", description="How a news article frames its actors.")
    names = "code | report | review | corpus | scorecard"
    commands = parser.add_subparsers(dest="command", required=True, metavar=names, parser_class=Parser)

    code = commands.add_parser("code", help="write the tables of one article as CSV")
    code.add_argument("article", help=ARTICLE)
    code.add_argument("--out", required=True, type=_path, help="the folder to write to")
    code.add_argument("--no-encoder", action="store_true", help="the rules and word lists alone")
    code.set_defaults(run=_code)

    pages = commands.add_parser(
        "report", help="write the pages, the tables (CSV), the findings and a methods paragraph"
    )
    pages.add_argument("article", nargs="?", help="as above; default: FRAMING_ARTICLE, else xi-putin-2021")
    pages.add_argument("--out", type=_path, default="report", help="the folder to write to (default: report)")
    less = "show at most 15 words of the article in a row, for a text that may not be passed on"
    pages.add_argument("--without-text", action="store_true", help=less)
    pages.set_defaults(run=_report)

    sheet = commands.add_parser("review", help="write the page on which a person reviews what the machine read")
    sheet.add_argument("article", help=ARTICLE)
    sheet.add_argument("--out", type=_path, default="review.html", help="the page to write (default: review.html)")
    sheet.add_argument("--from-coding", action="store_true", help="instead, file the article's coding/ as reviews")
    sheet.set_defaults(run=_review)

    _add_corpus(commands)

    card = commands.add_parser("scorecard", help="measure every instrument on the public data sets in a folder")
    card.add_argument("data", type=_path, help="a folder with newsmtsc/, directed_sentiment/, cameo/, …")
    card.add_argument("--out", type=_path, default="scorecard.csv", help="the table to write (default: scorecard.csv)")
    card.set_defaults(run=_scorecard)
    return parser


def _add_corpus(commands):
    many = commands.add_parser("corpus", help="read many articles into tables; started again, it goes on")
    many.add_argument("source", type=_path, help="a folder of .txt files, or a .csv, .jsonl or .parquet file")
    many.add_argument("--out", required=True, type=_path, help="the folder to write to")
    many.add_argument("--workers", type=_number, help="processes that read (default: one a processor)")
    many.add_argument("--engine", choices=["processes", "dask"], default="processes")
    many.add_argument("--scheduler", help="the address of a Dask scheduler, such as tcp://host:8786")
    many.add_argument("--format", choices=["parquet", "csv"], default="parquet", help="of the tables")
    many.add_argument("--no-encoder", action="store_true", help="the rules and word lists alone")
    for name in ("id", "date", "outlet", "text"):
        many.add_argument(f"--{name}", metavar="COLUMN", help=f"the column with the {name} (default: {name})")
    many.add_argument("--keep", metavar="COLUMN", action="append", default=[], help="a further column to carry along")
    many.set_defaults(run=_corpus)


def _path(text):
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty path")
    return Path(text)


def _number(text):
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def _code(options):
    from analysis import (  # each command loads what it needs: the pages' libraries are slow to load
        claims,
        framing,
        tables,
    )

    article = read_article(options.article)
    reading = framing.read(article, encoder=not options.no_encoder)
    encoder = "none (--no-encoder)" if options.no_encoder else _encoder()
    about = {"version": __version__, "encoder": encoder}
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=options.out) as beside:  # a full disk leaves no half of a table
        table = pd.concat([article.provenance(), pd.DataFrame(about.items(), columns=["what", "value"])])
        tables.write(table, Path(beside) / "about.csv")
        claims.write(reading, Path(beside) / "findings.csv")
        written = [*framing.write(reading, beside), Path(beside) / "findings.csv", Path(beside) / "about.csv"]
        if options.article == "-" or "taken_out_by" in article.about:  # a text that lies in no file: its places need it
            written += [Path(beside) / "article.txt"]
            written[-1].write_text(article.raw, encoding="utf-8", newline="")
        names = [path.replace(options.out / path.name).name for path in written]
    lines = [f"{', '.join(names)} written to {options.out}", article.omission(), *article.cautions]
    if encoder.startswith("none: "):
        lines.append(f"read by the rules and word lists alone: {encoder.removeprefix('none: ')}")
    _say(*(f"{article.name}: {line}" for line in lines if line))
    return 0


def _encoder():
    """Which encoder reads: the sha256 of its file, or `none` and why."""
    from analysis import encoder

    try:
        encoder.available() or encoder.load(encoder.FILES)
    except encoder.EncoderError as fault:
        return f"none: {fault}"
    return f"sha256 {encoder.checksum()}"


def _report(options):
    from analysis import report

    if options.article != "-":
        return report.write(options.article, options.out, text=not options.without_text)
    with tempfile.TemporaryDirectory() as folder:  # each notebook reads the article again, standard input gives it once
        file = Path(folder) / "standard-input.txt"
        file.write_text(read_article("-").raw, encoding="utf-8", newline="")
        return report.write(file, options.out, text=not options.without_text)


def _review(options):
    from analysis import agreement, framing, review

    article = read_article(options.article)
    reading = framing.read(article, review=False)
    if not options.from_coding:
        page = review.write(reading, options.out, version=__version__)
        _say(f"{article.name}: {page} written; open it in a browser and put what it saves into review/ by the article")
        return 0
    for coder in agreement.coders(article.beside("coding")):
        coded = agreement.coding(article.beside("coding"), article, coder=coder)
        name = f"{article.about.get('coded_by', 'coder')}-{coder}"
        verdicts = review.from_coding(reading, coded, coder=name, version=__version__)
        _say(f"{article.name}: {review.save(verdicts, coder=name, article=article)} written")
    return 0


def _corpus(options):
    from analysis import corpus

    named = {name: getattr(options, name) for name in ("id", "date", "outlet", "text") if getattr(options, name)}
    how = {name: getattr(options, name) for name in ("workers", "engine", "scheduler", "keep")}
    how |= {"columns": named, "encoder": not options.no_encoder, "version": __version__}
    how["ending"] = {"parquet": "parquet", "csv": "csv.gz"}[options.format]
    said = corpus.write(options.source, options.out, **how)
    _say(f"{options.source}: {said['articles']} articles read into {options.out}")
    if said["failures"]:
        _say(f"{said['failures']} could not be read; the table failures says which, and why")
    return 0


def _scorecard(options):
    from analysis.training import scorecard

    if not options.data.is_dir():
        return _failed(f"{options.data}: no such folder")
    options.out.open("a").close()  # what cannot be written is known before the measuring
    table = scorecard.measure(options.data)
    tables.write(table, options.out)
    _say(*table.to_string(index=False).split("\n"))
    return 0


def _run():
    warnings.formatwarning = lambda message, *_, **__: f"analysis: {message}\n"
    sys.stdout.reconfigure(errors="backslashreplace")
    code = main()
    try:
        sys.stdout.close()  # here, or Python writes once more to what is full or closed, and says so
    except OSError as fault:
        return code or _failed(f"standard output: {fault.strerror}")
    return code


if __name__ == "__main__":
    sys.exit(_run())
