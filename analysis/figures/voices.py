"""Reported words: one square a word, in the order of the article, a row a bloc, and empty rows for the unheard."""

from analysis import claims, quotes
from analysis.claims import words
from analysis.figures.basics import described
from analysis.figures.blocs import blocs, colours
from analysis.figures.picture import (
    INK,
    LINE,
    QUIET,
    SMALL,
    WIDTH,
    Picture,
    box,
    fitted,
    flow,
    hedged,
    sheet,
    unable,
    wide,
    write,
)

LEFT, STEP, SQUARE, GAP = (
    118,
    7.9,
    6.4,
    6,
)  # points: where squares begin, from one to the next, their side, between reports
LOOKS = {  # how a word is reported → how its square is filled
    "in quotation marks": {"alpha": 1},
    "paraphrased": {"alpha": 0.42},
    "what somebody thinks, wants or fears": {"fill": False, "hatch": "//////", "lw": 0.5},
}
QUOTED, TOLD, THOUGHT = LOOKS
NEARLY_ALL, SPEAKERS = 0.8, 8  # share of one bloc from which its speakers have rows, and how many of them
EMPTY = 24  # squares in the row of somebody unheard


def reported_words(reading):
    """Whose words the article reports: a `Picture` with a square for each word, in rows by bloc, and with empty rows.

    Who is mentioned five times or more and given no words has an outlined row, with the acts of speech that the article
    tells without their content. A word that two blocs are said to speak stands in both rows. Words that may be the
    author's are left out. Findings: `share_of_voice` and `unheard`.

    >>> from analysis import read
    >>> from analysis.article import from_text
    >>> reported_words(read(from_text("It rained."), encoder=False)).alt
    'Whose words are reported: No speech or thought of anybody is reported.'
    """
    spoken, silent = claims.share_of_voice(reading), claims.unheard(reading)
    note = hedged(reading, "quotes", spoken, silent)
    told = _told(reading)
    if told.empty:
        return unable(spoken.heading, "No speech or thought of anybody is reported.", note)
    unheard = silent.value if isinstance(silent.value, tuple) else ()
    sides = blocs(reading)
    rows = _rows(told, unheard, sides)
    ax = _drawn(rows, reading, colours(sides))
    counts = [f"{name} {_counted(part)}" if part is not None else f"{name} none" for name, part, _ in rows]
    statements = " ".join(claim.statement for claim in (spoken, silent) if claim.n)
    alt = f"One square for each reported word, in rows: {'; '.join(counts)}. {statements}"
    return Picture(_title(spoken, silent, told), described(ax, alt), _read(rows), note)


def _told(reading):
    """The words of speech and thought, one row a word and speaker: with its `look`, `speaker` and `party`."""
    table = quotes.told(reading.article, claims.stated(reading.quotes))
    table = table[table["voice"].isin(["speech", "thought"]) & table["parties"].map(bool)]
    looks = table["quoted"].map({True: QUOTED, False: TOLD}).mask(table["voice"] == "thought", THOUGHT)
    told = table.assign(look=looks, speaker=table["speakers"]).explode("speaker")
    party = dict(zip(reading.quotes["speaker"], reading.quotes["party"]))
    return told.assign(party=[party.get(name) or name for name in told["speaker"]])


def _rows(told, unheard, sides):
    """(name, its words or None, bloc) from top to bottom: every bloc that speaks, and after it who of it is unheard.

    Where one bloc has nearly all words each of its speakers has a row.
    """
    told = told.assign(bloc=told["party"].map(lambda party: sides.get(party, list(sides.values())[-1])))
    rows = []
    for bloc in dict.fromkeys(sides.values()):
        own = told[told["bloc"] == bloc]
        level = "speaker" if len(own) > NEARLY_ALL * len(told) else "bloc"
        for name in own[level].value_counts(sort=True).index[:SPEAKERS]:
            rows.append((name, own[own[level] == name].drop_duplicates("start"), bloc))
        rows += [(party, None, bloc) for party in unheard if sides.get(party) == bloc]
    return rows


def _counted(part):
    """How many words of each kind a row has, in words."""
    number = part["look"].value_counts()
    speech = number.get(QUOTED, 0) + number.get(TOLD, 0)
    thought = f", {number[THOUGHT]} of thought" if number.get(THOUGHT) else ""
    return f"{words.count(speech, 'words')}{thought}" if speech else f"no speech{thought}"


