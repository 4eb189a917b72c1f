"""Measures: how well one set of tables of an article agrees with a coding of it, layer by layer, with intervals."""

import dataclasses
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import uncertainty
from analysis.actors import NAMED
from analysis.agreement.gold import coders
from analysis.agreement.gold import coding as coding_of
from analysis.article import overlap
from analysis.frames import FRAMES

TIERS = {"named": NAMED, "description": ("description",), "pronoun": ("pronoun",)}
COLUMNS = "measure kind value low high base n precision recall".split()
CELLS = ("found", "wanted", "right", "given")  # of the rows wanted, those found; of the rows given, those right
HALF, THIRD, MOST = 0.5, 0.3, 0.8  # shares of their joint length that two spans must have in common


def score(predicted, coding, *, resamples=1000):
    """How well a reading of an article agrees with its reference coding: one row a measure, with its interval.

    `predicted` is what `framing.read` gives, `coding` a Coding of the same article. Columns measure; kind (what the
    figure is: F1, macro-F1 or accuracy); value, 0 to 1; low and high, the 95% interval from drawing paragraphs (for
    roles: actors) with replacement; base, what a constant answer gets, where there is one; n, how many coded rows were
    asked for; precision and recall, for F1. A row that one of two coders marked alone is never required and never
    wrong. Actors are aligned one to one, by name, then by the spans they share; stance and speakers count by party; of
    the relations, those that are counted. Blind spot: paragraphs of one article, one coding: see PROVENANCE.
    """
    return _table(_measures(predicted, coding), resamples)


def pooled(pairs, *, resamples=1000):
    """The same measures over several articles, their paragraphs put together: takes (predicted, coding) pairs.

    Ties counted once in an article (`stance.article`) are left out. Blind spot: long articles weigh most.
    """
    each = [_measures(predicted, coding) for predicted, coding in pairs]
    names = dict.fromkeys(name for measures in each for name in measures if name != "stance.article")
    return _table({name: _joined([part[name] for part in each if name in part]) for name in names}, resamples)


def between(folder, article, *, first="A", second="B", resamples=1000):
    """The same measures for one coder against another, from a folder whose rows carry `coders`; else empty.

    Blind spot: coders who follow one codebook agree on its examples.
    """
    if not {first, second} <= set(coders(folder)):
        return pd.DataFrame(columns=COLUMNS)
    predicted, gold = (coding_of(folder, article, coder=coder) for coder in (second, first))
    return score(predicted, gold, resamples=resamples)


