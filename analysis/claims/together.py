"""Together: what all rows of the machine say jointly, sure ones and unsure ones, each counted by its chance."""

from dataclasses import dataclass

from analysis import stance, uncertainty
from analysis.claims.claim import Claim
from analysis.claims.evidence import origin_of, passages, ties
from analysis.claims.words import count, ends, listed, percent, places, upper

MOST = 3  # parties, or pairs, that a sentence names


def opposed_together(framing):
    """Who is opposed, by whom and between whom, in how many paragraphs at least, by all rows of the machine together.

    Each row counts by its chance, the unsure ones too: where none is sure by itself, several together may be. Value:
    who is opposed in most paragraphs so. Where a person has reviewed the rows, the other findings say more, and this
    is not asked. Blind spot: rows that are right or wrong together.
    """
    question, counted = "who is opposed, by all rows together", "rows of opposition by the machine"
    facts = {"title": "Who is opposed, by all that the machine reads"}
    return _by_all_rows("opposed_together", _by_machine(ties(framing, -1)), question, counted, OPPOSED, facts)


def supported_together(framing):
    """Who is supported, by whom and between whom, in how many paragraphs at least (see `opposed_together`)."""
    question, counted = "who is supported, by all rows together", "rows of support by the machine"
    facts = {"title": "Who is supported, by all that the machine reads"}
    return _by_all_rows("supported_together", _by_machine(ties(framing, 1)), question, counted, SUPPORTED, facts)


OPPOSED = {  # what is said of whoever stands most often in a column; how the sentence goes on with one more, or several
    "target_party": ("{} is opposed in", "so is", "so are"),
    "source_party": ("{} opposes others in", "so does", "so do"),
    "pair": ("There is opposition between {} in", "and between", "and between"),
}
SUPPORTED = {
    "target_party": ("{} is supported in", "so is", "so are"),
    "source_party": ("{} supports others in", "so does", "so do"),
    "pair": ("There is support between {} in", "and between", "and between"),
}


def _by_all_rows(name, rows, question, counted, sentences, facts):
    sides = {column: _at_least(rows, column) for column in sentences}
    first = tuple(side.party for side in sides["target_party"] if side.number == sides["target_party"][0].number)
    told = " ".join(_told_of(sides[column], *words) for column, words in sentences.items() if sides[column])
    each = "Each of these" if sum(map(len, sides.values())) > 1 else "This"
    says = f"{told} Words and deeds count alike. {each} holds with a chance of {percent(uncertainty.ALMOST_SURE)} or"
    says += " more, by the chances of its single rows."
    surest = rows[rows["target_party"].isin(first)].sort_values("sure", ascending=False, kind="stable")
    facts |= {"origin": origin_of(rows), "evidence": passages(surest)}
    return Claim(name, question, says, first, len(rows), counted, 2, **facts)


def _by_machine(rows):
    """The rows where all are the machine's, or those of a coding, which are sure; none where a person reviewed some."""
    if "sure" not in rows:
        return rows.assign(sure=1.0)
    return rows if origin_of(rows) == "machine" else rows[:0]


@dataclass(frozen=True)
class _Side:
    """A party, or a pair, and in how many of some `paragraphs` at least it is what is said of it."""

    party: str
    number: int
    paragraphs: tuple

    @property
    def in_all(self):
        return self.number == len(self.paragraphs)

    @property
    def where(self):
        return places(self.paragraphs) if self.in_all else f"{self.number} or more of {places(self.paragraphs)}"

    @property
    def often(self):
        if self.in_all:
            return self.where
        return f"{count(self.number, 'paragraphs')} or more (of {places(self.paragraphs)})"


def _at_least(rows, column):
    """A _Side for whatever almost surely stands in a column in one paragraph or more, the most frequent first."""
    found = []
    for party, own in stance.chances(rows, column).groupby("party"):
        number = uncertainty.at_least(own["chance"])
        found += [(-number, -own["chance"].sum(), party, tuple(own["paragraph"]))] if number else []
    return [_Side(party, -number, where) for number, _, party, where in sorted(found)]


def _told_of(sides, says, one, several):
    """A sentence on the first of some sides, and on the others in short."""
    first, *others = sides[:MOST]
    more = listed(f"{ends(side.party)} in {side.where}" for side in others)
    more = f"; {several if len(others) > 1 else one} {more}" if others else ""
    return upper(f"{says.format(ends(first.party))} {first.often}{more}.")
