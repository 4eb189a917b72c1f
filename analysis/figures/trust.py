"""Trust: which findings survive other choices, and how the measures agree with a coding."""

import pandas as pd
from matplotlib.lines import Line2D

from analysis.agreement import PROVENANCE
from analysis.claims import words
from analysis.figures.basics import (
    DARK,
    GREY,
    NEGATIVE,
    POSITIVE,
    begin,
    described,
    legend,
    nothing,
    series,
    shortened,
    style,
)
from analysis.figures.picture import INK, LINE, PAGE, QUIET, RULE, SMALL, Picture, box, sheet, unable, write
from analysis.figures.tables import INSTRUMENTS, MEASURES
from analysis.uncertainty import CHOICES, STABLE


@style()
def specification_curve(specifications, *, finding):
    """One finding under every choice: its value in order of size above, the choices that gave it below.

    Takes the table of `uncertainty.specifications`: finding, value, same, default and one column a choice.
    """
    rows = specifications[(specifications["finding"] == finding) & specifications["value"].notna()]
    rows = rows.sort_values("value", kind="stable").reset_index(drop=True)
    name = next(iter(rows.get("title", ())), finding.replace("_", " "))
    if rows.empty:
        return nothing(f"{name}, under every set of choices", "no specification gives a figure")
    choices = [column for column in CHOICES if column in rows and rows[column].nunique() > 1]
    options = [(column, option) for column in choices for option in sorted(rows[column].unique(), key=str)]
    room = {"gridspec_kw": {"height_ratios": [2, max(0.4, 0.2 * len(options))]}, "sharex": True}
    figure, (top, below) = begin(f"{name}, under every set of choices", 2.2 + 0.2 * len(options), rows=2, **room)
    same = rows["same"].astype(bool)
    _values(top, rows, same)
    legend(figure, 3, handletextpad=0.2)
    for y, (column, option) in enumerate(options):
        taken = rows.index[rows[column] == option]
        below.scatter(taken, [y] * len(taken), marker="|", s=max(8, min(60, 3000 / len(rows))), color=GREY)
    below.set_yticks(
        range(len(options)), [f"{column}: {SAID.get(option, option)}" for column, option in options], fontsize=8
    )
    below.set_ylim(len(options) - 0.4, -0.6)
    below.set_xlabel("specification, by value")
    span = f"values {rows['value'].min():.2f} to {rows['value'].max():.2f}"
    words = f"{len(rows)} specifications, {span}, {same.sum()} give the same finding as the notebooks"
    return described(top, f"Specification curve of {name}: {words}.")


SAID = {True: "yes", False: "no"} | INSTRUMENTS


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


def stability(trusted):
    """How stable each finding of the machine is, and whether coders bear it out: a `Picture` with a dot a finding.

    Takes the table of `uncertainty.trusted`. To the right are the findings that hold under most choices; those that the
    coders do not have stand apart, so that what is stable and wrong is seen.
    """
    title, lanes = "Which findings are stable, and which are right", _lanes(trusted)
    if not lanes:
        return unable(title, "There is no finding to test: the machine states none of this article.")
    height = sum(len(rows) + 1.6 for _, rows in lanes) * ROW
    ax = sheet(height + 2.2 * LINE)
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = PLOT + share * (EDGE - PLOT)
        box(ax, x, LINE * 1.5, 0.6, height, fc=RULE)
        write(ax, x, LINE / 2, f"{share:.0%}", colour=QUIET, size=SMALL, ha="center")
    write(ax, PLOT - 24, LINE / 2, "holds in so many of the choices", colour=QUIET, size=SMALL, ha="right")
    y = 2 * LINE
    for lane, rows in lanes:
        write(ax, 0, y, lane, fontweight="bold")
        for row in rows:
            y += ROW
            _dot(ax, y, row)
        y += 1.6 * ROW
    told = "; ".join(f"{row.finding}: {row.holds_in}, {row.verdict}" for _, rows in lanes for row in rows)
    alt = f"A dot for each finding: in what share of the choices it holds, and whether the coders have it. {told}."
    return Picture(_counted(trusted), described(ax, alt), _read(lanes), PROVENANCE)


