"""How sure a row is, and the role of an actor: fitted on coded articles of ordinary news, checked on those held out.

    python -m analysis.training.certainty TEXTS [RUN0 RUN1 …]

TEXTS holds a folder an article, named by its id, with article.txt. Each RUN is the folder of an encoder that left one
part of the articles out (`coded_news.part`), in the order of the parts: an encoder is too sure of what it learned from.
A part without a run is not used. Writes weights.csv of analysis/stance, which says which relations are kept, then those
of analysis/certainty and analysis/roles, and curve.csv.
"""

import itertools
import sys
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from tqdm import tqdm

from analysis import actors, certainty, encoder, framing, quotes, roles, stance, uncertainty
from analysis.article import overlap, read_article
from analysis.tables import chance, regressions
from analysis.training import coded_news

RIDGES = (1.0, 3.0, 10.0, 30.0, 100.0)
BINS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0]
TOGETHER = 2  # paragraphs up to which it is checked in how many at least a party is opposed
CHECKS = 5  # parts of the articles in which a ridge is tried


def main(texts, *runs):
    write(stance.FOLDER, {"relations": pd.concat(_cases(_candidates, texts, runs)["relations"], ignore_index=True)})
    regressions.cache_clear()
    cases = {layer: pd.concat(tables, ignore_index=True) for layer, tables in _cases(_read, texts, runs).items()}
    write_roles(cases.pop("roles"))
    weights = write(certainty.FOLDER, cases)
    regressions.cache_clear()
    write_curve(cases, weights, pd.concat(_cases(_together, texts, ())["together"], ignore_index=True))


def _cases(read, texts, runs):
    """{layer: tables of features, with answer, article and held, an article each}, as `read` finds them."""
    cases = {}
    for row in tqdm(_with_encoder(runs), desc="articles", mininterval=10):
        article = read_article(Path(texts) / row.article / "article.txt")
        key = {"article": row.article, "held": bool(row.held_out)}
        for layer, table in read(article, coded_news.unpack(article.raw, row.article, row.coder)):
            cases.setdefault(layer, []).append(table.assign(**key))
    return cases


def _candidates(article, coding):
    """The relations of an article, those that are too unlikely to be kept among them."""
    mentions = actors.mentions(article, encoder=True)
    table = stance.candidates(article, mentions, quotes.quotes(article, mentions))
    counted = table[table["counted"].astype(bool)]
    yield "relations", _case("relations", counted, mentions, Aligned(mentions, coding))


def _read(article, coding):
    """The rows of every layer, and the roles, as a reading has them."""
    reading = framing.measured(article)
    aligned = Aligned(reading.mentions, coding)
    for layer in certainty.LAYERS:
        yield layer, _case(layer, getattr(reading, layer), reading.mentions, aligned)
    yield "roles", _roles(reading, aligned)


def _together(article, coding):
    """How likely a party or pair has opposition or support in 1 or 2 paragraphs or more, and whether a coder has it."""
    reading = framing.read(article, review=False)
    aligned = Aligned(reading.mentions, coding)
    rows, found = stance.between_parties(reading.relations), []
    for sign, column in itertools.product((-1, 1), ("source_party", "target_party", "pair")):
        coded = aligned.related(sign, column)
        for party, own in stance.chances(rows[rows["stance"] == sign], column).groupby("party"):
            each = uncertainty.chance_of_each(own["chance"])[1 : TOGETHER + 1]
            has = len(coded.get("–".join(sorted(map(aligned.side, party.split("–")))), ()))
            found += [(chance, has >= number) for number, chance in enumerate(each, start=1)]
    yield "together", pd.DataFrame(found, columns=["chance", "answer"])


def _case(layer, table, mentions, aligned):
    known = pd.DataFrame(certainty.features(layer, table, actors.Census(mentions))).astype(float)
    return known.assign(answer=np.array(aligned.right(layer, table), dtype=float))


def _with_encoder(runs):
    """The coded articles once each, and the encoder in use that did not learn from them."""
    articles = coded_news.read("articles").drop_duplicates("article")
    parts = articles["article"].map(coded_news.part).where(articles["held_out"] == 0, -1)
    for part, folder in [*enumerate(runs), (-1, encoder.FILES)]:
        encoder.use(folder)
        yield from articles[parts == part].itertuples()
    encoder.use()


def _roles(reading, aligned):
    """The features of each actor that a coder gives a role, and that role."""
    coded = {row["actor"]: row["role"] for row in aligned.coding["roles"]}
    facts = roles.facts(reading.mentions, reading.quotes, reading.relations, reading.portrayal)
    table = pd.DataFrame(roles.features(facts)).assign(
        answer=[coded.get(aligned.actor(name)) for name in facts["actor"]]
    )
    return table[(facts["mentions"] >= roles.LEAST) & table["answer"].notna()]


def write_roles(cases):
    """Fit a regression for each role and write its weights."""
    weights, learned = [], cases[~cases["held"]]
    for role in roles.NAMES:
        fitted = fitted_well(learned.assign(answer=(learned["answer"] == role).astype(float)))
        weights += [(role, name, round(weight, 4)) for name, weight in fitted.items()]
    pd.DataFrame(weights, columns=["role", "feature", "weight"]).to_csv(roles.FOLDER / "weights.csv", index=False)


def write(folder, cases):
    """Fit each layer and write its weights; {layer: weights by feature}."""
    fitted = {layer: fitted_well(case[~case["held"]]) for layer, case in cases.items()}
    rows = [(layer, name, round(weight, 4)) for layer, weights in fitted.items() for name, weight in weights.items()]
    pd.DataFrame(rows, columns=["layer", "feature", "weight"]).to_csv(folder / "weights.csv", index=False)
    return fitted


