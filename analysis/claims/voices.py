"""Who speaks: findings on whose words, thoughts and acts of speech an article tells, and in whose voice."""

import functools
import re
from collections import Counter

import pandas as pd

from analysis import grammar, quotes, sentiment, uncertainty
from analysis.actors import NAMED
from analysis.claims.claim import Claim
from analysis.claims.evidence import at_home, first_sentences, origin_of, passages, stated, weighed
from analysis.claims.words import count, listed, named, names, percent, ranked, upper
from analysis.lexicon import column_of, word_set

OFTEN, SPREAD = 5, 3  # mentions, and paragraphs with one, from which a party's silence is a finding
REPORTS = 3  # reports of speech that an article has at least where its silence on somebody is a finding
PLURALS = {"people", "police", "media"}
UNTOLD = {"cue_class": "", "cue_start": -1, "cue_end": -1}
MOST, NEARLY_ALL = 0.5, 0.8  # shares of the words: two have most; a party has nearly all and is told by its speakers
TURNS = "continuous text (this is an interview in turns)"
LABEL = re.compile(r"\(\([^)]{1,30}\)\)|[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}:")
BEFORE = re.compile(r"(?:['’]s)?(?: [a-z-]+){0,2} ([a-z-]+) ")  # Milltown coach Ann Lee
AFTER = re.compile(
    r",?(?: (?:an?|the)(?: [a-z-]+){1,3})? (?:of|from|at|for)(?: the)? "
)  # Ann Lee, a chemist at the Mill
FEW = 3  # passages that a sentence quotes


# --- whose words ----------------------------------------------------------------------------------------------------


def share_of_voice(framing):
    """Whose words the article reports at most length, in distinct words; value: the party, or those that are level.

    A word that several are said to speak counts once in the total and for each of them, and is said to be joint. What
    somebody sees, wants or fears is no speech. Blind spot: the words of a report are mostly the article's.
    """
    words, question, title = _words(framing), "whose words are reported at most length", "Whose words are reported"
    if _in_turns(framing):
        return Claim("share_of_voice", question, "", None, 0, TURNS, title=title)
    spoken = words[words["speakers"].map(bool) & (words["voice"] == "speech")]
    reports = _reports(framing, inner=False)
    spoken, lead = _ranked_voices(spoken, _faces(reports), _known(framing, reports))
    says = _most_words(lead, spoken, len(words[words["voice"] == "thought"])) if lead.first else ""
    own = reports[_party(reports).isin(lead.first) | reports["speaker"].isin(lead.first)]
    n = len(reports.drop_duplicates(["start", "end"]))
    facts = {"title": title, "origin": origin_of(reports), "evidence": passages(own)}
    return Claim("share_of_voice", question, says, lead.first, n, "reports of speech", 3, lead.stability, **facts)


def _known(framing, reports):
    """The speakers and parties that may lead: of the machine's, those that are actors of the article."""
    known = {*framing.mentions["actor"], *framing.mentions["party"]}
    sure = reports[reports["origin"] != "machine"] if "origin" in reports else reports
    return known | {*sure["speaker"], *_party(sure)}


def _ranked_voices(spoken, faces, known):
    """The spoken words by party and who leads; by speaker where nearly all are of one party that several speak for."""

    def lead_of(table):
        shares = table.explode("parties").rename(columns={"parties": "party"})
        return uncertainty.lead(shares[shares["party"].isin(known)], "party")

    speakers = set(spoken["speakers"].explode())
    spoken = spoken.assign(parties=[tuple(faces[party] for party in row) for row in spoken["parties"]])
    lead = lead_of(spoken)
    if lead.first and lead.first[0] not in speakers and lead.total > NEARLY_ALL * len(spoken):
        spoken = spoken.assign(parties=spoken["speakers"])
        lead = lead_of(spoken)
    return spoken.assign(parties=[tuple(filter(known.__contains__, row)) for row in spoken["parties"]]), lead


