"""Figures: a table in, matplotlib Axes out, each with an alternative text; they lay out and count, no more.

Sign, direction and voice are told apart by shape, line and label as well as by colour (Okabe & Ito's palette).
"""

import base64
import html
import io
import itertools
import math
import textwrap
from dataclasses import dataclass

import matplotlib
import networkx as nx
import numpy as np
import pandas as pd
from IPython.display import HTML, display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.uncertainty import short

NEGATIVE, NEUTRAL, POSITIVE = "#c44e00", "#8a8a8a", "#0072b2"
SIGN = {-1: NEGATIVE, 0: NEUTRAL, 1: POSITIVE}
SERIES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#8c5a2b", "#555555", "#d55e00")
KINDS = {
    "name": ("o", "#0072b2", ""),
    "metonym": ("s", "#e69f00", "////"),
    "demonym": ("D", "#009e73", "...."),
    "description": ("^", "#cc79a7", "xxxx"),
    "pronoun": ("o", "#ffffff", ""),
}
SPEECH = {"direct": ("#0072b2", ""), "mixed": ("#56b4e9", "////"), "indirect": ("#d9d9d9", "")}
SIGNED = LinearSegmentedColormap.from_list("signed", [NEGATIVE, "#f7f7f7", POSITIVE])
WIDTH = 8.6
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#777777",
    "axes.labelcolor": "#333333",
    "axes.axisbelow": True,
    "xtick.color": "#555555",
    "ytick.color": "#222222",
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "figure.dpi": 100,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.w_pad": 0.09,
    "figure.constrained_layout.h_pad": 0.07,
    "svg.hashsalt": "framing",
    "savefig.facecolor": "white",
}


def style():
    """The one style of all figures, as a context (`with figures.style():`) or before a function (`@figures.style()`).

    >>> with style(): matplotlib.rcParams["font.size"]
    9.0
    """
    return matplotlib.rc_context(STYLE)


def show(ax, *, alt=None):
    """Display a figure with its alternative text, as HTML of its own that any page converter keeps.

    `ax` is what a function of this module gives (or any Axes or Figure); `alt` replaces the text that comes with it.
    ValueError where there is none. The same table gives the same bytes with the same versions of matplotlib and its
    fonts.
    """
    figure, alt = _whole(ax), alt or alternative(ax)
    if not alt:
        raise ValueError("a figure needs an alternative text: show(ax, alt=...)")
    picture = base64.b64encode(png(figure)).decode("ascii")
    width = round(figure.get_figwidth() * 100)
    image = (
        f'<img alt="{html.escape(alt)}" style="max-width: 100%; width: {width}px"'
        f' src="data:image/png;base64,{picture}">'
    )
    display(
        {"text/html": f"<figure style='margin: .5em 0'>{image}</figure>", "text/plain": f"[figure: {alt}]"}, raw=True
    )


def png(ax, *, dpi=150):
    """The figure as PNG bytes, without date or version in them."""
    with io.BytesIO() as out:
        FigureCanvasAgg(_whole(ax)).print_figure(out, format="png", dpi=dpi, metadata={"Software": None})
        return out.getvalue()


def alternative(ax):
    """The alternative text of a figure: what it shows, in words."""
    return _whole(ax).get_label()


def _whole(ax):
    return ax if isinstance(ax, Figure) else ax.figure


def _figure(height, *, rows=1, width=WIDTH, **options):
    figure = Figure(figsize=(width, height))
    return figure, figure.subplots(rows, **options)


def _said(ax, alt):
    _whole(ax).set_label(" ".join(alt.split()))
    return ax


def _nothing(title, words):
    figure, ax = _figure(1.2)
    ax.axis("off")
    ax.set_title(title)
    ax.text(0, 0.5, words, color="#555555")
    return _said(ax, f"{title}: {words}")


def _short(name, width=24):
    return textwrap.shorten(str(name), width, placeholder=" …") if " " in str(name) else str(name)[:width]


def _signed(value):
    return f"{value:+.2f}".replace("-", "−") if round(value, 2) else "0.00"


def _row(items):
    return ", ".join(items) if items else "nothing"


def _ranking(table, column, most, *, weight=None):
    counts = table[column].value_counts() if weight is None else table.groupby(column)[weight].sum()
    return sorted(counts.index, key=lambda name: (-counts[name], name))[:most], counts


def _level(mentions, level):
    return mentions.assign(**{level: mentions[level].where(mentions[level] != "", mentions["actor"])})


def _paragraph_axis(ax, first, last):
    ax.set_xlim(first - 0.5, last + 0.5)
    step = max(1, math.ceil((last - first + 1) / 25))
    ax.set_xticks(range(first, last + 1, step))
    ax.set_xlabel("paragraph")


# --- who is in the story ---------------------------------------------------------------------------------------------