def write_curve(cases, weights, together):
    """Write how the chances hold on the articles held out."""
    curve = []
    for layer, case in cases.items():
        held = case[case["held"]]
        sure = chance(weights[layer], held[weights[layer].index])
        curve += reliability(layer, sure, held["answer"].to_numpy())
    curve += reliability("together", together["chance"].to_numpy(), together["answer"].to_numpy())
    columns = ["layer", "low", "high", "n", "sure", "right"]
    pd.DataFrame(curve, columns=columns).to_csv(certainty.FOLDER / "curve.csv", index=False)


def fitted_well(case):
    """The weights by feature, with the ridge that does best on articles not fitted on."""
    x, y = case.drop(columns=["article", "held", "answer"]), case["answer"].to_numpy()
    part = case["article"].map(lambda name: zlib.crc32(name.encode()) % CHECKS).to_numpy()

    def loss(ridge):
        score = _left_out(x.to_numpy(), y, part, ridge)
        return np.mean(np.logaddexp(0, score) - y * score)

    return pd.Series(fit(x.to_numpy(), y, min(RIDGES, key=loss)), index=x.columns)


def _left_out(x, y, part, ridge):
    """The score of each row by weights fitted on the articles of the other parts."""
    scores = np.zeros(len(y))
    for number in range(CHECKS):
        scores[part == number] = x[part == number] @ fit(x[part != number], y[part != number], ridge)
    return scores


def fit(x, y, ridge):
    """The weights of a logistic regression with a ridge on all but the first column, which is constant.

    >>> x = np.array([[1.0, 0.0], [1.0, 1.0]] * 50)
    >>> weights = fit(x, x[:, 1], 2.0)
    >>> bool(weights[1] > 2)
    True
    """

    def loss(weights):
        score = x @ weights
        chance = 1 / (1 + np.exp(-score))
        penalty = ridge * np.r_[0, weights[1:]]
        value = np.logaddexp(0, score).sum() - y @ score + (penalty @ weights) / 2
        return value, x.T @ (chance - y) + penalty

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def reliability(layer, sure, right):
    """One row for each tenth of `sure` that holds rows: how many, how sure, and the share that a coder has."""
    rows = []
    for low, high in zip(BINS, BINS[1:]):
        inside = (sure >= low) & ((sure < high) | (high == 1.0))
        if inside.any():
            rows.append(
                (layer, low, high, int(inside.sum()), round(sure[inside].mean(), 3), round(right[inside].mean(), 3))
            )
    return rows


class Aligned:
    """A coding beside the machine's cast: actors aligned one to one by name, then by the spans that they share."""

    def __init__(self, mentions, coding):
        self.coding = coding
        self.party = {row["actor"]: row["party"] or row["actor"] for row in coding["actors"]}
        self.own = dict(zip(mentions["actor"], mentions["party"]))
        spans = {}
        for row in coding["mentions"]:
            spans.setdefault((row["start"], row["end"]), []).append(row["actor"])
        self.same = {actor: actor for actor in set(mentions["actor"]) & set(self.party)}
        shared = {}
        for row in mentions.itertuples():
            for actor in spans.get((row.start, row.end), ()):
                shared[row.actor, actor] = shared.get((row.actor, actor), 0) + 1
        for name, actor in sorted(shared, key=lambda pair: (-shared[pair], pair)):
            if name not in self.same and actor not in self.same.values():
                self.same[name] = actor

    def actor(self, name):
        return self.same.get(name, name)

    def side(self, name):
        """The party of an actor as the coder has it, as far as the coder knows the actor or its party."""
        actor = self.actor(name)
        return self.party.get(actor) or self.party.get(
            self.actor(self.own.get(name, name)), self.actor(self.own.get(name, name))
        )

    def related(self, sign, column):
        """{party, or pair: the paragraphs in which the coder has it in a column of a relation of this sign}."""
        found = {}
        for row in self.coding["stance"]:
            source, target = (self.party.get(row[end]) for end in ("source", "target"))
            if row["stance"] == sign and source and target and source != target:
                known = {"source_party": source, "target_party": target, "pair": "–".join(sorted((source, target)))}
                found.setdefault(known[column], set()).add(row["paragraph"])
        return found

    def right(self, layer, table):
        """Whether the coder has each row of a layer, as a list."""
        return [bool(getattr(self, f"_{layer}")(row)) for row in table.itertuples()]

    def _mentions(self, row):
        return any(self.actor(row.actor) == m["actor"] and _shared(row, m) >= 0.5 for m in self.coding["mentions"])

    def _quotes(self, row):
        return any(
            _shared(row, q) >= 0.3 and self.side(row.speaker) == self.party.get(q["speaker"], q["speaker"])
            for q in self.coding["quotes"]
        )

    def _relations(self, row):
        if row.target_type == "issue":
            known = [s for s in self.coding["stance"] if s["target"] not in self.party]
            ends = lambda s: self.side(row.source) == self.party.get(s["source"], s["source"])
        else:
            known = self.coding["stance"]
            wanted = (self.side(row.source), self.side(row.target))
            ends = lambda s: wanted == tuple(self.party.get(s[end], s[end]) for end in ("source", "target"))
        return any(s["paragraph"] == row.paragraph and s["stance"] == row.stance and ends(s) for s in known)

    def _portrayal(self, row):
        wanted = (row.paragraph, self.actor(row.actor), row.valence)
        return any((p["paragraph"], p["actor"], p["valence"]) == wanted for p in self.coding["portrayal"])


def _shared(row, coded):
    return overlap((row.start, row.end), (coded["start"], coded["end"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
