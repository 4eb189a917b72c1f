"""A claim: a statement bound to its value, basis and words; and several of them as a table."""

import html
import textwrap
from dataclasses import dataclass

import pandas as pd

from analysis.claims.words import percent
from analysis.uncertainty import Interval, short

SHOWN = 3  # pieces of evidence a claim quotes
WIDTH = 180  # characters of each
SAFE = 0.95  # share of resamples from which a lead is called safe
COLUMNS = "name statement outcome n counted threshold met sure low high paragraphs".split()


@dataclass(frozen=True)
class Evidence:
    """Words a claim rests on: paragraph number, the words as they stand in the raw text, and where."""

    paragraph: int
    text: str
    start: int
    end: int

    def __str__(self):
        words = textwrap.shorten(self.text, WIDTH, placeholder=" …", break_on_hyphens=False)
        return f"¶{self.paragraph} “{words}”"


@dataclass(frozen=True, repr=False)
class Claim:
    """One statement about an article, bound to what it rests on.

    `says` is the sentence where the claim is met: `n` of what `counted` names reaches `threshold` and there is a
    `value` (a name, a tuple of names, or a figure). `question` completes "too few … to say …" where it is not. `sure`
    is the share of resamples of the paragraphs in which the same comes first, `interval` the interval of the figure it
    gives, `title` what it is about in plain words, `origin` whether the rows it rests on are the `machine`'s,
    `reviewed` by a person, or `mixed`.
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

    @property
    def met(self):
        return self.n >= self.threshold and self.value not in (None, "", ())

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
        return "\n".join([self.statement, f"  [{self.basis}]", *(f"  {quote}" for quote in self.quotes)])

    def _repr_html_(self):
        items = "".join(f"<li>{html.escape(quote)}</li>" for quote in self.quotes)
        return (
            '<div class="claim" style="border-left: 3px solid #888; padding: 0 0 0 .8em; margin: .6em 0">'
            f"<div><strong>{html.escape(self.statement)}</strong></div>"
            f'<div style="color: #555; font-size: 85%">{html.escape(self.basis)}</div>'
            + (f'<ul style="margin: .2em 0 0; font-size: 90%">{items}</ul></div>' if items else "</div>")
        )


def _outcome(value):
    if isinstance(value, tuple):
        nested = any(isinstance(part, tuple) for part in value)
        return (" | " if nested else ", ").join(_outcome(part) for part in value)
    return short(value) if isinstance(value, float) else str(value)


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

    def __repr__(self):
        return "\n".join(f"{claim.name}: {claim.statement} [n = {claim.n} {claim.counted}]" for claim in self)

    def _repr_html_(self):
        left = 'style="text-align: left"'
        head = "".join(f"<th {left}>{title}</th>" for title in ("", "what we find", "rests on", "for example"))
        rows = "".join(
            f'<tr style="vertical-align: top"><td {left}><code>{claim.name.replace("_", "_<wbr>")}</code></td>'
            + "".join(f"<td {left}>{html.escape(words)}</td>" for words in _cells(claim))
            + "</tr>"
            for claim in self
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(claim):
    return claim.statement, f"{claim.n} {claim.counted}", "".join(claim.quotes[:1])


def side_by_side(sets):
    """The same findings in several readings: one row a finding, one column a reading, and whether all agree.

    `sets` maps a name to the Findings of that reading. Blind spot: an outcome that is equal may rest on other words.
    """
    outcomes = {name: findings.table().set_index("name")["outcome"] for name, findings in sets.items()}
    joined = pd.DataFrame(outcomes).reset_index(names="finding")
    return joined.assign(agree=joined[list(outcomes)].nunique(axis=1) == 1)
