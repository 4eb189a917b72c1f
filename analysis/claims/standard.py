"""The standard findings: small functions that turn the tables of a reading into claims."""

import dataclasses

import pandas as pd

from analysis import cache, tables, uncertainty
from analysis.claims.blame import lede_and_body, second_frame, who_acts, who_is_blamed
from analysis.claims.cast import called_by_capital, cooccurrence_top, main_actors, never_together
from analysis.claims.claim import SHOWN, Claim, Findings, from_rows, rows, side_by_side
from analysis.claims.evidence import basis, openings, passages, stated
from analysis.claims.opposition import acts_against, opposition_by_voice, who_opposes_whom, who_supports_whom
from analysis.claims.together import opposed_together, supported_together
from analysis.claims.voices import inner_life, labels, own_voice, scare_quotes, share_of_voice, unheard, unnamed_sources
from analysis.claims.words import listed, named, names, percent, places, upper
from analysis.frames import FRAMES

OFTEN = 5  # mentions from which a party's silence is a finding
LEAST = 3  # paragraphs an actor needs to be judged by how they show it
SHOWING = {-1: ("to its discredit", "favourably"), 1: ("favourably", "to its discredit")}


def _leader(name, question, rows, column, says, counted, least, *, weight=None, quote=passages):
    """Who comes first when rows are counted by a column; `says` makes a sentence of the lead and the leader's rows."""
    lead = uncertainty.lead(rows, column, weight=weight)
    own = rows[rows[column].isin(lead.first)]
    words = says(lead, own) if lead.first else ""
    return Claim(name, question, words, lead.first, len(rows), counted, least, lead.stability, evidence=quote(own))


# --- how it sounds ---------------------------------------------------------------------------------------------------


def tone_overall(framing):
    """Whether the situation the article describes is bad or good; value: `negative`, `positive` or `mixed`."""
    tone = framing.tone
    interval = uncertainty.mean(tone["tone"], by=tone["paragraph"])
    value = _clear(interval, "positive", "negative", "mixed")
    bad, neither, good = (int((tone["tone"] == sign).sum()) for sign in (-1, 0, 1))
    says = (
        f"{_of_all(bad, len(tone))} {'describes' if bad == 1 else 'describe'} conflict, threat or harm,"
        f" {good or 'none'} cooperation, relief or success and {neither or 'none'} neither or both: the situation is"
        f" {TOLD[value]}."
    )
    order = tone.sort_values("score", ascending=value != "positive", kind="stable")["paragraph"]
    quotes = openings(framing, order.tolist()[:SHOWN])
    facts = {"threshold": 3, "interval": interval, "evidence": quotes}
    question, facts["title"] = "how the situation is described on the whole", "How bad the situation is"
    return Claim("tone_overall", question, says, value, len(tone), "paragraphs", **facts)


TOLD = {"negative": "told as bad on the whole", "positive": "told as good on the whole", "mixed": "told as mixed"}


def _of_all(number, total):
    """How many of the paragraphs, in words.

    >>> _of_all(2, 4), _of_all(4, 4), _of_all(0, 4)
    ('2 of the 4 paragraphs', 'All 4 paragraphs', 'None of the 4 paragraphs')
    """
    return f"All {total} paragraphs" if number == total else f"{number or 'None'} of the {total} paragraphs"


def _clear(interval, above, below, neither):
    """One of three words: the interval lies above 0, below 0, or holds it (or is missing)."""
    return above if interval.low > 0 else below if interval.high < 0 else neither


# --- how the actors come off, and the frame --------------------------------------------------------------------------


def shown_to_discredit(framing):
    """Which actor most paragraphs show to its discredit; value: the actor, or `nobody`.

    Only reviewed readings count: by machine this is the weakest of all. The interval of the mean over its paragraphs
    must stay below 0. Blind spot: each interval stands for itself, so that of many actors one may seem clear by chance.
    """
    return _shown(framing, -1, "shown_to_discredit", "who is shown to their discredit")


def shown_favourably(framing):
    """Which actor most paragraphs show favourably; value: the actor, or `nobody` (see `shown_to_discredit`)."""
    return _shown(framing, 1, "shown_favourably", "who is shown favourably")


def _shown(framing, sign, name, question):
    rows = stated(framing.portrayal)
    parts = {actor: part for actor, part in rows.groupby("actor") if part["paragraph"].nunique() >= LEAST}
    means = {actor: uncertainty.mean(part["valence"] * sign, by=part["paragraph"]) for actor, part in parts.items()}
    clear = sorted((actor for actor in means if means[actor].low > 0), key=lambda actor: (-means[actor].value, actor))
    counted, facts = f"actors in {LEAST} paragraphs or more", {"title": upper(question)} | basis(framing.portrayal)
    if facts["origin"] == "machine":
        facts["refusal"] = (
            f"The machine alone is too often wrong on this to say {question}; a review can." if parts else ""
        )
    if not clear:
        return Claim(name, question, "", None, len(parts), counted, **facts)
    own = parts[clear[0]]
    facts |= basis(own)
    own, against = own[own["valence"] == sign], own[own["valence"] == -sign]
    all_in, where = parts[clear[0]]["paragraph"].nunique(), own["paragraph"]
    says = f"{upper(named(clear[0]))} is shown {SHOWING[sign][0]} in {where.nunique()} of the {all_in} paragraphs that"
    says += f" mention it ({places(where)}) and {SHOWING[sign][1]} in {against['paragraph'].nunique() or 'none'}"
    says += f"; so, less often, {names(clear[1:], most=3)}." if clear[1:] else "."
    evidence = passages(own) if "start" in own else openings(framing, where.tolist())
    return Claim(
        name, question, says, clear[0], len(parts), counted, interval=means[clear[0]], evidence=evidence, **facts
    )