def _most_words(lead, spoken, thought):
    """The sentence on who has most words, last, after what the two first have together and in quotation marks."""
    total, two = len(spoken), [name for name, _ in lead.ranking[:2]]
    says = f"The article reports {count(total, 'words')} of speech"
    says += f", beside {thought} of what somebody thinks, wants or fears." if thought else "."
    joint = spoken["parties"].map(len) > 1
    if joint.any():
        parties, number = Counter(spoken.loc[joint, "parties"]).most_common(1)[0]
        says += f" {upper(names(parties))} are given {number} of them jointly."
    both = spoken["parties"].map(lambda parties: bool(set(parties) & set(two))).mean()
    if len(lead.ranking) > 2 and both > MOST:
        says += f" {percent(both)} are those of {names(two)}."
    marked = Counter(names(parties) or "others" for parties in spoken.loc[spoken["quoted"], "parties"])
    if marked:
        held = listed(f"{who} ({number})" for who, number in marked.most_common(4))
        says += f" {marked.total()} stand in quotation marks: {held}."
    has, each = "have" if _several(lead.first) else "has", " each" if len(lead.first) > 1 else ""
    says += f" {upper(names(lead.first))} {has} most: {lead.total}{each} ({percent(lead.total / total)})"
    return says + (f", then {ranked(lead.rest, 2)}." if lead.rest else ".")


# --- in whose voice -------------------------------------------------------------------------------------------------


def own_voice(framing):
    """How much the article tells in its own voice; value: the share of its words, 0 to 1.

    The rest is what somebody says, what somebody thinks or wants, and what cannot be told: an explanation within a
    report, or a sentence after one without a cue of its own. Blind spot: the author's choice among words shows in
    relayed speech too.
    """
    words, question = _words(framing), "how much is told in the article's own voice"
    title = "In whose voice it is told"
    if _in_turns(framing):
        return Claim("own_voice", question, "", None, 0, TURNS, title=title)
    reports = _quotes(framing)
    n = len(reports.drop_duplicates(["start", "end"]))
    if not n:
        return Claim("own_voice", question, "", None, 0, "reports of speech or thought", title=title)
    interval = uncertainty.mean(words["voice"] == "own", by=words["paragraph"])
    shares = words["voice"].value_counts() / len(words)
    ways = {"speech": "as what somebody says", "thought": "as what somebody thinks, wants or fears"}
    rest = [f"{percent(shares[voice])} {way}" for voice, way in ways.items() if voice in shares]
    says = f"The article tells {percent(shares.get('own', 0.0))} of its {len(words)} words in its own voice"
    says += f", {listed(rest)}." if rest else "."
    unsure = _stretches(framing, words[words["voice"] == "unclear"])
    if unsure:
        says += (
            f" In {count(len(unsure), 'passages')} the author may be speaking, or the one reported: {_quoted(unsure)}."
        )
    says += _relayed(framing, words)
    facts = {"interval": interval, "evidence": unsure or passages(reports), "origin": origin_of(reports)}
    title = "In whose voice it is told"
    return Claim(
        "own_voice", question, says, interval.value, n, "reports of speech or thought", 3, title=title, **facts
    )


def _relayed(framing, words):
    """What reaches the reader at second hand: as the article discloses, and as one report stands within another."""
    says, given = "", quotes.provenance(framing.article, framing.mentions)
    for _, rows in given.groupby("sentence", sort=False):
        speakers = set(framing.quotes["speaker"])
        about = [actor for actor in rows["about"].iloc[0] if actor in speakers]
        if about:
            says += f" What {names(about)} {'say' if _several(about) else 'says'} comes by way of"
            says += f" {names(list(rows['source']))}, as the article itself tells (¶{rows['paragraph'].iloc[0]})."
    nested = words[words["outer"].map(bool) & (words["voice"] == "speech")]
    actors = set(framing.mentions["actor"])
    nested = _only(nested, lambda row: not set(row.outer) & set(row.speakers) and {*row.speakers, *row.outer} <= actors)
    for (inner, outer), _ in nested.groupby(["speakers", "outer"], sort=False):
        says += f" {upper(names(inner))} {'are' if _several(inner) else 'is'} reported by way of {names(outer)}."
    return says


# --- who is not heard -----------------------------------------------------------------------------------------------


