"""The whole article at a glance: who is mentioned in which paragraph, and where two whom it keeps apart meet."""

import itertools

from matplotlib.patches import FancyBboxPatch

from analysis import claims
from analysis.claims import words
from analysis.figures.basics import described
from analysis.figures.blocs import blocs, colours
from analysis.figures.picture import (
    BAND,
    INK,
    LINE,
    PAGE,
    QUIET,
    SMALL,
    WIDTH,
    Picture,
    box,
    hedged,
    sheet,
    unable,
    wide,
    write,
)

LEFT, HIGH, TOP, MOST, LEAST = 128, 19, 40, 12, 2  # points; parties at most; mentions that a party needs for a row
SETS = 2  # mentions in a paragraph that make a bar of half the height of its row


def paragraph_strip(reading):
    """Who is mentioned in which paragraph: a `Picture` with a row for each party, by bloc, and a column a paragraph.

    The higher a bar, the more mentions. Where the article keeps two parties apart, the band on top shows the paragraphs
    that mention one and not the other, and a ring where a sentence names both. Findings: `never_together`, and where
    there is none `main_actors`.

    >>> from analysis import read
    >>> from analysis.article import from_text
    >>> paragraph_strip(read(from_text("It rained."), encoder=False)).title
    'Who is in the story'
    """
    apart, actors = claims.never_together(reading), claims.main_actors(reading)
    note = hedged(reading, "mentions", apart if apart.met else actors)
    by_party = blocs(reading)
    table, sides = _rows(claims.weighed(claims.stated(reading.mentions)), by_party)
    names = _names(table, sides)
    if not names:
        return unable(actors.heading, "Nobody is mentioned twice or more, as far as is certain.", note)
    pair = apart.value.split("–") if apart.met else []
    names = [*names, *(name for name in pair if name not in names)]
    claim = apart if pair else actors
    told = [f"{name} in {words.places(table.loc[table['row'] == name, 'paragraph'])}" for name in names]
    alt = f"A row for each party and a column for each paragraph, with bars for mentions. {'; '.join(told)}."
    ax = _drawn(reading, table, names, pair, sides, colours(by_party))
    ax = described(ax, f"{alt} {claim.statement}")
    return Picture(_title(claim, table, names), ax, _read(table, pair or names[:1]), note)


def _rows(table, sides):
    """The mentions with the `row` each stands in, and {row: its bloc}: parties, or actors where there is one party."""
    by_party = table.assign(row=table["party"])
    if len(_names(by_party, sides)) > 1:
        return by_party, sides
    return table.assign(row=table["actor"]), dict(zip(table["actor"], table["party"].map(sides)))


def _names(table, sides):
    """The rows with most mentions, bloc by bloc."""
    totals, order = table.groupby("row")["weight"].sum(), list(dict.fromkeys(sides.values()))
    first = sorted(totals.index[totals >= LEAST], key=lambda name: (-totals[name], name))[:MOST]
    return sorted(first, key=lambda name: order.index(sides[name]))


def _title(claim, table, names):
    """The finding: who is kept apart, or else who is mentioned most."""
    if not claim.met:
        return claim.heading
    if claim.name == "main_actors":
        first = claim.value if table["row"].equals(table["party"]) else (names[0],)
        return f"{words.upper(words.names(first))} {'is' if len(first) == 1 else 'are'} mentioned most"
    shared = _meetings(table, claim.value.split("–"))
    where = f"{words.count(len(shared), 'sentences')}, in {words.places(shared)}" if shared else "no sentence"
    return f"{words.upper(words.ends(claim.value))} are told apart: they share {where}"


def _read(table, names):
    """In how many paragraphs each of some parties is mentioned, and in which both are."""
    within = [set(table.loc[table["row"] == name, "paragraph"]) for name in names]
    first, *rest = [f"{words.count(len(own), 'paragraphs')}" for own in within]
    says = f"{words.upper(words.named(names[0]))} is mentioned in {first}"
    if not rest:
        return f"{says}."
    shared = set.intersection(*within)
    both = f"both in {words.places(shared)}" if shared else "never in the same"
    return f"{says} and {words.named(names[1])} in {len(within[1])}, {both}."


