"""Framing: everything the package reads from one article, and the role its telling gives each actor."""

from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis import actors, certainty, frames, quotes, sentiment, stance
from analysis import review as reviews
from analysis.article import Article, read_article

LEAST = 3  # mentions an actor needs to have a role
LEAST_JUDGED, OFTEN, HALF = 2, 0.2, 0.5  # judged in so many paragraphs, and in such a share of its own, it has a role
VOICE, PRESENCE = 0.25, 0.3  # who has this share of all quotations, and of the mentions of the most mentioned, leads
ROLES = """actor party role mentions paragraphs favourable discredited acts_against acted_against quoted voice
    presence""".split()


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
    review: object = None

    @property
    def stance(self):
        """The relations, under the name of their layer in the codebook."""
        return self.relations

    def with_mentions(self, mentions):
        """The same reading with its mentions counted otherwise (`actors.mentions` says how)."""
        return replace(self, mentions=mentions)


def read(article, *, encoder=True, review=None):
    """Read an article, or a path as `read_article` takes it, by every measure of the package: a `Framing`.

    `encoder=False` is the rules and word lists alone. `review` says whose corrections are applied: None, those that lie
    in the article's folder, if any (of several coders what they agree on); a coder's name; False, nobody's. Mentions,
    quotes, relations and portrayal have the columns origin (`machine`, `kept`, `changed`, `added`) and sure (the chance
    that a careful coder has the row; 1 where a person said so). Deterministic; raises ArticleError where a path or a
    review cannot be read.

    >>> from analysis.article import from_text
    >>> read(from_text("Russia condemned Ukraine."), encoder=False).tone["tone"].tolist()
    [-1]
    """
    if not isinstance(article, Article):
        article = read_article(article)
    chosen = reviews.of(article, review)
    tables = _machine(article, encoder)
    if chosen is not None:
        reviewed, chosen = reviews.apply(article, tables, chosen)
        tables |= reviewed
    spoken = (tables["mentions"], tables["quotes"], tables["relations"], tables["portrayal"])
    blamed = frames.causes(article, *spoken[:2])
    tables["frames"] = frames.with_causes(tables["frames"], blamed)
    return Framing(
        article=article, actors=actors.summary(tables["mentions"]), roles=roles(*spoken), review=chosen, **tables
    )


def _machine(article, encoder):
    """The tables that the measures give, each row with its origin and how sure it is."""
    mentions = actors.mentions(article)
    said = quotes.quotes(article, mentions)
    relations = stance.relations(article, mentions, said, encoder=encoder)
    portrayal = sentiment.portrayal(article, mentions, said, relations, encoder=encoder)
    graded = certainty.graded({"mentions": mentions, "quotes": said, "relations": relations, "portrayal": portrayal})
    tone, framed = (of(article, encoder=encoder) for of in (sentiment.by_paragraph, frames.by_paragraph))
    return graded | {"tone": tone, "frames": framed}


def roles(mentions, said, relations, portrayal):
    """The role an article gives each actor mentioned three times or more: one row per actor.

    Columns actor, party, role (`protagonist`, `antagonist`, `innocent`, `other`), and what it was read from: mentions,
    paragraphs with the actor, those that portray it favourably or discredit it, negative relations in which it acts or
    is acted against, quotations, its share of all quotations (voice) and of the mentions of the most
    mentioned (presence). Roles after SemEval-2025 task 10. Blind spot: an actor praised and blamed alike is `other`.
    """
    counted = relations
    if len(relations):
        counted = relations[relations["counted"].astype(bool) & (relations["target_type"] == "actor")]
    named = mentions.drop_duplicates(["start", "end", "actor"]) if len(mentions) else None
    spans = named.groupby("actor", sort=False).size() if named is not None else {}
    rows = []
    for actor, number in spans.items():
        if number >= LEAST:
            facts = _facts(actor, said, counted, portrayal)
            facts |= {"mentions": int(number), "presence": number / spans.max()}
            party = mentions.loc[mentions["actor"] == actor, "party"].iloc[0]
            rows.append({"actor": actor, "party": party, "role": _role(facts), **facts})
    return pd.DataFrame(rows, columns=ROLES)


def _facts(actor, said, counted, portrayal):
    against = counted[counted["stance"] == -1] if len(counted) else None
    valences = portrayal.loc[portrayal["actor"] == actor, "valence"]
    quoted = int((said["speaker"] == actor).sum()) if len(said) else 0
    return {
        "paragraphs": len(valences),
        "favourable": int((valences > 0).sum()),
        "discredited": int((valences < 0).sum()),
        "acts_against": int((against["source"] == actor).sum()) if against is not None else 0,
        "acted_against": int((against["target"] == actor).sum()) if against is not None else 0,
        "quoted": quoted,
        "voice": quoted / len(said) if quoted else 0.0,
    }


def _role(facts):
    """Discredited more than not, antagonist; favourable, or leading, protagonist; only acted upon, innocent.

    >>> _role({"favourable": 0, "discredited": 2, "paragraphs": 9, "voice": 0.0, "presence": 1.0})
    'antagonist'
    """
    balance = facts["favourable"] - facts["discredited"]
    leads = facts["voice"] >= VOICE and facts["presence"] >= PRESENCE
    telling = max(facts["favourable"], facts["discredited"]) >= max(LEAST_JUDGED, OFTEN * facts["paragraphs"])
    if balance < 0 and telling and not (leads and facts["discredited"] < HALF * facts["paragraphs"]):
        return "antagonist"
    if balance > 0 and telling or leads:
        return "protagonist"
    if facts["acted_against"] > facts["acts_against"] and facts["quoted"] <= 1 and facts["discredited"] <= 1:
        return "innocent"
    return "other"


def write(framing, out):
    """Write the tables of a Framing as CSV files into a folder, made if need be; the paths written, in order."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    counted = framing.relations[framing.relations["counted"].astype(bool)]  # what is denied or to come is not coded
    tables = {
        "mentions": framing.mentions,
        "quotes": framing.quotes,
        "stance": counted.assign(grade=certainty.grades(counted)),
        "tone": framing.tone,
        "portrayal": framing.portrayal,
        "frames": framing.frames,
        "roles": framing.roles,
        "actors": framing.actors,
    }
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    return [folder / f"{name}.csv" for name in tables]


def versions():
    """The versions of the packages that a score may depend on, in one line.

    >>> "pandas" in versions()
    True
    """
    names = [
        "pandas",
        "numpy",
        "scipy",
        "networkx",
        "nltk",
        "textblob",
        "vaderSentiment",
        "onnxruntime",
        "tokenizers",
        "matplotlib",
    ]
    return ", ".join(f"{name} {version(name)}" for name in names)
