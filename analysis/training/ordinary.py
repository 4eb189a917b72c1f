"""The paragraphs of coded ordinary news to learn from, with the coders' mentions and with the package's own.

The package finds some mentions wrongly and misses others; a head that has only ever seen the coders' would trust them.
An actor that the package found is taken for the coders' actor whose mentions it shares in that paragraph, else for the
one that it is aligned with in the article; whom no coder knows has no relation.
"""

from collections import Counter
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from analysis import actors
from analysis.article import overlap, read_article
from analysis.encoder import FRAMES, standins
from analysis.training import coded_news
from analysis.training.certainty import Aligned
from analysis.training.data import Coding, Example


def passages(texts, *, cast=actors.mentions):
    """{article: its paragraphs}, none of an article held out; a paragraph is a list of Examples that ask the same text.

    `texts` holds a folder an article, named by its id, with article.txt. The first example of a paragraph is asked as
    the package asks: with its own mentions (`cast` finds them) and stand-ins; the others have the coders' mentions, or
    the names left in. An article with two codings has its paragraphs twice.
    """
    found = {}
    for row in tqdm(list(coded_news.read("articles", held_out=0).itertuples()), desc="articles", mininterval=10):
        article = read_article(Path(texts) / row.article / "article.txt")
        coding = coded_news.unpack(article.raw, row.article, row.coder)
        found.setdefault(row.article, []).extend(_paragraphs(article, cast(article), coding))
    return found


def _paragraphs(article, machine, coding):
    told = Told(machine, coding)
    of_paragraph = lambda mentions: {passage.paragraph: passage for passage in actors.passages(article, mentions)}
    casts = [(of_paragraph(machine), told.of_machine), (of_paragraph(told.coded), told.of_coder)]
    for block in article.body.itertuples():
        here = []
        for passages_of, same in casts:
            passage, plain = passages_of.get(block.paragraph), block.clean_text
            names = list(passage.spans) if passage else []
            known = told.coding_of(block.paragraph, [same(block.paragraph, name) for name in names])
            asked = passage.text if passage else plain
            for text, spans in ((asked, passage.spans if passage else {}), (plain, passage.places if passage else {})):
                here.append(Example("passage", text, tuple(tuple(spans[name]) for name in names), known, "news"))
        yield here


class Told:
    """What a coder told of an article, and who in it the package's actors are."""

    def __init__(self, machine, coding):
        aligned = Aligned(machine, coding)
        self.article_wide, self.party = aligned.same, aligned.party
        rows = pd.DataFrame(coding["mentions"], columns=["paragraph", "start", "end", "actor", "kind"])
        types = {self.article_wide.get(row.actor): row.type for row in machine.itertuples()}
        persons = {a for a in rows["actor"] if types.get(a) == "person" or standins.kind_of_name(a) == "person"}
        self.coded = rows.assign(type=["person" if actor in persons else "" for actor in rows["actor"]])
        self.shared = _shared(machine, rows)
        self.stances, self.valences = {}, {}
        for row in coding["stance"]:
            self.stances.setdefault((row["paragraph"], row["source"], row["target"]), set()).add(row["stance"])
        ends = lambda key: (key[0], *map(self.party.get, key[1:]))
        self.of_parties = {ends(key) for key in self.stances}
        self.valences = {(row["paragraph"], row["actor"]): row["valence"] for row in coding["portrayal"]}
        self.tones = {row["paragraph"]: row["tone"] for row in coding["tone"]}
        self.frames = {row["paragraph"]: tuple(row[frame] for frame in FRAMES) for row in coding["frames"]}

    def of_coder(self, _paragraph, name):
        return name

    def of_machine(self, paragraph, name):
        """The coders' actor that the package's actor is in a paragraph, None where no coder knows it."""
        aligned, here = self.article_wide.get(name), self.shared.get((paragraph, name), Counter())
        return aligned if aligned in here or not here else here.most_common(1)[0][0]

    def coding_of(self, paragraph, names):
        """The Coding of a paragraph with these actors; what a coder left open, or told of a fellow, is not known."""
        valences = tuple(self.valences.get((paragraph, name)) for name in names)
        relations = {}
        for a, first in enumerate(names):
            for b, second in enumerate(names):
                stance = self._stance(paragraph, first, second)
                if a != b and stance is not None:
                    relations[a, b] = stance
        return Coding(self.tones.get(paragraph), self.frames.get(paragraph), valences, relations)

    def _stance(self, paragraph, source, target):
        if source is None or target is None:
            return 0
        told = self.stances.get((paragraph, source, target), set())
        if len(told) == 1:
            return next(iter(told))
        parties = self.party.get(source, source), self.party.get(target, target)
        return None if told or parties[0] == parties[1] or (paragraph, *parties) in self.of_parties else 0


def _shared(machine, coded):
    """{(paragraph, the package's actor): how many of its mentions each of the coders' actors shares}."""
    found = {}
    for row in machine.itertuples():
        start = row.start + 4 if row.text[:4] in ("the ", "The ") else row.start
        near = coded[(coded["start"] < row.end) & (coded["end"] > start)]
        for other in near.itertuples():
            if overlap((start, row.end), (other.start, other.end)) >= 0.5:
                found.setdefault((row.paragraph, row.actor), Counter())[other.actor] += 1
    return found