def _meetings(table, pair):
    """The paragraph of each sentence that mentions both of a pair."""
    sentences = table.groupby("sentence").agg({"party": set, "paragraph": "first"})
    return [int(row.paragraph) for row in sentences.itertuples() if pair and {*pair} <= row.party]


def _drawn(reading, table, names, pair, sides, hues):
    numbers = reading.article.paragraphs["paragraph"].tolist()
    step = (WIDTH - LEFT) / len(numbers)
    top = TOP if pair else 1.4 * LINE
    places, y = {}, top
    for _, own in itertools.groupby(names, key=sides.get):
        y += LINE * 0.5
        for name in own:
            places[name] = y
            y += HIGH
    ax = sheet(y + LINE)
    for place, number in enumerate(numbers):
        box(ax, LEFT + place * step, top, step - 1, y - top, fc=BAND)
        if step * (place % 2 + 1) > wide(str(number), SMALL) + 2:  # every second number where they would touch
            write(
                ax, LEFT + (place + 0.5) * step, 7, str(number), size=SMALL, colour=QUIET, paragraph=number, ha="center"
            )
    write(ax, LEFT - 8, 7, "paragraph", size=SMALL, colour=QUIET, ha="right")
    totals = table.groupby("row")["weight"].sum()
    for name, top in places.items():
        colour = hues[sides[name]]
        write(ax, LEFT - 8, top + HIGH * 0.6, f"{name}  {totals[name]:.0f}", colour=colour.text, ha="right")
        _bars(ax, table[table["row"] == name], top, numbers, step, colour.light)
    if pair:
        _parts(ax, table, pair, numbers, step, [hues[sides[name]] for name in pair])
        _rings(ax, sorted(set(_meetings(table, pair))), [places[name] for name in pair], numbers, step)
    return ax


def _bars(ax, rows, top, numbers, step, colour):
    for paragraph, weight in rows.groupby("paragraph")["weight"].sum().items():
        high = (HIGH - 3) * weight / (weight + SETS)
        x = LEFT + numbers.index(paragraph) * step
        box(ax, x + step * 0.12, top + HIGH - 1 - high, step * 0.76, high, fc=colour, paragraph=paragraph)


def _parts(ax, table, pair, numbers, step, hues):
    """The band on top: stretches of paragraphs that mention one of a pair and not the other."""
    within = [set(table.loc[table["party"] == name, "paragraph"]) for name in pair]
    which = [[name for name, own in enumerate(within) if number in own] for number in numbers]
    place = 0
    for one, run in itertools.groupby(which, key=lambda found: found[0] if len(found) == 1 else None):
        length = len(list(run))
        if one is not None:
            x, room = LEFT + place * step, length * step - 1
            box(ax, x, 17, room, 14, fc=hues[one].text)
            label = pair[one] if wide(pair[one], SMALL) < room - 4 else ""
            write(ax, x + room / 2, 24, label, size=SMALL, colour=PAGE, ha="center")
        place += length
    write(ax, LEFT - 8, 24, f"{pair[0]} or {pair[1]}", size=SMALL, colour=QUIET, ha="right")


def _rings(ax, meetings, tops, numbers, step):
    """A ring around the bars of a pair, and a line between them, in each paragraph where a sentence names both."""
    for number in meetings:
        x, link = LEFT + numbers.index(number) * step, f"#p{number}"
        middle, (upper, lower) = x + step / 2, sorted(tops)
        box(ax, middle - 0.5, upper + HIGH + 1, 1, lower - upper - HIGH, fc=INK, paragraph=number)
        for top in tops:
            ring = FancyBboxPatch((x - 1, top), step, HIGH, boxstyle="round,pad=0,rounding_size=5", clip_on=False)
            ring.set(facecolor="none", edgecolor=INK, linewidth=1.3, url=link)
            ax.add_patch(ring)