def _title(spoken, silent, told):
    """The finding: whose words these are, most of them, and who has none."""
    parts = []
    if spoken.met:
        speech = told[told["look"] != THOUGHT]
        level = "party" if spoken.value[0] in set(speech["party"]) else "speaker"
        count = speech.drop_duplicates(["start", level])[level].value_counts()
        first = list(count.index[: 2 if len(count) > 2 else 1])
        share = speech.loc[speech[level].isin(first), "start"].nunique() / speech["start"].nunique()
        parts.append(
            f"{words.names(first)} {_have(first)} {'all' if share == 1 else words.percent(share)} of the reported words"
        )
    if silent.met and silent.value != "none":
        parts.append(f"{words.names(silent.value, most=3)} {_have(silent.value)} none")
    return words.upper(", ".join(parts)) or spoken.heading


def _read(rows):
    """What the longest row shows, and the empty ones."""
    name, longest, _ = max((row for row in rows if row[1] is not None), key=lambda row: len(row[1]))
    full = int(longest["look"].eq(QUOTED).sum())
    says = (
        f"The longest row, that of {words.named(name)}, has {words.count(len(longest), 'squares')}, {full} of them in"
    )
    says += " quotation marks"
    empty = [name for name, part, _ in rows if part is None]
    return f"{says}; {words.names(empty)} {_have(empty)} an empty row." if empty else f"{says}."


def _have(names):
    return "have" if len(names) > 1 else "has"


def _drawn(rows, reading, hues):
    """The sheet with all rows; the height is known only when the squares are laid out."""
    acts = quotes.speech_acts(reading.article, claims.stated(reading.mentions), claims.stated(reading.quotes))
    acts = acts[acts["voice"] == "active"].drop_duplicates(["party", "start"])
    mentioned = dict(claims.weighed(claims.stated(reading.mentions)).groupby("party")["weight"].sum())
    plans, y = [], 2.2 * LINE
    for name, part, bloc in rows:
        places = _places(part) if part is not None else []
        plans.append((name, part, bloc, places, y))
        y += max(2, 1 + max((line for _, line, _ in places), default=0) * 0.9) * LINE + 8
    ax = sheet(y)
    _legend(ax)
    for name, part, bloc, places, top in plans:
        colour = hues[bloc]
        if part is None:
            _unheard(ax, top, name, colour, round(mentioned.get(name, 0)), acts[acts["party"] == name])
            continue
        label = fitted(name, LEFT - GAP, fontweight="bold")
        write(ax, 0, top, label, colour=colour.text, fontweight="bold")
        write(ax, 0, top + LINE, _counted(part), colour=QUIET, size=SMALL)
        for x, line, row in places:
            _place(ax, LEFT + x, top + line * 0.9 * LINE, row, colour)
    return ax


def _places(part):
    """(x, line, what) of each word of a row, and of a number in front of those of one paragraph."""
    x, line, placed = 0, 0, []
    for paragraph, own in part.sort_values("start").groupby("paragraph"):
        label = wide(f"¶{paragraph}", SMALL) + 3
        if LEFT + x + label + 3 * STEP > WIDTH:
            x, line = 0, line + 1
        placed.append((x, line, int(paragraph)))
        x += label
        for row in own.itertuples():
            if LEFT + x + STEP > WIDTH:
                x, line = 0, line + 1
            placed.append((x, line, row))
            x += STEP
        x += GAP
    return placed


def _place(ax, x, y, row, colour):
    if isinstance(row, int):
        write(ax, x, y, f"¶{row}", colour=QUIET, size=SMALL, paragraph=row)
    else:
        _square(ax, x, y, row.look, colour.light, row.paragraph)


def _square(ax, x, y, look, colour, paragraph=None):
    box(ax, x, y - SQUARE / 2, SQUARE, SQUARE, paragraph=paragraph, **{"fc": colour, "ec": colour} | LOOKS[look])


def _unheard(ax, y, name, colour, mentioned, acts):
    """The empty row of somebody who is mentioned and given no words."""
    write(ax, 10, y, name, colour=colour.text)
    for place in range(EMPTY):
        box(ax, LEFT + place * STEP, y - SQUARE / 2, SQUARE, SQUARE, fill=False, ec=colour.light, lw=0.5)
    x = LEFT + EMPTY * STEP + GAP
    write(ax, x, y, f"no words in {words.count(mentioned, 'mentions')}", fontweight="bold")
    told = [(f"“{act.clean_text}” ¶{act.paragraph}", {"paragraph": act.paragraph}) for act in acts.itertuples()]
    flow(ax, LEFT, y + LINE, [("told of it:", {"colour": QUIET}), *told] if told else [], left=LEFT)


def _legend(ax):
    x = LEFT
    for look in LOOKS:
        _square(ax, x, LINE / 2, look, INK)
        write(ax, x + STEP + 2, LINE / 2, look, colour=QUIET, size=SMALL)
        x += STEP + wide(look, SMALL) + 16
