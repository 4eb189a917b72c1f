"""Framing: everything the package reads from one article, and the role its telling gives each actor."""

from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis import actors, frames, quotes, sentiment, stance
from analysis.article import Article, read_article

LEAST = 3  # mentions an actor needs to have a role
ROLES = ["actor", "party", "role", "mentions", "favourable", "discredited", "acts_against", "acted_against", "quoted"]


@dataclass(frozen=True, eq=False)
class Framing:
    """One article read: the article and a table for each question asked of it; see the modules for their columns."""

    article: Article
    mentions: pd.DataFrame = field(repr=False)
    actors: pd.DataFrame = field(repr=False)
    quotes: pd.DataFrame = field(repr=False)
    relations: pd.DataFrame = field(repr=False)
    tone: pd.DataFrame = field(repr=False)
    portrayal: pd.DataFrame = field(repr=False)
    frames: pd.DataFrame = field(repr=False)
    roles: pd.DataFrame = field(repr=False)

    @property
    def stance(self):
        """The relations, under the name of their layer in the codebook."""
        return self.relations


def read(article, *, encoder=True):
    """Read an article by every measure of the package: an `Article`, or a path as `read_article` takes it, to a `Framing`.

    `encoder=False` is the rules and word lists alone. Deterministic; raises ArticleError where a path cannot be read.

    >>> from analysis.article import from_text
    >>> read(from_text("Russia condemned Ukraine."), encoder=False).tone["tone"].tolist()
    [-1]
    """
    if not isinstance(article, Article):
        article = read_article(article)
    mentions = actors.mentions(article)
    said = quotes.quotes(article, mentions)
    relations = stance.relations(article, mentions, said, encoder=encoder)
    portrayal = sentiment.portrayal(article, mentions, said, relations, encoder=encoder)
    return Framing(
        article=article, mentions=mentions, actors=actors.summary(mentions), quotes=said, relations=relations,
        tone=sentiment.by_paragraph(article, encoder=encoder), portrayal=portrayal,
        frames=frames.by_paragraph(article, encoder=encoder), roles=roles(mentions, said, relations, portrayal),
    )


def roles(mentions, said, relations, portrayal):
    """The role an article gives each actor mentioned three times or more: one row per actor.

    Columns actor, party, role (`protagonist`, `antagonist`, `innocent`, `other`), and what it was read from: mentions,
    paragraphs where the actor is portrayed favourably or discredited, relations in which it acts or is acted against,
    quotes. Roles after SemEval-2025 task 10. Blind spot: an actor praised and blamed alike is `other`.
    """
    rows = []
    counted = relations[relations["counted"].astype(bool)] if len(relations) else relations
    for actor, group in mentions.groupby("actor", sort=False) if len(mentions) else ():
        if len(group.drop_duplicates(["start", "end"])) < LEAST:
            continue
        row = _facts(actor, group, said, counted, portrayal)
        rows.append({"actor": actor, "party": group["party"].iloc[0], "role": _role(row), **row})
    return pd.DataFrame(rows, columns=ROLES)


def _facts(actor, group, said, counted, portrayal):
    against = counted[counted["stance"] == -1] if len(counted) else counted
    valences = portrayal.loc[portrayal["actor"] == actor, "valence"]
    return {
        "mentions": len(group.drop_duplicates(["start", "end"])),
        "favourable": int((valences > 0).sum()), "discredited": int((valences < 0).sum()),
        "acts_against": int((against["source"] == actor).sum()) if len(against) else 0,
        "acted_against": int((against["target"] == actor).sum()) if len(against) else 0,
        "quoted": int((said["speaker"] == actor).sum()) if len(said) else 0,
    }


def _role(row):
    """Discredited more than not, antagonist; favourable or telling the story, protagonist; only acted upon, innocent."""
    balance = row["favourable"] - row["discredited"]
    if balance < 0 and row["discredited"] >= 2:
        return "antagonist"
    if balance > 0 and row["favourable"] >= 2 or row["quoted"] >= 5:
        return "protagonist"
    if row["acted_against"] > row["acts_against"] and not row["quoted"]:
        return "innocent"
    return "other"


def write(framing, out):
    """Write the tables of a Framing as CSV files into a folder, made if need be; the paths written, in order."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    counted = framing.relations[framing.relations["counted"].astype(bool)]  # what is denied or to come has no row in the codebook
    tables = {"mentions": framing.mentions, "quotes": framing.quotes, "stance": counted, "tone": framing.tone,
              "portrayal": framing.portrayal, "frames": framing.frames, "roles": framing.roles, "actors": framing.actors}
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    return [folder / f"{name}.csv" for name in tables]


def versions():
    """The versions of the packages that a score may depend on, in one line.

    >>> "pandas" in versions()
    True
    """
    names = ["pandas", "numpy", "scipy", "networkx", "nltk", "textblob", "vaderSentiment", "onnxruntime", "tokenizers", "matplotlib"]
    return ", ".join(f"{name} {version(name)}" for name in names)
