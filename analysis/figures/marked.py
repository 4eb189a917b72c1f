"""The article itself, marked up: who is meant, who speaks, who is set against whom, what was repaired, what is used."""

import html
import re
from collections import defaultdict
from dataclasses import dataclass

from IPython.display import HTML

from analysis import quotes
from analysis.claims import count, partied, stated
from analysis.figures.basics import shortened
from analysis.figures.blocs import BLOC_COLOURS, blocs
from analysis.stance import between_parties

GREY = "#6b6b6b"
WORD_END = re.compile(r"[^\s.,;:!?)”]*")
LAYERS = ("voices", "left-out", "repairs", "actors")  # from the outermost in, where several mark one word
TOLD = {"speech": "said by {}", "thought": "thought, wished or feared by {}", "unclear": "said by {}, or by the author"}
SIGNS = {1: ("+", "for"), -1: ("−", "against")}
GONE = {  # what a reader no longer sees who takes a layer away
    "actors": "border-bottom-color: transparent !important",
    "voices": "background: none !important; border-top-color: transparent !important",
    "deeds": "display: none",
    "repairs": "border-bottom-color: transparent !important",
}
STYLE = "".join(f".marked .show-{name}:not(:checked) ~ .whole .{name} {{ {gone} }}\n" for name, gone in GONE.items())
STYLE += ".marked input:focus-visible + label { outline: 2px solid; outline-offset: 2px }\n"
SMALL = "font-family: sans-serif; font-size: 80%"


@dataclass(frozen=True)
class Mark:
    """A stretch of the clean text that one layer marks: how it looks, and what the pointer shows on it."""

    start: int
    end: int
    layer: str
    title: str = ""
    look: str = ""
    kind: str = ""


def article(reading, findings=(), *, paragraphs=None):
    """The whole article as HTML, marked up in four layers that its reader can switch: actors, voices, deeds, repairs.

    A mention is underlined in the colour of its bloc, reported words are tinted in that of their speaker (hatched where
    it may be the author who speaks), a relation stands at the end of its words (`US ▸ China −`; `▹` where nobody has
    reviewed it), a repaired word is dotted and shows what was received, and what was left out is grey. Paragraphs
    and sentences are anchors (`p3`, `s12`); beside a paragraph stand the `findings` that rest on its words.
    `paragraphs` are the numbers of those to show; None: all. What the machine is not sure of is not marked. Blind spot:
    words that two are said to speak have the colour of the first.

    >>> from analysis import from_text, read
    >>> 'id="p1"' in article(read(from_text("Cuba met Peru."), encoder=False)).data
    True
    """
    page = _Page(reading, [finding for finding in findings if finding.met])
    rows = [row for row in reading.article.paragraphs.itertuples() if paragraphs is None or row.paragraph in paragraphs]
    body = "\n".join(map(page.paragraph, rows)) or "<p>There is no text to mark up.</p>"
    whole = f'<div class="whole" style="line-height: 1.8; max-width: 40em">{body}</div>'
    return HTML(f'<div class="marked"><style>{STYLE}{page.lights()}</style>{page.legend()}{whole}</div>')


