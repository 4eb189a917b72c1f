"""The close reading: passages of interpretation, each shown only where what it takes for granted holds."""

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

from analysis.article import text_of
from analysis.claims.evidence import stated
from analysis.claims.words import named, places, upper
from analysis.stance import between_actors

COMPARED = {
    "<": lambda value, bound: value < bound,
    ">": lambda value, bound: value > bound,
    "<=": lambda value, bound: value <= bound,
    ">=": lambda value, bound: value >= bound,
    "=": lambda value, bound: value == bound,
}
ROW = re.compile(  # United States → China −1 in ¶2, 12, 22, in the article's own voice
    r"(?P<source>.+?)\s*(?:→|->)\s*(?P<target>.+?)\s+(?P<sign>[+−-])1\s+in\s+¶\s*(?P<places>\d+(?:,\s*\d+)*)"
    r"(?:,\s*in the (?:article's own voice|voice of (?P<voice>.+?)))?\s*"
)
OWN = "in the article's own voice"


@dataclass(frozen=True)
class Premise:
    """What a passage takes for granted: what it is about, what is expected of it, its outcome, whether the two fit."""

    about: str
    expected: str
    outcome: str
    held: bool

    def __str__(self):
        return f"{self.about} {self.outcome}"


@dataclass(frozen=True)
class Passage:
    """A passage of interpretation with its premises; where one fails, it shows which in place of its words."""

    title: str
    text: str
    premises: tuple

    @property
    def held(self):
        return bool(self.premises) and all(premise.held for premise in self.premises)

    @property
    def markdown(self):
        if self.held:
            rests = _plain("; ".join(map(str, self.premises)))
            return f"**{self.title}**\n\n{self.text}\n\n*Interpretation.* It rests on: {rests}."
        failed = [
            f"It takes for granted: *{_plain(p.about)}* {_plain(p.expected)}; found: {_plain(p.outcome)}"
            for p in self.premises
            if not p.held
        ]
        return f"**{self.title}** — this passage is not shown. {'. '.join(failed) or 'No premise is given'}."


@dataclass(frozen=True, repr=False)
class CloseReading:
    """The passages of an article's close reading, each checked; empty where the article has none."""

    passages: tuple

    def __iter__(self):
        return iter(self.passages)

    def __len__(self):
        return len(self.passages)

    @property
    def markdown(self):
        words = "\n\n".join(passage.markdown for passage in self.passages)
        return words or "*There is no close reading for this article.*"

    def _repr_html_(self):
        from analysis.claims.markdown import rendered  # slow to load, and needed for a page alone

        return rendered(self.markdown)

    def __repr__(self):
        return re.sub(r"\\|\*", "", self.markdown)


def check(path, claims, framing=None):
    """Read a close reading (reading.md) and check what each passage takes for granted against an article's reading.

    The file is Markdown: `## title`, a line `premises:`, one line `- premise` each, then the passage. A premise is
    either relations between two parties or actors that must be stated in all the paragraphs it lists,
    `United States → China −1 in ¶2, 12`, where need be `, in the article's own voice` or `, in the voice of Russia`; or
    a finding, `claim_name: expected outcome`: a name (`Russia`), names that must all be in the outcome
    (`Georgia, Moldova`), a pair in any order (`China–Russia`), two camps (`China, Russia | Ukraine`), a figure to
    compare with (`> 0.5`), `met` (there is enough to say), `not` before any of these, or several with `or` between. A
    claim that is not met fails every premise, those with `not` too: nothing is known. A file that is not there gives an
    empty CloseReading, one that is not UTF-8 an ArticleError. Blind spot: a premise that nobody wrote down.

    >>> check("no/such/reading.md", ())
    There is no close reading for this article.
    """
    path = Path(path)
    if not path.is_file():
        return CloseReading(())
    known = {claim.name: claim for claim in claims}
    parts = re.split(r"(?m)^## ", text_of(path))[1:]
    return CloseReading(tuple(_passage(part, known, framing) for part in parts))


