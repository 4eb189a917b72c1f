"""Blocs: the few sides into which a picture of an article puts its parties, and their colours."""

from typing import NamedTuple

from analysis.claims import weighed
from analysis.lexicon import lexicon
from analysis.stance import between_parties

WEST, MOST = "the West", 3  # blocs with a name of their own


class Colour(NamedTuple):
    """The colour of a bloc: of marks and of text on a light page, and of both on a dark one."""

    light: str
    text: str
    dark: str


BLOC_COLOURS = (
    Colour("#7a1512", "#7a1512", "#de6265"),
    Colour("#c17b28", "#8a5310", "#feb958"),
    Colour("#236cc8", "#1f63b8", "#6aa2f1"),
    Colour("#57506b", "#57506b", "#dedbea"),
)


def blocs(reading):
    """{party: bloc} of an article, at most four blocs, first the bloc of the most mentioned party.

    Members of an alliance of the West (`alliances.csv`, as of the article's date) and the alliances themselves are one
    bloc where two or more of them occur, unless they are the two most mentioned parties: then each may be a bloc of its
    own. Three blocs have a name; the parties left over are the fourth, named after the most mentioned of them.
    Blind spot: alliances other than those of the West, and allies in this one matter alone.

    >>> from analysis import read
    >>> from analysis.article import from_text
    >>> text = from_text("Russia met China. Russia accused NATO. Germany warned Russia, Georgia and Moldova.")
    >>> list(blocs(read(text, encoder=False)).items())[:4]
    [('Russia', 'Russia'), ('China', 'China'), ('Germany', 'the West'), ('NATO', 'the West')]
    """
    totals = weighed(reading.mentions).groupby("party")["weight"].sum()
    totals = totals.to_dict() | dict.fromkeys(_unmentioned(reading) - {*totals.index}, 0)
    order = sorted(totals, key=lambda party: (-totals[party], party))
    west = _west(reading.article.date) & {*order}
    west = west if len(west) > 1 and not {*order[:2]} <= west else set()
    sides = {party: WEST if party in west else party for party in order}
    weights = {side: sum(totals[party] for party in order if sides[party] == side) for side in sides.values()}
    rest = sorted(weights, key=lambda side: -weights[side])[MOST:]
    first = next((party for party in order if sides[party] in rest), "")
    left_over = first if len(rest) == 1 else f"{first} and others"
    names = {side: left_over if side in rest else side for side in weights}
    blocs = sorted(dict.fromkeys(names.values()), key=lambda name: name == left_over)
    return {party: name for name in blocs for party in order if names[sides[party]] == name}


def colours(sides):
    """{bloc: its Colour}, of what `blocs` gives."""
    return dict(zip(dict.fromkeys(sides.values()), BLOC_COLOURS))


def _unmentioned(reading):
    """Parties that speak or stand for or against somebody, whether or not a mention of them is known."""
    ties = between_parties(reading.relations)
    return {*reading.quotes["party"], *ties["source_party"], *ties["target_party"]} - {""}


def _west(date):
    """The alliances of the West and who belonged to one on a day; today where no day is known."""
    members = {WEST}
    for row in lexicon("alliances"):
        year = str(date.year) if date else "9999"
        if row["since"] <= year < (row["until"] or "99999"):
            members |= {row["alliance"], row["member"]}
    return members
