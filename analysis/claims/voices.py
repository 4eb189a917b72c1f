"""Who speaks: findings on whose words, thoughts and acts of speech an article tells, and in whose voice."""

import re
from collections import Counter

import pandas as pd

from analysis import grammar, quotes, sentiment, uncertainty
from analysis.claims.claim import Claim
from analysis.claims.evidence import first_sentences, origin_of, partied, passages, stated, weighed
from analysis.claims.words import count, listed, named, names, percent, ranked, upper
from analysis.lexicon import word_set

OFTEN = 5  # mentions from which a party's silence is a finding
NAMED = {"name", "metonym", "demonym"}
FEW = 3  # passages that a sentence quotes


# --- whose words ----------------------------------------------------------------------------------------------------


def share_of_voice(framing):
    """Whose words the article reports at most length, in distinct words; value: the party, or those that are level.

    A word that several are said to speak counts once in the total and for each of them, and is said to be joint. What
    somebody sees, wants or fears is no speech. Blind spot: the words of a report are mostly the article's.
    """
    words, question = _words(framing), "whose words are reported at most length"
    spoken = words[words["speakers"].map(bool) & (words["voice"] == "speech")]
    shares = spoken.explode("parties").rename(columns={"parties": "party"})
    lead = uncertainty.lead(shares, "party")
    reports = _reports(framing, inner=False)
    says = _most_words(lead, spoken, len(words[words["voice"] == "thought"])) if lead.first else ""
    own = reports[_party(reports).isin(lead.first)]
    n, title = len(reports.drop_duplicates(["start", "end"])), "Whose words are reported"
    facts = {"title": title, "origin": origin_of(reports), "evidence": passages(own)}
    return Claim("share_of_voice", question, says, lead.first, n, "reports of speech", 3, lead.stability, **facts)


def _most_words(lead, spoken, thought):
    """The sentence on who has most words: the share, what is joint, the two first together, the quotation marks."""
    total, first = len(spoken), lead.first
    has = "has" if len(first) == 1 else "have"
    each = " each" if len(first) > 1 else ""
    says = f"{upper(names(first))} {has} {lead.total}{each} of the {total} reported words ({percent(lead.total / total)})"
    says += f", {ranked(lead.rest, 2).replace(' (', ' has (', 0)} follow." if len(lead.rest) > 1 else "."
    joint = Counter(parties for parties in spoken["parties"] if len(parties) > 1 and set(parties) & set(first))
    for parties, number in joint.most_common(1):
        says += f" {number} of these words are given to {names(parties)} jointly and counted once in the total."
    two = [name for name, _ in lead.ranking[:2]]
    if len(lead.ranking) > 2:
        both = spoken["parties"].map(lambda parties: bool(set(parties) & set(two))).mean()
        says += f" Together {names(two)} have {percent(both)}."
    quoted = spoken[spoken["quoted"]]
    if len(quoted):
        theirs = Counter(party for parties in quoted["parties"] for party in parties)
        says += f" Quotation marks hold {count(len(quoted), 'words')}: {ranked(theirs.most_common(4), 4)}."
    return says + (f" Another {thought} words tell what somebody thinks, wants or fears." if thought else "")


# --- in whose voice -------------------------------------------------------------------------------------------------


