"""Findings on cause, blame, agency and order: who is made the cause of what, which acts have a doer, the lede."""

import functools
import re
import textwrap

import pandas as pd

from analysis import frames
from analysis.claims.claim import Claim
from analysis.claims.evidence import openings, passages, stated, ties
from analysis.claims.words import count, listed, named, upper
from analysis.lexicon import column_of, word_set

MOST, CLAUSES, WIDTH = 2, 6, 100  # parties and effects that a sentence names, characters of each effect
CONTRAST = 3  # active acts of the first, and acts without a doer, from which the two are a contrast
LEAST = 2  # paragraphs or acts from which a party is named
VERBS = 4  # verbs that a sentence names for a party
PLAIN = {"conflict": "conflict", "responsibility": "responsibility (who caused or should solve a problem)"}
PLAIN |= {"human_interest": "human interest", "morality": "right and wrong", "economic": "money"}
SIGNS = {1: "stands by", -1: "opposes"}


def _origin(*tables):
    """Whose rows a finding rests on: `machine`, `reviewed`, or `mixed`; a measure on reviewed rows is mixed."""
    origins = {origin for table in tables if "origin" in table for origin in table["origin"]}
    return "machine" if origins <= {"machine"} else "mixed" if "machine" in origins else "reviewed"


def _measured(framing):
    """The origin of a finding that the machine's own measure draws from mentions."""
    return "machine" if _origin(framing.mentions) == "machine" else "mixed"


def places(numbers):
    """Paragraph numbers in words.

    >>> places([7, 5, 7])
    '¶5 and 7'
    """
    return f"¶{listed(map(str, sorted(set(numbers))))}"


def _quoted(text):
    """Words of the article, cut to what a sentence bears."""
    plain = " ".join(text.split()).strip(' ,;:.“”"')
    return f"“{textwrap.shorten(plain, WIDTH, placeholder=' …', break_on_hyphens=False)}”"


# --- who is made the cause of what -----------------------------------------------------------------------------------


def who_is_blamed(framing):
    """Who is made the cause of what, in whose voice; value: up to two parties, those in most paragraphs first.

    A party counts from two paragraphs on: one row alone may be a slip of the reading.
    Blind spot: a cause that no word marks, and who is meant where the cause names nobody.
    """
    rows = frames.ascribed(causes(framing))
    tally = rows.drop_duplicates(["party", "paragraph"])["party"].value_counts()
    order = sorted(tally.index[tally >= LEAST], key=lambda party: (-tally[party], party))[:MOST]
    own = rows[rows["party"].isin(order)]
    says = " ".join([*(_made_the_cause(party, own[own["party"] == party]) for party in order), _voices(own)])
    facts = {"threshold": 3, "evidence": passages(own), "origin": _measured(framing)}
    n, counted = len(rows.drop_duplicates("effect_start")), "stated causes with an actor in them"
    title, question = "Who is made the cause of what", "who is made the cause of what"
    return Claim("who_is_blamed", question, says, tuple(order), n, counted, title=title, **facts)


@functools.lru_cache(maxsize=2)
def causes(framing):
    """The causes that an article states between its stated mentions, as `frames.causes` has them; kept for the next."""
    return frames.causes(framing.article, stated(framing.mentions), framing.quotes)


def _made_the_cause(party, rows):
    """One sentence on a party: what it is made the cause of, what aim it is given, what it is charged with."""
    parts = [_told(rows[rows["kind"] == kind], words) for kind, words in TOLD.items()]
    are = "are" if _several(party) else "is"
    return f"{upper(_called(party))} {are} {listed(part for part in parts if part)}."


TOLD = {"cause": "made the cause of what happens in", "motive": "given an aim in", "charge": "accused in"}
UNNAMED = "nobody named"


def _told(rows, words):
    if not len(rows):
        return ""
    opaque = rows["effect"].str.match(r"(?i)(this|that|these|those|it|them)\b")
    shown = rows[~opaque].drop_duplicates(["paragraph", "effect"]).head(CLAUSES)
    many = rows["paragraph"].nunique() > 1
    quotes = [_quoted(row.effect) + (f" in ¶{row.paragraph}" if many else "") for row in shown.itertuples()]
    return f"{words} {places(rows['paragraph'])}" + (f" ({'; '.join(quotes)})" if quotes else "")


