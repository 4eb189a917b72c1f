"""Matrices: each two actors together, or one toward another, as a square with its number."""

import itertools

import matplotlib
from matplotlib.patches import Rectangle

from analysis.figures.basics import DARK, GREY, SIGNED, WIDTH, begin, described, nothing, series, shortened, style
from analysis.figures.networks import arrows_of, parties_of


@style()
def cooccurrence_heatmap(pairs, *, most=12):
    """In how many units each two actors stand together (the number) and how that differs from chance (the colour)."""
    title = "Together in one unit: number, and surplus over chance"
    units = {**dict(zip(pairs["first"], pairs["first_units"])), **dict(zip(pairs["second"], pairs["second_units"]))}
    names = sorted(units, key=lambda name: (-units[name], name))[:most]
    if len(names) < 2:
        return nothing(title, "fewer than two actors stand in two units or more")
    rows = pairs[pairs["first"].isin(names) & pairs["second"].isin(names)]
    surplus = rows["observed"] - rows["expected"]
    edge = max(1.0, surplus.abs().max())
    figure, ax = begin(title, 1.2 + 0.42 * len(names), width=min(WIDTH, 2.6 + 0.62 * len(names)))
    for row, extra in zip(rows.itertuples(), surplus):
        y, x = sorted((names.index(row.first), names.index(row.second)), reverse=True)
        weight = "bold" if row.q < 0.05 else "normal"
        _square(ax, x, y, row.observed, extra / edge, edgecolor="white", fontweight=weight)
        if row.q < 0.05:
            ax.add_patch(Rectangle((x - 0.45, y - 0.45), 0.9, 0.9, fill=False, edgecolor="black", lw=1.4))
    rows_of = [f"{shortened(name)} ({units[name]})" for name in names[1:]]
    _sides(ax, [shortened(name, 18) for name in names[:-1]], rows_of, first=1)
    colours = matplotlib.cm.ScalarMappable(matplotlib.colors.Normalize(-edge, edge), SIGNED)
    scale = figure.colorbar(colours, ax=ax, shrink=0.7, pad=0.02)
    scale.set_label("observed minus expected")
    scale.outline.set_visible(False)
    ax.text(0.98, 0.98, "framed: q < .05", transform=ax.transAxes, ha="right", va="top", color=GREY)
    return described(ax, _together(rows))


def _together(rows):
    top = rows.sort_values("observed", ascending=False, kind="stable").head(3).itertuples()
    most = series([f"{row.first} and {row.second} {row.observed} times, {row.expected:.1f} expected" for row in top])
    sure = series([f"{row.first} and {row.second}" for row in rows[rows["q"] < 0.05].itertuples()])
    words = "Matrix of how often each two actors stand in one unit. Most often:"
    return f"{words} {most}. Different from chance (q below .05): {sure}."


@style()
def stance_matrix(relations, *, most=12):
    """Who (row) stands for or against whom (column): paragraphs for and against; the colour is their sum."""
    title = "Who (row) stands for or against whom (column)"
    arrows = arrows_of(relations).groupby(["source", "target", "stance"])["paragraphs"].sum()
    names = parties_of(arrows.reset_index(), most)
    if not names:
        return nothing(title, "no relation between two parties is stated")
    count = arrows.to_dict()
    edge = max(count.values())
    _, ax = begin(title, 1.4 + 0.42 * len(names), width=min(WIDTH, 2.4 + 0.6 * len(names)))
    for (y, source), (x, target) in itertools.product(enumerate(names), repeat=2):
        plus, minus = (count.get((source, target, sign), 0) for sign in (1, -1))
        words = " ".join(f"{sign}{number}" for sign, number in (("+", plus), ("−", minus)) if number)
        look = {"facecolor": "#dddddd" if source == target else None if words else "white", "fontsize": 8}
        _square(ax, x, y, words, (plus - minus) / edge, edgecolor="#eeeeee", **look)
    _sides(ax, [shortened(name, 18) for name in names], [shortened(name) for name in names])
    top = sorted(count.items(), key=lambda item: (-item[1], item[0]))[:5]
    words = series([f"{a} {'for' if sign > 0 else 'against'} {b} in {number}" for (a, b, sign), number in top])
    return described(ax, f"Matrix of sources and targets with the number of paragraphs for and against. Most: {words}.")


def _square(ax, x, y, words, share, *, edgecolor, facecolor=None, **options):
    """One cell: coloured by a share from −1 to 1, its words white where the colour is dark."""
    colour = facecolor or SIGNED(0.5 + share / 2)
    ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=colour, edgecolor=edgecolor))
    ax.text(x, y, words, ha="center", va="center", color="white" if abs(share) > 0.6 else DARK, **options)


def _sides(ax, columns, rows, *, first=0):
    """Names below and at the left; `first` is the number of the first row."""
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(first + len(rows) - 0.5, first - 0.5)
    ax.set_yticks(range(first, first + len(rows)), rows)
    ax.set_xticks(range(len(columns)), columns, rotation=40, ha="right", rotation_mode="anchor")
    for spine in ax.spines.values():
        spine.set_visible(False)