def own_voice(framing):
    """How much the article tells in its own voice; value: the share of its words, 0 to 1.

    The rest is what somebody says, what somebody thinks or wants, and what cannot be told: an explanation within a
    report, or a sentence after one without a cue of its own. Blind spot: the author's choice among words shows in
    relayed speech too.
    """
    words, question = _words(framing), "how much is told in the article's own voice"
    reports = framing.quotes[framing.quotes["speaker"] != ""]
    n = len(stated(reports).drop_duplicates(["start", "end"]))
    if not n:
        return Claim("own_voice", question, "", None, 0, "reports of speech or thought", title="In whose voice")
    interval = uncertainty.mean(words["voice"] == "own", by=words["paragraph"])
    shares = words["voice"].value_counts() / len(words)
    of = lambda voice: percent(shares.get(voice, 0.0))
    says = f"The article tells {of('own')} of its {len(words)} words in its own voice, {of('speech')} as what somebody"
    says += f" says and {of('thought')} as what somebody thinks, wants or fears."
    unsure = _stretches(framing, words[words["voice"] == "unclear"])
    if unsure:
        says += f" In {count(len(unsure), 'passages')} it cannot be told whether the author speaks or the one reported:"
        says += f" {_quoted(unsure)}."
    says += _relayed(framing, words)
    facts = {"interval": interval, "evidence": unsure or passages(reports), "origin": origin_of(reports)}
    title = "In whose voice it is told"
    return Claim("own_voice", question, says, interval.value, n, "reports of speech or thought", 3, title=title, **facts)


def _relayed(framing, words):
    """What reaches the reader at second hand: as the article discloses, and as one report stands within another."""
    says, given = "", quotes.provenance(framing.article, framing.mentions)
    for _, rows in given.groupby("sentence", sort=False):
        speakers = set(framing.quotes["speaker"])
        about = [actor for actor in rows["about"].iloc[0] if actor in speakers]
        if about:
            says += f" What {names(about)} {'says' if len(about) == 1 else 'say'} comes by way of"
            says += f" {names(list(rows['source']))}, as the article itself tells (¶{rows['paragraph'].iloc[0]})."
    nested = words[words["outer"].map(bool) & (words["voice"] == "speech")]
    nested = nested[[not set(row.outer) & set(row.speakers) for row in nested.itertuples()]]
    for (inner, outer), _ in nested.groupby(["speakers", "outer"], sort=False):
        says += f" {upper(names(inner))} {'is' if len(inner) == 1 else 'are'} reported by way of {names(outer)}."
    return says


# --- who is not heard -----------------------------------------------------------------------------------------------


def unheard(framing):
    """Who is talked about and never given words; value: parties of five mentions or more without a word, or `none`.

    A word for a group (*these countries*) counts in equal parts for its members; who is only shown thinking is not
    heard; the dead are left out. The sentence quotes their speech acts of which the content is left out. Blind spot:
    silence can have plain reasons.
    """
    mentions = weighed(stated(framing.mentions))
    totals = mentions.groupby("party")["weight"].sum()
    known = [name for name in totals.index if totals[name] >= OFTEN and name not in _dead(framing)]
    known.sort(key=lambda name: (-totals[name], name))
    reports = _reports(framing, inner=False)
    speakers = {*_party(reports), *reports["speaker"]}
    silent = tuple(name for name in known if name not in speakers)
    shown = ranked([(name, round(totals[name])) for name in silent or known], 8)
    says = f"Everyone mentioned five times or more is given words: {shown}."
    acts = quotes.speech_acts(framing.article, framing.mentions, framing.quotes)
    acts = acts[_party(acts).isin(silent)]
    if silent:
        says = f"{upper(shown)} {'is' if len(silent) == 1 else 'are'} mentioned five times or more and given no words."
    for name in silent:
        own = passages(acts[_party(acts) == name])
        says += f" That {named(name)} spoke is told without what was said: {_quoted(own)}." if own else ""
    evidence = passages(acts) + first_sentences(framing, mentions, silent)
    question, counted = "who is never given words", "parties mentioned five times or more"
    facts = {"evidence": evidence, "title": "Who is spoken of and not heard", "origin": origin_of(framing.mentions, reports)}
    return Claim("unheard", question, says, silent or "none", len(known), counted, **facts)


def _dead(framing):
    """The parties that a clause tells to be dead: *died*, *was killed*."""
    clauses = grammar.clauses(framing.article)
    died = clauses["predicate"].eq("die") & clauses["voice"].eq("active")
    died |= clauses["predicate"].isin(["kill", "murder", "assassinate"]) & clauses["voice"].eq("passive")
    gone = {(row.sentence, name) for row in clauses[died].itertuples() for name in row.subject.split("; ") if name}
    mentions = partied(framing.mentions)
    found = zip(mentions["sentence"], mentions["clean_text"], mentions["party"])
    return {party for sentence, text, party in found if any(sentence == at and name.endswith(text) for at, name in gone)}