def _voices(rows):
    """Whose words the statements of cause are."""
    others = rows[rows["voice"] != "author"].drop_duplicates(["paragraph", "voice"])
    if not len(rows):
        return ""
    if others.empty:
        return "The article says all of it in its own voice."
    said = listed(
        f"{places(part['paragraph'])} ({_called(voice)})" for voice, part in others.groupby("voice", sort=False)
    )
    if rows["voice"].ne("author").all():
        return f"None of it is in the article's own voice: {said}."
    return f"The article says it in its own voice, except in {said}."


def _called(actor):
    """An actor as it stands in a sentence, with the article where it is a plain noun.

    >>> _called("German court"), _called("protesters"), _called("Cuba")
    ('the German court', 'protesters', 'Cuba')
    """
    plain = actor.split()[-1:] and actor.split()[-1].islower() and not _several(actor)
    return f"the {actor}" if plain and not actor.startswith(("the ", "a ", UNNAMED)) else named(actor)


def _several(actor):
    """Does a plain noun stand for several: *protesters*, *children*?"""
    last = actor.split()[-1] if actor.split() else ""
    plural = column_of("actor_nouns", "noun", "number").get(last) == "plural" or last.endswith("s") or last == "police"
    return last.islower() and plural


def what_should_be_done(framing):
    """What the article says must or should be done, by whom, in whose voice; value: how many such statements."""
    table = causes(framing)
    rows = table[(table["kind"] == "remedy") & (table["status"] == "stated")]
    told = [_remedy(row) for row in rows.head(3).itertuples()]
    more = f"; and {count(len(rows) - 3, 'others')}" if len(rows) > 3 else ""
    says = f"What should be done is said {TIMES.get(len(rows), f'{len(rows)} times')}: {'; '.join(told)}{more}."
    facts = {"evidence": passages(rows), "origin": _measured(framing), "title": "What should be done, and by whom"}
    counted = "statements of what must or should be done"
    return Claim("what_should_be_done", "what should be done", says, len(rows) or None, len(rows), counted, **facts)


TIMES = {1: "once", 2: "twice"}


def _remedy(row):
    voice = "the article itself" if row.voice == "author" else _called(row.voice)
    says = "say" if _several(row.voice) else "says"
    return f"{voice} {says} {_quoted(row.clean_text)} (¶{row.paragraph})"


# --- whose acts have a doer ------------------------------------------------------------------------------------------


def who_acts(framing):
    """Who acts in active verbs, whose acts have nobody who does them, who is only acted upon; value: who acts most.

    It is stated where somebody acts three times or more and three acts or more have nobody who does them. Blind spot:
    an act whose doer stands in another sentence counts as told without one.
    """
    told = frames.agency(framing.article, stated(framing.mentions))
    acts = _with_doers(told[told["form"].isin(frames.ACTS)], frames.agents(causes(framing)))
    tally = frames.by_party(told)
    nobody = _unattributed(acts)
    first = tally[tally["active"] == tally["active"].max()]
    clear = len(nobody) >= CONTRAST  # who acts says little without acts that nobody does beside it
    value = tuple(first.loc[clear & (first["active"] >= CONTRAST), "party"])
    least = 1 if _measured(framing) != "machine" else LEAST
    parts = [_active(acts, tally), _without(nobody), _undergoing(acts, tally, least)]
    facts = {"threshold": 5, "evidence": passages(nobody)}
    title, question = "Who acts, and which acts nobody does", "who acts and which acts nobody does"
    says = " ".join(part for part in parts if part)
    return Claim("who_acts", question, says, value, len(acts), "acts", title=title, origin=_measured(framing), **facts)


def _with_doers(acts, causes):
    """The acts without those that have no agent of their own and a cause that names one: *killed on orders from*."""
    spans = list(zip(causes["effect_start"], causes["effect_end"]))
    caused = [any(low <= act.start and act.end <= high for low, high in spans) for act in acts.itertuples()]
    return acts[~(acts["form"].str.endswith("agentless") & pd.Series(caused, index=acts.index, dtype=bool))]


