"""Cause and blame: whom the article makes the cause of what, as a ladder from the cause to its effect."""

from dataclasses import dataclass

from matplotlib.patches import FancyArrowPatch

from analysis import claims, frames
from analysis.claims import words
from analysis.figures.basics import described
from analysis.figures.blocs import blocs, colours
from analysis.figures.picture import INK, LINE, QUIET, RULE, WIDTH, Picture, box, flow, hedged, sheet, unable, write

HOW = {"cause": "made the cause of", "motive": "given the aim", "charge": "accused of"}
NAME, WAY, ARROW, EFFECT = 0, 118, 206, 246  # points: where the columns begin
MOST = 14  # lines at most
DASHED = (0, (3, 2))


def blame(reading):
    """Whom the article makes the cause of what: a `Picture` with a line from each cause to its effect.

    The line is full where the article says it itself and dashed where somebody else does, who is named. Who is made the
    cause in most paragraphs comes first. Finding: `who_is_blamed`.

    >>> from analysis import read
    >>> from analysis.article import from_text
    >>> blame(read(from_text("It rained."), encoder=False)).title
    'Who is made the cause of what'
    """
    claim = claims.who_is_blamed(reading)
    note = hedged(reading, "mentions", claim)
    rows = frames.ascribed(claims.causes(reading))
    if rows.empty:
        return unable(
            claim.heading, "The article makes nobody it mentions the cause of anything, in words that say so.", note
        )
    tally = rows.drop_duplicates(["party", "paragraph"])["party"].value_counts()
    order = sorted(tally.index, key=lambda party: (-tally[party], party))
    lines = _lines(rows, order)
    told = [f"{words.names(line.parties)} {HOW[line.kind]} “{line.effect}” (¶{line.paragraph})" for line in lines]
    alt = f"Lines from causes to effects: {'; '.join(told)}. {claim.statement}"
    return Picture(_title(claim, lines), described(_drawn(lines, blocs(reading)), alt), _read(lines), note)


def _read(lines):
    """How many lines begin at whoever comes first, and how many are said by others."""
    first = lines[0].parties
    own = sum(line.parties == first for line in lines)
    said = [words.named(line.voice) for line in lines if line.voice != "author"]
    says = f"{own} of {len(lines)} lines {'begin' if own > 1 else 'begins'} at"
    says = "The one line begins at" if len(lines) == 1 else says
    rest = "all are the article's own words."
    if said:
        rest = f"{len(said)} {'are' if len(said) > 1 else 'is'} said by {words.listed(dict.fromkeys(said))}."
    return f"{says} {words.names(list(first))}; {rest}"


@dataclass(frozen=True)
class _Line:
    """One line of the ladder: whoever is made the cause together, of what, how, where, and who says so."""

    parties: tuple
    kind: str
    effect: str
    paragraph: int
    voice: str


def _lines(rows, order):
    """The lines of the ladder, in `order` of their causes; what only points back (*this process*) has none."""
    rows = rows[~rows["effect"].str.match(r"(?i)(this|that|these|those|it|them)\b")]
    lines = []
    for (_, kind), part in rows.groupby(["effect_start", "kind"], sort=False):
        first = part.iloc[0]
        parties = tuple(sorted(part["party"], key=order.index))
        lines.append(_Line(parties, kind, _plain(first["effect"]), int(first["paragraph"]), first["voice"]))
    return sorted(lines, key=lambda line: order.index(line.parties[0]))[:MOST]


def _title(claim, lines):
    """The finding: who is made the cause, or given an aim, in which paragraphs."""
    if not claim.met:
        return claim.heading
    told, before = [], ""
    for party in claim.value:
        own = [line for line in lines if party in line.parties]
        kind = next(kind for kind in HOW if any(line.kind == kind for line in own))
        where = words.places(line.paragraph for line in own if line.kind == kind)
        told.append(f"{words.named(party)} {DONE[kind] if kind != before else 'in'} {where}")
        before = kind
    return f"{words.upper(told[0])}{f'; {told[1]}' if told[1:] else ''}"


DONE = {"cause": "is made the cause in", "motive": "is given an aim in", "charge": "is accused in"}


def _plain(text):
    return " ".join(text.split()).strip(' ,;:.“”"')


def _drawn(lines, sides):
    ax, y, tops = sheet(1), LINE, []
    for line in lines:
        tops.append(y)
        y = (
            max(flow(ax, *place, pieces, left=place[0], right=edge)[1] for place, pieces, edge in _parts(line, y, INK))
            + 1.5 * LINE
        )
    ax, hues, before = sheet(y - LINE * 0.5), colours(sides), ()
    for line, top in zip(lines, tops):
        colour = hues[sides[line.parties[0]]]
        if line.parties != before:
            box(ax, 0, top - LINE * 0.95, WIDTH, 0.6, fc=RULE)
        for place, pieces, edge in _parts(line, top, colour.text)[line.parties == before :]:
            flow(ax, *place, pieces, left=place[0], right=edge)
        before = line.parties
        write(ax, WAY, top, HOW[line.kind], colour=QUIET)
        look = {"color": colour.light, "lw": 1.6, "ls": "-" if line.voice == "author" else DASHED}
        look |= {"arrowstyle": "-|>", "mutation_scale": 9, "shrinkA": 0, "shrinkB": 0}
        ax.add_patch(FancyArrowPatch((ARROW, top), (EFFECT - 4, top), **look))
    return ax


def _parts(line, y, colour):
    """Who is the cause; and the effect, where it stands, and who says so: (place, words, right edge) of either."""
    who = [(words.listed(line.parties), {"colour": colour, "fontweight": "bold"})]
    there = {"paragraph": line.paragraph}
    said = [] if line.voice == "author" else [(f"according to {words.named(line.voice)}", {"colour": QUIET})]
    effect = [(f"“{line.effect}”", there), (f"¶{line.paragraph}", there), *said]
    return [((NAME, y), who, WAY - 6), ((EFFECT, y), effect, WIDTH)]
