"""Trust: which findings survive other choices, and how the measures agree with a coding."""

import pandas as pd
from matplotlib.lines import Line2D

from analysis.figures.basics import DARK, GREY, NEGATIVE, POSITIVE, begin, described, legend, nothing, series, style
from analysis.uncertainty import CHOICES


@style()
def specification_curve(specifications, *, finding):
    """One finding under every choice: its value in order of size above, the choices that gave it below.

    Takes the table of `uncertainty.specifications`: finding, value, same, default and one column a choice.
    """
    rows = specifications[(specifications["finding"] == finding) & specifications["value"].notna()]
    rows = rows.sort_values("value", kind="stable").reset_index(drop=True)
    name = finding.replace("_", " ")
    if rows.empty:
        return nothing(f"{name}: every specification", "no specification gives a figure")
    choices = [column for column in CHOICES if column in rows and rows[column].nunique() > 1]
    options = [(column, option) for column in choices for option in sorted(rows[column].unique(), key=str)]
    room = {"gridspec_kw": {"height_ratios": [2, max(0.4, 0.2 * len(options))]}, "sharex": True}
    figure, (top, below) = begin(f"{name}: every specification", 2.2 + 0.2 * len(options), rows=2, **room)
    same = rows["same"].astype(bool)
    _values(top, rows, same)
    legend(figure, 3, handletextpad=0.2)
    for y, (column, option) in enumerate(options):
        taken = rows.index[rows[column] == option]
        below.scatter(taken, [y] * len(taken), marker="|", s=max(8, min(60, 3000 / len(rows))), color=GREY)
    below.set_yticks(range(len(options)), [f"{column}: {option}" for column, option in options], fontsize=8)
    below.set_ylim(len(options) - 0.4, -0.6)
    below.set_xlabel("specification, by value")
    span = f"values {rows['value'].min():.2f} to {rows['value'].max():.2f}"
    words = f"{len(rows)} specifications, {span}, {same.sum()} give the same finding as the notebooks"
    return described(top, f"Specification curve of {name}: {words}.")


def _values(ax, rows, same):
    """The value of each specification with its interval, and whether it is the same finding."""
    if {"low", "high"} <= set(rows):
        ax.vlines(rows.index, rows["low"].astype(float), rows["high"].astype(float), color="#cccccc", lw=1)
    alike, other, usual = rows[same], rows[~same], rows[rows["default"].astype(bool)]
    label = f"same finding ({len(alike)})"
    ax.scatter(alike.index, alike["value"], s=16, color=POSITIVE, label=label, zorder=3)
    label = f"another finding ({len(other)})"
    ax.scatter(other.index, other["value"], s=22, marker="x", color=NEGATIVE, label=label, zorder=3)
    ring = {"facecolor": "none", "edgecolor": "black", "label": "as in the notebooks"}
    ax.scatter(usual.index, usual["value"], s=110, zorder=4, **ring)
    ax.axhline(0, color="#999999", lw=0.8)
    ax.set_ylabel("value")


@style()
def survival_bars(specifications):
    """For each finding the share of specifications that give the same outcome as the notebooks do."""
    title = "Share of specifications with the same finding"
    table = specifications.groupby("finding", sort=False)["same"].agg(["mean", "sum", "count"])
    if table.empty:
        return nothing(title, "no finding to compare")
    table = table.sort_values("mean", ascending=False, kind="stable").rename(index=lambda name: name.replace("_", " "))
    _, ax = begin(title, 0.9 + 0.27 * len(table))
    colours = ["#0072b2" if share >= 0.8 else "#9ecae1" if share >= 0.5 else "#e0e0e0" for share in table["mean"]]
    ax.barh(range(len(table)), table["mean"], height=0.62, color=colours, edgecolor="#444444", linewidth=0.5)
    for y, row in enumerate(table.itertuples()):
        ax.text(row.mean + 0.01, y, f"{row.sum} of {row.count}", va="center", color=GREY)
    ax.set_yticks(range(len(table)), table.index)
    ax.set_xlim(0, 1.15)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    ax.invert_yaxis()
    words = series([f"{row.Index} {row.sum} of {row.count}" for row in table.itertuples()])
    return described(ax, f"Bars of the share of specifications that give the same finding: {words}.")


@style()
def agreement_bars(scores):
    """Each measure (measure, value, low, high, base, n) with its interval; the tick is what a constant answer gets."""
    title = "Agreement with the reference"
    rows = scores[scores["value"].notna()].reset_index(drop=True)
    if rows.empty:
        return nothing(title, "nothing to compare")
    figure, ax = begin(title, 1.2 + 0.29 * len(rows))
    figures = rows[["value", "low", "high", "base"]].astype(float)
    ax.barh(rows.index, figures["value"], height=0.62, color="#cfe3f1", edgecolor="#0072b2", linewidth=0.8)
    ranged, based = figures.dropna(subset=["low", "high"]), figures.dropna(subset=["base"])
    ax.hlines(ranged.index, ranged["low"], ranged["high"], color=DARK, lw=1.4)
    ax.vlines(based["base"], based.index - 0.38, based.index + 0.38, color=NEGATIVE, lw=2.2)
    for row in rows.itertuples():
        ax.text(1.02, row.Index, f"{row.value:.2f}   n = {row.n:.0f}", va="center", color=GREY)
    ax.set_yticks(rows.index, rows["measure"])
    ax.set_xlim(min(0, figures["value"].min()), 1.2)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.invert_yaxis()
    interval = Line2D([], [], color=DARK, lw=1.4, label="95% interval")
    constant = Line2D([], [], color=NEGATIVE, lw=0, marker="|", ms=11, mew=2.2, label="a constant answer")
    legend(figure, 2, handles=[interval, constant])
    based = {row.Index: f" (constant {row.base:.2f})" for row in rows.itertuples() if pd.notna(row.base)}
    words = series([f"{row.measure} {row.value:.2f}{based.get(row.Index, '')}" for row in rows.itertuples()])
    return described(ax, f"Bars of agreement: {words}.")