def _active(acts, tally):
    """Who acts in active verbs, with the verbs, those that judge first."""
    told = []
    for row in tally[tally["active"] >= LEAST].head(MOST + 1).itertuples():
        own = acts[(acts["form"] == "active") & acts["agent"].str.split("; ").map(lambda names: row.party in names)]
        own = own.sort_values("loaded", ascending=False, kind="stable")
        verbs = listed(f"“{verb}”" for verb in list(dict.fromkeys(own["text"]))[:VERBS])
        told.append((row.party, f"({row.active}{':' if row.active <= VERBS else ', such as'} {verbs})"))
    if not told:
        return ""
    (first, verbs), *rest = told
    more = f", then {listed(f'{_called(party)} {words}' for party, words in rest)}" if rest else ""
    return f"{upper(_called(first))} {'act' if _several(first) else 'acts'} most often in active verbs {verbs}{more}."


def _unattributed(acts):
    """The acts that nobody does: nouns, and passives of verbs that are hard on somebody who is told."""
    passive = (acts["form"] == "agentless") & acts["loaded"] & acts["text"].str.contains(" ")
    rows = acts[passive & (_undergoers(acts) != "") | (acts["form"] == "nominal agentless")]
    return rows.drop_duplicates(["verb", "patient"])


def _undergoers(acts):
    """Who or what each act is done to, in words; a pronoun by the party it stands for, if any."""
    several = acts["text"].str.contains(r"^(?:were|are|have)\b")
    words = acts["undergoer"].str.split("; ").str[-1].mask(several, acts["undergoer"].str.replace("; ", " and "))
    pronoun = words.str.casefold().isin(PRONOUNS)
    return words.mask(pronoun, acts["patient"].map(lambda names: _called(names.split("; ")[0])))


def _without(acts):
    """Which acts nobody does."""
    passive, noun = (acts[acts["form"] == form].head(VERBS) for form in ("agentless", "nominal agentless"))
    done = [_undergone(*row) for row in zip(_undergoers(passive), passive["text"], passive["paragraph"])]
    named = [f"“{' '.join([row.text, row.undergoer]).strip()}” (¶{row.paragraph})" for row in noun.itertuples()]
    parts = [f"{manner} {listed(words)}" for manner, words in (("in the passive", done), ("as nouns", named)) if words]
    return f"Told without anybody who does them: {'; '.join(parts)}." if parts else ""


def _undergone(whom, words, paragraph):
    """A passive in the words of the article, with what it is said of."""
    first, _, rest = whom.partition(" ")
    whom = f"{first.lower() if first.lower() in DETERMINERS else first} {rest}".strip()
    return f"{whom} “{words}” (¶{paragraph})"


PRONOUNS = set("i he she it we they you him her them himself herself itself themselves this that which who".split())
DETERMINERS = set("the a an his her its their my our this that these those some many all both another two".split())


def _undergoing(acts, tally, least):
    """Who is acted upon and is the subject of no active verb; a participle tells only half of what its noun does."""
    finite = acts[~acts["form"].isin(["passive", "agentless"]) | acts["text"].str.contains(" ")]
    patients = {party for names in finite["patient"] for party in names.split("; ")}
    idle = tally[(tally[["active", "passive", "nominal", "other"]].sum(axis=1) == 0) & tally["party"].isin(patients)]
    idle = (
        idle[idle["undergoes"] >= least].sort_values(["undergoes", "party"], ascending=[False, True])["party"].tolist()
    )
    shown = [*map(_called, idle[:5]), *([count(len(idle) - 5, "others")] if len(idle) > 5 else [])]
    return f"Acted upon and never acting: {listed(shown)}." if idle else ""


# --- the lede and the body -------------------------------------------------------------------------------------------


