"""Framing: everything the package reads from one article."""

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd

from analysis import actors, cache, certainty, frames, quotes, sentiment, stance
from analysis import review as reviews
from analysis import tables as files
from analysis.article import Article, read_article
from analysis.encoder import available
from analysis.roles import roles


@dataclass(frozen=True, eq=False)
class Framing:
    """One article read: the article and a table for each question asked of it; see the modules for their columns.

    Where a person reviewed it, `review` says who and what, and `machine` is the reading by the machine alone.
    """

    article: Article
    mentions: pd.DataFrame = None
    quotes: pd.DataFrame = None
    relations: pd.DataFrame = None
    tone: pd.DataFrame = None
    portrayal: pd.DataFrame = None
    frames: pd.DataFrame = None
    roles: pd.DataFrame = None
    actors: pd.DataFrame = None
    review: object = None
    machine: "Framing | None" = field(default=None, repr=False)

    def __repr__(self):
        tables = ", ".join(f"{len(getattr(self, name))} {name}" for name in MEASURES | SUMMARIES)
        return f"Framing({self.article.name!r}: {tables})"

    @property
    def stance(self):
        """The relations, under the name of their layer in the codebook."""
        return self.relations

    def with_mentions(self, mentions):
        """The same reading with its mentions counted otherwise (`actors.mentions` says how)."""
        return replace(self, mentions=mentions)


# a measure is a field of Framing and a line here: what it is read from is the Framing as it stands before
MEASURES = {
    "mentions": lambda so_far, encoder: actors.mentions(so_far.article, encoder=encoder),
    "quotes": lambda so_far, encoder: quotes.quotes(so_far.article, so_far.mentions),
    "relations": lambda so_far, encoder: stance.relations(*_parts(so_far, 3), encoder=encoder),
    "tone": lambda so_far, encoder: sentiment.by_paragraph(so_far.article, encoder=encoder),
    "portrayal": lambda so_far, encoder: sentiment.portrayal(*_parts(so_far, 4), encoder=encoder),
    "frames": lambda so_far, encoder: frames.by_paragraph(so_far.article, encoder=encoder),
}
SUMMARIES = {  # what is read from the measures, after a review of them
    "frames": lambda so_far: frames.with_causes(
        so_far.frames, frames.causes(so_far.article, so_far.mentions, so_far.quotes)
    ),
    "roles": lambda so_far: roles(so_far.mentions, so_far.quotes, so_far.relations, so_far.portrayal),
    "actors": lambda so_far: actors.summary(so_far.mentions),
}


def _parts(framing, number):
    return (framing.article, framing.mentions, framing.quotes, framing.relations)[:number]


def read(article, *, encoder=True, review=None):
    """Read an article, or a path as `read_article` takes it, by every measure of the package: a `Framing`.

    `encoder=False` is the rules and word lists alone. `review` says whose corrections are applied: None, those that lie
    in the article's folder, if any (of several coders what they agree on); a coder's name; False, nobody's. Mentions,
    quotes, relations and portrayal have the columns origin (`machine`, `kept`, `changed`, `added`) and sure (the chance
    that a careful coder has the row; 1 where a person said so). Deterministic, and kept on disk (see `cache.kept`);
    raises ArticleError where a path or a review cannot be read.

    >>> from analysis.article import from_text
    >>> read(from_text("Russia condemned Ukraine."), encoder=False)
    Framing('text': 2 mentions, 0 quotes, 1 relations, 1 tone, 2 portrayal, 1 frames, 0 roles, 2 actors)
    """
    so_far = Framing(article if isinstance(article, Article) else read_article(article))
    chosen = reviews.of(so_far.article, review)
    depends = [so_far.article, encoder]
    kept = partial(
        cache.kept, worth=lambda: not encoder or available()
    )  # not what the rules alone read where the encoder failed
    layers = kept(depends, lambda: _graded(measured(so_far.article, encoder=encoder)))
    machine = _summarised(replace(so_far, **layers), depends, kept)
    if chosen is None:
        return machine
    reviewed, chosen = reviews.apply(so_far.article, layers, chosen)
    made = replace(so_far, review=chosen, machine=machine, **(layers | reviewed))
    return _summarised(made, [*depends, chosen], kept)


def measured(article, *, encoder=True):
    """What the measures alone read of an Article: a `Framing` whose rows have no grade yet, without its summaries."""
    so_far = Framing(article)
    for name, measure in MEASURES.items():
        so_far = replace(so_far, **{name: measure(so_far, encoder)})
    return so_far


def _graded(so_far):
    """The measures by their names, each row with its grade."""
    layers = {name: getattr(so_far, name) for name in MEASURES}
    return layers | certainty.graded({layer: layers[layer] for layer in certainty.LAYERS})


def _summarised(framing, depends, kept):
    make = lambda: {name: summary(framing) for name, summary in SUMMARIES.items()}
    return replace(framing, **kept([*depends, "summaries"], make))


def tables(framing):
    """The tables of a Framing by the names under which they are written; of the relations those that count.

    >>> from analysis.article import from_text
    >>> list(tables(read(from_text("Russia condemned Ukraine."), encoder=False)))
    ['mentions', 'quotes', 'stance', 'tone', 'portrayal', 'frames', 'roles', 'actors']
    """
    named = {}
    for name in MEASURES | SUMMARIES:
        table = getattr(framing, name)
        if name == "relations":  # what is denied or to come has no row in the codebook
            counted = table[table["counted"].astype(bool)]
            name, table = "stance", counted.assign(grade=certainty.grades(counted))
        named[name] = table
    return named


def write(framing, out):
    """Write the tables of a Framing as CSV files into a folder, made if need be; the paths written, in order."""
    folder, paths = Path(out), []
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables(framing).items():
        paths.append(folder / f"{name}.csv")
        files.write(table, paths[-1])
    return paths


def versions():
    """The versions of the packages that a score may depend on, in one line; `missing` where one is not installed.

    >>> "pandas" in versions()
    True
    """
    return ", ".join(f"{name} {cache.installed(name)}" for name in [*cache.LIBRARIES, "matplotlib"])