@style()
def mentions_along(mentions, *, level="party", most=12):
    """Each mention as a mark, one row a party (or actor), along the paragraphs; the shape tells how it is called."""
    title = "Who is mentioned where, and how"
    mentions = _level(mentions, level)
    names, counts = _ranking(mentions, level, most)
    if not names:
        return _nothing(title, "no actor is mentioned")
    rows = mentions[mentions[level].isin(names)]
    order = rows.groupby("paragraph")["start"].rank(method="dense")
    rows = rows.assign(x=rows["paragraph"] - 0.5 + order / (order.groupby(rows["paragraph"]).transform("max") + 1))
    figure, ax = _figure(1.1 + 0.29 * len(names))
    last = int(mentions["paragraph"].max())
    for paragraph in range(2, last + 1, 2):
        ax.axvspan(paragraph - 0.5, paragraph + 0.5, color="#f4f4f4", lw=0)
    for kind, (marker, colour, _) in KINDS.items():
        part = rows[rows["kind"] == kind]
        ax.scatter(
            part["x"],
            [names.index(name) for name in part[level]],
            marker=marker,
            s=26 if kind != "demonym" else 20,
            color=colour,
            edgecolor="#333333",
            linewidth=0.5,
            label=f"{kind} ({len(part)})",
        )
    ax.set_yticks(range(len(names)), [f"{_short(name)}  {counts[name]}" for name in names])
    ax.set_ylim(len(names) - 0.4, -0.6)
    _paragraph_axis(ax, 1, last)
    ax.set_title(title)
    figure.legend(loc="outside upper right", ncols=len(KINDS), handletextpad=0.1, columnspacing=1)
    first = {name: int(rows.loc[rows[level] == name, "paragraph"].min()) for name in names}
    said = _row([f"{name} {counts[name]} times, first in paragraph {first[name]}" for name in names[:5]])
    return _said(ax, f"Mentions along {last} paragraphs, one row for each {level}. Most often: {said}.")


@style()
def naming_bars(mentions, *, level="party", most=10):
    """How often each party (or actor) is called by name, metonym, demonym, description or pronoun."""
    title = "How the actors are called"
    mentions = _level(mentions, level)
    names, counts = _ranking(mentions, level, most)
    if not names:
        return _nothing(title, "no actor is mentioned")
    table = (
        mentions.groupby([level, "kind"])
        .size()
        .unstack(fill_value=0)
        .reindex(names)
        .reindex(columns=list(KINDS), fill_value=0)
    )
    figure, ax = _figure(1.1 + 0.3 * len(names))
    _stacked(ax, table, {kind: (colour, hatch) for kind, (_, colour, hatch) in KINDS.items()})
    ax.set_yticks(range(len(names)), [_short(name) for name in names])
    ax.set_xlabel("mentions")
    ax.set_title(title)
    figure.legend(loc="outside upper right", ncols=len(KINDS), columnspacing=1)
    said = "; ".join(
        f"{name}: " + _row([f"{table.at[name, kind]} {kind}" for kind in KINDS if table.at[name, kind]])
        for name in names[:4]
    )
    return _said(ax, f"Stacked bars of how each {level} is called. {said}.")


def _stacked(ax, table, looks, *, number=str):
    left = np.zeros(len(table))
    for column, (colour, hatch) in looks.items():
        values = table[column].to_numpy()
        ax.barh(
            range(len(table)),
            values,
            left=left,
            height=0.7,
            color=colour,
            hatch=hatch,
            edgecolor="#444444",
            linewidth=0.5,
            label=column,
        )
        left = left + values
    edge = left.max(initial=1)
    for place, total in enumerate(left):
        ax.text(total + edge * 0.01, place, number(int(total)), va="center", color="#333333")
    ax.set_xlim(0, edge * 1.09)
    ax.invert_yaxis()


# --- how it sounds ---------------------------------------------------------------------------------------------------


@style()
def tone_arc(arcs, *, points=None, marks=None, along="sentence"):
    """Smoothed tone along the article with its band, one panel an instrument, all on the scale −1 to 1.

    `arcs` has the columns instrument, `along`, smooth, low, high (`uncertainty.arc`, stacked); `points` instrument,
    `along`, score: the single values, drawn faint; `marks` `along` and label: places to name, drawn in every panel.
    """
    title = "Tone along the article"
    instruments = list(pd.unique(arcs["instrument"])) if len(arcs) else []
    if not instruments:
        return _nothing(title, "no sentence to score")
    figure, axes = _figure(
        0.9 + 1.25 * len(instruments), rows=len(instruments), sharex=True, sharey=True, squeeze=False
    )
    said = []
    for ax, (instrument, colour) in zip(axes[:, 0], zip(instruments, itertools.cycle(SERIES))):
        part = arcs[arcs["instrument"] == instrument]
        ax.axhline(0, color="#777777", lw=0.8)
        ax.fill_between(
            part[along].astype(float),
            part["low"].astype(float),
            part["high"].astype(float),
            color=colour,
            alpha=0.22,
            lw=0,
        )
        ax.plot(part[along], part["smooth"], color=colour, lw=1.8)
        if points is not None:
            dots = points[points["instrument"] == instrument]
            ax.plot(dots[along], dots["score"], ".", color="#444444", alpha=0.45, ms=4)
        for mark in marks.itertuples() if marks is not None else ():
            ax.axvline(getattr(mark, along), color="#999999", lw=0.7, ls=":")
            ax.text(getattr(mark, along), 1.02, mark.label, ha="center", va="bottom", fontsize=8, color="#333333")
        ax.set_ylim(-1, 1)
        ax.set_yticks([-1, 0, 1], ["−1", "0", "1"])
        ax.grid(axis="x")
        ax.text(
            1.01,
            0.5,
            "\n".join(textwrap.wrap(str(instrument), 16)),
            transform=ax.transAxes,
            va="center",
            color=colour,
            fontweight="bold",
        )
        low, high = part.loc[part["smooth"].idxmin()], part.loc[part["smooth"].idxmax()]
        below, above = (part["high"] < 0).mean(), (part["low"] > 0).mean()
        said.append(
            f"{instrument} is lowest at {along} {low[along]:.0f} ({low['smooth']:.2f}) and highest at {high[along]:.0f}"
            f" ({high['smooth']:.2f}); its band lies below zero along {below:.0%} and above zero along {above:.0%} of"
            " the article"
        )
    axes[-1, 0].set_xlabel(along)
    axes[-1, 0].xaxis.set_major_locator(MaxNLocator(integer=True))
    axes[0, 0].set_title(f"{title}: smoothed, with the band that resampling gives", pad=18 if marks is not None else 10)
    return _said(axes[0, 0], f"Line for each instrument with its 95% band. {'. '.join(said)}.")


