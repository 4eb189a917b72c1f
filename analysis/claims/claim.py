"""A claim: a statement bound to its value, basis and words; and several of them as a table."""

import html
import textwrap
from dataclasses import astuple, dataclass, fields

import pandas as pd

from analysis.claims.words import count, percent, upper
from analysis.tables import printable
from analysis.uncertainty import Interval, short

SHOWN = 3  # pieces of evidence a claim quotes
WIDTH = 180  # characters of each
SAFE = 0.95  # share of resamples from which a lead is called safe
COLUMNS = (
    "name title statement outcome n counted threshold met sure low high paragraphs origin reliability beside".split()
)


@dataclass(frozen=True)
class Evidence:
    """Words a claim rests on: paragraph number, the words as they stand in the raw text, and where."""

    paragraph: int
    text: str
    start: int
    end: int

    def __str__(self):
        words = textwrap.shorten(printable(self.text), WIDTH, placeholder=" …", break_on_hyphens=False)
        return f"¶{self.paragraph} “{words}”"


@dataclass(frozen=True, repr=False)
class Claim:
    """One statement about an article, bound to what it rests on.

    `says` is the sentence where the claim is met: `n` of what `counted` names reaches `threshold` and there is a
    `value` (a name, a tuple of names, or a figure). `question` completes "too few … to say …" where it is not. `sure`
    is the share of resamples of the paragraphs in which the same comes first, `interval` the interval of the figure it
    gives, `title` what it is about in plain words, `origin` whether the rows it rests on are the `machine`'s,
    `reviewed` by a person, or `mixed`. `refusal` is the sentence that stands in place of the finding where its own test
    fails; `rows` how many rows are stated, out of how many there are; `reviewer` who reviewed them; `beside` the
    outcome by the machine alone, where that is another reading.
    """

    name: str
    question: str
    says: str
    value: object
    n: int
    counted: str
    threshold: int = 1
    sure: float | None = None
    interval: Interval | None = None
    evidence: tuple = ()
    title: str = ""
    origin: str = "machine"
    refusal: str = ""
    rows: tuple = ()
    reviewer: str = ""
    beside: str = ""

    @property
    def met(self):
        return self.n >= self.threshold and not self.refusal and self.value not in (None, "", ())

    @property
    def heading(self):
        """What the claim is about, in plain words."""
        return self.title or upper(self.question)

    @property
    def reliability(self):
        """Whether a person has seen the rows the claim rests on, in words."""
        by = f" by {self.reviewer}" if self.reviewer else ""
        if self.origin != "machine":
            return f"reviewed{by}" if self.origin == "reviewed" else f"reviewed{by} in part, the rest by machine alone"
        stated, rows = self.rows or (0, 0)
        return f"by machine alone: {stated} of {count(rows, 'rows')} sure" if rows else "by machine alone"

    @property
    def machine_alone(self):
        """What the machine alone would have said, in brackets; nothing where that is not known."""
        return f"(machine alone: {self.beside})" if self.beside else ""

    @property
    def safe(self):
        """Whether a lead holds in nearly all resamples; a claim that is not of a lead is."""
        return self.sure is None or round(self.sure, 2) >= SAFE

    @property
    def statement(self):
        """The sentence to show: the finding with its hedge, or that there is too little to say."""
        if not self.n:
            return f"No {self.counted}: nothing to say on {self.question}."
        if self.n < self.threshold:
            return f"Too few {self.counted} (n = {self.n}, at least {self.threshold} needed) to say {self.question}."
        if self.refusal:
            return self.refusal
        if not self.met:
            return f"Nothing found that would say {self.question} (n = {self.n} {self.counted})."
        if self.safe:
            return self.says
        doubt = "The lead is not safe" if self.sure >= 0.5 else "The lead depends on single paragraphs"
        return f"{self.says} {doubt}: it holds in {percent(self.sure)} of resamples of the paragraphs."

    @property
    def outcome(self):
        """The value in words, as a premise names it."""
        return _outcome(self.value) if self.met else "not enough to say"

    @property
    def basis(self):
        """What the claim rests on, in one line: n, the least that is needed, interval, stability."""
        parts = [f"n = {self.n} {self.counted}, at least {self.threshold} needed"]
        figure = self.interval
        if figure is not None and not pd.isna(figure.low):
            parts.append(f"{percent(figure.level)} interval {short(figure.low)} to {short(figure.high)}")
        if self.met and self.sure is not None and self.safe:
            parts.append(f"comes first in {percent(self.sure)} of resamples of the paragraphs")
        return "; ".join(parts)

    @property
    def quotes(self):
        """The first pieces of evidence in words."""
        return [str(quote) for quote in self.evidence[:SHOWN]]

    def __repr__(self):
        lines = [self.heading, f"  {self.statement}", *([f"  {self.machine_alone}"] if self.beside else [])]
        return "\n".join([*lines, f"  [{self.reliability}; {self.basis}]", *(f"  {quote}" for quote in self.quotes)])

    def _repr_html_(self):
        items = "".join(f"<li>{html.escape(quote)}</li>" for quote in self.quotes if self.met)
        return (
            '<div class="claim" style="border-left: 3px solid #888; padding: 0 0 0 .8em; margin: .6em 0">'
            f"<div><strong>{html.escape(self.heading)}</strong></div>"
            f"<div>{html.escape(self.statement)} {_beside(self)}</div>"
            f'<div style="color: #555; font-size: 85%">{html.escape(self.reliability)}; {html.escape(self.basis)}</div>'
            + (f'<ul style="margin: .2em 0 0; font-size: 90%">{items}</ul></div>' if items else "</div>")
        )


