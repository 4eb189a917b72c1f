"""Networks: who stands together with whom, and who stands for or against whom, as boxes and lines."""

import itertools
import math
import textwrap
from collections import Counter

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from analysis import stance
from analysis.figures.basics import SIGN, begin, described, legend, nothing, series, shortened, style

BOX = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": "#555555", "linewidth": 0.9}
LABEL = {"ha": "center", "va": "center", "zorder": 3, "fontsize": 8.5, "bbox": BOX}
NUMBER_BOX = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.9}
NUMBER = {"fontsize": 8, "fontweight": "bold", "ha": "center", "va": "center", "zorder": 4, "bbox": NUMBER_BOX}
DASHED, DOTTED = (0, (4, 2)), (0, (2, 1.5))
TIES = {  # how surely more than chance → colour, line
    "more than chance (q < .05)": ("#1a1a1a", "-"),
    "above expectation, may be chance": ("#7d9db5", "-"),
    "at or below expectation": ("#c8c8c8", DOTTED),
}
ARROWS = {
    "+ support, cooperation": {"color": SIGN[1], "lw": 2.5},
    "− opposition": {"color": SIGN[-1], "lw": 2.5},
    "article's own voice": {"color": "#444444", "lw": 1.8},
    "in reported words": {"color": "#444444", "lw": 1.8, "ls": DASHED},
}


# --- together --------------------------------------------------------------------------------------------------------


@style()
def network(graph, *, most=14, least=2):
    """The co-occurrence graph: line width is the number of shared units, dark where that is more than chance (q < .05).

    Ties of fewer than `least` units are left out, and actors without a tie; without any such tie all are drawn.
    """
    title = "Who stands together with whom"
    names = sorted(graph, key=lambda name: (-graph.nodes[name]["units"], name))[:most]
    ties = [tie for tie in graph.subgraph(names).edges if graph.edges[tie]["weight"]]
    if not ties:
        return nothing(title, "no two actors stand together")
    drawn = graph.edge_subgraph([tie for tie in ties if graph.edges[tie]["weight"] >= least] or ties)
    figure, ax = begin(title, 5.6)
    labels = {name: f"{shortened(name)}\n{graph.nodes[name]['units']}" for name in names if name in drawn}
    places = _spread(ax, _layout(drawn), labels)
    edges = sorted(drawn.edges(data=True), key=lambda edge: edge[2]["weight"])
    for a, b, data in edges:
        colour, line = TIES[_surely(data)]
        width = 0.6 + 5 * data["weight"] / edges[-1][2]["weight"]
        ax.plot(*zip(places[a], places[b]), color=colour, lw=width, ls=line, zorder=1, solid_capstyle="round")
    handles = [Line2D([], [], color=colour, ls=line, lw=3, label=label) for label, (colour, line) in TIES.items()]
    legend(figure, 3, where="outside lower center", handles=handles)
    strongest = sorted(drawn.edges(data="weight"), key=lambda edge: (-edge[2], *sorted(edge[:2])))[:4]
    words = series([f"{' and '.join(sorted((a, b)))} ({weight})" for a, b, weight in strongest])
    size = f"{len(drawn)} actors and {drawn.number_of_edges()} ties of standing in one unit"
    return described(ax, f"Graph of {size}. The strongest: {words}.")


def _surely(data):
    sure, may_be, below = TIES
    above = data["weight"] > data["expected"]
    return sure if above and data["q"] < 0.05 else may_be if above else below