# --- who is put together with whom -----------------------------------------------------------------------------------


@style()
def cooccurrence_heatmap(pairs, *, most=12):
    """In how many units each two actors stand together (the number) and how that differs from chance (the colour)."""
    title = "Together in one unit: number, and surplus over chance"
    units = {**dict(zip(pairs["first"], pairs["first_units"])), **dict(zip(pairs["second"], pairs["second_units"]))}
    names = sorted(units, key=lambda name: (-units[name], name))[:most]
    if len(names) < 2:
        return _nothing(title, "fewer than two actors stand in two units or more")
    rows = pairs[pairs["first"].isin(names) & pairs["second"].isin(names)]
    surplus = rows["observed"] - rows["expected"]
    edge = max(1.0, surplus.abs().max())
    figure, ax = _figure(1.2 + 0.42 * len(names), width=min(WIDTH, 2.6 + 0.62 * len(names)))
    for row, extra in zip(rows.itertuples(), surplus):
        y, x = sorted((names.index(row.first), names.index(row.second)), reverse=True)
        ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=SIGNED(0.5 + extra / edge / 2), edgecolor="white"))
        sure = row.q < 0.05
        if sure:
            ax.add_patch(Rectangle((x - 0.45, y - 0.45), 0.9, 0.9, fill=False, edgecolor="black", lw=1.4))
        ax.text(
            x,
            y,
            row.observed,
            ha="center",
            va="center",
            color="white" if abs(extra) > edge * 0.6 else "#222222",
            fontweight="bold" if sure else "normal",
        )
    ax.set_xlim(-0.5, len(names) - 1.5)
    ax.set_ylim(len(names) - 0.5, 0.5)
    ax.set_yticks(range(1, len(names)), [f"{_short(name)} ({units[name]})" for name in names[1:]])
    ax.set_xticks(
        range(len(names) - 1),
        [_short(name, 18) for name in names[:-1]],
        rotation=40,
        ha="right",
        rotation_mode="anchor",
    )
    for spine in ax.spines.values():
        spine.set_visible(False)
    scale = figure.colorbar(
        matplotlib.cm.ScalarMappable(matplotlib.colors.Normalize(-edge, edge), SIGNED), ax=ax, shrink=0.7, pad=0.02
    )
    scale.set_label("observed minus expected")
    scale.outline.set_visible(False)
    ax.set_title(title)
    ax.text(0.98, 0.98, "framed: q < .05", transform=ax.transAxes, ha="right", va="top", color="#333333")
    top = rows.sort_values("observed", ascending=False, kind="stable").head(3)
    said = _row(
        [f"{row.first} and {row.second} {row.observed} times, {row.expected:.1f} expected" for row in top.itertuples()]
    )
    sure = _row([f"{row.first} and {row.second}" for row in rows[rows["q"] < 0.05].itertuples()])
    return _said(
        ax,
        f"Matrix of how often each two actors stand in one unit. Most often: {said}. Different from chance (q below"
        f" .05): {sure}.",
    )


@style()
def network(graph, *, most=14, least=2):
    """The co-occurrence graph: line width is the number of shared units, dark where that is more than chance (q < .05).

    Ties of fewer than `least` units are left out, and actors without a tie; without any such tie all are drawn.
    """
    title = "Who stands together with whom"
    names = sorted(graph, key=lambda name: (-graph.nodes[name]["units"], name))[:most]
    ties = [(a, b) for a, b in graph.subgraph(names).edges if graph.edges[a, b]["weight"]]
    if not ties:
        return _nothing(title, "no two actors stand together")
    drawn = graph.edge_subgraph([tie for tie in ties if graph.edges[tie]["weight"] >= least] or ties)
    names = [name for name in names if name in drawn]
    figure, ax = _figure(5.6)
    apart = nx.Graph()
    apart.add_nodes_from(sorted(names))
    apart.add_edges_from(
        (a, b, {"distance": 1 / math.sqrt(data["weight"])})
        for a, b, data in sorted(drawn.edges(data=True), key=lambda e: e[:2])
    )
    places = _spread(ax, _layout(apart), {name: f"{_short(name)}\n{graph.nodes[name]['units']}" for name in names})
    heaviest = max(data["weight"] for _, _, data in drawn.edges(data=True))
    for a, b, data in sorted(drawn.edges(data=True), key=lambda edge: edge[2]["weight"]):
        sure, above = data["q"] < 0.05, data["weight"] > data["expected"]
        colour = "#1a1a1a" if sure and above else "#7d9db5" if above else "#c8c8c8"
        ax.plot(
            *zip(places[a], places[b]),
            color=colour,
            lw=0.6 + 5 * data["weight"] / heaviest,
            ls="-" if above else (0, (2, 1.5)),
            zorder=1,
            solid_capstyle="round",
        )
    ax.set_title(title)
    looks = [
        ("#1a1a1a", "-", "more than chance (q < .05)"),
        ("#7d9db5", "-", "above expectation, may be chance"),
        ("#c8c8c8", (0, (2, 1.5)), "at or below expectation"),
    ]
    figure.legend(
        handles=[Line2D([], [], color=colour, ls=line, lw=3, label=label) for colour, line, label in looks],
        loc="outside lower center",
        ncols=3,
    )
    ties = sorted(drawn.edges(data="weight"), key=lambda edge: (-edge[2], *sorted(edge[:2])))[:4]
    said = _row([f"{' and '.join(sorted((a, b)))} ({weight})" for a, b, weight in ties])
    return _said(
        ax,
        f"Graph of {len(names)} actors and {drawn.number_of_edges()} ties of standing in one unit. The strongest:"
        f" {said}.",
    )


