"""The text itself: a paragraph with every mention marked."""

import html

from IPython.display import HTML

from analysis.claims import partied
from analysis.figures.basics import SERIES, ranking


def marked_text(article, mentions, paragraph=None, *, level="party", most=8):
    """One paragraph as HTML, each mention underlined and coloured by its party, with actor, kind and rule on hover.

    Without a number it is the paragraph with most mentions. Nested mentions are nested marks; a span of several actors
    names them all. Where there is no such paragraph, it says so.

    >>> import pandas as pd
    >>> from analysis.article import from_text
    >>> nobody = pd.DataFrame(columns=["start", "paragraph", "actor", "party"])
    >>> "Cuba met Peru." in marked_text(from_text("Cuba met Peru."), nobody).data
    True
    """
    if paragraph is None:
        paragraph = min(mentions["paragraph"].mode(), default=1)
    block = article.paragraphs[article.paragraphs["paragraph"] == paragraph]
    if block.empty:
        return HTML(f"<p>There is no paragraph {html.escape(str(paragraph))}.</p>")
    rows = partied(mentions)
    names = ranking(rows, level, most)[0]
    colours = dict(zip(names, SERIES))
    rows = rows[rows["paragraph"] == paragraph]
    marks = _marks(rows, level, colours) if len(rows) else {}
    order = sorted(marks, key=lambda span: (span[0], -span[1]))
    body = _marked(article.raw, int(block["start"].iloc[0]), int(block["end"].iloc[0]), order, marks)
    legend = "".join(
        f'<span style="border-bottom: 3px solid {colours[name]}; margin-right: 1em">{html.escape(name)}</span>'
        for name in names
        if name in set(rows[level])
    )
    return HTML(
        f'<div style="line-height: 1.9"><small>¶{paragraph}</small> {body}</div>'
        f'<div style="font-size: 80%; margin-top: .4em">{legend}</div>'
    )


def _marks(rows, level, colours):
    """{span: the opening tag of its mark}."""
    marks = {}
    for span, part in rows.groupby(["start", "end"]):
        note = "; ".join(f"{row.actor} ({row.kind}: {row.rule})" for row in part.itertuples())
        colour = colours.get(part[level].iloc[0], "#999999")
        marks[span] = f'<span title="{html.escape(note)}" style="border-bottom: 3px solid {colour}">'
    return marks


def _marked(raw, start, end, order, marks):
    parts = []
    while order:
        (low, high), *rest = order
        inner = [span for span in rest if span[1] <= high]
        order = [span for span in rest if span[0] >= high]  # a span that crosses another is left unmarked
        parts += [html.escape(raw[start:low]), marks[low, high], _marked(raw, low, high, inner, marks), "</span>"]
        start = high
    return "".join(parts) + html.escape(raw[start:end])
