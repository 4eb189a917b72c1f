"""Charts: who is mentioned, how it sounds, what frame is built, along the article and in sum."""

import itertools
import textwrap

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.claims import partied
from analysis.figures.basics import (
    DARK,
    GREY,
    SERIES,
    SIGN,
    begin,
    described,
    legend,
    name_axis,
    nothing,
    paragraph_axis,
    ranking,
    series,
    shortened,
    style,
)
from analysis.frames import FRAMES

KINDS = {
    "name": ("o", "#0072b2", ""),
    "metonym": ("s", "#e69f00", "////"),
    "demonym": ("D", "#009e73", "\\\\\\\\"),
    "description": ("^", "#cc79a7", "xxxx"),
    "pronoun": ("o", "#ffffff", ""),
}
VALENCES = {1: ("^", "favourable"), 0: ("_", "neutral"), -1: ("v", "unfavourable")}


@style()
def naming_bars(mentions, *, level="party", most=10):
    """How often each party (or actor) is called by name, metonym, demonym, description or pronoun."""
    title = "What the actors are called"
    mentions = partied(mentions)
    names, _ = ranking(mentions, level, most)
    if not names:
        return nothing(title, "no actor is mentioned")
    table = pd.crosstab(mentions[level], mentions["kind"]).reindex(names).reindex(columns=list(KINDS), fill_value=0)
    figure, ax = begin(title, 1.1 + 0.3 * len(names))
    _stacked(ax, table, {kind: (colour, hatch) for kind, (_, colour, hatch) in KINDS.items()})
    ax.set_xlabel("mentions")
    legend(figure, len(KINDS), columnspacing=1)
    kinds = {name: [f"{table.at[name, kind]} {kind}" for kind in KINDS if table.at[name, kind]] for name in names[:4]}
    words = "; ".join(f"{name}: {series(parts)}" for name, parts in kinds.items())
    return described(ax, f"Stacked bars of what each {level} is called. {words}.")


def _stacked(ax, table, looks):
    """Bars stacked from the columns of a table, one a row, with their sum behind."""
    left = np.zeros(len(table))
    for column, (colour, hatch) in looks.items():
        values, place = table[column].to_numpy(), range(len(table))
        look = {"height": 0.7, "color": colour, "hatch": hatch, "edgecolor": "#444444", "linewidth": 0.5}
        ax.barh(place, values, left=left, label=column, **look)
        left = left + values
    edge = left.max(initial=1)
    for place, total in enumerate(left):
        ax.text(total + edge * 0.01, place, str(int(total)), va="center", color=GREY)
    ax.set_xlim(0, edge * 1.09)
    ax.invert_yaxis()
    ax.set_yticks(range(len(table)), [shortened(name) for name in table.index])


@style()
def tone_arc(arcs, *, points=None, along="sentence"):
    """Smoothed tone along the article with its band, one panel an instrument, all on the scale −1 to 1.

    `arcs` has the columns instrument, `along`, smooth, low, high (`uncertainty.arcs`); `points` instrument, `along`,
    score: the single values, drawn faint.
    """
    title = "Tone along the article"
    parts = dict(iter(arcs.groupby("instrument", sort=False))) if len(arcs) else {}
    if not parts:
        return nothing(title, "no sentence to score")
    options = {"sharex": True, "sharey": True, "squeeze": False}
    title += ": smoothed, with the band that resampling gives"
    figure, axes = begin(title, 0.9 + 1.25 * len(parts), rows=len(parts), **options)
    for ax, (instrument, part), colour in zip(axes[:, 0], parts.items(), itertools.cycle(SERIES)):
        _panel(ax, part, instrument, colour, along)
        if points is not None:
            dots = points[points["instrument"] == instrument]
            ax.plot(dots[along], dots["score"], ".", color="#444444", alpha=0.45, ms=4)
    axes[-1, 0].set_xlabel(along)
    axes[-1, 0].xaxis.set_major_locator(MaxNLocator(integer=True))
    words = ". ".join(_turns(part, instrument, along) for instrument, part in parts.items())
    return described(axes[0, 0], f"Line for each instrument with its 95% band. {words}.")