def _layout(graph):
    """Positions in the unit square, the same each time; parts without a tie between them stand apart."""
    far = dict(nx.all_pairs_dijkstra_path_length(graph, weight="distance"))
    longest = max(max(row.values()) for row in far.values()) or 1.0
    distances = {a: {b: far[a].get(b, longest * 1.3) for b in graph} for a in graph}
    found = (
        nx.kamada_kawai_layout(graph, dist=distances, pos=nx.circular_layout(graph))
        if len(graph) > 1
        else dict.fromkeys(graph, (0, 0))
    )
    points = np.array([found[name] for name in graph])
    low, high = points.min(axis=0), points.max(axis=0)
    return {name: (point - low) / np.where(high > low, high - low, 1) for name, point in zip(graph, points)}


def _spread(ax, places, labels):
    """Write each label as a box at its place, pushed apart until no two overlap; gives the places in axes units."""
    ax.axis("off")
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    width, height = (size * 72 for size in (ax.figure.get_figwidth() * 0.95, ax.figure.get_figheight() * 0.82))
    size = {
        name: (
            (max(map(len, label.split("\n"))) * 5.3 + 14) / width,
            (label.count("\n") + 1) * 12.5 / height + 12 / height,
        )
        for name, label in labels.items()
    }
    at = {
        name: np.array(places[name]) * [1 - size[name][0], 1 - size[name][1]] + np.array(size[name]) / 2
        for name in sorted(places)
    }
    for _ in range(400):
        moved = False
        for a, b in itertools.combinations(at, 2):
            gap = at[b] - at[a]
            room = (np.array(size[a]) + np.array(size[b])) / 2
            deep = room - np.abs(gap)
            if (deep > 1e-9).all():
                axis = int(deep[1] * height < deep[0] * width)
                push = np.zeros(2)
                push[axis] = (deep[axis] / 2 + 1e-4) * (1 if gap[axis] >= 0 else -1)
                at[a], at[b] = at[a] - push, at[b] + push
                moved = True
        for name in at:
            at[name] = np.clip(at[name], np.array(size[name]) / 2, 1 - np.array(size[name]) / 2)
        if not moved:
            break
    for name, label in labels.items():
        ax.text(
            *at[name],
            label,
            ha="center",
            va="center",
            zorder=3,
            fontsize=8.5,
            linespacing=1.15,
            bbox={"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": "#555555", "linewidth": 0.9},
        )
    return at


# --- who speaks ------------------------------------------------------------------------------------------------------


@style()
def voice_share(quotes, *, most=10):
    """Reported words of each party, by how they are reported; a speaker that is not known is a row of its own."""
    title = "Whose words are reported"
    speaker = quotes["party"].where(quotes["party"] != "", quotes["speaker"])
    rows = quotes.assign(who=speaker.where(speaker != "", "(unknown)"), words=quotes["text"].str.split().str.len())
    names, totals = _ranking(rows, "who", most, weight="words")
    if not names:
        return _nothing(title, "no speech is reported")
    table = (
        rows.groupby(["who", "type"])["words"]
        .sum()
        .unstack(fill_value=0)
        .reindex(names)
        .reindex(columns=list(SPEECH), fill_value=0)
    )
    figure, ax = _figure(1.1 + 0.3 * len(names))
    whole = totals.sum()
    _stacked(ax, table, SPEECH, number=lambda words: f"{words} ({words / whole:.0%})")
    ax.set_xlim(0, ax.get_xlim()[1] * 1.06)
    ax.set_yticks(range(len(names)), [_short(name) for name in names])
    ax.set_xlabel("words")
    ax.set_title(title)
    figure.legend(loc="outside upper right", ncols=3)
    said = _row([f"{name} {totals[name]} words ({totals[name] / whole:.0%})" for name in names[:4]])
    return _said(ax, f"Bars of reported words for each speaker's party, split into direct, mixed and indirect. {said}.")


# --- who stands for or against whom ----------------------------------------------------------------------------------


