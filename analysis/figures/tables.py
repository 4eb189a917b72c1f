"""Tables: rows as a page shows them, and a sentence beside them."""

import html
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from IPython.display import HTML

from analysis.claims import words as wording
from analysis.tables import printable
from analysis.uncertainty import short

SHOWN = 12
TONE = {-1: "bad", 0: "neither", 1: "good"}
INSTRUMENTS = {"textblob": "TextBlob", "vader": "VADER"}
HEADS = INSTRUMENTS | {  # a column → its heading, where its name is not plain
    "clean_text": "text",
    "cue_class": "kind",
    "discredited_author": "to its discredit, by the article",
    "discredited_quoted": "to its discredit, by others",
    "favourable_author": "favourably, by the article",
    "favourable_quoted": "favourably, by others",
    "high": "to",
    "low": "from",
    "macro_f1": "macro-F1",
    "npmi": "NPMI",
    "paragraph": "¶",
    "raw": "as received",
    "source_party": "who",
    "target_party": "whom",
    "toward": "sentiment toward",
    "valence": "shown",
    **TONE,
}
JUDGED = {-1: "to its discredit", 0: "neutral", 1: "favourably"}
MEASURES = {
    "mentions.named": "actors by name, F1",
    "mentions.description": "actors by description, F1",
    "mentions.pronoun": "actors by pronoun, F1",
    "mentions.all": "all mentions, F1",
    "stance.paragraph": "who is for or against whom, by paragraph, F1",
    "stance.article": "who is for or against whom, in the article, F1",
    "stance.voice_accuracy": "in whose voice, accuracy",
    "stance.sign_accuracy": "for or against, accuracy",
    "quotes.content@0.3": "reported speech, found in part, F1",
    "quotes.content@0.8": "reported speech, found nearly whole, F1",
    "quotes.speaker_accuracy": "its speaker, accuracy",
    "tone": "tone of a paragraph, macro-F1",
    "portrayal": "portrayal of an actor, macro-F1",
    "frames.micro": "news frames, F1",
    "roles": "roles, accuracy",
}
SCORED = {f"{name}, {words.split(', ')[-1]}": words for name, words in MEASURES.items()}  # as the scorecard names them
SETS = {
    "cameo, single dyads": "CAMEO sentences",
    "directed_sentiment, held out": "directed sentiment, held out",
    "narrative_frames, held out": "narrative frames, held out",
    "newsmtsc mt-dev": "NewsMTSC mt-dev",
    "newsmtsc rw-dev": "NewsMTSC rw-dev",
    "vader_nyt, held out": "NYT snippets, held out",
}
WORDED = {  # a column → what its values are in words
    "coded": TONE,
    "cue_class": {"": "other"},
    "instrument": INSTRUMENTS,
    "layer": {"stance": "relations", "quotes": "reports"},
    "measure": MEASURES | SCORED,
    "reads": TONE,
    "set": SETS,
    "stance": {-1: "against", 1: "for"},
    "tone": TONE,
    "tone_as_received": TONE,
    "valence": JUDGED,
    "voice": {"author": "the article itself"},
}


def table(frame, *, most=SHOWN):
    """A table as a page shows it: plain headings, text left and whole, figures right with two decimals, `most` rows.

    The rest is a click away. Says of an empty table that it is empty. Anything that has rows and columns will do.

    >>> print(table(pd.DataFrame({"actor": ["NATO"], "share": [0.123]})))
    actor share
     NATO   .12
    """
    rows = frame.reset_index(drop=True)
    for column, values in WORDED.items():
        if column in rows:
            rows[column] = [values.get(value, value) for value in rows[column]]
    heads = {name: HEADS.get(name, str(name).replace("_", " ")) for name in rows.columns}
    return Table(rows.rename(columns=heads), most)


@dataclass(frozen=True, eq=False)
class Table:
    """Rows to show, and how many of them at once."""

    rows: pd.DataFrame
    most: int

    @property
    def left_out(self):
        """How many rows are not shown at once, in words."""
        more = len(self.rows) - self.most
        return f"… and {wording.count(more, 'more rows')}" if more > 0 else ""

    def __repr__(self):
        if self.rows.empty:
            return "(no rows)"
        words = self.rows.head(self.most).apply(_written_column).to_string(index=False)
        return f"{words}\n{self.left_out}" if self.left_out else words

    def _repr_html_(self):
        if self.rows.empty:
            return "<p><em>No rows: there is nothing of this kind in this article.</em></p>"
        first = _page(self.rows.head(self.most))
        if not self.left_out:
            return first
        return f"{first}<details><summary>{self.left_out}</summary>{_page(self.rows[self.most :])}</details>"


def _page(rows):
    """Some rows as a table of a page."""
    sides = ["right" if kind.kind in "iuf" else "left" for kind in rows.dtypes]
    looks = [f"text-align: {side}; vertical-align: top" for side in sides]
    lines = [map(html.escape, row) for row in rows.apply(_written_column).itertuples(index=False)]
    return grid([html.escape(str(name)) for name in rows.columns], lines, looks, look="overflow-wrap: break-word")


def grid(heads, lines, looks, *, look, of_heads=""):
    """A table as HTML, its cells HTML already: `looks` is the style of each column, to which heads add `of_heads`."""
    row = lambda tag, cells, more="": "".join(
        f'<{tag} style="{css}{more}">{cell}</{tag}>' for css, cell in zip(looks, cells)
    )
    body = "".join(f"<tr>{row('td', line)}</tr>" for line in lines)
    head = f"<thead><tr>{row('th', heads, of_heads)}</tr></thead>"
    return f'<table style="{look}">{head}<tbody>{body}</tbody></table>'


def _written_column(column):
    """The values of a column as words; figures of one column all with decimals, or none.

    >>> _written_column(pd.Series([10.0, 0.77, 0.001])).tolist(), _written_column(pd.Series([3.0, 2.0])).tolist()
    (['10.00', '.77', '<.01'], ['3', '2'])
    """
    figures = [v for v in column if isinstance(v, (float, np.floating)) and not pd.isna(v)]
    whole = all(float(v).is_integer() for v in figures) and any(abs(v) > 1 for v in figures)
    return column.map(lambda value: _written(value, whole))


def _written(value, whole):
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (float, np.floating)):
        tiny = 0 < abs(value) < 0.005
        return "" if pd.isna(value) else f"{value:.0f}" if whole else "<.01" if tiny else short(value)
    words = "" if value is None or value is pd.NA else printable(str(value))
    return words.replace("_", " ") if NAME.fullmatch(words) else words


NAME = re.compile(r"[a-z]+(?:_[a-z]+)+")  # a word of the code's own


def note(words):
    """A sentence that stands beside figures, as a paragraph of the page."""
    return HTML(f"<p>{html.escape(words)}</p>")
