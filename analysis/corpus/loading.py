"""Loading: a corpus as its counts, from the tables of a run and a reviewed sample, or the one that is shipped."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.article import SEEDS
from analysis.corpus import counts, parts
from analysis.corpus.drawing import drawn, reviewed
from analysis.corpus.sources import CorpusError

SHIPPED = SEEDS / "wikinews"
CODED = 60  # of the shipped corpus, taken as if nobody had coded the others
TABLES = ("articles", "machine", "coded")
LAYERS = ("tone", "frames", "quotes", "stance", "portrayal")


@dataclass(frozen=True, eq=False)
class Corpus:
    """Many articles as counts: the machine's of all, the coders' of a random sample of them.

    `articles` has a row an article (id, date, outlet and what was kept); `machine` and `coded` are counts `by_article`,
    `parties` and `coded_parties` counts `by_party`; `reference` and `reference_parties` are the codings of all
    articles, where there are such.
    """

    articles: pd.DataFrame = field(repr=False)
    machine: pd.DataFrame = field(repr=False)
    parties: pd.DataFrame = field(repr=False)
    coded: pd.DataFrame = field(repr=False)
    coded_parties: pd.DataFrame = field(repr=False)
    about: str
    reference: pd.DataFrame | None = field(default=None, repr=False)


def load(folder=None, coded=None, *, number=CODED):
    """A corpus from the folder that `corpus.write` wrote, and that of the articles which a person reviewed.

    Without a folder, the Wikinews articles of the package, with so many of their codings as a sample (`number`). With
    no `coded`, no figure can be corrected. Raises CorpusError where a folder holds no corpus, or no review.

    >>> load().about.split(",")[0], len(load().coded)
    ('250 articles', 60)
    """
    if folder is None:
        return _shipped(number)
    articles = _by_id(parts.table(folder, "articles"))
    dates = articles["date"].to_dict()
    tables = counts.led({name: parts.table(folder, name) for name in LAYERS}, dates)
    machine = counts.by_article(tables, articles.index)
    said = parts.manifest(Path(folder))
    sample = counts.joined(reviewed(coded, encoder=not said["encoder"].startswith("none"))) if coded else None
    sample = counts.led(sample, dates) if coded else None
    known = sorted(set(sample["tone"]["id"])) if coded else []
    by_hand = counts.by_article(sample, known)[counts.REVIEWED] if coded else machine.head(0)
    by_party = counts.by_party(sample) if coded else counts.by_party(tables).head(0)
    return Corpus(articles, machine, counts.by_party(tables), by_hand, by_party, _about(said, len(known)))


def _by_id(table):
    return table.set_index("id", drop=False).rename_axis(None)


def _about(said, coded, by=""):
    read = f"read by version {said['version']} with the encoder {said['encoder'].removeprefix('sha256 ')[:12]}"
    return f"{said['articles']} articles, {read}; {coded} of them, drawn by chance, are coded{by}."


def _shipped(number):
    try:
        read = lambda name: pd.read_csv(SHIPPED / name, keep_default_na=False, dtype={"id": str})
        articles, machine, coded = (_by_id(read(f"{name}.csv")) for name in TABLES)
        parties, coded_parties = (read(f"{name}_parties.csv") for name in ("machine", "coded"))
        said = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise CorpusError(f"seeds/wikinews/{Path(fault.filename).name} is missing; work in a checkout") from None
    machine, coded = machine.drop(columns="id"), coded.drop(columns="id")
    sample = drawn(articles.index, number)
    chosen = coded_parties[coded_parties["id"].isin(sample)]
    about = _about(said, number, " by language models")
    return Corpus(articles, machine, parties, coded.loc[sample], chosen, about, coded)