@style()
def stance_network(relations, *, most=12, least=1):
    """The signed, directed network of the counted relations between parties; an arrow's number is of paragraphs.

    Sign is colour and label (+ and −), voice is the line: full for the article's own voice, dashed for reported words.
    Takes the table of relations; `least` leaves out arrows of fewer paragraphs, `most` the parties with the fewest.
    """
    title = "Who stands for or against whom"
    arrows = _arrows(relations)
    ends = pd.concat([arrows.groupby(end)["paragraphs"].sum() for end in ("source", "target")]).groupby(level=0).sum()
    names = sorted(ends.index, key=lambda name: (-ends[name], name))[:most]
    arrows = arrows[arrows["source"].isin(names) & arrows["target"].isin(names) & (arrows["paragraphs"] >= least)]
    names = [name for name in names if name in set(arrows["source"]) | set(arrows["target"])]
    if not names:
        return _nothing(title, "no relation between two parties is stated")
    figure, ax = _figure(6.4)
    ax.axis("off")
    ax.set_aspect("equal")
    ax.set_xlim(-1.42, 1.42)
    ax.set_ylim(-1.05, 1.05)
    places = _ring(names, arrows)
    boxes = {
        name: ax.text(
            *place,
            "\n".join(textwrap.wrap(_short(name, 30), 16)),
            ha="center",
            va="center",
            zorder=3,
            fontsize=8.5,
            bbox={"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": "#555555", "linewidth": 0.9},
        )
        for name, place in places.items()
    }
    heaviest = arrows["paragraphs"].max()
    taken, drawn = list(places.values()), {}
    for row in arrows.sort_values(["paragraphs", "source", "target", "stance", "voice"]).itertuples():
        bend = 0.10 + 0.09 * ((row.stance > 0) + 2 * (row.voice != "author"))
        turned = (
            1 if row.source < row.target else -1
        )  # a curve bent left one way lies where one bent right lies the other way
        others = [at for name, at in places.items() if name not in (row.source, row.target)]
        beside = drawn.setdefault(frozenset((row.source, row.target)), [])
        bend = _clear(bend, places[row.source], places[row.target], others, [turned * other for other in beside])
        beside.append(turned * bend)
        _arrow(ax, places[row.source], places[row.target], boxes, row, bend, heaviest, taken)
    ax.set_title(title)
    looks = [
        Line2D([], [], color=POSITIVE, lw=2.5, label="+ support, cooperation"),
        Line2D([], [], color=NEGATIVE, lw=2.5, label="− opposition"),
        Line2D([], [], color="#444444", lw=1.8, label="article's own voice"),
        Line2D([], [], color="#444444", lw=1.8, ls=(0, (4, 2)), label="in reported words"),
    ]
    figure.legend(handles=looks, loc="outside lower center", ncols=4)
    top = arrows.sort_values(["paragraphs", "source", "target"], ascending=[False, True, True]).head(5)
    said = _row(
        [
            f"{row.source} {'supports' if row.stance > 0 else 'opposes'} {row.target} in {row.paragraphs} paragraphs"
            + ("" if row.voice == "author" else " in reported words")
            for row in top.itertuples()
        ]
    )
    return _said(
        ax, f"Directed network of {len(names)} parties and {len(arrows)} signed arrows. The strongest: {said}."
    )


def _arrows(relations):
    """Source, target, stance, voice (author or reported) and in how many paragraphs."""
    rows = relations[relations["counted"].astype(bool) & (relations["target_type"] == "actor")]
    rows = rows[
        (rows["source_party"] != rows["target_party"]) & (rows["source_party"] != "") & (rows["target_party"] != "")
    ]
    rows = rows.assign(
        source=rows["source_party"],
        target=rows["target_party"],
        voice=np.where(rows["voice"] == "author", "author", "reported"),
    )
    return (
        rows.groupby(["source", "target", "stance", "voice"])["paragraph"].nunique().rename("paragraphs").reset_index()
    )


def _ring(names, arrows):
    """Places on an ellipse, each beside the one it has most to do with; who has half of all arrows, in the middle."""
    ties = {}
    for row in arrows.itertuples():
        key = frozenset((row.source, row.target))
        ties[key] = ties.get(key, 0) + row.paragraphs
    touched = {name: int(((arrows["source"] == name) | (arrows["target"] == name)).sum()) for name in names}
    hub = max(names, key=lambda name: (touched[name], -names.index(name)))
    middle = [hub] if len(names) > 4 and touched[hub] * 2 >= len(arrows) else []
    left = [name for name in names if name not in middle]
    ring = [left.pop(0)]
    while left:
        nearest = max(left, key=lambda name: (ties.get(frozenset((ring[-1], name)), 0), -left.index(name)))
        left.remove(nearest)
        ring.append(nearest)
    turn = 2 * math.pi / len(ring)
    places = {
        name: (1.2 * math.sin((i + 0.5) * turn), 0.92 * math.cos((i + 0.5) * turn)) for i, name in enumerate(ring)
    }
    return places | dict.fromkeys(middle, (0.0, 0.0))


def _along(start, end, bend, t):
    """The point at t (0 to 1) of the curve that matplotlib draws as `arc3`."""
    (x0, y0), (x1, y1) = start, end
    control = ((x0 + x1) / 2 + bend * (y1 - y0), (y0 + y1) / 2 - bend * (x1 - x0))
    return tuple((1 - t) ** 2 * a + 2 * t * (1 - t) * c + t**2 * b for a, c, b in zip(start, control, end))


def _clear(bend, start, end, others, beside):
    """The bend nearest to the one wished for with which the curve passes by other boxes and arrows."""

    def room(bent):
        if any(abs(bent - other) < 0.08 for other in beside):
            return 0
        curve = [_along(start, end, bent, t) for t in np.linspace(0.05, 0.95, 19)]
        return min((max(abs(x - a) / 0.27, abs(y - b) / 0.09) for x, y in curve for a, b in others), default=9)

    tries = [bend + step for step in (0, 0.1, -0.2, 0.2, -0.3, 0.3, -0.45, 0.42, -0.6)]
    return next((bent for bent in tries if room(bent) >= 1), max(tries, key=room))


def _arrow(ax, start, end, boxes, row, bend, heaviest, taken):
    reported = row.voice != "author"
    ax.add_patch(
        FancyArrowPatch(
            start,
            end,
            patchA=boxes[row.source].get_bbox_patch(),
            patchB=boxes[row.target].get_bbox_patch(),
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle="-|>",
            mutation_scale=11,
            lw=0.9 + 2.6 * row.paragraphs / heaviest,
            color=SIGN[row.stance],
            alpha=0.85,
            ls=(0, (4, 2)) if reported else "-",
            shrinkA=1,
            shrinkB=2,
            zorder=2,
        )
    )
    spot = lambda t: _along(start, end, bend, t)
    free = lambda p: min((abs(p[0] - x) + abs(p[1] - y) for x, y in taken), default=9)
    place = max((spot(t) for t in (0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72)), key=lambda p: min(free(p), 0.13))
    taken.append(place)
    ax.text(
        *place,
        f"{'+' if row.stance > 0 else '−'}{row.paragraphs}",
        color=SIGN[row.stance],
        fontsize=8,
        fontweight="bold",
        ha="center",
        va="center",
        zorder=4,
        bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.9},
    )


