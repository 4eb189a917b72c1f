"""A report: the story of one article as its first page, and the notebooks behind it as chapters."""

import os
import sys
from pathlib import Path

from tqdm import tqdm

from analysis import framing, review
from analysis.article import locate, read_article
from analysis.report.chapters import Chapter, chapter, question
from analysis.report.execution import KERNELS_AT_ONCE, NOTEBOOKS, execute, executed, series
from analysis.report.exports import export, without_text
from analysis.report.story import story
from analysis.report.writing import replacing, save


def write(article=None, out="report", *, text=True):
    """Re-execute the series on an article and write a report: its first page, whose path is printed, and its chapters.

    Goes on past a notebook that fails; returns 0 where all ran, else 1, and names what failed on standard error.
    Raises ArticleError where the article cannot be read, and OSError, naming the file, where a page cannot be written:
    then the pages of an earlier report stay. The notebooks' own files are left as they are. `export` says what lies
    beside the pages; without `text` neither these nor the pages hold more than 15 words of the article in a row.
    """
    source, paths, out = locate(article), series(), Path(out)
    article = read_article(source)
    with replacing(out) as folder, tqdm(total=len(paths) + 1, desc="reading", file=sys.stderr, disable=None) as bar:
        reading = framing.read(article)  # once, and kept for all that the notebooks read
        bar.update()
        bar.set_description("notebooks")
        chapters = []
        for path, notebook, fault in executed(paths, _environment(source)):
            chapters.append(Chapter(path.stem, notebook, fault))
            bar.update()
        pages(reading, chapters, folder, text=text)
    failed = [one for one in chapters if one.fault]
    for one in failed:
        print(f"{one.name}: {one.fault}", file=sys.stderr)
    print(out / "index.html")
    return 1 if failed else 0


def pages(reading, chapters, out, *, text=True):
    """Write the pages of a report into a folder: the story, the chapters (executed notebooks) and the review page.

    Beside them lies what `export` writes. Without `text` there is no review page, which holds the whole article.
    """
    from analysis import __version__

    out = Path(out)
    for one in chapters:
        save(out / one.page, chapter(one, chapters))
    save(out / "index.html", story(reading, chapters, reviewable=text))
    export(reading, out, version=__version__, text=text)
    if text:
        review.write(reading.machine or reading, out / "review.html", version=__version__)
        return
    for page in out.glob("*.html"):
        save(page, without_text(page.read_text(encoding="utf-8"), reading.article))


def _environment(source):
    """What the kernels are told: the article, where this package is, and to use this Python on one thread."""
    told = {"FRAMING_ARTICLE": str(source), "JUPYTER_PREFER_ENV_PATH": "1", "OMP_NUM_THREADS": "1"}
    here = os.pathsep.join(filter(None, [str(NOTEBOOKS.parent), os.environ.get("PYTHONPATH")]))
    return os.environ | told | {"PYDEVD_DISABLE_FILE_VALIDATION": "1", "PYTHONPATH": here}