def dominant_frame(framing):
    """The news frame present in most paragraphs, a minor finding: most news is conflict; value: the frame or a tie."""
    table = framing.frames
    rows = table.melt(id_vars="paragraph", value_vars=list(FRAMES), var_name="frame")
    rows = rows[rows["value"] >= 0.5].assign(frame=lambda part: part["frame"].str.replace("_", " "))
    share = lambda lead: percent(lead.total / len(table))
    less = lambda lead: listed(f"{name} ({total})" for name, total in lead.rest)
    says = lambda lead, own: (
        f"The {listed(lead.first)} {'frame is' if len(lead.first) == 1 else 'frames are each'} present in"
        f" {lead.total} of {len(table)} paragraphs ({share(lead)});"
        f" {'less often ' + less(lead) if lead.rest else 'no other is'}."
    )
    claim = _leader(
        "dominant_frame", "which frame is built", rows, "frame", says, "paragraphs", 3, quote=lambda own: ()
    )
    if not claim.value:
        return dataclasses.replace(claim, n=len(table))
    scores = table[claim.value[0].replace(" ", "_")]
    order = table.loc[scores.sort_values(ascending=False, kind="stable").index, "paragraph"]
    quotes = openings(framing, order.tolist()[:SHOWN])
    facts = {"interval": uncertainty.mean(scores >= 0.5), "evidence": quotes, "title": "The most common news frame"}
    if (scores >= 0.5).sum() < LEAST:
        facts["refusal"] = f"No frame is present in {LEAST} paragraphs or more: too few to say which frame is built."
    return dataclasses.replace(claim, n=len(table), **facts)


# --- all of them -----------------------------------------------------------------------------------------------------


# the telling ones first
STANDARD = (
    who_is_blamed,
    who_opposes_whom,
    opposed_together,
    unheard,
    who_acts,
    lede_and_body,
    share_of_voice,
    opposition_by_voice,
)
STANDARD += (never_together, acts_against, own_voice)
STANDARD += (inner_life, shown_to_discredit, shown_favourably, scare_quotes, labels, unnamed_sources, called_by_capital)
STANDARD += (main_actors, who_supports_whom, supported_together, second_frame, dominant_frame, tone_overall)
STANDARD += (cooccurrence_top,)
UNREVIEWED = (opposed_together, supported_together)  # asked of the machine alone, and of a coding to compare it with


def findings(framing, *, only=STANDARD, beside=None):
    """Every standard finding on one article, each with its hedge, the telling ones first; `only` names those to ask.

    `framing` is what `framing.read` gives, or a reference coding (`agreement.coding`): the same questions to both.
    `beside` is another reading of the article, whose outcomes stand beside the findings; None: that of the machine
    alone, where a person has reviewed it.
    """
    beside = beside or getattr(framing, "machine", None)
    reviewer = getattr(getattr(framing, "review", None), "coder", "")
    reviewed = getattr(framing, "machine", None) is not None
    asked = [question for question in only if not (reviewed and question in UNREVIEWED)]
    make = lambda: rows([_answered(question, framing, beside, reviewer) for question in asked])
    kept = cache.kept([framing, beside, asked], lambda: {"claims": make()})
    return Findings(tuple(from_rows(kept["claims"])))


def _answered(question, framing, beside, reviewer):
    claim = dataclasses.replace(question(framing), reviewer=reviewer)
    if beside is None or claim.origin == "machine":
        return claim
    other = question(beside)
    share = isinstance(other.value, float) and other.met
    said = percent(other.value) if share else other.outcome
    return dataclasses.replace(claim, beside="the same" if other.outcome == claim.outcome else said)


def compare(*framings, only=STANDARD):
    """The standard findings on several articles side by side: one row a finding, one column an article, by its name."""
    return side_by_side({framing.article.name: findings(framing, only=only) for framing in framings})


def write(framing, path):
    """Write the findings that are stated of an article as CSV: name, title, statement, value, n, origin, sure."""
    rows = [
        {
            "name": c.name,
            "title": c.title,
            "statement": c.statement,
            "value": c.outcome,
            "n": c.n,
            "origin": c.origin,
            "sure": c.sure,
        }
        for c in findings(dataclasses.replace(framing, machine=None))
        if c.met
    ]
    columns = ["name", "title", "statement", "value", "n", "origin", "sure"]
    tables.write(pd.DataFrame(rows, columns=columns), path)