@style()
def stance_matrix(relations, *, most=12):
    """Who (row) stands for or against whom (column): paragraphs for and against; the colour is their sum."""
    title = "Who (row) stands for or against whom (column)"
    arrows = _arrows(relations).groupby(["source", "target", "stance"])["paragraphs"].sum().reset_index()
    ends = pd.concat([arrows.groupby(end)["paragraphs"].sum() for end in ("source", "target")]).groupby(level=0).sum()
    names = sorted(ends.index, key=lambda name: (-ends[name], name))[:most]
    if not names:
        return _nothing(title, "no relation between two parties is stated")
    count = {(row.source, row.target, row.stance): row.paragraphs for row in arrows.itertuples()}
    edge = max(count.values())
    figure, ax = _figure(1.4 + 0.42 * len(names), width=min(WIDTH, 2.4 + 0.6 * len(names)))
    for (y, source), (x, target) in itertools.product(enumerate(names), repeat=2):
        plus, minus = count.get((source, target, 1), 0), count.get((source, target, -1), 0)
        colour = (
            "#dddddd" if source == target else SIGNED(0.5 + (plus - minus) / edge / 2) if plus or minus else "white"
        )
        ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=colour, edgecolor="#eeeeee"))
        words = " ".join(part for part in (f"+{plus}" if plus else "", f"−{minus}" if minus else "") if part)
        ax.text(
            x,
            y,
            words,
            ha="center",
            va="center",
            fontsize=8,
            color="white" if abs(plus - minus) > edge * 0.6 else "#222222",
        )
    ax.set_xlim(-0.5, len(names) - 0.5)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_yticks(range(len(names)), [_short(name) for name in names])
    ax.set_xticks(
        range(len(names)), [_short(name, 18) for name in names], rotation=40, ha="right", rotation_mode="anchor"
    )
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_title(title)
    top = sorted(count.items(), key=lambda item: (-item[1], item[0]))[:5]
    said = _row(
        [
            f"{source} {'for' if stance > 0 else 'against'} {target} in {number}"
            for (source, target, stance), number in top
        ]
    )
    return _said(ax, f"Matrix of sources and targets with the number of paragraphs for and against. Most: {said}.")


# --- what frame is built ---------------------------------------------------------------------------------------------


@style()
def frames_grid(frames):
    """Each of the five news frames along the paragraphs: the darker, the higher its score; a dot where present."""
    title = "News frames, paragraph by paragraph"
    names = [
        column
        for column in frames.columns
        if column not in ("paragraph", "coders", "start", "end", "text", "clean_text")
    ]
    if frames.empty:
        return _nothing(title, "no paragraph to read")
    names = [name for name in names if pd.api.types.is_numeric_dtype(frames[name])]
    figure, ax = _figure(2.6)
    first, last = int(frames["paragraph"].min()), int(frames["paragraph"].max())
    for y, name in enumerate(names):
        for paragraph, score in zip(frames["paragraph"], frames[name]):
            ax.add_patch(
                Rectangle(
                    (paragraph - 0.46, y - 0.42),
                    0.92,
                    0.84,
                    facecolor=matplotlib.cm.Greys(0.04 + 0.72 * min(1, score)),
                    edgecolor="#cccccc",
                    lw=0.5,
                )
            )
            if score >= 0.5:
                ax.plot(paragraph, y, "o", color="white", ms=4.5)
    present = {name: int((frames[name] >= 0.5).sum()) for name in names}
    ax.set_yticks(range(len(names)), [f"{name.replace('_', ' ')}  {present[name]}" for name in names])
    ax.set_ylim(len(names) - 0.4, -0.6)
    _paragraph_axis(ax, first, last)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.set_title(f"{title} (dot: present)")
    said = _row([f"{name.replace('_', ' ')} {count}" for name, count in present.items()])
    return _said(
        ax,
        f"Grid of five news frames over paragraphs {first} to {last}. Paragraphs in which each is present, of"
        f" {len(frames)}: {said}.",
    )


@style()
def portrayal_grid(portrayal, *, most=12):
    """How each paragraph portrays each actor: ▲ favourable, ▼ unfavourable, – neutral; the mean at the right."""
    title = "How each paragraph portrays the actors"
    names, counts = _ranking(portrayal, "actor", most)
    if not names:
        return _nothing(title, "no actor is portrayed")
    rows = portrayal[portrayal["actor"].isin(names)]
    first, last = int(portrayal["paragraph"].min()), int(portrayal["paragraph"].max())
    figure, ax = _figure(1.1 + 0.31 * len(names))
    for paragraph in range(first + first % 2, last + 1, 2):
        ax.axvspan(paragraph - 0.5, paragraph + 0.5, color="#f4f4f4", lw=0)
    for valence, marker, label in ((1, "^", "favourable"), (0, "_", "neutral"), (-1, "v", "unfavourable")):
        part = rows[rows["valence"] == valence]
        ax.scatter(
            part["paragraph"],
            [names.index(name) for name in part["actor"]],
            marker=marker,
            s=46,
            color=SIGN[valence],
            label=f"{label} ({len(part)})",
        )
    means = rows.groupby("actor")["valence"].mean()
    for y, name in enumerate(names):
        ax.text(1.01, y, _signed(means[name]), transform=ax.get_yaxis_transform(), va="center", color="#333333")
    ax.text(1.01, -0.9, "mean", transform=ax.get_yaxis_transform(), color="#333333", va="center", fontweight="bold")
    ax.set_yticks(range(len(names)), [_short(name) for name in names])
    ax.set_ylim(len(names) - 0.4, -0.6)
    _paragraph_axis(ax, first, last)
    ax.set_title(title)
    figure.legend(loc="outside upper right", ncols=3, handletextpad=0.1)
    said = _row([f"{name} mean {_signed(means[name])} in {counts[name]} paragraphs" for name in names[:5]])
    return _said(ax, f"Grid of actors over paragraphs with marks for favourable, neutral and unfavourable. {said}.")