def _panel(ax, part, instrument, colour, along):
    ax.axhline(0, color="#777777", lw=0.8)
    band = (part[column].astype(float) for column in (along, "low", "high"))
    ax.fill_between(*band, color=colour, alpha=0.22, lw=0)
    ax.plot(part[along], part["smooth"], color=colour, lw=1.8)
    ax.set_ylim(-1, 1)
    ax.set_yticks([-1, 0, 1], ["−1", "0", "1"])
    ax.grid(axis="x")
    words = "\n".join(textwrap.wrap(str(instrument), 16))
    ax.text(1.01, 0.5, words, transform=ax.transAxes, va="center", color=colour, fontweight="bold")


def _turns(part, instrument, along):
    low, high = part.loc[part["smooth"].idxmin()], part.loc[part["smooth"].idxmax()]
    below, above = (part["high"] < 0).mean(), (part["low"] > 0).mean()
    return (
        f"{instrument} is lowest at {along} {low[along]:.0f} ({low['smooth']:.2f}) and highest at {high[along]:.0f}"
        f" ({high['smooth']:.2f}); its band lies below zero along {below:.0%} and above zero along {above:.0%} of"
        " the article"
    )


@style()
def frames_grid(frames):
    """Each of the five news frames along the paragraphs: the darker, the higher its score; a dot where present."""
    title = "News frames, paragraph by paragraph"
    if frames.empty:
        return nothing(title, "no paragraph to read")
    _, ax = begin(f"{title} (dot: present)", 2.6)
    first, last = int(frames["paragraph"].min()), int(frames["paragraph"].max())
    for (y, name), (paragraph, row) in itertools.product(enumerate(FRAMES), frames.set_index("paragraph").iterrows()):
        box = {"facecolor": DARK, "alpha": 0.05 + 0.75 * min(1, row[name]), "lw": 0}
        ax.add_patch(Rectangle((paragraph - 0.46, y - 0.42), 0.92, 0.84, **box))
        if row[name] >= 0.5:
            ax.plot(paragraph, y, "o", color="white", ms=4.5)
    present = {name.replace("_", " "): int((frames[name] >= 0.5).sum()) for name in FRAMES}
    name_axis(ax, [f"{name}  {number}" for name, number in present.items()])
    paragraph_axis(ax, first, last, bands=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    where = f"paragraphs {first} to {last}. Paragraphs in which each is present, of {len(frames)}"
    words = series([f"{name} {number}" for name, number in present.items()])
    return described(ax, f"Grid of five news frames over {where}: {words}.")


@style()
def portrayal_grid(portrayal, *, most=12):
    """How each paragraph portrays each actor: ▲ favourable, ▼ unfavourable, – neutral; the mean at the right."""
    title = "How each paragraph portrays the actors"
    names, counts = ranking(portrayal, "actor", most)
    if not names:
        return nothing(title, "no actor is portrayed")
    rows = portrayal[portrayal["actor"].isin(names)]
    figure, ax = begin(title, 1.1 + 0.31 * len(names))
    paragraph_axis(ax, int(portrayal["paragraph"].min()), int(portrayal["paragraph"].max()))
    for valence, (marker, label) in VALENCES.items():
        part = rows[rows["valence"] == valence]
        look = {"marker": marker, "s": 46, "color": SIGN[valence], "label": f"{label} ({len(part)})"}
        ax.scatter(part["paragraph"], [names.index(name) for name in part["actor"]], **look)
    means = {name: _signed(mean) for name, mean in rows.groupby("actor")["valence"].mean().items()}
    beside = {"transform": ax.get_yaxis_transform(), "va": "center", "color": GREY}
    for y, name in enumerate(names):
        ax.text(1.01, y, means[name], **beside)
    ax.text(1.01, -0.9, "mean", fontweight="bold", **beside)
    name_axis(ax, [shortened(name) for name in names])
    legend(figure, 3, handletextpad=0.1)
    words = series([f"{name} mean {means[name]} in {counts[name]} paragraphs" for name in names[:5]])
    return described(
        ax, f"Grid of actors over paragraphs with marks for favourable, neutral and unfavourable. {words}."
    )


def _signed(value):
    return f"{value:+.2f}".replace("-", "−") if round(value, 2) else "0.00"