# --- thoughts and acts of speech ------------------------------------------------------------------------------------


def inner_life(framing):
    """Whose thoughts and wishes are told, against whose acts of speech; value: the party shown from within most.

    Thoughts are what somebody sees, wants or fears; acts of speech what somebody says, denies or rejects, with the
    content or without. Blind spot: a wish that is told as an act (*seeks*) is neither.
    """
    inner, outer = _reports(framing, inner=True), _reports(framing, inner=False)
    acts = quotes.speech_acts(framing.article, framing.mentions, framing.quotes)
    inner = inner.assign(party=_party(inner), verb=inner["cue"])
    spoken = pd.concat([outer.assign(party=_party(outer), verb=outer["cue"]), acts.assign(party=_party(acts))])
    lead = uncertainty.lead(inner, "party")
    says = _within(lead, inner, spoken) if lead.first else ""
    facts = {"title": "Whose thoughts are told", "origin": origin_of(inner), "evidence": passages(inner)}
    question, counted = "whose thoughts and wishes are told", "reports of thought, wish or fear"
    return Claim("inner_life", question, says, lead.first, len(inner), counted, 3, lead.stability, **facts)


def _within(lead, inner, spoken):
    """The sentence on inner life: who leads, with the verbs, then those of whom only acts of speech are told."""
    first, acts = list(lead.first), Counter(spoken["party"])
    verbs = lambda rows: listed(f"“{verb.casefold()}”" for verb in list(dict.fromkeys(rows["verb"]))[:4] if verb)
    total = sum(acts[name] for name in first)
    says = f"{upper(names(first))} {'is' if len(first) == 1 else 'are'} shown from within most: {verbs(inner[inner['party'].isin(first)])}"
    says += f" ({count(lead.total, 'thoughts or wishes')}, beside {count(total, 'acts of speech')})"
    says += f"; then {ranked(lead.rest)}." if lead.rest else "."
    outside = [name for name, _ in acts.most_common() if name not in set(inner["party"])][:4]
    if outside:
        told = verbs(spoken[spoken["party"].isin(outside)].drop_duplicates("verb"))
        says += f" Of {names(outside)} only acts of speech are told: {told}."
    return says


# --- words at a distance, labels, sources ---------------------------------------------------------------------------


def scare_quotes(framing):
    """The words the article uses without vouching for them; value: these words, or `none`.

    Short words in quotation marks that are no report, or that somebody is said to call a thing by, and *so-called* and
    its like. Blind spot: a partial quotation within a report may be distance too.
    """
    rows = quotes.distanced(framing.article, framing.quotes)
    words = tuple(dict.fromkeys(row.text.strip("“”\"‘’'.,") for row in rows.itertuples()))
    given = {row.text: f" ({named(row.by)}’s word, ¶{row.paragraph})" for row in rows.itertuples() if row.by}
    shown = [f"{_marks(row.text)}{given.get(row.text, f' (¶{row.paragraph})')}" for row in rows.itertuples()]
    says = f"The article keeps its distance from {count(len(words), 'expressions')}: {listed(dict.fromkeys(shown))}."
    says += _translated(framing)
    facts = {"evidence": passages(rows), "title": "Words it does not vouch for"}
    question, counted = "which words are held at a distance", "expressions held at a distance"
    return Claim("scare_quotes", question, says, words, len(words), counted, **facts)


