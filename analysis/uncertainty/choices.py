"""Choices: the same findings under every way of reading and counting that could be defended."""

import dataclasses
import itertools
import re

import numpy as np
import pandas as pd

from analysis import cache, framing, sentiment
from analysis.article import read_article
from analysis.encoder import available

CHOICES = ["repairs", "aliases", "encoder", "unit", "level", "voices", "instrument"]
COLUMNS = ["finding", "title", *CHOICES, "outcome", "value", "low", "high", "n", "by_party", "default"]
NOT_A_CHOICE = "–"
TIES = "who_opposes_whom acts_against who_supports_whom".split()
CONCERNED = {  # which findings a choice can change, beside those of how the text is read
    "unit": ["cooccurrence_top"],
    "level": ["cooccurrence_top", *TIES],
    "voices": TIES,
    "instrument": ["tone_overall"],
}
OPTIONS = {  # the default first
    "unit": ("sentence", "paragraph"),
    "level": ("party", "actor"),
    "voices": ("all", "author"),
    "instrument": ("tone", "words"),  # an instrument that coded news refutes is no choice
}
INSTRUMENTS = {
    "words": lambda text, encoder: sentiment.words(text),
    "tone": lambda text, encoder: sentiment.tone(text, encoder=encoder),
}


def specifications(article, questions, *, encoder=True, review=False):
    """The same findings under every defensible choice: one row a specification and finding.

    `questions` are functions of a Framing that give a claim (`claims.STANDARD`). Choices: repairs and aliases of the
    article read or not, encoder on or off (each where there is one), the unit (sentence, paragraph), the level (party,
    actor), the voices that count (all, author), the tone instrument; a choice that cannot change a finding is "–".
    `review` is as in `framing.read`: what a person confirmed no choice of the machine's changes, so the default is the
    machine alone. Columns finding; title (in plain words); one a choice; outcome (in words); value (the figure of the
    claim, else the share of resamples in which its lead holds); low, high; n; same (whether the outcome is as good as
    that of the default: for a figure, within its interval; for names, at least half of all names in both; for camps,
    four of five parties on the same side; an actor counts as its party); default. Blind spot: what all specifications
    share (one roster, one codebook) no specification tests. Source: Simonsohn, Simmons & Nelson 2020.
    """
    whole = read_article(article.folder) if article.folder else article
    make = lambda: {"specifications": _specified(article, questions, encoder, review)}
    kept = cache.kept(
        [article, whole, list(questions), encoder, review], make, worth=lambda: not encoder or available()
    )
    return kept["specifications"]


def _specified(article, questions, encoder, review):
    rows = []
    for text_choices, reading in _readings(article, encoder, review):
        for question in questions:
            for count_choices, variant in _variants(reading, question.__name__, text_choices["encoder"] is True):
                unit = {"unit": count_choices["unit"]} if "unit" in count_choices else {}
                claim = question(variant, **unit)
                facts = {
                    "finding": claim.name,
                    "title": claim.heading,
                    "outcome": claim.outcome,
                    "n": claim.n,
                    "default": False,
                }
                facts |= dict.fromkeys(CHOICES, NOT_A_CHOICE) | text_choices | count_choices | _figure(claim)
                rows.append(facts | {"by_party": _by_party(claim.outcome, reading.mentions)})
    table = pd.DataFrame(rows, columns=COLUMNS)
    first = table.groupby("finding", sort=False).head(1).index  # readings and variants both begin with the default
    table.loc[first, "default"] = True
    usual = table.loc[first].set_index("finding")
    table["same"] = [_alike(row, usual.loc[row.finding]) for row in table.itertuples()]
    return table.drop(columns="by_party")


VERDICTS = {
    (True, True): "stable, as the coders have it",
    (True, False): "stable and not what the coders have",
    (False, True): "as the coders have it, but it depends on the choices",
    (False, False): "neither stable nor what the coders have",
    (True, None): "stable; no coder says anything of it",
    (False, None): "depends on the choices; no coder says anything of it",
}
STABLE = 0.8  # of the specifications


def trusted(specifications, coded):
    """How far each finding can be trusted: what is stable is not therefore right.

    `specifications` is the table of that name, `coded` the same findings on a coding of the article. One row a finding:
    finding (in plain words), outcome, holds_in (the specifications with this outcome), share, coders (their outcome),
    agrees (whether the coders have all that it names; None where nobody coded it), rank (share × agreement), verdict.
    The first are those that hold and agree, the last those that do neither. Blind spot: coders err too.
    """
    known = {claim.name: claim for claim in coded}
    rows = [_trust(part, known.get(name)) for name, part in specifications.groupby("finding", sort=False)]
    table = pd.DataFrame(rows, columns="finding outcome holds_in share coders agrees rank verdict".split())
    return table.sort_values(["rank", "share"], ascending=False, kind="stable", ignore_index=True)