# --- counting --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """What a measure is computed from: counts (columns) by unit (rows), and the formula that turns their sums into it.

    `formula` gives the figure and, for F1, precision and recall; `base` turns the sums into what a constant answer
    gets, None where there is no such answer.
    """

    kind: str
    counts: pd.DataFrame
    formula: object
    n: int
    base: object = None


def _joined(parts):
    """One measure of several articles as one: their units side by side."""
    counts = pd.concat([part.counts for part in parts], ignore_index=True).fillna(0.0)
    return dataclasses.replace(parts[0], counts=counts, n=sum(part.n for part in parts))


def _table(measures, resamples):
    rows = [{"measure": name, **_figure(measure, resamples)} for name, measure in measures.items()]
    return pd.DataFrame(rows, columns=COLUMNS)


def _figure(measure, resamples):
    cells = measure.counts.to_numpy(dtype=float)
    sums = cells.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        value, *rest = map(float, measure.formula(sums))
    row = {"kind": measure.kind, "value": value, "n": measure.n}
    if not len(cells):
        return row
    interval = uncertainty.interval(cells, lambda sums: measure.formula(sums)[0], resamples=resamples)
    base = float(measure.base(sums)) if measure.base else np.nan
    return row | {"low": interval.low, "high": interval.high, "base": base} | dict(zip(("precision", "recall"), rest))


def _tally(rows, columns):
    """Counts by unit from (unit, column, number) triples."""
    table = defaultdict(lambda: dict.fromkeys(columns, 0.0))
    for unit, column, number in rows:
        table[unit][column] += number
    return pd.DataFrame.from_dict(table, orient="index", columns=list(columns)).sort_index()


def f1(sums):
    """F1, precision and recall from the sums of CELLS; where nothing is wanted and nothing given, 1."""
    found, wanted, right, given = np.moveaxis(sums[..., :4], -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        recall = np.where(wanted > 0, found / wanted, 1.0)
        precision = np.where(given > 0, right / given, (wanted == 0).astype(float))
        total = precision + recall
        return np.where(total > 0, 2 * precision * recall / total, 0.0), precision, recall


def _f1_counts(wanted, given):
    """From (unit, found) of the rows asked for and (unit, right) of the rows given."""
    rows = [(unit, "wanted", 1) for unit, _ in wanted] + [(unit, "found", hit) for unit, hit in wanted]
    rows += [(unit, "given", 1) for unit, _ in given] + [(unit, "right", hit) for unit, hit in given]
    return Counts("F1", _tally(rows, CELLS), f1, len(wanted))


def _accuracy_counts(rows, *, constants=None):
    """From (unit, right); `constants` are, for each, the constant answers that would have been right."""
    cells = [(unit, column, number) for unit, right in rows for column, number in (("right", right), ("all", 1))]
    cells += [(unit, f"always {answer}", 1) for (unit, _), answers in zip(rows, constants or ()) for answer in answers]
    columns = sorted({column for _, column, _ in cells} - {"right", "all"})
    base = None if constants is None else lambda sums: sums[2:].max(initial=0) / sums[1]
    accuracy = lambda sums: (sums[..., 0] / sums[..., 1],)
    return Counts("accuracy", _tally(cells, ["right", "all", *columns]), accuracy, len(rows), base)


def _macro_counts(rows):
    """From (unit, coded, predicted), each −1, 0 or 1."""
    units, gold, predicted = ([row[i] for row in rows] for i in range(3))
    cells = pd.DataFrame(uncertainty.label_cells(gold, predicted, (-1, 0, 1))).groupby(np.array(units, dtype=int)).sum()
    macro = lambda sums: (uncertainty.macro_f1(sums),)
    return Counts("macro-F1", cells, macro, len(rows), uncertainty.constant_macro_f1)


# --- whom a name stands for ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Alignment:
    """Which actor and which party of the coding a predicted name stands for."""

    actors: dict
    gold_party: dict
    own_party: dict

    def actor(self, name):
        return self.actors.get(_plain(name), _plain(name))

    def party(self, name):
        actor = self.actor(name)
        if actor in self.gold_party:
            return self.gold_party[actor]
        own = self.own_party.get(_plain(name), actor)
        counterpart = self.actors.get(own, own)
        return self.gold_party.get(counterpart, counterpart)

    def gold(self, name):
        """The party of a name of the coding."""
        return self.gold_party.get(_plain(name), _plain(name))


def _aligned(predicted, coding):
    gold = sorted(set(_named_spans(coding.mentions, coding.article.raw)))
    own = sorted(set(_named_spans(predicted.mentions, coding.article.raw)))
    actors = {name: name for name in {name for _, name in own} & {name for _, name in gold}}
    shared = Counter(
        (name, other)
        for span, name in own
        for where, other in gold
        if name not in actors and other not in actors and overlap(span, where) >= HALF
    )
    for (name, other), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if name not in actors and other not in actors.values():
            actors[name] = other
    return Alignment(actors, _parties(coding.actors), _parties(predicted.actors))


def _parties(actors):
    return {_plain(row.actor): _plain(row.party or row.actor) for row in actors.itertuples()}


def _plain(name):
    letters = "".join(c for c in unicodedata.normalize("NFKD", str(name)) if not unicodedata.combining(c))
    return " ".join(letters.casefold().split()).removeprefix("the ")


def _named_spans(mentions, raw):
    """(span without a leading article, plain name) of each mention."""
    for row in mentions.itertuples():
        article = re.match(r"[Tt]he\s+(?=\S)", raw[row.start : row.end])
        yield (row.start + (article.end() if article else 0), row.end), _plain(row.actor)


def _required(table):
    """The rows that all coders marked."""
    return table[table["coders"].isin(["", "AB"])] if "coders" in table else table


# --- the measures ----------------------------------------------------------------------------------------------------


def _measures(predicted, coding):
    names = _aligned(predicted, coding)
    layers = (_mentions, _stance, _quotes, _labels)
    return {name: counts for layer in layers for name, counts in layer(predicted, coding, names).items()}


def _mentions(predicted, coding, names):
    gold = coding.mentions.sort_index()
    required = gold.index.isin(_required(gold).index)
    partners, own = _partners(gold, predicted.mentions, coding.article.raw, names)
    hits = {place: kind for place, kind in zip(partners, gold["kind"]) if place is not None}
    kinds = [hits.get(place, kind) for place, kind in enumerate(own["kind"])]
    known, out = {kind for tier in TIERS.values() for kind in tier}, {}
    for tier, members in {**TIERS, "all": known}.items():
        rows = zip(gold["paragraph"], gold["kind"], required, partners)
        wanted = [(where, place is not None) for where, kind, needed, place in rows if needed and kind in members]
        rows = enumerate(zip(own["paragraph"], kinds))
        given = [(where, place in hits) for place, (where, kind) in rows if kind in members or kind not in known]
        out[f"mentions.{tier}"] = _f1_counts(wanted, given)
    return out


def _partners(gold, own, raw, names):
    """For each coded mention the place of the predicted one of that actor that overlaps it most, each used once."""
    own = own.assign(key=list(_named_spans(own, raw))).drop_duplicates("key", keep="last")
    by_actor, partners = defaultdict(dict), []
    for place, (span, actor) in enumerate(own["key"]):
        by_actor[names.actor(actor)][place] = span
    for span, actor in _named_spans(gold, raw):
        fits = {place: overlap(span, other) for place, other in by_actor[actor].items()}
        best = max(fits, key=fits.get, default=None)
        partners.append(best if best is not None and fits[best] >= HALF else None)
        by_actor[actor].pop(partners[-1], None)
    return partners, own


def _stance(predicted, coding, names):
    coders, voices = _gold_relations(coding, names)
    gold, own = set(coders), _own_relations(predicted, names)
    wanted = sorted(key for key, marks in coders.items() if {"A", "B"} <= marks)
    by_paragraph = [(key[0], key in own) for key in wanted], [(key[0], key in gold) for key in sorted(own)]
    out = {"stance.paragraph": _f1_counts(*by_paragraph), "stance.article": _over_article(wanted, gold, own)}
    shared = sorted(gold & set(own))
    if shared:
        right = [(key[0], own[key] <= voices[key]) for key in shared]
        authors = [{"author"} & voices[key] for key in shared]
        out["stance.voice_accuracy"] = _accuracy_counts(right, constants=authors)
    edges = sorted({key[:3] for key in wanted} & {key[:3] for key in own})
    if edges:
        signs = lambda keys, edge: {key[3] for key in keys if key[:3] == edge}
        out["stance.sign_accuracy"] = _accuracy_counts([(e[0], signs(own, e) <= signs(gold, e)) for e in edges])
    return out


def _gold_relations(coding, names):
    """{(paragraph, source, target, sign): who coded it} between parties, and the same with the voices."""
    coders, voices = defaultdict(set), defaultdict(set)
    for row in coding.relations.itertuples():
        source, target = (names.gold_party.get(_plain(end)) for end in (row.source, row.target))
        if source and target and source != target:
            key = (row.paragraph, source, target, int(np.sign(row.stance)))
            coders[key].update(row.coders or "AB")
            voices[key].add(names.gold(row.voice or "author"))
    return coders, voices


def _own_relations(predicted, names):
    """{(paragraph, source, target, sign): voices} of the counted relations between parties."""
    voices = defaultdict(set)
    for row in predicted.relations.itertuples():
        source, target = names.party(row.source), names.party(row.target)
        if row.target_type != "issue" and row.counted and row.stance and source != target:
            author = _plain(row.voice or "author") == "author"
            key = (row.paragraph, source, target, int(np.sign(row.stance)))
            voices[key].add("author" if author else names.party(row.voice))
    return voices


def _over_article(wanted, allowed, own):
    """F1 over the ties of the article as a whole: a tie counts once however many paragraphs state it."""
    sets = {"wanted": wanted, "allowed": allowed, "own": own}
    ties = sorted({key[1:] for keys in sets.values() for key in keys})
    rows = [(key[0], f"{name}{ties.index(key[1:])}", 1) for name, keys in sets.items() for key in keys]
    counts = _tally(rows, [f"{name}{i}" for name in sets for i in range(len(ties))])

    def formula(sums):
        asked, fine, given = (sums[..., i * len(ties) : (i + 1) * len(ties)] > 0 for i in range(3))
        each = [(asked & given).sum(-1), asked.sum(-1), (fine & given).sum(-1), given.sum(-1)]
        return f1(np.stack(each, axis=-1).astype(float))

    return Counts("F1", counts, formula, len({key[1:] for key in wanted}))


def _quotes(predicted, coding, names):
    gold = coding.quotes.assign(who=coding.quotes["speaker"].map(names.gold))
    required = set(zip(_required(gold)["start"], _required(gold)["end"]))
    parties = [names.party(name) if str(name).strip() else "" for name in predicted.quotes["speaker"]]
    (gold_speakers, gold_place), (speakers, place) = _speakers(gold), _speakers(predicted.quotes.assign(who=parties))
    fits = {(g, p): overlap(g, p) for g in gold_speakers for p in speakers}
    partners = {least: _best_pairs(fits, least) for least in (THIRD, MOST)}
    out = {}
    for least, partner in partners.items():
        # another variant of a passage that is found already, marked by one coder or both, is no error
        near = {g for g in required for other in partner if g in partner or overlap(g, other) >= THIRD}
        loose = {p for (g, p), fit in fits.items() if fit >= least and g not in required} | set(partner.values())
        wanted = [(gold_place[g], g in near) for g in gold_place if g in required]
        out[f"quotes.content@{least}"] = _f1_counts(wanted, [(place[p], p in loose) for p in place])
    right = [(place[p], speakers[p] <= gold_speakers[g]) for g, p in partners[THIRD].items()]
    return out | {"quotes.speaker_accuracy": _accuracy_counts(right)}


def _speakers(quotes):
    """{span: parties that speak it} and {span: its paragraph}."""
    speakers, where = defaultdict(set), {}
    for row in quotes.itertuples():
        span = int(row.start), int(row.end)
        speakers[span].add(row.who)
        where[span] = row.paragraph
    return speakers, where


def _best_pairs(fits, least):
    """{gold span: predicted span}, one to one, the best fit first."""
    pairs = {}
    for fit, g, p in sorted(((fit, g, p) for (g, p), fit in fits.items()), reverse=True):
        if fit >= least and g not in pairs and p not in pairs.values():
            pairs[g] = p
    return pairs


def _labels(predicted, coding, names):
    tones = {row.paragraph: int(np.sign(row.tone)) for row in predicted.tone.itertuples()}
    rows = predicted.portrayal.itertuples()
    valences = {(row.paragraph, names.actor(row.actor)): int(np.sign(row.valence)) for row in rows}
    unjudged = 0 if valences else None  # an actor that a paragraph is not seen to judge is neutral there
    portrayal = _required(coding.portrayal).itertuples()
    judged = [(r.paragraph, r.valence, valences.get((r.paragraph, _plain(r.actor)), unjudged)) for r in portrayal]
    cast = {names.actor(row.actor): _plain(row.role) for row in predicted.roles.itertuples()}
    roles = [(_plain(row.actor), _plain(row.role)) for row in _required(coding.roles).itertuples()]
    agreed = [(place, cast.get(actor) == role) for place, (actor, role) in enumerate(roles)]
    tone = [(row.paragraph, row.tone, tones.get(row.paragraph)) for row in _required(coding.tone).itertuples()]
    return {
        "tone": _macro_counts(tone),
        "portrayal": _macro_counts(judged),
        "frames.micro": _frames(predicted, coding),
        "roles": _accuracy_counts(agreed, constants=[{role} for _, role in roles]),
    }


def _frames(predicted, coding):
    own = predicted.frames.set_index("paragraph")[list(FRAMES)] >= HALF
    rows = []
    for row in coding.frames.itertuples():
        for frame in FRAMES:
            wanted = getattr(row, frame) >= HALF
            given = row.paragraph in own.index and own.at[row.paragraph, frame]
            both = {"found": wanted and given, "wanted": wanted, "right": wanted and given, "given": given}
            constant = {"conflict found": wanted, "conflict given": 1} if frame == "conflict" else {}
            rows += [(row.paragraph, column, number) for column, number in (both | constant).items()]
    counts = _tally(rows, (*CELLS, "conflict found", "conflict given"))
    base = lambda sums: 2 * sums[4] / (sums[1] + sums[5])
    return Counts("F1", counts, f1, int(counts["wanted"].sum()), base)
