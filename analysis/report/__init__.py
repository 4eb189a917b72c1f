"""A report: the story of one article as its first page, and the notebooks behind it as chapters."""

import os
import sys
from pathlib import Path

from tqdm import tqdm

from analysis import framing, review
from analysis.article import locate, read_article
from analysis.report.chapters import Chapter, chapter, question
from analysis.report.execution import KERNELS_AT_ONCE, execute, executed, series
from analysis.report.story import story


def write(article=None, out="report"):
    """Re-execute the series on an article and write a report: the story, one page a notebook, the page for a review.

    Goes on past a notebook that fails; returns 0 where all ran, else 1, and names what failed on standard error.
    Raises ArticleError where the article cannot be read. The notebooks' own files are left as they are.
    """
    source = locate(article)
    reading = framing.read(read_article(source))
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"FRAMING_ARTICLE": str(source), "JUPYTER_PREFER_ENV_PATH": "1", "OMP_NUM_THREADS": "1"}
    paths = series()
    done = tqdm(executed(paths, environment), total=len(paths), desc="notebooks", unit="page", file=sys.stderr)
    chapters = [Chapter(path.stem, notebook, fault) for path, notebook, fault in done]
    pages(reading, chapters, out)
    failed = [chapter for chapter in chapters if chapter.fault]
    for one in failed:
        print(f"{one.name}: {one.fault}", file=sys.stderr)
    print(f"{len(chapters) - len(failed)} of {len(chapters)} chapters written; the report begins at {out}/index.html")
    return 1 if failed else 0


def pages(reading, chapters, out):
    """Write the pages of a report into a folder: the story, the chapters (executed notebooks) and the review page."""
    from analysis import __version__

    out = Path(out)
    review.write(reading.machine or reading, out / "review.html", version=__version__)
    (out / "index.html").write_text(story(reading, chapters), encoding="utf-8")
    for one in chapters:
        (out / f"{one.name}.html").write_text(chapter(one, chapters), encoding="utf-8")