def _beside(claim):
    return f'<span style="color: #555">{html.escape(claim.machine_alone)}</span>' if claim.beside else ""


def _outcome(value):
    if isinstance(value, tuple):
        nested = any(isinstance(part, tuple) for part in value)
        return (" | " if nested else ", ").join(_outcome(part) for part in value)
    return short(value) if isinstance(value, float) else str(value)


def rows(claims):
    """Claims as a table, one row each with a column a field, from which `from_rows` makes them again."""
    names = [field.name for field in fields(Claim)]
    table = pd.DataFrame([[getattr(claim, name) for name in names] for claim in claims], columns=names, dtype=object)
    table["interval"] = [claim.interval and astuple(claim.interval) for claim in claims]
    table["evidence"] = [tuple(map(astuple, claim.evidence)) for claim in claims]
    return table.astype(object)


def from_rows(table):
    """The claims of a table made by `rows`."""
    for row in table.to_dict("records"):
        interval, evidence = row["interval"], tuple(Evidence(*quote) for quote in row["evidence"])
        yield Claim(**row | {"interval": interval and Interval(*interval), "evidence": evidence})


@dataclass(frozen=True, repr=False)
class Findings:
    """Several claims, shown as a table; `findings["main_actors"]` gives the one of that name."""

    claims: tuple

    def __iter__(self):
        return iter(self.claims)

    def __len__(self):
        return len(self.claims)

    def __getitem__(self, name):
        return {claim.name: claim for claim in self.claims}[name]

    def table(self):
        """One row a claim: name, statement, outcome, n, counted, threshold, met, sure, low, high, paragraphs."""
        table = pd.DataFrame([[getattr(claim, column, None) for column in COLUMNS] for claim in self], columns=COLUMNS)
        low, high = ([claim.interval and getattr(claim.interval, end) for claim in self] for end in ("low", "high"))
        places = [", ".join(map(str, sorted({quote.paragraph for quote in claim.evidence}))) for claim in self]
        return table.assign(low=low, high=high, paragraphs=places)

    @property
    def shown(self):
        """The claims in the order of a page: those that are stated first, then those with too little to say."""
        return tuple(sorted(self, key=lambda claim: not claim.met))

    def __repr__(self):
        return "\n".join(" ".join(filter(None, _cells(claim)[:4])) for claim in self.shown)

    def _repr_html_(self):
        return "".join(claim._repr_html_() for claim in self.shown)


def _cells(claim):
    """Title, statement, what the machine alone says, how reliable, and an example."""
    sure = f"{claim.reliability}; n = {claim.n} {claim.counted}"
    return f"{claim.heading}:", claim.statement, claim.machine_alone, f"[{sure}]", "".join(claim.quotes[:1])


def side_by_side(sets):
    """The same findings in several readings: one row a finding, one column a reading, and whether all agree.

    `sets` maps a name to the Findings of that reading. Blind spot: an outcome that is equal may rest on other words.
    """
    titles = {claim.name: claim.heading for findings in sets.values() for claim in findings}
    outcomes = {name: findings.table().set_index("name")["outcome"] for name, findings in sets.items()}
    joined = pd.DataFrame(outcomes).rename(index=titles).reset_index(names="finding")
    return joined.assign(agree=joined[list(outcomes)].nunique(axis=1) == 1)