def lede_and_body(framing):
    """What the first paragraph states of who stands for or against whom, and whether the rest bears it out.

    Value: `backed`, `backed in part`, `taken back` or `not stated again`. Blind spot: a body that says the same of
    other names.
    """
    rows = ties(framing)
    rows = stated(rows)
    first = framing.article.body["paragraph"].min() if len(framing.article.body) else 0
    lede = rows[rows["paragraph"] == first].drop_duplicates(["pair", "stance"])
    body = rows[rows["paragraph"] > first]
    if _origin(lede) == "machine":  # the machine leaves out too much for its silence to say anything
        lede = lede[lede["pair"].isin(body["pair"])]
    told = [_traced(row, body, framing) for row in lede.itertuples()]
    value = _borne_out([outcome for _, outcome in told])
    used = body[body["pair"].isin(lede["pair"])]
    facts = {"evidence": passages(pd.concat([lede, used])), "origin": _origin(lede, used)}
    says = f"The opening says {'; '.join(words for words, _ in told)}."
    facts |= {"title": "What the opening says, and what the rest bears out"}
    question, counted = "whether the rest bears out the opening", "relations in the opening that the rest takes up"
    return Claim("lede_and_body", question, says, value, len(lede), counted, **facts)


def _borne_out(outcomes):
    """The outcomes of several relations in one word.

    >>> _borne_out(["backed", "not stated again"]), _borne_out([])
    ('backed in part', None)
    """
    if not outcomes:
        return None
    return outcomes[0] if len(set(outcomes)) == 1 else "backed in part"


def _traced(row, body, framing):
    """(what the body does with one relation of the lede, in words, and the outcome)."""
    same = body[body["pair"] == row.pair]
    backs, against = (same.loc[same["stance"] == sign * row.stance, "paragraph"] for sign in (1, -1))
    doubted = _doubts(row, framing)
    words = (
        [f"the rest backs this in {places(backs)}"] if len(backs) else ["the rest does not say so again of these two"]
    )
    words += [f"says the opposite in {places(against)}"] if len(against) else []
    words += [f"doubts it in {places(doubted)}"] if doubted else []
    turned = len(against) or doubted
    outcome = (
        ("backed in part" if turned else "backed") if len(backs) else "taken back" if turned else "not stated again"
    )
    claim = f"that {_called(row.source_party)} {SIGNS[row.stance]} {_called(row.target_party)}"
    return f"{claim}: {listed(words)}", outcome


def _doubts(row, framing):
    """The later paragraphs with a sentence that names both ends of a relation and a word of doubt."""
    mentions, sentences = stated(framing.mentions), framing.article.sentences
    parties = mentions.groupby("sentence")["party"].agg(set) if len(mentions) else {}
    words = word_set("word of doubt", "agency_words")
    return [
        line.paragraph
        for line in sentences.itertuples()
        if line.paragraph > row.paragraph and row.stance > 0
        if {row.source_party, row.target_party} <= (parties[line.sentence] if line.sentence in parties else set())
        if words & set(re.findall(r"\w+", line.clean_text.casefold()))
    ]


# --- the second frame ------------------------------------------------------------------------------------------------


def second_frame(framing):
    """The generic frame present in most paragraphs after the dominant one; value: the frame, or those that tie."""
    table = framing.frames
    totals = {frame: int((table[frame] >= 0.5).sum()) for frame in frames.FRAMES} if len(table) else {}
    order = sorted(totals, key=lambda frame: (-totals[frame], frame))
    led = bool(order) and totals[order[0]] > totals[order[1]] > 0
    second = [frame for frame in order[1:] if led and totals[frame] == totals[order[1]]]
    numbers = table.loc[table[second[0]] >= 0.5, "paragraph"].tolist() if second else []
    says = ""
    if second:
        also = f", as often as {listed(map(PLAIN.get, second[1:]))}" if second[1:] else ""
        says = f"After {PLAIN[order[0]]}, the frame of {PLAIN[second[0]]} is present most often{also}:"
        says += f" in {len(numbers)} of {len(table)} paragraphs, {places(numbers)}."
    facts = {"threshold": 3, "evidence": openings(framing, numbers), "origin": _measured(framing)}
    value, counted = tuple(frame.replace("_", " ") for frame in second), "paragraphs with a second frame"
    question, title = "which frame comes second", "The second frame"
    return Claim("second_frame", question, says, value, len(numbers), counted, title=title, **facts)