def _borne_out(usual, coded):
    """Whether the coders have all that a finding names; a figure is theirs where its interval holds their figure."""
    if re.fullmatch(r"−?\d*\.\d+", usual["outcome"]) and coded.interval is not None:
        return bool(usual["low"] <= coded.interval.value <= usual["high"])
    here, there = (
        [set(side.split(", ")) for side in words.split(" | ")] for words in (usual["outcome"], coded.outcome)
    )
    return len(here) == len(there) and all(mine <= theirs for mine, theirs in zip(here, there))


def _trust(part, coded):
    usual = part[part["default"]].iloc[0]
    share, agrees = part["same"].mean(), None
    if coded is not None and coded.n:
        agrees = _borne_out(usual, coded)
    return {
        "finding": usual["title"],
        "outcome": usual["outcome"],
        "holds_in": f"{part['same'].sum()} of {len(part)}",
        "share": share,
        "coders": coded.outcome if coded is not None else "",
        "agrees": agrees,
        "rank": share * (agrees if agrees is not None else 0.5),
        "verdict": VERDICTS[bool(share >= STABLE), agrees],
    }


def _readings(article, encoder, review):
    """(choices, Framing) for each way of reading the text, the default first."""
    either = lambda offered: [True, False] if offered else [NOT_A_CHOICE]
    repairs = either(article.folder and len(article.repairs))
    aliases = either(article.folder and len(article.aliases))
    for mended, named, by_encoder in itertools.product(repairs, aliases, either(encoder and available())):
        text = article
        if False in (mended, named):
            text = read_article(article.folder, repairs=mended is not False, aliases=named is not False)
        choices = {"repairs": mended, "aliases": named, "encoder": by_encoder}
        yield choices, framing.read(text, encoder=by_encoder is True, review=review)


def _variants(reading, finding, encoder):
    """(choices, Framing) for each choice that concerns a finding, the default first."""
    concerned = {choice: options for choice, options in OPTIONS.items() if finding in CONCERNED[choice]}
    for values in itertools.product(*concerned.values()):
        choices = dict(zip(concerned, values))
        variant = reading
        if choices.get("level") == "actor":
            variant = _by_actor(variant)
        if choices.get("voices") == "author":
            variant = dataclasses.replace(variant, relations=variant.relations[variant.relations["voice"] == "author"])
        if choices.get("instrument", "tone") != "tone":
            variant = dataclasses.replace(variant, tone=_toned(variant.tone, choices["instrument"], encoder))
        yield choices, variant


def _by_actor(reading):
    rows = reading.relations
    relations = rows.assign(source_party=rows["source"], target_party=rows["target"])
    return dataclasses.replace(
        reading, mentions=reading.mentions.assign(party=reading.mentions["actor"]), relations=relations
    )


def _toned(tone, instrument, encoder):
    scores = [INSTRUMENTS[instrument](text, encoder) for text in tone["clean_text"]]
    return tone.assign(tone=[score.valence for score in scores], score=[score.score for score in scores])


def _figure(claim):
    if claim.interval is not None:
        return {"value": claim.interval.value, "low": claim.interval.low, "high": claim.interval.high}
    return {"value": np.nan if claim.sure is None else claim.sure, "low": np.nan, "high": np.nan}


def _alike(row, usual):
    if row.outcome == usual["outcome"]:
        return True
    if re.fullmatch(r"−?\d*\.\d+", usual["outcome"]):
        return bool(usual["low"] <= row.value <= usual["high"])
    here, there = (
        [set(camp.split(", ")) for camp in words.split(" | ")] for words in (row.by_party, usual["by_party"])
    )
    if len(there) == 1:
        return len(set.union(*here) & there[0]) * 2 >= len(set.union(*here) | there[0])
    both = set.union(*here) & set.union(*there)
    same = len(here) == 2 and sum((name in here[0]) == (name in there[0]) for name in both)
    return len(here) == 2 and len(both) > 1 and max(same, len(both) - same) * 5 >= len(both) * 4


def _by_party(outcome, mentions):
    """An outcome with each actor replaced by its party, pairs and lists in alphabetical order."""
    party = dict(zip(mentions["actor"], mentions["party"]))
    pair = lambda names: "–".join(sorted(party.get(name) or name for name in names.split("–")))
    return " | ".join(", ".join(sorted({pair(name) for name in camp.split(", ")})) for camp in outcome.split(" | "))