def unheard(framing):
    """Who is talked about and never given words; value: parties of five mentions or more without a word, or `none`.

    A word for a group (*these countries*) counts in equal parts for its members; who is only shown thinking is not
    heard; who never acts in the article, or is dead, is left out, and so is the state that news of one country is
    about. The sentence quotes their speech acts of which the content is left out. Blind spot: silence can have plain
    reasons.
    """
    question, title = "who is never given words", "Who is spoken of and not heard"
    if _in_turns(framing):
        return Claim("unheard", question, "", None, 0, TURNS, title=title)
    mentions = weighed(stated(framing.mentions))
    totals = mentions.groupby("party")["weight"].sum()
    spread = mentions.groupby("party")["paragraph"].nunique()
    acting = _acting(framing, mentions)
    acting &= set(mentions.loc[mentions["kind"].isin(NAMED), "party"]) - _beside_quotations(framing, mentions)
    known = [name for name in totals.index if totals[name] >= OFTEN and spread[name] >= SPREAD and name in acting]
    known = sorted(set(known).difference([at_home(framing.mentions)]), key=lambda name: (-totals[name], name))
    reports = _reports(framing, inner=False)
    speakers = {*_party(reports), *reports["speaker"], *_spoken_for(framing, mentions, reports)}
    silent = tuple(name for name in known if name not in speakers)
    shown = ranked([(name, round(totals[name])) for name in silent or known], 8)
    says = f"Everyone mentioned five times or more is given words: {shown}."
    acts = _acts(framing)
    acts = acts[_party(acts).isin(silent)]
    if silent:
        says = f"{upper(shown)} {'are' if _several(silent) else 'is'} mentioned five times or more and given no words."
    for name in silent:
        own = passages(acts[(_party(acts) == name) & acts["voice"].eq("active")])
        says += f" The article tells that {named(name)} {_quoted(own)}, and not what was said." if own else ""
    evidence = passages(acts) + first_sentences(framing, mentions, silent)
    counted = "parties that act and are mentioned five times or more"
    facts = {"evidence": evidence, "title": title, "origin": origin_of(framing.mentions, reports)}
    heard = reports["start"].nunique()
    if heard < REPORTS and known:
        few = count(heard, "reports of speech")
        facts["refusal"] = f"The article has {few}: where next to nobody is given words, silence says little."
    value = silent or ("none" if len(known) > 1 else None)
    return Claim("unheard", question, says, value, len(known), counted, **facts)


def _beside_quotations(framing, mentions):
    """The parties in a sentence with a quotation that no known actor is said to speak: it may be theirs."""
    words, actors = _words(framing), {*framing.mentions["actor"]}
    loose = words[words["quoted"]]
    loose = _only(loose, lambda row: not actors.intersection(row.speakers)).groupby("sentence").size()
    return set(mentions.loc[mentions["sentence"].isin(loose[loose > FEW].index), "party"])


def _acting(framing, mentions):
    """The parties that are the subject of a clause somewhere and not told to be dead (*died*, *was killed*)."""
    clauses = grammar.clauses(framing.article)
    died = clauses["predicate"].eq("die") & clauses["voice"].eq("active")
    died |= clauses["predicate"].isin(["kill", "murder", "assassinate"]) & clauses["voice"].eq("passive")
    return _subjects(mentions, clauses) - _subjects(mentions, clauses[died])


def _subjects(mentions, clauses):
    """The parties with a mention that ends the subject of one of some clauses."""
    ends = {}
    for row in clauses.itertuples():
        ends.setdefault(row.sentence, []).extend(name for name in row.subject.split("; ") if name)
    found = zip(mentions["sentence"], mentions["clean_text"], mentions["party"])
    return {party for line, text, party in found if any(name.endswith(text) for name in ends.get(line, ()))}


def _spoken_for(framing, mentions, reports):
    """The parties for which a speaker is said to speak: *Milltown coach Ann Lee*, *Ann Lee of Milltown council*."""
    speakers, found = set(reports["speaker"]), set()
    rows = sorted(mentions.itertuples(), key=lambda row: (row.start, row.end))
    for first, second in zip(rows, rows[1:]):
        gap = framing.article.raw[first.end : second.start]
        before = BEFORE.fullmatch(gap)
        if second.actor in speakers and before and before[1] in column_of("actor_nouns", "noun", "class"):
            found.add(first.party)
        if first.actor in speakers and AFTER.fullmatch(gap):
            found.add(second.party)
    return found


# --- thoughts and acts of speech ------------------------------------------------------------------------------------


def inner_life(framing):
    """Whose thoughts and wishes are told, against whose acts of speech; value: the party shown from within most.

    Thoughts are what somebody sees, wants or fears; acts of speech what somebody says, denies or rejects, with the
    content or without. Blind spot: a wish that is told as an act (*seeks*) is neither.
    """
    inner, outer = _reports(framing, inner=True), _reports(framing, inner=False)
    acts = _acts(framing)
    columns = ["paragraph", "speaker", "party", "cue"]
    bare = acts.assign(speaker=acts["actor"], cue=acts["text"])
    every = pd.concat([table[columns] for table in (inner, outer, bare)])
    faces = _faces(every)
    rows = every.assign(party=_party(every).map(faces), verb=every["cue"])
    inner, spoken = inner.assign(party=_party(inner).map(faces), verb=inner["cue"]), rows.iloc[len(inner) :]
    known = _known(framing, pd.concat([inner, outer]))
    inner, spoken = inner[inner["party"].isin(known)], spoken[spoken["party"].isin(known)]
    lead = uncertainty.lead(inner, "party")
    value = lead.first if lead.first and lead.total > 1 else ()  # one thought each is no lead
    says = _within(lead, inner, spoken) if value else ""
    facts = {"title": "Whose thoughts are told", "origin": origin_of(inner), "evidence": passages(inner)}
    question, counted = "whose thoughts and wishes are told most", "reports of thought, wish or fear"
    return Claim("inner_life", question, says, value, len(inner), counted, 3, lead.stability, **facts)