# --- which findings survive ------------------------------------------------------------------------------------------


@style()
def specification_curve(specifications, *, finding):
    """One finding under every choice: its value in order of size above, the choices that gave it below.

    Takes the table of `uncertainty.specifications`: finding, value, same, default and one column a choice.
    """
    rows = (
        specifications[(specifications["finding"] == finding) & specifications["value"].notna()]
        .sort_values("value", kind="stable")
        .reset_index(drop=True)
    )
    title = f"{finding.replace('_', ' ')}: every specification"
    fixed = {"finding", "outcome", "value", "low", "high", "n", "same", "default"}
    choices = [column for column in rows.columns if column not in fixed and rows[column].nunique() > 1]
    if rows.empty:
        return _nothing(title, "no specification gives a figure")
    options = [(column, option) for column in choices for option in sorted(rows[column].unique(), key=str)]
    figure, axes = _figure(
        2.2 + 0.2 * len(options), rows=2, sharex=True, gridspec_kw={"height_ratios": [2, max(0.4, 0.2 * len(options))]}
    )
    top, below = axes
    same = rows["same"].astype(bool)
    if {"low", "high"} <= set(rows):
        top.vlines(rows.index, rows["low"].astype(float), rows["high"].astype(float), color="#cccccc", lw=1)
    top.scatter(
        rows.index[same], rows["value"][same], s=16, color=POSITIVE, label=f"same finding ({same.sum()})", zorder=3
    )
    top.scatter(
        rows.index[~same],
        rows["value"][~same],
        s=22,
        marker="x",
        color=NEGATIVE,
        label=f"another finding ({(~same).sum()})",
        zorder=3,
    )
    chosen = rows.index[rows["default"].astype(bool)]
    top.scatter(
        chosen, rows["value"][chosen], s=110, facecolor="none", edgecolor="black", label="as in the notebooks", zorder=4
    )
    top.axhline(0, color="#999999", lw=0.8)
    top.set_ylabel("value")
    top.set_title(title)
    figure.legend(loc="outside upper right", ncols=3, handletextpad=0.2)
    for y, (column, option) in enumerate(options):
        taken = rows.index[rows[column] == option]
        below.scatter(taken, [y] * len(taken), marker="|", s=max(8, min(60, 3000 / len(rows))), color="#333333")
    below.set_yticks(range(len(options)), [f"{column}: {option}" for column, option in options], fontsize=8)
    below.set_ylim(len(options) - 0.4, -0.6)
    below.set_xlabel("specification, by value")
    return _said(
        top,
        f"Specification curve of {finding.replace('_', ' ')}: {len(rows)} specifications, values"
        f" {rows['value'].min():.2f} to {rows['value'].max():.2f}, {same.sum()} give the same finding as the"
        " notebooks.",
    )


@style()
def survival_bars(specifications):
    """For each finding the share of specifications that give the same outcome as the notebooks do."""
    title = "Share of specifications with the same finding"
    table = specifications.groupby("finding", sort=False)["same"].agg(["mean", "sum", "count"])
    if table.empty:
        return _nothing(title, "no finding to compare")
    table = table.sort_values("mean", ascending=False, kind="stable")
    figure, ax = _figure(0.9 + 0.27 * len(table))
    ax.barh(
        range(len(table)),
        table["mean"],
        height=0.62,
        color=["#0072b2" if share >= 0.8 else "#9ecae1" if share >= 0.5 else "#e0e0e0" for share in table["mean"]],
        edgecolor="#444444",
        linewidth=0.5,
    )
    for y, row in enumerate(table.itertuples()):
        ax.text(row.mean + 0.01, y, f"{row.sum} of {row.count}", va="center", color="#333333")
    ax.set_yticks(range(len(table)), [str(name).replace("_", " ") for name in table.index])
    ax.set_xlim(0, 1.15)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    ax.invert_yaxis()
    ax.set_title(title)
    said = _row(
        [f"{str(name).replace('_', ' ')} {row['sum']:.0f} of {row['count']:.0f}" for name, row in table.iterrows()]
    )
    return _said(ax, f"Bars of the share of specifications that give the same finding: {said}.")