def labels(framing):
    """The loaded words by which actors are called; value: those words, as they stand.

    Descriptions that hold a word of `labels.csv` or `traits.csv` in small letters. Blind spot: a plain word can be
    loaded in its place, and a loaded one may be the plain name of the thing.
    """
    mentions = stated(framing.mentions)
    mentions = mentions[~mentions["kind"].isin(["pronoun", "metonym", "demonym"])].drop_duplicates(["start", "end"])
    rows = mentions[[_loaded(text) for text in mentions["clean_text"]]]
    shown = [f"{named(row.actor)} “{row.clean_text}” (¶{row.paragraph})" for row in rows.itertuples()]
    words = tuple(dict.fromkeys(rows["clean_text"]))
    says = f"Loaded words for actors: {listed(shown[:8])}." if shown else ""
    says += _translated(framing)
    facts = {"evidence": passages(rows), "title": "Loaded names for actors", "origin": origin_of(rows)}
    return Claim("labels", "by which loaded words actors are called", says, words, len(rows), "loaded words", **facts)


def _loaded(text):
    """Is an actor called by a loaded word, in small letters: *the communist giant*, not *the Communist Party*?"""
    words = re.findall(r"[^\W_]+", text)
    found = [match for table in ("labels", "traits") for match in sentiment.find([w.casefold() for w in words], table)]
    return any(all(word.islower() for word in words[first : last + 1]) for first, last, _ in found)


def unnamed_sources(framing):
    """How many who speak or are shown thinking have no name; value: those sources, or `none`.

    Critics, officials, analysts and the like without a name. Blind spot: an office that one person holds counts as named.
    """
    reports = stated(framing.quotes[framing.quotes["speaker"] != ""])
    sources = list(dict.fromkeys(reports["speaker"]))
    plain = word_set("source without a name", "quote_words")
    unnamed = tuple(name for name in sources if name.split()[-1].casefold() in plain)
    rows = reports[reports["speaker"].isin(unnamed)]
    says = f"All {count(len(sources), 'sources')} are named persons or bodies."
    if unnamed:
        cues = {name: listed(dict.fromkeys(part["cue"].str.casefold())) for name, part in rows.groupby("speaker")}
        told = listed(f"{name} (“{cues[name]}”)" if cues[name] else name for name in unnamed[:6])
        says = f"{len(unnamed)} of {count(len(sources), 'sources')} {'has' if len(unnamed) == 1 else 'have'} no name: {told}."
    facts = {"evidence": passages(rows), "title": "Sources without a name", "origin": origin_of(reports)}
    return Claim("unnamed_sources", "who speaks without a name", says, unnamed or "none", len(sources), "sources", 3, **facts)


# --- the rows beneath -----------------------------------------------------------------------------------------------


def _words(framing):
    return quotes.told(framing.article, stated(framing.quotes))


def _reports(framing, *, inner):
    """The stated reports of thought and wish (`inner`) or of speech, one row a speaker."""
    rows = stated(framing.quotes[framing.quotes["speaker"] != ""])
    return rows[quotes.class_of(rows).isin(quotes.INNER) == inner]


def _party(rows):
    name = "speaker" if "speaker" in rows else "actor"
    return rows["party"].where(rows["party"] != "", rows[name])


def _stretches(framing, words):
    """Words that follow one another as passages."""
    raw, merged = framing.article.raw, []
    for row in words.itertuples():
        if merged and merged[-1]["paragraph"] == row.paragraph and not re.search(r"\w", raw[merged[-1]["end"] : row.start]):
            merged[-1]["end"] = row.end
        else:
            merged.append({"paragraph": row.paragraph, "start": row.start, "end": row.end})
    table = pd.DataFrame(merged, columns=["paragraph", "start", "end"])
    return passages(table.assign(text=[raw[row.start : row.end] for row in table.itertuples()]))


def _quoted(pieces):
    """The first few passages in words, and how many more there are."""
    rest = len(pieces) - FEW
    shown = [f"{_marks(piece.text)} (¶{piece.paragraph})" for piece in pieces[:FEW]]
    return listed([*shown, *([f"{rest} more"] if rest > 0 else [])])


def _marks(text):
    bare = text.strip(" “”\"")
    return f"“{bare}”"


def _translated(framing):
    known = framing.article.about.get("translated_from", "unknown") not in ("", "unknown", "no", "none")
    return " The wording is the translator's as much as the author's." if known else ""
