"""Drawing: the articles of a corpus that a person codes, by chance, and what that person made of them."""

import hashlib
import heapq
import json
from pathlib import Path

import pandas as pd

from analysis import framing
from analysis.article import read_article
from analysis.corpus.sources import CorpusError, entries

SEED = 2021


def drawn(ids, n, *, seed=SEED):
    """The ids of a simple random sample, in the order in which they were drawn; a larger `n` adds to a smaller one.

    Each id gets a number from a hash of the seed and itself, and the lowest come first, so that articles added to a
    corpus later change little.

    >>> drawn(["a", "b", "c", "d"], 2), drawn(["a", "b", "c", "d"], 3)
    (['a', 'b'], ['a', 'b', 'c'])
    """
    chance = lambda name: hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()
    return heapq.nsmallest(n, ids, key=chance)


def sample(source, n, *, seed=SEED, out=None, columns=None):
    """Draw the articles of a source that are to be coded: columns id, date, outlet, where and, with `out`, folder.

    `source` and `columns` are as in `corpus.entries`. With `out`, each drawn article is put into a folder of its own
    there, from which `python -m analysis review FOLDER` makes the page to code it on; `reviewed(out)` reads back what
    was saved. Articles that cannot be read are not drawn.

    >>> from analysis.article import SEEDS
    >>> sample(SEEDS / "summit-western", 1)["id"].tolist()
    ['article']
    """
    readable = lambda: (entry for entry in entries(source, columns=columns) if not entry.fault)
    chosen = drawn((entry.id for entry in readable()), n, seed=seed)
    found = {entry.id: entry for entry in readable() if entry.id in set(chosen)}
    rows = [{name: getattr(found[key], name) for name in ("id", "date", "outlet", "where")} for key in chosen]
    if out is not None:
        for number, row in enumerate(rows, start=1):
            row["folder"] = str(_folder(Path(out) / f"{number:03d}", found[row["id"]]))
    return pd.DataFrame(rows)


def _folder(folder, entry):
    """An article folder to review: the text, and about.toml with the id by which it is found again."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "article.txt").write_text(entry.text, encoding="utf-8", newline="")
    said = {"id": entry.id, "date": entry.date or "unknown", "source": entry.outlet or "unknown"}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items()]
    (folder / "about.toml").write_text("".join(lines), encoding="utf-8")
    return folder


def reviewed(folder, *, encoder=True):
    """The drawn articles that a person has reviewed, as a generator of (id, Framing) for `corpus.joined`.

    `folder` is the `out` of `sample`. Raises CorpusError where nobody has reviewed any.
    """
    folders = sorted(path.parent.parent for path in Path(folder).glob("*/review/*.csv"))
    if not folders:
        raise CorpusError(f"{folder}: no review there; save each page's file into review/ beside its article.txt")
    for path in dict.fromkeys(folders):
        reading = framing.read(read_article(path), encoder=encoder)
        yield reading.article.about["id"], reading