def _within(lead, inner, spoken):
    """The sentence on inner life: of whom only acts of speech are told, then who is shown from within most."""
    acts = Counter(spoken["party"])
    plain = spoken[spoken["verb"].ne("") & ~spoken["verb"].str.casefold().str.endswith(" to")]  # not according to
    firsts = plain.drop_duplicates("party").set_index("party")["verb"]
    outside = [name for name, _ in acts.most_common() if name in firsts and name not in set(inner["party"])][:4]
    told = listed(f"{named(name)} (“{firsts[name].casefold()}”)" for name in outside)
    says = f"Only acts of speech are told of {told}. " if outside else ""
    own = inner[inner["party"].isin(lead.first)]
    verbs = listed(f"“{verb}”" for verb in dict.fromkeys(own["verb"].str.casefold()) if verb)
    are = "are" if _several(lead.first) else "is"
    says += f"{upper(names(lead.first))} {are} shown from within most, in {count(lead.total, 'thoughts or wishes')}"
    says += f" ({verbs}) beside {count(sum(acts[name] for name in lead.first), 'acts of speech')}"
    return says + (f"; then {ranked(lead.rest)}." if lead.rest else ".")


# --- words at a distance, labels, sources ---------------------------------------------------------------------------


def scare_quotes(framing):
    """The words the article uses without vouching for them; value: these words, or `none`.

    Short words in quotation marks that are no report, or that somebody is said to call a thing by, and *so-called* and
    its like. Blind spot: a partial quotation within a report may be distance too.
    """
    rows = quotes.distanced(framing.article, _quotes(framing))
    words = tuple(dict.fromkeys(row.text.strip("“”\"‘’'.,") for row in rows.itertuples()))
    given = {
        row.text: f" ({named(row.by)}’s {'words' if ' ' in row.text else 'word'}, ¶{row.paragraph})"
        for row in rows.itertuples()
        if row.by
    }
    shown = [f"{_marks(row.text)}{given.get(row.text, f' (¶{row.paragraph})')}" for row in rows.itertuples()]
    says = f"The article sets {count(len(words), 'expressions')} apart as not its own: {listed(dict.fromkeys(shown))}."
    says += _translated(framing)
    facts = {"evidence": passages(rows), "title": "Words it does not vouch for"}
    question, counted = "which words the article sets apart", "expressions set apart"
    return Claim("scare_quotes", question, says, words, len(words), counted, **facts)


def labels(framing):
    """The loaded words by which actors are called; value: those words, as they stand.

    Descriptions that hold a word of `labels.csv` or `traits.csv` in small letters. Blind spot: a plain word can be
    loaded in its place, and a loaded one may be the plain name of the thing.
    """
    mentions = stated(framing.mentions)
    mentions = mentions[~mentions["kind"].isin(["pronoun", "metonym", "demonym"])].drop_duplicates(["start", "end"])
    words = _words(framing)
    quoted = set(words.loc[words["quoted"], "start"])
    rows = _only(mentions, lambda row: _loaded(row.clean_text) and row.start not in quoted)
    shown, bare = [], []
    for row in rows.drop_duplicates("clean_text").itertuples():
        words, nameless = f"“{row.clean_text}” (¶{row.paragraph})", _loaded(row.actor)  # rebels have no other name
        (bare if nameless else shown).append(words if nameless else f"{named(row.actor)} {words}")
    words = tuple(dict.fromkeys(rows["clean_text"]))
    calls = [f"calls {listed(shown[:6])}"] * bool(shown) + [f"speaks of {listed(bare[:6])}"] * bool(bare)
    says = f"The article {' and '.join(calls)}." if calls else ""
    says += _translated(framing)
    facts = {"evidence": passages(rows), "title": "Loaded names for actors", "origin": origin_of(rows)}
    return Claim("labels", "how loaded the names of actors are", says, words, len(rows), "loaded words", **facts)