class _Page:
    """The marks of one reading, and its text with them."""

    def __init__(self, reading, findings):
        self.article, self.findings = reading.article, findings
        self.blocs = blocs(reading)
        self.places = {bloc: place for place, bloc in enumerate(dict.fromkeys(self.blocs.values()), start=1)}
        self.marks = [*self._mentions(reading), *self._voices(reading), *self._repairs(), *self._left_out(reading)]
        self.marks += self._evidence()
        self.deeds = _deeds(reading)

    # --- what is marked ---

    def _mentions(self, reading):
        """One mark a mention: a word for several has the colour of the first and names them all."""
        for (start, end), same in partied(stated(reading.mentions)).groupby(["start", "end"], sort=False):
            names = [row.actor if row.actor == row.party else f"{row.actor} ({row.party})" for row in same.itertuples()]
            colour, kind = self._colour(same["party"].iloc[0])
            look = f"border-bottom: 2px solid {colour}"
            yield Mark(*self.article.to_clean(start, end), "actors", ", ".join(names), look, kind)

    def _voices(self, reading):
        """One mark a stretch of words in one voice that is not the article's own."""
        words = quotes.told(self.article, stated(reading.quotes[reading.quotes["speaker"] != ""]))
        told = words[["voice", "speakers", "sentence"]]
        for _, run in words[words["voice"] != "own"].groupby((told != told.shift()).any(axis=1).cumsum()):
            first, last = run.iloc[0], run.iloc[-1]
            colour, kind = self._colour(next(iter(first.parties), ""))
            red, green, blue = bytes.fromhex(colour[1:])
            look = f"background-color: rgba({red}, {green}, {blue}, {0.09 if first.voice == 'thought' else 0.17})"
            look += f"; border-top: 1px dashed {colour}" if first.voice == "unclear" else ""
            title = TOLD[first.voice].format(" and ".join(first.speakers) or "whoever spoke before")
            start, end = (self.article.to_clean(word.start, word.end)[side] for side, word in enumerate((first, last)))
            yield Mark(start, end, "voices", title, look, f"{kind} {first.voice}")

    def _repairs(self):
        """One mark a repaired word; what was taken out whole is marked at the word after it."""
        text = self.article
        for piece in text.pieces:
            start, end = _words(text.clean, piece.clean_start, piece.clean_end)
            raw = min(piece.raw_start, text.to_raw(start, end)[0]), max(piece.raw_end, text.to_raw(start, end)[1])
            received = " ".join(text.raw[slice(*raw)].split())
            if piece.changed and start < end and "\n" not in text.clean[start:end]:
                look = f"border-bottom: 1px dotted {GREY}; padding-bottom: 3px"
                yield Mark(start, end, "repairs", f"as received: “{received}”", look)

    def _left_out(self, reading):
        """Boilerplate, and what a reviewer found too broken to read."""
        look = f"color: {GREY}"
        for row in self.article.left_out.itertuples():
            yield Mark(row.clean_start, row.clean_end, "left-out", "left out as boilerplate", look)
        trail = reading.review.trail if reading.review else self.article.left_out.assign(verdict="")
        for row in trail[trail["verdict"] == "broken"].drop_duplicates(["start", "end"]).itertuples():
            yield Mark(*self.article.to_clean(row.start, row.end), "left-out", "too broken to read", look)

    def _evidence(self):
        for number, finding in enumerate(self.findings, start=1):
            for words in finding.evidence:
                yield Mark(*self.article.to_clean(words.start, words.end), "evidence", kind=f"by-{number}")

    def _colour(self, party):
        """The colour of a party's bloc, and the class by which a page gives it another on a dark ground."""
        place = self.places.get(self.blocs.get(party))
        return (BLOC_COLOURS[place - 1].light, f"bloc-{place}") if place else (GREY, "bloc-none")

    # --- the text with its marks ---

    def paragraph(self, row):
        """One paragraph: its number in the margin, its text, and the findings that rest on it."""
        number = int(row.paragraph)
        inside = [mark for mark in self.marks if mark.start < row.clean_end and row.clean_start < mark.end]
        lines = self.article.sentences[self.article.sentences["paragraph"] == number]
        text, place = [], row.clean_start
        for line in lines.itertuples():
            words = self._stretch(line.clean_start, line.clean_end, inside)
            text.append(self._stretch(place, line.clean_start, inside))
            text.append(f'<span id="s{line.sentence}">{words}</span>')
            place = line.clean_end
        text.append(self._stretch(place, row.clean_end, inside))
        if row.kind == "boilerplate":
            text = [f'<span class="left-out" style="color: {GREY}">{html.escape(row.text)}</span>']
        look = f"float: left; margin-left: -2.6em; {SMALL}; color: {GREY}"
        margin = f'<a class="number" href="#p{number}" style="{look}">¶{number}</a>'
        opened = f'<div class="paragraph" id="p{number}" style="padding-left: 2.6em; margin: 0 0 .8em">'
        return f'{opened}<p style="margin: 0">{margin}{"".join(text)}</p>{self._notes(inside)}</div>'

    def _stretch(self, start, end, marks):
        """A stretch of the text, cut wherever a mark begins or ends, with the relations at the ends of their words."""
        marks = [mark for mark in marks if mark.start < end and start < mark.end]
        ends = {place for mark in marks for place in (mark.start, mark.end)} | {*self.deeds}
        cuts = [start, *sorted(place for place in ends if start < place < end), end]
        pieces = []
        for low, high in zip(cuts, cuts[1:]):
            over = [mark for mark in marks if mark.start <= low and high <= mark.end]
            pieces.append(_piece(html.escape(self.article.clean[low:high]), over) + self.deeds.get(high, ""))
        return "".join(pieces)

    def _notes(self, marks):
        """Links to the findings that rest on words of a paragraph."""
        used = {mark.kind for mark in marks if mark.layer == "evidence"}
        links = [
            f'<a class="by-{n}" href="#{finding_anchor(finding)}">{html.escape(finding.heading)}</a>'
            for n, finding in enumerate(self.findings, start=1)
            if f"by-{n}" in used
        ]
        summary = f"<summary>{count(len(links), 'findings')} from these words</summary>"
        listing = "".join(f"<li>{link}</li>" for link in links)
        opened = f'<details class="notes" style="{SMALL}; line-height: 1.4">'
        return f"{opened}{summary}<ul>{listing}</ul></details>" if links else ""

    def lights(self):
        """The style by which the words that a finding rests on light up where the pointer is on its link."""
        kinds = [f"by-{number}" for number in range(1, len(self.findings) + 1)]
        over = (f".marked .paragraph:has(a.{kind}:is(:hover, :focus)) span.{kind}" for kind in kinds)
        return f"{', '.join(over)} {{ background: rgba(255, 205, 60, .45) }}" if kinds else ""

    def legend(self):
        """The switches: each layer beside an example of how it looks."""
        sides = [
            f'<span class="actors bloc-{place}" style="border-bottom: 2px solid {BLOC_COLOURS[place - 1].light}">'
            f"{html.escape(bloc)}</span>"
            for bloc, place in self.places.items()
        ]
        tint = "background-color: rgba(118, 118, 118, .2)"
        shown = {
            "actors": f"Actors: {', '.join(sides) or 'none found'}",
            "voices": f'Voices: <span class="voices bloc-none speech" style="{tint}">words of a speaker</span>, <span '
            f'class="voices bloc-none unclear" style="{tint}; border-top: 1px dashed {GREY}">or of the author</span>',
            "deeds": "Deeds: + for, − against; ▸ reviewed, ▹ by machine alone",
            "repairs": f'Repairs: <span style="border-bottom: 1px dotted {GREY}">what was received</span> on hover',
        }
        switches = "".join(
            f'<input type="checkbox" class="show-{layer}" id="show-{layer}" checked> '
            f'<label for="show-{layer}" style="{SMALL}; margin-right: 1.2em">{words}</label>'
            for layer, words in shown.items()
        )
        return switches


