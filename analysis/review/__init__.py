"""Review: a person confirms, corrects or rejects what the machine read, and every table follows."""

import pandas as pd

from analysis.review.applied import LAYERS, TRAIL, Review, apply
from analysis.review.coded import from_coding
from analysis.review.joint import joint, meaning
from analysis.review.page import THRESHOLD, blind, data, key, write
from analysis.review.verdicts import COLUMNS, ReviewError, coders, fingerprint, load, parse, save


def of(article, choice=None):
    """The review to read an article with: None where there is none or `choice` is False; see `framing.read`.

    >>> from analysis.article import from_text
    >>> of(from_text("Xi met Putin.")) is None
    True
    """
    if choice is False:
        return None
    if isinstance(choice, Review):
        return choice
    if choice not in (None, "agreed"):
        return Review(choice, load(article, choice))
    reviews = [Review(coder, load(article, coder)) for coder in coders(article)]
    while len(reviews) > 1:
        reviews[:2] = [joint(*reviews[:2])]
    return reviews[0] if reviews else None


WORDED = {"mentions": "mentions", "quotes": "reports", "stance": "relations", "portrayal": "portrayals"}


def summary(framing, layer="stance"):
    """What a review made of the machine's rows of one layer, in a sentence.

    >>> from types import SimpleNamespace
    >>> summary(SimpleNamespace(review=None, relations=pd.DataFrame({"counted": [True, True]})))
    'Nobody has reviewed these 2 relations: they are the machine alone.'
    """
    if framing.review is None:
        table = getattr(framing, LAYERS[layer])
        count = int(table["counted"].sum()) if "counted" in table else len(table)
        return f"Nobody has reviewed these {count} {WORDED[layer]}: they are the machine alone."
    trail = framing.review.trail[framing.review.trail["layer"] == layer]
    counts = trail.loc[trail["was"] != "", "verdict"].value_counts()
    beyond = trail.loc[trail["was"] == "", "verdict"].value_counts()
    words = {"keep": "kept", "change": "changed", "reject": "rejected", "dispute": "disputed", "broken": "too broken"}
    parts = ", ".join(f"{counts[verdict]} {word}" for verdict, word in words.items() if counts.get(verdict))
    parts += f"; {beyond['add']} added" if beyond.get("add") else ""
    parts += f"; {beyond['dispute']} more that only one coder has" if beyond.get("dispute") else ""
    return f"{counts.sum()} {WORDED[layer]} by machine: {parts or 'none judged'}. Reviewed by {framing.review.coder}."


def overview(framing):
    """What a review made of every layer: columns layer, kept, changed, rejected, disputed, added; empty without one."""
    columns = {"keep": "kept", "change": "changed", "reject": "rejected", "dispute": "disputed", "add": "added"}
    if framing.review is None:
        return pd.DataFrame(columns=["layer", *columns.values()])
    trail = framing.review.trail[framing.review.trail["layer"].isin(list(WORDED))]
    table = pd.crosstab(trail["layer"], trail["verdict"]).reindex(columns=list(columns), fill_value=0)
    return table.rename(columns=columns, index=WORDED).rename_axis("layer").reset_index().rename_axis(None, axis=1)


def trail(framing):
    """What a review changed: columns layer, paragraph, verdict, was, now, text, coder, why; kept rows are left out."""
    return _told(framing, ["change", "reject", "add", "broken", "unsure"])


def disputed(framing):
    """What two coders judge differently, with the columns of `trail`."""
    return _told(framing, ["dispute"])


def _told(framing, verdicts):
    columns = [column for column in TRAIL if column not in ("start", "end")]
    if framing.review is None:
        return pd.DataFrame(columns=columns)
    table = framing.review.trail.replace({"layer": WORDED | {"text": "unreadable passages"}})
    return table.loc[table["verdict"].isin(verdicts), columns].reset_index(drop=True)
