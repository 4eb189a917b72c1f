"""Agency by bloc: the verbs themselves, by how the article tells who does what."""

from analysis import claims, frames
from analysis.claims import words
from analysis.figures.basics import described
from analysis.figures.blocs import blocs, colours
from analysis.figures.picture import (
    BREAK,
    INK,
    LINE,
    QUIET,
    RULE,
    SMALL,
    WIDTH,
    Picture,
    box,
    flow,
    hedged,
    sheet,
    unable,
    write,
)

COLUMNS = {  # form of an act → the column in which it stands
    "active": "acts, in active verbs",
    "passive": "acts, in the passive or as a noun",
    "nominal": "acts, in the passive or as a noun",
    "agentless": "is acted upon, by nobody named",
    "nominal agentless": "is acted upon, by nobody named",
}
HEADINGS = tuple(dict.fromkeys(COLUMNS.values()))
LEFT, PAD = 108, 10
BEYOND = "none of these"  # the row of acts that are done to no bloc


def agency(reading):
    """How each bloc acts: a `Picture` with the verbs and nouns for its acts, by whether the article says who does them.

    In the last column stand the acts of which the article names nobody who does them, in the row of whom they are done
    to. Verbs that are hard on somebody are bold. Finding: `who_acts`.

    >>> from analysis import read
    >>> from analysis.article import from_text
    >>> agency(read(from_text("It rained."), encoder=False)).title
    'Who acts, and which acts nobody does'
    """
    claim = claims.who_acts(reading)
    note = hedged(reading, "mentions", claim)
    sides = blocs(reading)
    acts = _acts(reading, sides, claim)
    if not acts:
        return unable(claim.heading, "No act of anybody mentioned is told.", note)
    rows = [bloc for bloc in [*dict.fromkeys(sides.values()), BEYOND] if any(key[0] == bloc for key in acts)]
    told = [f"{bloc} {heading}: {words.listed(a.text for a in acts[bloc, heading])}" for bloc, heading in acts]
    alt = f"Verbs and nouns for acts, a row for each bloc. {'; '.join(told)}. {claim.statement}"
    return Picture(_title(claim), described(_drawn(acts, rows, colours(sides)), alt), _read(acts), note)


def _acts(reading, sides, claim):
    """{(bloc, column): its acts}; of those without a doer the ones that the finding quotes."""
    table = frames.agency(reading.article, claims.stated(reading.mentions))
    quoted = {(piece.start, piece.end) for piece in claim.evidence}
    cells = {}
    for act in table[table["form"].isin(COLUMNS)].itertuples():
        alone = act.form.endswith("agentless")
        names = (act.patient if alone else act.agent).split("; ")
        if act.agent or (act.start, act.end) in quoted:
            for bloc in dict.fromkeys(sides.get(name, BEYOND) for name in names):
                cells.setdefault((bloc, COLUMNS[act.form]), []).append(act)
    return cells


def _title(claim):
    """The finding: who acts, and how many acts nobody does."""
    if not claim.met:
        return claim.heading
    acts = f"{words.upper(words.names(claim.value))} {'act' if len(claim.value) > 1 else 'acts'} in active verbs"
    return f"{acts}; {words.count(len(claim.evidence), 'acts')} are told without anybody who does them"


def _read(acts):
    """What the fullest cell of active verbs shows, and how many acts stand in the last column."""
    active = {bloc: len(own) for (bloc, heading), own in acts.items() if heading == HEADINGS[0]}
    bloc = max(active, key=active.get, default="")
    bare = {act.start for (_, heading), own in acts.items() if heading == HEADINGS[-1] for act in own}
    most = f"{words.upper(words.named(bloc))} has most active verbs, {active[bloc]}; " if bloc else ""
    return f"{most}the last column holds {words.count(len(bare) or 'no', 'acts')} that nobody is said to do."


def _drawn(acts, rows, hues):
    """The sheet: laid out once to learn how high each row is, and once to be kept."""
    edges = [LEFT + (WIDTH - LEFT) * number / len(HEADINGS) for number in range(len(HEADINGS) + 1)]
    ax, y = sheet(1), 2 * LINE
    tops = []
    for bloc in rows:
        tops.append(y)
        y = max(_cell(ax, edges, bloc, heading, acts, y, hues) for heading in HEADINGS) + 1.5 * LINE
    ax = sheet(y)
    for number, heading in enumerate(HEADINGS):
        write(ax, edges[number], LINE / 2, heading, colour=QUIET, size=SMALL)
    for bloc, top in zip(rows, tops):
        box(ax, 0, top - LINE * 0.85, WIDTH, 0.6, fc=RULE)
        write(ax, 0, top, bloc, colour=hues[bloc].text if bloc in hues else QUIET, fontweight="bold")
        for heading in HEADINGS:
            _cell(ax, edges, bloc, heading, acts, top, hues)
    return ax


def _cell(ax, edges, bloc, heading, acts, y, hues):
    """The acts of one cell, one beside the other; the line of the last one."""
    number = HEADINGS.index(heading)
    colour = hues[bloc].text if bloc in hues and number < len(HEADINGS) - 1 else INK
    pieces, before = [], ""
    for act in sorted(acts.get((bloc, heading), []), key=lambda act: "" if _of(act, bloc) else act.agent):
        if act.agent != before and act.agent and not _of(act, bloc):
            pieces += [(BREAK, {}), (act.agent, {"colour": QUIET, "size": SMALL})]
        before, weight = act.agent, "bold" if act.loaded else "normal"
        pieces.append((_words(act), {"colour": colour, "fontweight": weight, "paragraph": act.paragraph}))
    left, right = edges[number], edges[number + 1] - PAD
    return flow(ax, left, y, pieces, left=left, right=right)[1]


def _of(act, bloc):
    """Whether the bloc itself does the act, and not a party that stands with it."""
    return bloc in act.agent.split("; ")


def _words(act):
    """An act in the words of the article, with what it is done to where nobody does it."""
    whom = act.undergoer.split("; ")[-1]
    told = {"agentless": f"{whom} {act.text}", "nominal agentless": f"{act.text} {whom}"}
    return f"{told.get(act.form, act.text).strip()} ¶{act.paragraph}"
