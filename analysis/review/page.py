"""The page on which a person reviews the machine's rows: one HTML file that needs no server and no network."""

import hashlib
import html
import json
from pathlib import Path

from analysis.certainty import SURE
from analysis.review.verdicts import COLUMNS, fingerprint

BLIND = 5  # paragraphs that are coded before the machine's rows are shown
SHARE = 4  # at most one paragraph in so many is
THRESHOLD = SURE  # from here on a machine's row is kept with its paragraph
SHOWN = {
    "stance": "source target target_type stance expression voice",
    "quotes": "speaker cue type",
    "portrayal": "actor valence voice",
}
PAGE = Path(__file__).with_name("page.html")


def key(layer, row):
    """The short name of a machine's row: a hash of its layer, its place, whom it is about and its sign.

    >>> key("portrayal", {"paragraph": 1, "start": 0, "end": 2, "actor": "Xi Jinping", "valence": 1})
    '55847434'
    """
    about = [row.get(column, "") for column in ("source", "target", "stance", "speaker", "actor", "valence")]
    words = "|".join(map(str, [layer, row["paragraph"], row["start"], row["end"], *about]))
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:8]


def blind(article):
    """The paragraphs that are coded blind, drawn by the hash of the text: five, or a quarter of a short article.

    >>> from analysis.article import from_text
    >>> blind(from_text("One.\\n\\nTwo.\\n\\nThree.\\n\\nFour.")) in ([1], [2], [3], [4])
    True
    """
    numbers = sorted(article.sentences["paragraph"].unique().tolist())
    draw = lambda number: hashlib.sha256(f"{fingerprint(article)} {number}".encode()).hexdigest()
    return sorted(sorted(numbers, key=draw)[: min(BLIND, len(numbers) // SHARE)])


def rows(framing):
    """The machine's rows that a person judges: relations that count, reports, portrayals that judge."""
    tables = {
        "stance": framing.relations[framing.relations["counted"].astype(bool)],
        "quotes": framing.quotes,
        "portrayal": framing.portrayal[framing.portrayal["valence"] != 0],
    }
    found = []
    for layer, table in tables.items():
        for row in table.to_dict("records"):
            shown = {
                column: _plain(row[column]) for column in ["paragraph", "start", "end", "text", *SHOWN[layer].split()]
            }
            found.append({"layer": layer, "key": key(layer, row), "sure": round(float(row["sure"]), 3), **shown})
    return sorted(found, key=lambda row: (row["paragraph"], row["start"], row["end"]))


def _plain(value):
    return value.item() if hasattr(value, "item") else value


def data(framing, version):
    """What the page knows, as a dict: the article's paragraphs and sentences, its actors, and the machine's rows."""
    article = framing.article
    lines = article.sentences.groupby("paragraph")[["start", "end"]].apply(lambda table: table.values.tolist())
    paragraphs = article.body if len(article.body) else article.paragraphs.head(0)
    return {
        "name": article.name,
        "sha256": fingerprint(article),
        "version": version,
        "threshold": THRESHOLD,
        "blind": blind(article),
        "paragraphs": [
            {
                "paragraph": p.paragraph,
                "start": p.start,
                "end": p.end,
                "text": p.text,
                "sentences": lines.get(p.paragraph, []),
            }
            for p in paragraphs.itertuples()
        ],
        "actors": framing.actors[["actor", "party", "mentions"]].to_dict("records"),
        "rows": rows(framing),
    }


def write(framing, out, *, version):
    """Write the review page of a reading to a file, its folder made if need be; returns the path."""
    inside = json.dumps(data(framing, version), ensure_ascii=False).replace("<", "\\u003c")
    page = PAGE.read_text(encoding="utf-8").replace("{{columns}}", json.dumps(COLUMNS))
    title = framing.article.about.get("title", "unknown")
    page = page.replace("{{title}}", html.escape(framing.article.name if title == "unknown" else title))
    path = Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page.replace("{{data}}", inside), encoding="utf-8")
    return path
