"""Matrices: each two actors together, as a square with its number."""

import matplotlib
from matplotlib.patches import Rectangle

from analysis.figures.basics import GREY, SIGNED, WIDTH, begin, described, nothing, series, shortened, style

ON_DARK, ON_LIGHT = "#fefefe", "#1b1b1a"  # no colours of the page: what they stand on keeps its own


@style()
def cooccurrence_heatmap(pairs, *, most=12):
    """In how many units each two actors stand together (the number) and how that differs from chance (the colour)."""
    title = "How often two are named together, and whether chance gives as much"
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
        _square(ax, x, y, row.observed, extra / edge, fontweight=weight)
        if row.q < 0.05:
            ax.add_patch(Rectangle((x - 0.45, y - 0.45), 0.9, 0.9, fill=False, edgecolor="black", lw=1.4))
    rows_of = [f"{shortened(name)} ({units[name]})" for name in names[1:]]
    _sides(ax, [shortened(name, 18) for name in names[:-1]], rows_of, first=1)
    colours = matplotlib.cm.ScalarMappable(matplotlib.colors.Normalize(-edge, edge), SIGNED)
    scale = figure.colorbar(colours, ax=ax, shrink=0.7, pad=0.02)
    scale.set_label("observed minus expected")
    scale.outline.set_visible(False)
    ax.text(
        0.98, 0.98, "black frame: not by chance (q < .05)", transform=ax.transAxes, ha="right", va="top", color=GREY
    )
    return described(ax, _together(rows))


def _together(rows):
    top = rows.sort_values("observed", ascending=False, kind="stable").head(3).itertuples()
    most = series([f"{row.first} and {row.second} {row.observed} times, {row.expected:.1f} expected" for row in top])
    sure = series([f"{row.first} and {row.second}" for row in rows[rows["q"] < 0.05].itertuples()])
    words = "Matrix of how often each two actors are named together. Most often:"
    return f"{words} {most}. Different from chance (q below .05): {sure}."


def _square(ax, x, y, words, share, **options):
    """One cell: coloured by a share from −1 to 1, its words white where the colour is dark."""
    colour = SIGNED(0.5 + share / 2)
    ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=colour, edgecolor="white"))
    ax.text(x, y, words, ha="center", va="center", color=ON_DARK if abs(share) > 0.6 else ON_LIGHT, **options)


def _sides(ax, columns, rows, *, first=0):
    """Names below and at the left; `first` is the number of the first row."""
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(first + len(rows) - 0.5, first - 0.5)
    ax.set_yticks(range(first, first + len(rows)), rows)
    ax.set_xticks(range(len(columns)), columns, rotation=40, ha="right", rotation_mode="anchor")
    for spine in ax.spines.values():
        spine.set_visible(False)