@style()
def agreement_bars(scores):
    """Each measure (measure, value, low, high, base, n) with its interval; the tick is what a constant answer gets."""
    title = "Agreement with the reference"
    rows = scores[scores["value"].notna()].reset_index(drop=True)
    if rows.empty:
        return _nothing(title, "nothing to compare")
    figure, ax = _figure(1.2 + 0.29 * len(rows))
    value = rows["value"].astype(float)
    ax.barh(rows.index, value, height=0.62, color="#cfe3f1", edgecolor="#0072b2", linewidth=0.8)
    ranged = rows[["low", "high"]].notna().all(axis=1)
    ax.hlines(
        rows.index[ranged],
        rows["low"][ranged].astype(float),
        rows["high"][ranged].astype(float),
        color="#222222",
        lw=1.4,
    )
    based = rows["base"].notna()
    ax.vlines(
        rows["base"][based].astype(float), rows.index[based] - 0.38, rows.index[based] + 0.38, color=NEGATIVE, lw=2.2
    )
    for y, row in rows.iterrows():
        ax.text(1.02, y, f"{row['value']:.2f}   n = {row['n']:.0f}", va="center", color="#333333")
    ax.set_yticks(rows.index, rows["measure"])
    ax.set_xlim(min(0, value.min()), 1.2)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.invert_yaxis()
    ax.set_title(title)
    figure.legend(
        handles=[
            Line2D([], [], color="#222222", lw=1.4, label="95% interval"),
            Line2D([], [], color=NEGATIVE, lw=0, marker="|", ms=11, mew=2.2, label="a constant answer"),
        ],
        loc="outside upper right",
        ncols=2,
    )
    said = _row(
        [
            f"{row['measure']} {row['value']:.2f}" + (f" (constant {row['base']:.2f})" if pd.notna(row["base"]) else "")
            for _, row in rows.iterrows()
        ]
    )
    return _said(ax, f"Bars of agreement: {said}.")


# --- the text itself -------------------------------------------------------------------------------------------------


def marked_text(article, mentions, paragraph, *, level="party", most=8):
    """One paragraph as HTML, each mention underlined and coloured by its party, with actor, kind and rule on hover.

    Nested mentions are nested marks; a span of several actors names them all. Where there is no such paragraph, it says
    so.

    >>> from analysis.article import from_text
    >>> nobody = pd.DataFrame(columns=["start", "paragraph", "actor", "party"])
    >>> "Cuba met Peru." in marked_text(from_text("Cuba met Peru."), nobody, 1).data
    True
    """
    place = article.paragraphs[article.paragraphs["paragraph"] == paragraph]
    if place.empty:
        return HTML(f"<p>There is no paragraph {html.escape(str(paragraph))}.</p>")
    found = place.iloc[0]
    rows = _level(mentions, level)
    names = _ranking(rows, level, most)[0]
    colours = dict(zip(names, SERIES))
    rows = rows[rows["paragraph"] == paragraph]
    spans = dict(iter(rows.groupby(["start", "end"]))) if len(rows) else {}
    body = _marked(
        article.raw,
        int(found["start"]),
        int(found["end"]),
        sorted(spans, key=lambda span: (span[0], -span[1])),
        spans,
        colours,
        level,
    )
    here = [name for name in names if name in set(rows[level])]
    legend = "".join(
        f'<span style="border-bottom: 3px solid {colours[name]}; margin-right: 1em">{html.escape(name)}</span>'
        for name in here
    )
    return HTML(
        f'<div style="line-height: 1.9"><small>¶{paragraph}</small> {body}</div><div style="font-size: 80%; margin-top:'
        f' .4em">{legend}</div>'
    )


def _marked(raw, start, end, order, spans, colours, level):
    out, at = [], start
    while order:
        low, high = order[0]
        inner = [span for span in order[1:] if span[1] <= high]
        order = [span for span in order[1:] if span[0] >= high]  # a span that crosses another is left unmarked
        part = spans[low, high]
        note = "; ".join(f"{row.actor} ({row.kind}: {row.rule})" for row in part.itertuples())
        colour = colours.get(part[level].iloc[0], "#999999")
        out.append(
            html.escape(raw[at:low])
            + f'<span title="{html.escape(note)}" style="border-bottom: 3px solid {colour}">'
            + _marked(raw, low, high, inner, spans, colours, level)
            + "</span>"
        )
        at = high
    return "".join(out) + html.escape(raw[at:end])


# --- tables ----------------------------------------------------------------------------------------------------------


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

    def __repr__(self):
        if not self.total:
            return "(no rows)"
        written = self.rows.apply(_column_written)
        left_out = f"\n… and {self.total - len(self.rows)} more rows" if self.total > len(self.rows) else ""
        return written.to_string(index=False) + left_out

    def _repr_html_(self):
        if not self.total:
            return "<p><em>No rows: there is nothing of this kind in this article.</em></p>"
        sides = [
            "right" if pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind) else "left"
            for kind in self.rows.dtypes
        ]
        cell = lambda tag, value, side: (
            f'<{tag} style="text-align: {side}; vertical-align: top">{html.escape(value)}</{tag}>'
        )
        head = "".join(cell("th", str(name).replace("_", " "), side) for name, side in zip(self.rows.columns, sides))
        body = "".join(
            "<tr>" + "".join(cell("td", value, side) for value, side in zip(row, sides)) + "</tr>"
            for row in self.rows.apply(_column_written).itertuples(index=False)
        )
        left_out = (
            f"<p><em>… and {self.total - len(self.rows)} more rows.</em></p>" if self.total > len(self.rows) else ""
        )
        return (
            '<table style="overflow-wrap:'
            f' break-word"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{left_out}'
        )


def _column_written(column):
    """The values of a column as words; figures of one column all with decimals, or none.

    >>> _column_written(pd.Series([10.0, 0.77, 0.001])).tolist(), _column_written(pd.Series([3.0, 2.0])).tolist()
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
    return "" if value is None or value is pd.NA else str(value)


def note(words):
    """A sentence that stands beside figures, as a paragraph of the page."""
    return HTML(f"<p>{html.escape(words)}</p>")
