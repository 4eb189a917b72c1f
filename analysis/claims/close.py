"""The close reading: passages of interpretation, each shown only where what it takes for granted holds."""

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

COMPARED = {
    "<": lambda value, bound: value < bound,
    ">": lambda value, bound: value > bound,
    "<=": lambda value, bound: value <= bound,
    ">=": lambda value, bound: value >= bound,
    "=": lambda value, bound: value == bound,
}


@dataclass(frozen=True)
class Premise:
    """What a passage takes for granted: a claim, the outcome expected of it, its outcome, whether the two fit."""

    claim: str
    expected: str
    outcome: str
    held: bool


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
            rests = "; ".join(f"{p.claim} is {p.outcome}" for p in self.premises)
            return f"**{self.title}**\n\n{self.text}\n\n<small>Interpretation. It rests on: {_plain(rests)}.</small>"
        failed = (f"*{p.claim}* should be {p.expected} and is {_plain(p.outcome)}" for p in self.premises if not p.held)
        return (
            f"**{self.title}** — this passage is not shown, since what it takes for granted does not hold."
            f" {'; '.join(failed) or 'No premise given'}."
        )


@dataclass(frozen=True, repr=False)
class CloseReading:
    """The passages of an article's close reading, each checked; empty where the article has none."""

    passages: tuple

    def __iter__(self):
        return iter(self.passages)

    def __len__(self):
        return len(self.passages)

    def _repr_markdown_(self):
        words = "\n\n".join(passage.markdown for passage in self.passages)
        return words or "*There is no close reading for this article.*"

    def __repr__(self):
        return re.sub(r"</?small>|\\|\*", "", self._repr_markdown_())


def check(path, claims):
    """Read a close reading (reading.md) and check what each passage takes for granted against the claims.

    The file is Markdown: `## title`, a line `premises:`, one line `- claim_name: expected outcome` each, then the
    passage. An expected outcome is a name (`Russia`), names that must all be in the outcome (`Georgia, Moldova`), a
    pair in any order (`China–Russia`), two camps (`China, Russia | Ukraine`), a figure to compare with (`> 0.5`), `met`
    (there is enough to say), `not` before any of these, or several with `or` between. A claim that is not met fails
    every premise, those with `not` too: nothing is known. A file that is not there gives an empty CloseReading. Blind
    spot: a premise that nobody wrote down is not checked.

    >>> check("no/such/reading.md", ())
    There is no close reading for this article.
    """
    path = Path(path)
    if not path.is_file():
        return CloseReading(())
    known = {claim.name: claim for claim in claims}
    parts = re.split(r"(?m)^## ", path.read_text(encoding="utf-8"))[1:]
    return CloseReading(tuple(_passage(part, known) for part in parts))


def _passage(part, known):
    title, _, body = part.partition("\n")
    listing = re.match(r"(?i)\s*premises:\s*\n((?:[ \t]*[-*] `?\w+`?: *.+\n?)*)", body)
    lines = re.findall(r"[-*] `?(\w+)`?: *(.+)", listing[1]) if listing else []
    premises = tuple(_premise(name, expected.strip(), known.get(name)) for name, expected in lines)
    return Passage(title.strip(), body[listing.end() if listing else 0 :].strip(), premises)


def _premise(name, expected, claim):
    if claim is None:
        return Premise(name, expected, "no such claim", False)
    return Premise(name, expected, claim.outcome, claim.met and holds(claim.value, expected))


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