def _layout(drawn):
    """Positions in the unit square, the same each time; parts without a tie between them stand apart."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted(drawn))
    for a, b, weight in sorted(drawn.edges(data="weight"), key=lambda edge: edge[:2]):
        graph.add_edge(a, b, distance=1 / math.sqrt(weight))
    far = dict(nx.all_pairs_dijkstra_path_length(graph, weight="distance"))
    longest = max(max(row.values()) for row in far.values()) or 1.0
    distances = {a: {b: far[a].get(b, longest * 1.3) for b in graph} for a in graph}
    places = nx.kamada_kawai_layout(graph, dist=distances, pos=nx.circular_layout(graph))
    points = np.array([places[name] for name in graph])
    low, high = points.min(axis=0), points.max(axis=0)
    return {name: (point - low) / np.where(high > low, high - low, 1) for name, point in zip(graph, points)}


def _spread(ax, places, labels):
    """Write each label as a box at its place, pushed apart until no two overlap; gives the places in axes units."""
    ax.axis("off")
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    page = np.array([ax.figure.get_figwidth() * 0.95, ax.figure.get_figheight() * 0.82]) * 72
    lines = {name: label.split("\n") for name, label in labels.items()}
    points = {name: [max(map(len, parts)) * 5.3 + 14, len(parts) * 12.5 + 12] for name, parts in lines.items()}
    size = {name: np.array(points[name]) / page for name in labels}
    at = {name: np.array(places[name]) * (1 - size[name]) + size[name] / 2 for name in sorted(places)}
    for _ in range(400):
        moved = [_pushed_apart(at, size, a, b, page) for a, b in itertools.combinations(at, 2)]
        at.update({name: np.clip(at[name], size[name] / 2, 1 - size[name] / 2) for name in at})
        if not any(moved):
            break
    for name, label in labels.items():
        ax.text(*at[name], label, linespacing=1.15, **LABEL)
    return at


def _pushed_apart(at, size, a, b, page):
    """Move two boxes that overlap away from each other, along the side on which they overlap less."""
    gap = at[b] - at[a]
    deep = (size[a] + size[b]) / 2 - np.abs(gap)
    if not (deep > 1e-9).all():
        return False
    axis = int(np.argmin(deep * page))
    push = np.zeros(2)
    push[axis] = (deep[axis] / 2 + 1e-4) * (1 if gap[axis] >= 0 else -1)
    at[a], at[b] = at[a] - push, at[b] + push
    return True


# --- for and against -------------------------------------------------------------------------------------------------


@style()
def stance_network(relations, *, most=12, least=1):
    """The signed, directed network of the counted relations between parties; an arrow's number is of paragraphs.

    Sign is colour and label (+ and −), voice is the line: full for the article's own voice, dashed for reported words.
    Takes the table of relations; `least` leaves out arrows of fewer paragraphs, `most` the parties with the fewest.
    """
    title = "Who stands for or against whom"
    arrows = arrows_of(relations)
    names = parties_of(arrows, most)
    arrows = arrows[arrows["source"].isin(names) & arrows["target"].isin(names) & (arrows["paragraphs"] >= least)]
    names = [name for name in names if name in {*arrows["source"], *arrows["target"]}]
    if not names:
        return nothing(title, "no relation between two parties is stated")
    figure, ax = begin(title, 6.4)
    ax.axis("off")
    ax.set_aspect("equal")
    ax.set_xlim(-1.42, 1.42)
    ax.set_ylim(-1.05, 1.05)
    places = _ring(names, arrows)
    wrapped = {name: "\n".join(textwrap.wrap(shortened(name, 30), 16)) for name in names}
    boxes = {name: ax.text(*place, wrapped[name], **LABEL) for name, place in places.items()}
    _draw_arrows(ax, arrows, places, boxes)
    handles = [Line2D([], [], label=label, **look) for label, look in ARROWS.items()]
    legend(figure, 4, where="outside lower center", handles=handles)
    top = arrows.sort_values(["paragraphs", "source", "target"], ascending=[False, True, True]).head(5)
    words = series(
        f"{row.source} {'supports' if row.stance > 0 else 'opposes'} {row.target} in {row.paragraphs} paragraphs"
        + ("" if row.voice == "author" else " in reported words")
        for row in top.itertuples()
    )
    size = f"{len(names)} parties and {len(arrows)} signed arrows"
    return described(ax, f"Directed network of {size}. The strongest: {words}.")


def arrows_of(relations):
    """Source, target, stance, voice (author or reported) and in how many paragraphs."""
    rows = stance.between_parties(relations)
    voice = np.where(rows["voice"] == "author", "author", "reported")
    rows = rows.assign(source=rows["source_party"], target=rows["target_party"], voice=voice)
    numbers = rows.groupby(["source", "target", "stance", "voice"])["paragraph"].nunique()
    return numbers.rename("paragraphs").reset_index()


def parties_of(arrows, most):
    """The parties at either end of the most arrows, by paragraphs."""
    ends = pd.concat([arrows.groupby(end)["paragraphs"].sum() for end in ("source", "target")]).groupby(level=0).sum()
    return sorted(ends.index, key=lambda name: (-ends[name], name))[:most]


def _ring(names, arrows):
    """Places on an ellipse, each beside the one it has most to do with; who has half of all arrows, in the middle."""
    ties, touched = Counter(), Counter()
    for row in arrows.itertuples():
        ties[frozenset((row.source, row.target))] += row.paragraphs
        touched.update([row.source, row.target])
    hub = max(names, key=lambda name: (touched[name], -names.index(name)))
    middle = [hub] if len(names) > 4 and touched[hub] * 2 >= len(arrows) else []
    left = [name for name in names if name not in middle]
    ring = [left.pop(0)]
    while left:
        nearest = max(left, key=lambda name: (ties[frozenset((ring[-1], name))], -left.index(name)))
        left.remove(nearest)
        ring.append(nearest)
    angles = {name: (place + 0.5) * 2 * math.pi / len(ring) for place, name in enumerate(ring)}
    places = {name: (1.2 * math.sin(angle), 0.92 * math.cos(angle)) for name, angle in angles.items()}
    return places | dict.fromkeys(middle, (0.0, 0.0))


def _draw_arrows(ax, arrows, places, boxes):
    """Each arrow bent so that it passes by other boxes and arrows, the strongest last and on top."""
    heaviest, numbers, bends = arrows["paragraphs"].max(), list(places.values()), {}
    for row in arrows.sort_values(["paragraphs", "source", "target", "stance", "voice"]).itertuples():
        start, end = places[row.source], places[row.target]
        turned = 1 if row.source < row.target else -1  # a bend to the left lies where one to the right comes back
        others = [place for name, place in places.items() if name not in (row.source, row.target)]
        beside = bends.setdefault(frozenset((row.source, row.target)), [])
        wanted = 0.10 + 0.09 * ((row.stance > 0) + 2 * (row.voice != "author"))
        bend = _clear(wanted, start, end, others, [turned * other for other in beside])
        beside.append(turned * bend)
        _draw_arrow(ax, start, end, boxes, row, bend, heaviest)
        spot = _free_spot(start, end, bend, numbers)
        numbers.append(spot)
        ax.text(*spot, f"{'+' if row.stance > 0 else '−'}{row.paragraphs}", color=SIGN[row.stance], **NUMBER)


def _draw_arrow(ax, start, end, boxes, row, bend, heaviest):
    ends = {"patchA": boxes[row.source].get_bbox_patch(), "patchB": boxes[row.target].get_bbox_patch()}
    line = {"ls": "-" if row.voice == "author" else DASHED, "lw": 0.9 + 2.6 * row.paragraphs / heaviest}
    look = {"color": SIGN[row.stance], "alpha": 0.85, "shrinkA": 1, "shrinkB": 2, "zorder": 2}
    curve = {"connectionstyle": f"arc3,rad={bend}", "arrowstyle": "-|>", "mutation_scale": 11}
    ax.add_patch(FancyArrowPatch(start, end, **ends, **line, **look, **curve))


def _free_spot(start, end, bend, numbers):
    """The point of a curve, near its middle, that is farthest from the numbers and boxes there are."""
    room = lambda spot: min(abs(spot[0] - x) + abs(spot[1] - y) for x, y in numbers)
    spots = [_along(start, end, bend, t) for t in (0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72)]
    return max(spots, key=lambda spot: min(room(spot), 0.13))


def _along(start, end, bend, t):
    """The point at t (0 to 1) of the curve that matplotlib draws as `arc3`."""
    (x0, y0), (x1, y1) = start, end
    control = ((x0 + x1) / 2 + bend * (y1 - y0), (y0 + y1) / 2 - bend * (x1 - x0))
    return tuple((1 - t) ** 2 * a + 2 * t * (1 - t) * c + t**2 * b for a, c, b in zip(start, control, end))


def _clear(wanted, start, end, others, beside):
    """The bend nearest to the one wanted with which the curve passes by other boxes and arrows."""

    def room(bend):
        if any(abs(bend - other) < 0.08 for other in beside):
            return 0
        curve = [_along(start, end, bend, t) for t in np.linspace(0.05, 0.95, 19)]
        return min((max(abs(x - a) / 0.27, abs(y - b) / 0.09) for x, y in curve for a, b in others), default=9)

    tries = [wanted + step for step in (0, 0.1, -0.2, 0.2, -0.3, 0.3, -0.45, 0.42, -0.6)]
    return next((bend for bend in tries if room(bend) >= 1), max(tries, key=room))