def finding_anchor(finding):
    """The anchor of a finding on the first page of a report."""
    return f"finding-{finding.name.replace('_', '-')}"


def _words(text, start, end):
    """A span of a text widened to whole words; one of no length is that of the next word."""
    before = len(re.search(r"\S*\Z", text[:start])[0])
    return start - before, re.compile(r"\s*\S+" if start == end and not before else r"\S*").match(text, end).end()


def _piece(words, marks):
    """Some words within the marks that lie over them, of each layer the innermost."""
    inner = {mark.layer: mark for mark in sorted(marks, key=lambda mark: mark.start - mark.end)}
    title = "; ".join(inner[layer].title for layer in reversed(LAYERS) if layer in inner)
    used = " ".join(sorted({mark.kind for mark in marks if mark.layer == "evidence"}))
    for layer in reversed([layer for layer in LAYERS if layer in inner]):
        mark = inner[layer]
        known = f' title="{html.escape(title)}"' if title else ""
        words, title = f'<span class="{layer} {mark.kind}"{known} style="{mark.look}">{words}</span>', ""
    return f'<span class="{used}">{words}</span>' if used else words


# --- deeds -----------------------------------------------------------------------------------------------------------


def _deeds(reading):
    """{place of the clean text: the relations whose words end there}."""
    text, placed = reading.article, defaultdict(lambda: defaultdict(list))
    for row in stated(between_parties(reading.relations)).itertuples():
        end = WORD_END.match(text.clean, text.to_clean(row.start, row.end)[1]).end()
        pairs = placed[end][row.stance, row.voice, row.origin != "machine"]
        pairs.append((row.source_party, row.target_party))
    names = _names(reading)
    deeds = lambda kinds: "".join(
        _deed(*kind, *ends, names) for kind, pairs in kinds.items() for ends in _joined(pairs)
    )
    return {end: deeds(kinds) for end, kinds in placed.items()}


def _joined(pairs):
    """Pairs of (source, target) as (source, targets, whether it is mutual), each source and each mutual pair once.

    >>> list(_joined([("Cuba", "Peru"), ("Peru", "Cuba"), ("Cuba", "Chile")]))
    [('Cuba', ('Peru',), True), ('Cuba', ('Chile',), False)]
    """
    pairs = list(dict.fromkeys(pairs))
    mutual = [(one, other) for one, other in pairs if (other, one) in pairs]
    yield from (
        (one, (other,), True) for one, other in mutual if mutual.index((one, other)) < mutual.index((other, one))
    )
    single = [pair for pair in pairs if pair not in mutual]
    for source in dict.fromkeys(source for source, _ in single):
        yield source, tuple(target for one, target in single if one == source), False


def _deed(stance, voice, reviewed, source, targets, mutual, names):
    """One relation as a small superscript: of one party to one or several, or of two to each other."""
    sign, word = SIGNS[stance]
    arrow = ("▹", "▸", "◃▹", "◂▸")[reviewed + 2 * mutual]
    shown = f"{names(source)} {arrow} {', '.join(map(names, targets))} {sign}"
    told = "in the article’s own voice" if voice == "author" else f"in the words of {voice}"
    title = f"{source} {word} {' and '.join(targets)}{', and the other way round' * mutual}, {told}; "
    title += "reviewed" if reviewed else "by machine alone"
    look = "vertical-align: super; font-family: sans-serif; font-size: 62%; line-height: 1"
    return f' <span class="deeds" title="{html.escape(title)}" style="{look}">{html.escape(shown)}</span>'


def _names(reading):
    """How a party is called in few letters: by its initials where the article does (US), a person by the last name."""
    rows = partied(reading.mentions)
    own = rows[rows["actor"] == rows["party"]]
    capitals = own[own["clean_text"].str.fullmatch(r"[A-Z]{2,5}")]
    short = {row.party: row.party.split()[-1] for row in own[own["type"] == "person"].itertuples()}
    short |= dict(zip(capitals["party"], capitals["clean_text"]))
    return lambda party: short.get(party) or shortened(party.removeprefix("the "))
