"""The command line: `python -m analysis code | report | scorecard`."""

import argparse
import sys
from pathlib import Path

from analysis.article import ArticleError, read_article


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments=None):
    """Run one command; returns the exit code: 0 done, 1 the article cannot be read or a notebook failed, 2 usage."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except ArticleError as fault:
        print(f"analysis: {fault}", file=sys.stderr)
        return 1
    except OSError as fault:
        print(f"analysis: {fault.filename}: {fault.strerror}", file=sys.stderr)
        return 1


def _parser():
    parser = Parser(prog="analysis", description="How a news article frames its actors.")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="code | report | scorecard", parser_class=Parser
    )

    code = commands.add_parser("code", help="write the tables of one article as CSV")
    code.add_argument("article", help="a folder name under seeds/, an article folder or a .txt file")
    code.add_argument("--out", required=True, type=Path, help="the folder to write to")
    code.add_argument("--no-encoder", action="store_true", help="the rules and word lists alone")
    code.set_defaults(run=_code)

    pages = commands.add_parser("report", help="re-execute the notebooks and write self-contained HTML")
    pages.add_argument("article", nargs="?", help="as above; default: FRAMING_ARTICLE, else xi-putin-2021")
    pages.add_argument("--out", type=Path, default=Path("report"), help="the folder to write to (default: report)")
    pages.set_defaults(run=_report)

    card = commands.add_parser("scorecard", help="measure every instrument on the public data sets in a folder")
    card.add_argument("data", type=Path, help="a folder with newsmtsc/, directed_sentiment/, cameo/, …")
    card.add_argument(
        "--out", type=Path, default=Path("scorecard.csv"), help="the table to write (default: scorecard.csv)"
    )
    card.set_defaults(run=_scorecard)
    return parser


def _code(options):
    from analysis import framing  # each command loads what it needs: the pages' libraries are slow to load

    article = read_article(options.article)
    written = framing.write(framing.read(article, encoder=not options.no_encoder), options.out)
    print(f"{article.name}: {', '.join(path.name for path in written)} written to {options.out}")
    if article.omission():
        print(f"{article.name}: {article.omission()}")
    return 0


def _report(options):
    from analysis import report

    return report.write(options.article, options.out)


def _scorecard(options):
    try:
        from analysis.training import scorecard
    except ModuleNotFoundError:
        print(
            "analysis: the scorecard is measured from a checkout; the installed package has no training",
            file=sys.stderr,
        )
        return 1
    if not options.data.is_dir():
        print(f"analysis: {options.data}: no such folder", file=sys.stderr)
        return 1
    table = scorecard.measure(options.data)
    table.to_csv(options.out, index=False)
    print(table.to_string(index=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
