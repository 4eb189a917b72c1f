"""Whole articles of ordinary news, coded by language-model coders after the codebook: ids, places and labels, no text.

The tables lie in `analysis/training/news/`, a row a judgement; README.md there says who coded what. `articles.csv`
names each text by its address and the sha256 of its bytes, so that a table is only ever read beside the text that was
coded.
"""

import hashlib
from pathlib import Path

import pandas as pd

from analysis.article import blocks as blocks_of

TABLES = Path(__file__).resolve().parent / "news"
COLUMNS = {
    "articles": "article title date url sha256 coder held_out",
    "actors": "article coder actor party",
    "mentions": "article coder paragraph start end actor kind",
    "quotes": "article coder paragraph speaker cue type start end",
    "stance": "article coder paragraph source target stance expression voice start end",
    "portrayal": "article coder paragraph actor valence",
    "tone": "article coder paragraph tone",
    "frames": "article coder paragraph conflict responsibility human_interest morality economic",
    "roles": "article coder actor role",
}
SPANS = {"mentions": "text", "quotes": "content", "stance": "evidence"}  # the column that a place stands for
HELD_SHARE = 6  # one article in so many is held out
PARTS = 3  # of the others; a run of training leaves one part out, to be measured on


def is_held_out(article):
    """Whether an article is kept out of training, by its id alone, so that later codings move nothing.

    >>> is_held_out("2019-000"), is_held_out("2019-001")
    (False, False)
    """
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % HELD_SHARE == 0


def part(article):
    """Which part of the articles that may be learned from an article belongs to, by its id alone.

    >>> part("2019-000"), part("2019-001")
    (2, 0)
    """
    return int(hashlib.sha256(f"part of {article}".encode()).hexdigest(), 16) % PARTS


def is_kept_back(article):
    """Whether an id is that of a coded article that is held out.

    >>> is_kept_back("xi-putin-2021")
    False
    """
    held = read("articles", held_out=1)
    return article in set(held["article"])


def pack(folders, out):
    """Write the tables of coded article folders: CODER/ARTICLE with article.txt, about.txt and the codebook's tables.

    Returns {table: number of rows}. Raises ValueError where words that were coded do not stand in their paragraph.
    """
    tables = {name: [] for name in COLUMNS}
    for folder in folders:
        key = {"article": folder.name, "coder": folder.parent.name}
        raw = (folder / "article.txt").read_bytes()
        about = dict(line.split(": ", 1) for line in (folder / "about.txt").read_text(encoding="utf-8").splitlines())
        facts = {"sha256": hashlib.sha256(raw).hexdigest(), "held_out": int(is_held_out(folder.name))}
        tables["articles"].append(key | facts | {name: about[name] for name in ("title", "date", "url")})
        blocks = blocks_of(raw.decode("utf-8"))
        for name in list(COLUMNS)[1:]:
            rows = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False).to_dict("records")
            tables[name] += [key | _placed(raw.decode("utf-8"), blocks, row, SPANS.get(name)) for row in rows]
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        pd.DataFrame(rows, columns=COLUMNS[name].split()).to_csv(out / f"{name}.csv", index=False)
    return {name: len(rows) for name, rows in tables.items()}


def _placed(text, blocks, row, column):
    """The row with start and end in place of its words; a row whose words are empty has the place -1."""
    if column is None:
        return row
    low, high = blocks[int(row["paragraph"]) - 1]
    start = low - 1
    for _ in range(int(row.get("occurrence") or 1)):
        start = text.find(row[column], start + 1, high) if row[column] else -1
        if start < 0:
            break
    if start < 0 and row[column]:
        raise ValueError(f"¶{row['paragraph']}: {row[column]!r} does not stand there")
    return row | {"start": start, "end": start + len(row[column]) if row[column] else -1}


def read(name, **only):
    """One table as a DataFrame, its rows chosen by column values.

    >>> sorted(read("roles")["role"].unique())
    ['antagonist', 'innocent', 'other', 'protagonist']
    """
    table = pd.read_csv(TABLES / f"{name}.csv", dtype={"article": str}, keep_default_na=False)
    for column, value in only.items():
        table = table[table[column] == value]
    return table.reset_index(drop=True)


def unpack(text, article, coder):
    """The tables of one coding, as the codebook has them, from the text that was coded: {table: list of rows}.

    Raises ValueError where the text is not the one that was coded, or nobody of that name coded it.
    """
    known = read("articles", article=article, coder=coder)
    if known.empty:
        raise ValueError(f"{article}: not coded by {coder!r}")
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != known["sha256"].iloc[0]:
        raise ValueError(f"{article}: another text than the one that was coded")
    return {
        name: [
            _worded(text, row, SPANS.get(name)) for row in read(name, article=article, coder=coder).to_dict("records")
        ]
        for name in list(COLUMNS)[1:]
    }


def _worded(text, row, column):
    if column is None:
        return row
    start, end = row["start"], row["end"]
    block = next((low for low, high in blocks_of(text) if low <= start < high), None)
    before = "" if block is None else text[block : start + len(text[start:end]) - 1]
    occurrence = 1 + sum(before.startswith(text[start:end], i) for i in range(len(before)))
    return row | {column: text[start:end] if start >= 0 else "", "occurrence": occurrence}