def _read(lanes):
    """The first findings of the first and of the second group, with how often they hold."""
    told = [f"“{rows[0].finding}” holds in {rows[0].holds_in} ({lane[:1].lower()}{lane[1:]})" for lane, rows in lanes]
    return f"{words.listed(told)}."


PLOT, EDGE, ROW = 316, 540, 15  # points: where the scale begins and ends, from row to row
FILLED = {True: INK, False: PAGE, None: RULE}  # how the dot of a finding is filled that coders have, or have not
LANES = {True: "The coders have it too", False: "The coders do not have it", None: "The coders say nothing of it"}


def _lanes(trusted):
    """(heading, the rows) for findings that coders have, do not have, and those of which coders say nothing."""
    rows = list(trusted[trusted["outcome"] != NOTHING].itertuples())
    lanes = [(name, [row for row in rows if _known(row.agrees) is agrees]) for agrees, name in LANES.items()]
    return [(name, sorted(own, key=lambda row: -row.share)) for name, own in lanes if own]


NOTHING = "not enough to say"


def _known(agrees):
    return None if pd.isna(agrees) else bool(agrees)


def _dot(ax, y, row):
    """One finding: its title, a dot that is full where the coders have it, and how often it holds."""
    x = PLOT + row.share * (EDGE - PLOT)
    write(ax, PLOT - 12, y, shortened(row.finding, 58), ha="right")
    ax.plot([PLOT, x], [y, y], color=QUIET, lw=0.8)
    ax.plot(x, y, "o", ms=7, mfc=FILLED[_known(row.agrees)], mec=INK, mew=1.2)
    write(ax, EDGE + 12, y, row.holds_in, colour=QUIET)


def _counted(trusted):
    """The finding: of how many findings how many are stable and right, and stable and wrong."""
    stated = trusted[trusted["outcome"] != NOTHING]
    stable = stated["share"] >= STABLE
    right, wrong = (int((stable & stated["agrees"].map(_known).eq(known)).sum()) for known in (True, False))
    says = f"Of {words.count(len(stated), 'findings')} by the machine alone {int(stable.sum())} are stable"
    coded = stated["agrees"].map(_known).isin([True, False]).any()
    return f"{says}; the coders have {right} of these and have {wrong} otherwise" if coded else says


@style()
def agreement_bars(scores):
    """Each measure (measure, value, low, high, base, n) with its interval; the tick is what a constant answer gets."""
    title = "Agreement with the reference"
    rows = scores[scores["value"].notna()].reset_index(drop=True)
    if rows.empty:
        return nothing(title, "nothing to compare")
    figure, ax = begin(title, 1.2 + 0.29 * len(rows))
    figures = rows[["value", "low", "high", "base"]].astype(float)
    ax.barh(rows.index, figures["value"], height=0.62, color=POSITIVE, alpha=0.3)
    ranged, based = figures.dropna(subset=["low", "high"]), figures.dropna(subset=["base"])
    ax.hlines(ranged.index, ranged["low"], ranged["high"], color=DARK, lw=1.4)
    ax.vlines(based["base"], based.index - 0.38, based.index + 0.38, color=NEGATIVE, lw=2.2)
    for row in rows.itertuples():
        ax.text(1.02, row.Index, f"{row.value:.2f}   n = {row.n:.0f}", va="center", color=GREY)
    ax.set_yticks(rows.index, [MEASURES.get(name, name) for name in rows["measure"]])
    ax.set_xlim(min(0, figures["value"].min()), 1.2)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.invert_yaxis()
    interval = Line2D([], [], color=DARK, lw=1.4, label="95% interval")
    constant = Line2D([], [], color=NEGATIVE, lw=0, marker="|", ms=11, mew=2.2, label="a constant answer")
    legend(figure, 2, handles=[interval, constant])
    based = {row.Index: f" (constant {row.base:.2f})" for row in rows.itertuples() if pd.notna(row.base)}
    told = [
        f"{MEASURES.get(row.measure, row.measure)} {row.value:.2f}{based.get(row.Index, '')}"
        for row in rows.itertuples()
    ]
    return described(ax, f"Bars of agreement: {series(told)}.")
