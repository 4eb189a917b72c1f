"""The file of a review: one row a verdict, written by the review page, by notebook 09 or by hand."""

import csv
import hashlib
import io
import re

import pandas as pd

from analysis.article import Article, ArticleError, read_article, text_of

COLUMNS = """layer row verdict paragraph start end text source target target_type stance expression voice speaker cue
    type actor party kind valence blind seconds why coder date sha256 version""".split()
LAYERS = ("stance", "quotes", "portrayal", "mentions", "actors", "text", "paragraph")
VERDICTS = ("keep", "reject", "change", "add", "unsure", "broken")
NUMBERS = ("paragraph", "start", "end", "stance", "valence", "blind", "seconds")
NEEDED = {
    "stance": ("source", "target", "stance"),
    "quotes": ("speaker",),
    "portrayal": ("actor", "valence"),
    "mentions": ("actor",),
    "actors": ("row", "actor"),
}
FOLDER = "review"


class ReviewError(ArticleError):
    """A faulty file of a review: one line that names the file, the line and the column."""


def fingerprint(article):
    """The sha256 of the text that was reviewed, by which a review knows its article.

    >>> from analysis.article import from_text
    >>> fingerprint(from_text("Xi met Putin."))[:8]
    '959c8d2b'
    """
    return hashlib.sha256(article.raw.encode("utf-8")).hexdigest()


def coders(article):
    """The names of those who reviewed an article, in alphabetical order.

    >>> from analysis.article import from_text
    >>> coders(from_text("Xi met Putin."))
    []
    """
    folder = article.beside(FOLDER)
    return sorted(path.stem for path in folder.glob("*.csv")) if folder.is_dir() else []


def load(article, coder):
    """The verdicts of one coder on an article: a DataFrame with the columns of the file, and `line`.

    Raises ReviewError where there is no such file, or a row of it is faulty.
    """
    path = article.beside(FOLDER) / f"{coder}.csv"
    if not path.is_file():
        known = ", ".join(coders(article)) or "nobody"
        raise ReviewError(f"{article.name}: no review by {coder!r} (reviewed by: {known})")
    return parse(text_of(path), article, name=f"{FOLDER}/{path.name}")


def parse(text, article, *, name="review"):
    """The verdicts in the text of a review file, checked row by row against the article.

    >>> from analysis.article import from_text
    >>> parse("layer,row,verdict\\nstance,x,maybe\\n", from_text("Xi met Putin."))
    Traceback (most recent call last):
    analysis.review.verdicts.ReviewError: review line 2, verdict: 'maybe' is none of keep, reject, ...
    """
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    try:
        lacking = [column for column in ("layer", "row", "verdict") if column not in (reader.fieldnames or [])]
        if lacking:
            raise ReviewError(f"{name} line 1: no column {', '.join(lacking)}")
        rows = [_checked(row, article, f"{name} line {reader.line_num}") | {"line": reader.line_num} for row in reader]
    except csv.Error as fault:
        raise ReviewError(f"{name} line {reader.line_num}: {fault}; mend the quotation marks there") from None
    return pd.DataFrame(rows, columns=[*COLUMNS, "line"])


def _checked(row, article, where):
    row = {column: (row.get(column) or "").strip() for column in COLUMNS}

    def refuse(column, why):
        raise ReviewError(f"{where}, {column}: {row[column]!r} {why}")

    for column, allowed in (("layer", LAYERS), ("verdict", VERDICTS)):
        if row[column] not in allowed:
            refuse(column, f"is none of {', '.join(allowed)}")
    for column in NEEDED.get(row["layer"], ()):
        if row["verdict"] in ("add", "change") and not row[column]:
            refuse(column, "is empty")
    for column in NUMBERS:
        if not re.fullmatch(r"-?\d*(?:\.\d+)?", row[column]):
            refuse(column, "is not a number")
        row[column] = float(row[column]) if "." in row[column] else int(row[column] or 0)
    if row["layer"] != "actors" and not 0 <= row["start"] <= row["end"] <= len(article.raw):
        refuse("end", f"lies outside of the text of {len(article.raw)} characters")
    if row["sha256"] and row["sha256"] != fingerprint(article):
        refuse("sha256", "belongs to another text; review this text anew")
    if row["stance"] not in (-1, 0, 1) or row["valence"] not in (-1, 0, 1):
        refuse("stance" if row["stance"] not in (-1, 0, 1) else "valence", "is none of -1, 0, 1")
    return row


def save(text, *, coder, article=None):
    """File a review that was copied from the review page: its text, who coded it, and the article.

    Writes ARTICLE/review/CODER.csv and returns its path. Raises ReviewError where the text is faulty; then nothing is
    written.
    """
    article = article if isinstance(article, Article) else read_article(article)
    if article.folder is None:
        raise ReviewError(
            f"{article.name}: a bare text has no folder; make a folder with article.txt in it to keep a review"
        )
    if not re.fullmatch(r"[\w.-]+", coder):
        raise ReviewError(f"{coder!r}: name a coder by letters and digits")
    parse(text, article, name="the pasted review")
    path = article.beside(FOLDER) / f"{coder}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
    return path
