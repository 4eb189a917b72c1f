"""The network of who stands for or against whom, as boxes and arrows."""

import math
import textwrap
from collections import Counter

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
DASHED = (0, (4, 2))
ARROWS = {
    "+ support, cooperation": {"color": SIGN[1], "lw": 2.5},
    "− opposition": {"color": SIGN[-1], "lw": 2.5},
    "article's own voice": {"color": "#444444", "lw": 1.8},
    "in reported words": {"color": "#444444", "lw": 1.8, "ls": DASHED},
}


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
