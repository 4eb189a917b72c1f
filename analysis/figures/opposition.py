"""Who is against whom: a matrix of parties, with the paragraphs that say so and in whose voice they do."""

from matplotlib.patches import Polygon

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
    RULE,
    SMALL,
    Picture,
    box,
    hedged,
    sheet,
    unable,
    wide,
    write,
)
from analysis.figures.picture import WIDTH as SHEET
from analysis.stance import between_parties

LEFT, TOP, HIGH, MOST = 118, 44, 34, 10  # points; parties at most
OWN, OTHER = "the article says so itself", "somebody is reported to say so"


def opposition(reading):
    """Who (row) is against whom (column): a `Picture` with the numbers of the paragraphs in each cell, ordered by bloc.

    A full cell is in the article's own voice, a hatched one in the words of others, a cell with both is divided;
    what no person has reviewed is outlined. Paragraph numbers lead to the words. Finding: `who_opposes_whom`.

    >>> from analysis import read
    >>> from analysis.article import from_text
    >>> opposition(read(from_text("It rained."), encoder=False)).title
    'Who opposes whom'
    """
    claim = claims.who_opposes_whom(reading)
    note = hedged(reading, "stance", claim)
    rows = between_parties(reading.relations)
    rows = claims.stated(rows[rows["stance"] == -1])
    sides = blocs(reading)
    names = _parties(rows, sides)
    if not names:
        return unable(claim.heading, "Nobody is said with enough certainty to be against anybody.", note)
    shown = rows[rows["source_party"].isin(names) & rows["target_party"].isin(names)]
    cells = _cells(shown)
    told = [f"{a} against {b} in {words.places(sum(parts.values(), []))}" for (a, b), parts in cells.items()]
    left_out = _left_out(rows, shown)
    alt = f"Matrix of who is against whom, with the paragraphs. {'; '.join(told)}.{left_out} {claim.statement}"
    ax = _drawn(names, cells, sides)
    return Picture(_title(claim), described(ax, alt), f"{_read(cells)}{left_out}", note)


def _parties(rows, sides):
    """The parties with most opposition, in the order of the blocs."""
    tally = rows.drop_duplicates(["paragraph", "source_party", "target_party"])
    tally = tally["source_party"].value_counts().add(tally["target_party"].value_counts(), fill_value=0)
    first = sorted(tally.index, key=lambda party: (-tally[party], party))[:MOST]
    return [party for party in sides if party in first]


def _cells(rows):
    """{(source, target): {(voice, reviewed): paragraph numbers}}."""
    cells = {}
    reviewed = rows["origin"] != "machine" if "origin" in rows else rows["stance"] < 0
    for row, seen in zip(rows.itertuples(), reviewed):
        voice = OWN if row.voice == "author" else OTHER
        parts = cells.setdefault((row.source_party, row.target_party), {})
        parts.setdefault((voice, bool(seen)), []).append(int(row.paragraph))
    return cells


def _left_out(rows, shown):
    others = sorted({*rows["source_party"], *rows["target_party"]} - {*shown["source_party"], *shown["target_party"]})
    return f" Not drawn, as least opposed: {words.names(others, most=4)}." if others else ""


def _title(claim):
    """The finding: which two are opposed in most paragraphs."""
    if not claim.met or isinstance(claim.value, tuple):
        return claim.refusal or claim.heading
    where = words.count(claim.n, "paragraphs")
    return f"{words.upper(words.ends(claim.value))} are opposed in {where}, more than any other two"


def _read(cells):
    """What the fullest cell shows, and how many cells are in the words of others."""
    numbers = {ends: sorted(set(sum(parts.values(), []))) for ends, parts in cells.items()}
    (source, target), most = max(numbers.items(), key=lambda item: len(item[1]))
    told = sum(any(voice == OTHER for voice, _ in parts) for parts in cells.values())
    says = f"The fullest of {words.count(len(cells), 'cells')} is {words.named(source)} against {words.named(target)},"
    says += f" {words.places(most)}; {told or 'none'} of them {'rest' if told > 1 else 'rests'}"
    return f"{says} on reported words{', at least in part.' if told else '.'}"