def _loaded(text):
    """Is an actor called by a loaded word, in small letters: *the communist giant*, not *the Communist Party*?"""
    words = re.findall(r"[^\W_]+", text)
    found = [match for table in ("labels", "traits") for match in sentiment.find([w.casefold() for w in words], table)]
    return any(all(word.islower() for word in words[first : last + 1]) for first, last, _ in found)


def unnamed_sources(framing):
    """How many who speak or are shown thinking have no name; value: those sources.

    Critics, officials, analysts and the like without a name. Blind spot: an office of one person counts
    as a name.
    """
    reports = _quotes(framing)
    sources = list(dict.fromkeys(reports["speaker"]))
    plain = word_set("source without a name", "quote_words")
    unnamed = tuple(name for name in sources if name.split()[-1] in plain)
    rows = reports[reports["speaker"].isin(unnamed)]
    says = ""
    if unnamed:
        verbs = {name: dict.fromkeys(part["cue"].str.casefold()) for name, part in rows.groupby("speaker")}
        cues = {name: listed(f"“{verb}”" for verb in list(verbs[name])[:2] if verb) for name in unnamed}
        told = listed(f"{name} ({cues[name]})" if cues[name] else name for name in unnamed[:6])
        has = "has" if len(unnamed) == 1 else "have"
        says = f"{len(unnamed)} of {count(len(sources), 'sources')} {has} no name: {told}."
    facts = {"evidence": passages(rows), "title": "Sources without a name", "origin": origin_of(reports)}
    return Claim("unnamed_sources", "who speaks without a name", says, unnamed, len(sources), "sources", 3, **facts)


# --- the rows beneath -----------------------------------------------------------------------------------------------


def _in_turns(framing):
    """Is the text an interview or transcript, whose paragraphs begin with who speaks: *((WN))*, *Q:*, *Ann Lee:*?"""
    labels = Counter(found[0] for text in framing.article.paragraphs["clean_text"] if (found := LABEL.match(text)))
    return any(number >= FEW for number in labels.values())


def _quotes(framing):
    """The stated reports that have a speaker; what a coding does not tell of them (where the cue stands) is empty."""
    rows = stated(framing.quotes[framing.quotes["speaker"] != ""])
    return rows.assign(**{column: empty for column, empty in UNTOLD.items() if column not in rows})


def _acts(framing):
    return quotes.speech_acts(framing.article, stated(framing.mentions), _quotes(framing))


@functools.lru_cache(maxsize=2)
def _words(framing):
    return quotes.told(framing.article, _quotes(framing))


def _reports(framing, *, inner):
    """The stated reports of thought and wish (`inner`) or of speech, one row a speaker."""
    rows = _quotes(framing)
    return rows[quotes.class_of(rows).isin(quotes.INNER) == inner]


def _only(rows, holds):
    return rows[pd.Series([holds(row) for row in rows.itertuples()], index=rows.index, dtype=bool)]


def _faces(rows):
    """What to call each party: itself, or the one person or body that alone speaks for it (an artist, not Italy)."""
    speakers = {}
    name = "speaker" if "speaker" in rows else "actor"
    for party, speaker in zip(_party(rows), rows[name]):
        speakers.setdefault(party, set()).add(speaker)
    return {party: next(iter(those)) if len(those) == 1 else party for party, those in speakers.items()}


def _party(rows):
    name = "speaker" if "speaker" in rows else "actor"
    return rows["party"].where(rows["party"] != "", rows[name])


def _stretches(framing, words):
    """Words that follow one another as passages."""
    raw, merged = framing.article.raw, []
    for row in words.itertuples():
        if (
            merged
            and merged[-1]["paragraph"] == row.paragraph
            and not re.search(r"\w", raw[merged[-1]["end"] : row.start])
        ):
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


def _several(actors):
    """Do some names take a verb in the plural: several, or one as *wildlife officials*?

    >>> _several(["Peru"]), _several(["Peru", "Chile"]), _several(["wildlife officials"])
    (False, True, True)
    """
    last = "".join(actors[-1:]).split()[-1:]
    return len(actors) > 1 or any(word.islower() and (word.endswith("s") or word in PLURALS) for word in last)


def _marks(text):
    bare = text.strip(' “”"').rstrip(".,;")
    return f"“{bare}”"


def _translated(framing):
    known = framing.article.about.get("translated_from", "unknown") not in ("", "unknown", "no", "none")
    return " The wording is the translator's as much as the author's." if known else ""
