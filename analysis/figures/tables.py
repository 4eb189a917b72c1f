"""Tables: rows as a page shows them, and a sentence beside them."""

import html
from dataclasses import dataclass

import numpy as np
import pandas as pd
from IPython.display import HTML

from analysis.tables import printable
from analysis.uncertainty import short


def table(frame, *, most=40):
    """A table as a page shows it: text left and whole, figures right with two decimals, no row numbers, `most` rows.

    Says how many rows it leaves out, and of an empty table that it is empty. Anything that has rows and columns will
    do.

    >>> print(table(pd.DataFrame({"actor": ["NATO"], "share": [0.123]})))
    actor share
     NATO   .12
    """
    return Table(frame.reset_index(drop=True).head(most), len(frame))


@dataclass(frozen=True, eq=False)
class Table:
    """Rows to show, and how many there are in all."""

    rows: pd.DataFrame
    total: int

    @property
    def left_out(self):
        """How many rows are not shown, in words."""
        more = self.total - len(self.rows)
        return f"… and {more} more rows" if more else ""

    def __repr__(self):
        if not self.total:
            return "(no rows)"
        words = self.rows.apply(_written_column).to_string(index=False)
        return f"{words}\n{self.left_out}" if self.left_out else words

    def _repr_html_(self):
        if not self.total:
            return "<p><em>No rows: there is nothing of this kind in this article.</em></p>"
        sides = ["right" if kind.kind in "iuf" else "left" for kind in self.rows.dtypes]
        line = lambda tag, values: "".join(
            f'<{tag} style="text-align: {side}; vertical-align: top">{html.escape(value)}</{tag}>'
            for value, side in zip(values, sides)
        )
        head = line("th", [str(name).replace("_", " ") for name in self.rows.columns])
        rows = self.rows.apply(_written_column).itertuples(index=False)
        body = "".join(f"<tr>{line('td', row)}</tr>" for row in rows)
        page = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        left_out = f"<p><em>{self.left_out}.</em></p>" if self.left_out else ""
        return f'<table style="overflow-wrap: break-word">{page}</table>{left_out}'


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
    return "" if value is None or value is pd.NA else printable(str(value))


def note(words):
    """A sentence that stands beside figures, as a paragraph of the page."""
    return HTML(f"<p>{html.escape(words)}</p>")