def _drawn(names, cells, sides):
    hues = colours(sides)
    step = min(64, (SHEET - LEFT) / len(names))
    ax = sheet(TOP + HIGH * len(names) + 2.4 * LINE)
    for place, name in enumerate(names):
        colour, (x, y) = hues[sides[name]], (LEFT + place * step, TOP + place * HIGH)
        write(ax, LEFT - 6, y + HIGH / 2, name, colour=colour.text, ha="right")
        _heading(ax, x + step / 2, name, colour.text, step)
        for column in range(len(names)):
            box(ax, LEFT + column * step, y, step - 2, HIGH - 2, fc=RULE if column == place else BAND)
    for (source, target), parts in cells.items():
        x, y = LEFT + names.index(target) * step, TOP + names.index(source) * HIGH
        _cell(ax, x, y, step - 2, HIGH - 2, parts, hues[sides[source]].text)
    _legend(ax, TOP + HIGH * len(names) + 1.4 * LINE)
    write(ax, LEFT - 6, TOP - 9, "who ↓   against whom →", colour=QUIET, size=SMALL, ha="right")
    return ax


def _heading(ax, x, name, colour, step):
    """A name over its column, in two lines where it is long."""
    lines = name.split(" ", 1) if wide(name, SMALL) > step - 4 else [name]
    for number, line in enumerate(reversed(lines)):
        write(ax, x, TOP - 9 - number * 10, line, colour=colour, size=SMALL, ha="center")


def _cell(ax, x, y, width, height, parts, colour):
    """A cell: whole in one voice, divided where it is stated in two."""
    voices = {voice: {seen: numbers for (told, seen), numbers in parts.items() if told == voice} for voice, _ in parts}
    corners = {
        OWN: [(x, y), (x, y + height), (x + width, y + height)],
        OTHER: [(x, y), (x + width, y), (x + width, y + height)],
    }
    whole = [(x, y), (x, y + height), (x + width, y + height), (x + width, y)]
    for voice, numbers in voices.items():
        solid = any(numbers)
        shape = whole if len(voices) == 1 else corners[voice]
        filled = solid and voice == OWN
        look = {
            "fc": colour if filled else "none",
            "ec": colour,
            "lw": 0.8,
            "hatch": "////" if voice == OTHER else None,
        }
        ax.add_patch(Polygon(shape, closed=True, ls="-" if solid else (0, (2, 1.5)), **look))
        shift = 0 if len(voices) == 1 else 0.22 if voice == OWN else -0.22
        at = (x + width * (0.5 - shift), y + height * (0.5 + shift))
        _write_numbers(ax, *at, sorted(set(sum(numbers.values(), []))), width, PAGE if filled else INK, voice)


def _write_numbers(ax, x, y, numbers, width, colour, voice):
    """Paragraph numbers, each a link, centred in as many lines as they need."""
    lines, room = [[]], width - 8
    for number in numbers:
        if lines[-1] and wide(" ".join(map(str, [*lines[-1], number])), SMALL) > room:
            lines.append([])
        lines[-1].append(number)
    behind = {"bbox": {"fc": PAGE, "ec": "none", "pad": 1}} if voice == OTHER else {}
    for place, line in enumerate(lines):
        at, down = x - wide(" ".join(map(str, line)), SMALL) / 2, (place - (len(lines) - 1) / 2) * 9
        for number in line:
            write(ax, at, y + down, str(number), colour=colour, size=SMALL, paragraph=number, **behind)
            at += wide(f"{number} ", SMALL)


def _legend(ax, y):
    x = LEFT
    looks = {
        OWN: {"fc": INK},
        OTHER: {"fc": "none", "hatch": "////"},
        "not reviewed": {"fc": "none", "ls": (0, (2, 1.5))},
    }
    for name, look in looks.items():
        box(ax, x, y - 5, 16, 10, **{"ec": INK, "lw": 0.8} | look)
        write(ax, x + 20, y, name, colour=QUIET, size=SMALL)
        x += wide(name, SMALL) + 36