def _passage(part, known, framing):
    title, _, body = part.partition("\n")
    listing = re.match(r"(?i)\s*premises:\s*\n((?:[ \t]*[-*] .+\n?)*)", body)
    lines = re.findall(r"(?m)^[ \t]*[-*] (.+)$", listing[1]) if listing else []
    premises = tuple(_premise(line.strip(), known, framing) for line in lines)
    return Passage(title.strip(), body[listing.end() if listing else 0 :].strip(), premises)


def _premise(line, known, framing):
    row, finding = ROW.fullmatch(line), re.fullmatch(r"`?(\w+)`?: *(.+)", line)
    if row:
        return _rows(row, framing)
    if not finding:
        return Premise(line, "", "neither rows nor a finding", False)
    claim, expected = known.get(finding[1]), finding[2].strip()
    if claim is None:
        return Premise(f"{finding[1].replace('_', ' ')}:", expected, "no such finding", False)
    return Premise(f"{claim.heading}:", expected, claim.outcome, claim.met and holds(claim.value, expected))


def _rows(row, framing):
    """A premise that certain relations are stated in certain paragraphs, by either name or party of their ends."""
    wanted = {int(number) for number in re.findall(r"\d+", row["places"])}
    stance = 1 if row["sign"] == "+" else -1
    own = row["voice"] is None and row.string.rstrip().endswith(OWN)
    voice = row["voice"] or ("author" if own else None)
    found = set() if framing is None else _found(framing.relations, row["source"], row["target"], stance, voice)
    words = {None: "", "author": f", {OWN}"}.get(voice, f", in the voice of {voice}")
    about = f"{upper(named(row['source']))} → {named(row['target'])} {'+' if stance > 0 else '−'}1"
    outcome = f"in {places(wanted if wanted <= found else found)}{words}" if found else f"in no paragraph{words}"
    return Premise(about, f"in {places(wanted)}{words}", outcome, wanted <= found)


def _found(relations, source, target, stance, voice):
    """The paragraphs that state a relation."""
    rows = stated(between_actors(relations))
    for end, name in (("source", source), ("target", target)):
        rows = rows[(rows[end] == name) | (rows[f"{end}_party"] == name)]
    rows = rows[rows["stance"] == stance]
    return set(rows["paragraph"] if voice is None else rows.loc[rows["voice"] == voice, "paragraph"])


def holds(value, expected):
    """Whether the value of a claim is what a premise expects of it (the forms are listed under `check`).

    >>> holds(("Georgia", "Moldova", "Taiwan"), "Moldova, Georgia"), holds("China–Russia", "Russia–China")
    (True, True)
    """
    if " or " in expected:
        return any(holds(value, part) for part in expected.split(" or "))
    if expected.startswith("not "):
        return not holds(value, expected.removeprefix("not "))
    if expected == "met":
        return True
    compared = re.fullmatch(r"([<>]=?|=) *(-?[\d.]+)", expected)
    if compared:
        return isinstance(value, (int, float)) and COMPARED[compared[1]](value, float(compared[2]))
    if "|" in expected:
        return isinstance(value, tuple) and _divide(value, expected.split("|"))
    return _parts(expected) <= _parts(value)


def _divide(camps, sides):
    """Whether each side lies in a camp of its own."""
    orders = itertools.permutations(map(_parts, camps), len(sides))
    return any(all(_parts(side) <= camp for side, camp in zip(sides, order)) for order in orders)


def _parts(value):
    """The names of a value as a set, each without article and case, the ends of a pair in alphabetical order."""
    if isinstance(value, tuple):
        return set().union(*map(_parts, value))
    names = value.split(",") if isinstance(value, str) else [str(value)]
    plain = lambda name: " ".join(name.casefold().split()).removeprefix("the ")
    return {"–".join(sorted(map(plain, re.split(r"\s*[-–—]\s*", name)))) for name in names}


def _plain(text):
    """Words that Markdown shows as they are."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)
