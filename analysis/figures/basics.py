"""Basics: the colours and the one style of all figures, how a figure is begun and described."""

import io
import math
import textwrap
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

NEGATIVE, NEUTRAL, POSITIVE = "#c44e00", "#8a8a8a", "#0072b2"
SIGN = {-1: NEGATIVE, 0: NEUTRAL, 1: POSITIVE}
SIGNED = LinearSegmentedColormap.from_list("signed", [NEGATIVE, "#f7f7f7", POSITIVE])
SERIES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#8c5a2b", "#555555", "#d55e00")
DARK, GREY, BAND = "#222222", "#333333", "#f4f4f4"
WIDTH = 8.6
STYLE = matplotlib.rc_params_from_file(Path(__file__).with_name("framing.mplstyle"), use_default_template=False)


def style():
    """The one style of all figures, as a context (`with figures.style():`) or before a function (`@figures.style()`).

    >>> with style(): matplotlib.rcParams["font.size"]
    9.0
    """
    return matplotlib.rc_context(STYLE)


def png(ax, *, dpi=150):
    """The figure as PNG bytes, without date or version in them."""
    with io.BytesIO() as out:
        FigureCanvasAgg(whole(ax)).print_figure(out, format="png", dpi=dpi, metadata={"Software": None})
        return out.getvalue()


def alternative(ax):
    """The alternative text of a figure: what it shows, in words."""
    return whole(ax).get_label()


def described(ax, alt):
    """The Axes, its figure given an alternative text."""
    whole(ax).set_label(" ".join(alt.split()))
    return ax


def whole(ax):
    """The Figure of some Axes, or the Figure itself."""
    return ax if isinstance(ax, Figure) else ax.figure


def begin(title, height, *, rows=1, width=WIDTH, **options):
    """A new figure and its Axes, the title over the first."""
    figure = Figure(figsize=(width, height))
    axes = figure.subplots(rows, **options)
    np.ravel(axes)[0].set_title(title)
    return figure, axes


def nothing(title, words):
    """A figure that says in words why there is nothing to draw."""
    _, ax = begin(title, 1.2)
    ax.axis("off")
    ax.text(0, 0.5, words, color="#555555")
    return described(ax, f"{title}: {words}")


def shortened(name, width=24):
    return textwrap.shorten(str(name), width, placeholder=" …") if " " in str(name) else str(name)[:width]


def series(items):
    """Phrases in a row, for an alternative text."""
    return ", ".join(items) or "nothing"


def ranking(table, column, most, *, weight=None):
    """The values of a column that come first in a count (or by the sum of `weight`), and all counts."""
    counts = table[column].value_counts() if weight is None else table.groupby(column)[weight].sum()
    return sorted(counts.index, key=lambda name: (-counts[name], name))[:most], counts


def name_axis(ax, labels):
    """One row a label, the first on top."""
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)


def paragraph_axis(ax, first, last, *, bands=True):
    """The paragraphs from left to right, every second one with a grey band."""
    for paragraph in range(first + first % 2, last + 1, 2) if bands else ():
        ax.axvspan(paragraph - 0.5, paragraph + 0.5, color=BAND, lw=0)
    ax.set_xlim(first - 0.5, last + 0.5)
    ax.set_xticks(range(first, last + 1, max(1, math.ceil((last - first + 1) / 25))))
    ax.set_xlabel("paragraph")


def legend(figure, columns, *, where="outside upper right", **options):
    figure.legend(loc=where, ncols=columns, **options)
