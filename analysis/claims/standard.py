"""The standard findings: small functions that turn the tables of a reading into claims."""

import dataclasses
from collections import Counter

import pandas as pd

from analysis import cooccurrence, stance, uncertainty
from analysis.agreement import NAMED
from analysis.claims.claim import SHOWN, Claim, Findings, side_by_side
from analysis.claims.evidence import between_actors, first_sentences, openings, partied, passages, sentences, ties
from analysis.claims.words import count, listed, named, names, percent, ranked, then, upper
from analysis.frames import FRAMES
from analysis.stance import issues
from analysis.uncertainty import short

OFTEN = 5  # mentions from which a party's silence is a finding
CALLED = {
    "name": "by name",
    "metonym": "by a capital or seat of power",
    "demonym": "by a national adjective or noun",
    "description": "by description",
    "pronoun": "by pronoun",
}
MEANINGS = {1: "support or cooperation", -1: "opposition"}
CAST = {  # how a role is worded, and which end and sign of a relation show it
    "antagonist": ("as antagonist", "source", -1),
    "protagonist": ("as protagonist", "source", 1),
    "innocent": ("as acted upon", "target", -1),
}


def _leader(name, question, rows, column, says, counted, least, *, weight=None, quote=passages):
    """Who comes first when rows are counted by a column; `says` makes a sentence of the lead and the leader's rows."""
    lead = uncertainty.lead(rows, column, weight=weight)
    own = rows[rows[column].isin(lead.first)]
    words = says(lead, own) if lead.first else ""
    return Claim(name, question, words, lead.first, len(rows), counted, least, lead.stability, evidence=quote(own))


# --- who is in the story ---------------------------------------------------------------------------------------------


def main_actors(framing):
    """The parties mentioned most, each with all who lead it or speak for it; value: up to three names, in order."""
    mentions = partied(framing.mentions)
    lead = uncertainty.lead(mentions, "party")
    top = tuple(name for name, _ in lead.ranking[:3])
    says = f"{upper(ranked(lead.ranking))} is the only party mentioned."
    if len(top) > 1:
        share = percent(sum(total for _, total in lead.ranking[:3]) / len(mentions))
        says = (
            f"Counted with everybody who leads or speaks for them, {ranked(lead.ranking)} are mentioned most:"
            f" {share} of all {len(mentions)} mentions."
        )
    quotes = first_sentences(framing, mentions, top)
    question = "who the main actors are"
    return Claim("main_actors", question, says, top, len(mentions), "mentions", 5, lead.stability, evidence=quotes)


def most_named(framing):
    """The actor that names, capitals and demonyms stand for most often; value: the actor, or those that tie."""
    rows = framing.mentions[framing.mentions["kind"].isin(NAMED)]
    says = lambda lead, own: f"{_are(lead.first)} named most: {count(lead.total, 'times')}{then(lead)}."
    quote = lambda own: sentences(framing, own)
    return _leader("most_named", "who is named most", rows, "actor", says, "names", 5, quote=quote)


def _are(actors):
    return f"{upper(names(actors))} {'is' if len(actors) == 1 else 'are'}"


def naming_shares(framing):
    """What the most mentioned party is called; value: the share of metonyms (the Kremlin) in its mentions, 0 to 1."""
    mentions = partied(framing.mentions)
    party = uncertainty.lead(mentions, "party").first[:1]
    own = mentions[mentions["party"].isin(party)]
    kinds, metonyms = own["kind"].value_counts(), own[own["kind"] == "metonym"]
    interval = uncertainty.mean(own["kind"] == "metonym", by=own["paragraph"])
    shares = listed(f"{percent(kinds[kind] / len(own))} {words}" for kind, words in CALLED.items() if kind in kinds)
    seats = Counter(metonyms["text"].str.replace(r"^[Tt]he ", "", regex=True))
    seats = [f"{seat} ({seats[seat]})" for seat in sorted(seats, key=lambda seat: (-seats[seat], seat))[:3]]
    says = f"{upper(names(party))} is called {shares}" + (f"; as seat of power: {listed(seats)}." if seats else ".")
    if framing.article.about.get("translated_from", "unknown") not in ("", "unknown", "no", "none"):
        says += " The wording is the translator's as much as the author's."
    quotes = sentences(framing, metonyms if len(metonyms) else own)
    facts = {"threshold": 5, "interval": interval, "evidence": quotes}
    return Claim("naming_shares", "what the main party is called", says, interval.value, len(own), "mentions", **facts)


# --- how it sounds ---------------------------------------------------------------------------------------------------


def tone_overall(framing):
    """Whether the situation the article describes is bad or good; value: `negative`, `positive` or `mixed`."""
    tone = framing.tone
    interval = uncertainty.mean(tone["tone"], by=tone["paragraph"])
    value = _clear(interval, "positive", "negative", "mixed")
    bad, neither, good = (percent((tone["tone"] == sign).mean()) for sign in (-1, 0, 1))
    says = (
        f"{bad} of the {len(tone)} paragraphs describe conflict, threat or harm, {good} cooperation, relief or success"
        f" and {neither} neither or both: the tone is {value} on the whole (mean {short(interval.value)})."
    )
    order = tone.sort_values("score", ascending=value != "positive", kind="stable")["paragraph"]
    quotes = openings(framing, order.tolist()[:SHOWN])
    facts = {"threshold": 3, "interval": interval, "evidence": quotes}
    question = "how the situation is described on the whole"
    return Claim("tone_overall", question, says, value, len(tone), "paragraphs", **facts)


def _clear(interval, above, below, neither):
    """One of three words: the interval lies above 0, below 0, or holds it (or is missing)."""
    return above if interval.low > 0 else below if interval.high < 0 else neither


# --- who is put together with whom -----------------------------------------------------------------------------------


def cooccurrence_top(framing, *, unit="sentence"):
    """The two parties most surely put together in one sentence (or paragraph); value: the pair, or `none`."""
    units = framing.article.sentences if unit == "sentence" else framing.article.sentences.drop_duplicates("paragraph")
    table = cooccurrence.pairs(partied(framing.mentions), unit=unit, level="party", total=len(units))
    order = {"by": ["q", "observed", "first", "second"], "ascending": [True, False, True, True]}
    above = table[(table["observed"] > table["expected"]) & (table["q"] < 0.05)].sort_values(**order)
    top = (table if above.empty else above).head(1)
    says, value = "", None
    for row in top.itertuples():
        says, value = _together(row, len(above), len(table), unit)
    numbers = [number for numbers in top["units"] for number in numbers]
    texts = framing.article.sentences if unit == "sentence" else framing.article.paragraphs
    facts = {"threshold": 10, "evidence": passages(texts[texts[unit].isin(numbers)])}
    question = "which parties stand together more often than chance"
    n = int(table["total"].max()) if len(table) else 0
    return Claim("cooccurrence_top", question, says, value, n, f"{unit}s", **facts)


def _together(row, above, pairs, unit):
    both = f"{named(row.first)} and {named(row.second)}"
    if not above:
        return (
            f"No two parties stand in one {unit} more often than chance would put them there (q < .05); most often it"
            f" is {both}, in {row.observed} of {row.total} {unit}s, {row.expected:.1f} expected."
        ), "none"
    others = f"so do {above - 1} more of the {pairs} pairs" if above > 1 else f"no other of the {pairs} pairs does"
    return (
        f"{upper(both)} stand in one {unit} {row.observed} times, where chance would give {row.expected:.1f}"
        f" (q = {row.q:.3f}); {others}."
    ), f"{row.first}–{row.second}"


# --- who speaks ------------------------------------------------------------------------------------------------------


def share_of_voice(framing):
    """Whose words the article reports at most length; value: the party (of a speaker unknown: none)."""
    rows = framing.quotes[framing.quotes["speaker"] != ""]
    party = rows["party"].where(rows["party"] != "", rows["speaker"])
    rows = rows.assign(words=rows["text"].str.split().str.len(), party=party)
    total = rows["words"].sum()
    says = lambda lead, own: (
        f"{upper(names(lead.first))} {'has' if len(lead.first) == 1 else 'have'} most of the reported words:"
        f" {lead.total} of {total} ({percent(lead.total / total)}) in {count(len(own), 'reports')}{then(lead)}."
    )
    counted = "reports of speech or thought"
    return _leader("share_of_voice", "who gets to speak most", rows, "party", says, counted, 3, weight="words")


def quoted_directly(framing):
    """How much of the reported speech is quoted; value: the share of direct and mixed reports, 0 to 1."""
    quotes = framing.quotes.drop_duplicates(["start", "end"])
    direct = quotes["type"].isin(["direct", "mixed"])
    interval = uncertainty.mean(direct, by=quotes["paragraph"])
    says = (
        f"{percent(direct.mean())} of the reported speech and thought stands at least partly in quotation marks; the"
        " rest is in the article's own wording."
    )
    question, counted = "how much is quoted word for word", "reports of speech or thought"
    facts = {"threshold": 5, "interval": interval, "evidence": passages(quotes[direct])}
    return Claim("quoted_directly", question, says, interval.value, len(quotes), counted, **facts)


def unquoted_actors(framing):
    """Who is talked about and never talks; value: parties of five mentions or more without a word, or `none`."""
    mentions = partied(framing.mentions)
    totals = Counter(mentions["party"])
    known = sorted((name for name in totals if totals[name] >= OFTEN), key=lambda name: (-totals[name], name))
    speakers = {*framing.quotes["party"], *framing.quotes["speaker"]}
    silent = tuple(name for name in known if name not in speakers)
    shown = ranked([(name, totals[name]) for name in silent or known], 8)
    says = f"Everyone mentioned five times or more is given a word: {shown}."
    if silent:
        says = f"Mentioned five times or more and never given a word: {shown}."
    quotes = first_sentences(framing, mentions, silent)
    question, counted = "who is never given a word", "parties mentioned five times or more"
    return Claim("unquoted_actors", question, says, silent or "none", len(known), counted, evidence=quotes)


# --- who stands for or against whom ----------------------------------------------------------------------------------


def strongest_positive_tie(framing):
    """The two parties the article shows most in support or cooperation; value: the pair, or those that tie."""
    return _strongest(framing, 1, "strongest_positive_tie", "which tie is the most friendly")


def strongest_negative_tie(framing):
    """The two parties the article shows most in opposition; value: the pair, or those that tie."""
    return _strongest(framing, -1, "strongest_negative_tie", "which tie is the most hostile")


def _strongest(framing, sign, name, question):
    rows = ties(framing).drop_duplicates(["paragraph", "pair", "stance"])
    lead = uncertainty.lead(rows.assign(net=rows["stance"] * sign), "pair", weight="net")
    counted = f"paragraphs with {MEANINGS[sign]}"
    if not lead.first or lead.total <= 0:
        return Claim(name, question, "", None, int((rows["stance"] == sign).sum()), counted, 2)
    pair, *level = lead.first
    own = rows[rows["pair"].isin(lead.first) & (rows["stance"] == sign)]
    own = own.sort_values("pair", key=lambda pairs: pairs != pair, kind="stable")  # the pair that is named comes first
    n, against = (int(((rows["pair"] == pair) & (rows["stance"] == which)).sum()) for which in (sign, -sign))
    says = f"{'One' if level else 'The'} tie with most {MEANINGS[sign]} is that of {_ends(pair)}: "
    says += f"in {count(n, 'paragraphs')}" + (f", against {MEANINGS[-sign]} in {against}" if against else "")
    if level:
        says += f"; it is level with {count(len(level), 'others')}, first that of {_ends(level[0])}"
    elif lead.rest and lead.rest[0][1] > 0:
        says += f"; next comes that of {_ends(lead.rest[0][0])}"
    facts = {"threshold": 2, "sure": None if level else lead.stability, "evidence": passages(own)}
    return Claim(name, question, f"{says}.", lead.first if level else pair, n, f"{counted} of this pair", **facts)


def _ends(pair):
    return listed(map(named, pair.split("–")))


def most_hostile_source(framing):
    """Who is shown most often in opposition to others; value: the party, or those that tie."""
    meaning = "shown most often opposing others"
    return _hostile(framing, "source_party", "most_hostile_source", "who opposes others most", meaning)


def most_opposed_target(framing):
    """Who is shown most often as the one opposed; value: the party, or those that tie."""
    meaning = "shown most often as the one opposed"
    return _hostile(framing, "target_party", "most_opposed_target", "who is opposed most", meaning)


def _hostile(framing, end, name, question, meaning):
    rows = ties(framing)
    rows = rows[rows["stance"] == -1].drop_duplicates(["paragraph", "source_party", "target_party"])

    def says(lead, own):
        reported = int((own["voice"] != "author").sum())
        voices = f"{reported} of them in the words of others" if reported else "all in the article's own voice"
        return f"{_are(lead.first)} {meaning}: {count(lead.total, 'times')}, {voices}{then(lead, ';')}."

    return _leader(name, question, rows, end, says, "statements of opposition", 3)


def author_vs_reported_hostility(framing):
    """Whose voice is the more hostile; value: `author`, `reported` or `no clear difference`."""
    rows = ties(framing).drop_duplicates(["paragraph", "source_party", "target_party", "stance", "voice"])
    hostile, own = rows["stance"] == -1, rows["voice"] == "author"
    places = {"first_by": rows["paragraph"][own], "second_by": rows["paragraph"][~own]}
    gap = uncertainty.difference(hostile[own], hostile[~own], **places)
    value = _clear(gap, "author", "reported", "no clear difference")
    more = {"author": "The article's own voice is", "reported": "The reported voices are"}
    says = (
        f"In the article's own voice {percent(hostile[own].mean())} of {own.sum()} relations are opposition, in the"
        f" words of others {percent(hostile[~own].mean())} of {(~own).sum()}."
        f" {more[value] + ' the more hostile' if value in more else 'The difference is within what chance may give'}."
    )
    facts = {"threshold": 3, "interval": gap, "evidence": passages(rows[hostile & ~own])}
    question, counted = "whose voice is the more hostile", "relations in the rarer of the two voices"
    n = int(min(own.sum(), (~own).sum()))
    return Claim("author_vs_reported_hostility", question, says, value, n, counted, **facts)


def balance_camps(framing):
    """The division of the parties in two that fewest ties go against; value: the two camps."""
    rows = ties(framing)
    balance = stance.balance(rows)
    tied = Counter([*rows["source_party"], *rows["target_party"]])
    first, second = (names(sorted(camp, key=lambda name: (-tied[name], name)), most=5) for camp in balance.camps)
    against = f"with {balance.frustration} of {count(balance.ties, 'ties')} against the grain"
    says = f"The ties put all parties into one camp, {against}"
    if second:
        says = f"The ties divide the parties into {first} on the one side and {second} on the other, {against}"
    balanced, triangles = sum(even for _, even, _ in balance.triads), count(len(balance.triads), "closed triangles")
    are = "is" if len(balance.triads) == 1 else "are"
    says += f"; {balanced} of {triangles} {are} balanced." if balance.triads else "; no three of them form a triangle."
    says += "" if balance.unique else " Another division does as well."
    camps = tuple(camp for camp in balance.camps if camp)
    question, quotes = "which camps the ties form", passages(rows)
    return Claim("balance_camps", question, says, camps, balance.ties, "ties between parties", 3, evidence=quotes)


def disputed_issues(framing):
    """Which issues have somebody for and somebody else against them; value: those issues, or `none`."""
    table, rows = issues.table(framing.relations), issues.counted(framing.relations)
    disputed = tuple(table.loc[(table["for"] != "") & (table["against"] != ""), "issue"])
    says = ""
    for first in table.head(1).to_dict("records"):
        sides = [f"{word} it {names(first[word].split('; '))}" for word in ("for", "against") if first[word]]
        says = (
            f"The article states {count(len(rows), 'stances')} on {count(len(table), 'issues')},"
            f" {percent((rows['stance'] == -1).mean())} of them in opposition. Most is said on “{first['issue']}”:"
            f" {' and '.join(sides)}. "
        )
    both = f"Both sides are heard on {listed(f'“{issue}”' for issue in disputed)}."
    says += both if disputed else "On no issue are both sides stated."
    question, quotes = "which issues divide the actors", passages(rows)
    value = disputed or "none"
    return Claim("disputed_issues", question, says, value, len(rows), "stances on issues", 3, evidence=quotes)


# --- how the actors come off, and the frame --------------------------------------------------------------------------


def most_negative_portrayal(framing):
    """Who comes off worst; value: the actor with the lowest mean portrayal whose interval stays below 0, or `nobody`.

    Blind spot: each interval stands for itself, so that of twenty actors one may seem clear by chance.
    """
    return _portrayed(framing, -1, "most_negative_portrayal", "who comes off worst", "unfavourably")


def most_positive_portrayal(framing):
    """Who comes off best; value: the actor of the highest mean portrayal if its interval is above 0, or `nobody`."""
    return _portrayed(framing, 1, "most_positive_portrayal", "who comes off best", "favourably")


def _portrayed(framing, sign, name, question, word):
    counted = "actors portrayed in three paragraphs or more"
    parts = {actor: rows for actor, rows in framing.portrayal.groupby("actor") if len(rows) >= 3}
    means = {actor: uncertainty.mean(rows["valence"], by=rows["paragraph"]) for actor, rows in parts.items()}
    order = sorted(means, key=lambda actor: (-sign * means[actor].value, -means[actor].n, actor))
    if not order:
        return Claim(name, question, "", None, 0, counted)
    actor, mean = order[0], means[order[0]]
    clear = [name for name in order if _clear(means[name], 1, -1, 0) == sign]
    leads, also = actor in clear, [name for name in clear if name != actor]
    figure = f"mean {short(mean.value)}, {short(mean.low)} to {short(mean.high)}, {mean.n} paragraphs"
    says = f"Nobody is portrayed {word} on the whole."
    if leads:
        says = f"{upper(named(actor))} is portrayed most {word} ({figure})"
        says += f"; also {word}: {names(also)}." if also else "."
    elif mean.value * sign > 0:
        says = f"Nobody is portrayed clearly {word}; nearest to it is {named(actor)} ({figure})."
    own = parts[actor][parts[actor]["valence"] == sign]
    quotes = passages(own) if "start" in own else openings(framing, own["paragraph"].tolist())
    facts = {"interval": mean, "evidence": quotes}
    return Claim(name, question, says, actor if leads else "nobody", len(order), counted, **facts)


def portrayal_gap(framing):
    """Which of the two actors portrayed most often comes off better; value: that actor, or `no clear difference`."""
    question, rows = "which of the two main actors comes off better", framing.portrayal
    totals = Counter(rows["actor"])
    top = sorted(totals, key=lambda actor: (-totals[actor], actor))[:2]
    if len(top) < 2:
        return Claim("portrayal_gap", question, "", None, 0, "second actor to compare with")
    first, second = (rows[rows["actor"] == actor] for actor in top)
    places = {"first_by": first["paragraph"], "second_by": second["paragraph"]}
    gap = uncertainty.difference(first["valence"], second["valence"], **places)
    value = _clear(gap, *top, "no clear difference")
    verdict = f"{named(value)} comes off better" if value in top else "the difference may be chance"
    means = ", ".join(f"{named(name)} {short(part['valence'].mean())}" for name, part in zip(top, (first, second)))
    says = f"Of the two actors portrayed most often ({means}), {verdict}: difference {short(gap.value)},"
    says += f" {short(gap.low)} to {short(gap.high)}."
    counted = "paragraphs of the actor portrayed less often"
    return Claim("portrayal_gap", question, says, value, totals[top[1]], counted, 3, interval=gap)


def dominant_frame(framing):
    """The news frame present in most paragraphs, a minor finding: most news is conflict; value: the frame or a tie."""
    table = framing.frames
    rows = table.melt(id_vars="paragraph", value_vars=list(FRAMES), var_name="frame")
    rows = rows[rows["value"] >= 0.5].assign(frame=lambda part: part["frame"].str.replace("_", " "))
    share = lambda lead: percent(lead.total / len(table))
    less = lambda lead: listed(f"{name} ({total})" for name, total in lead.rest)
    says = lambda lead, own: (
        f"The {listed(lead.first)} frame is present in {lead.total} of {len(table)} paragraphs ({share(lead)});"
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
    return dataclasses.replace(claim, n=len(table), **facts)


def antagonists(framing):
    """Whom the article casts as antagonist; value: the actors, or `nobody`."""
    return _cast(framing, "antagonist", "antagonists")


def protagonists(framing):
    """Whom the article casts as protagonist; value: the actors, or `nobody`."""
    return _cast(framing, "protagonist", "protagonists")


def innocents(framing):
    """Whom the article casts as acted upon; value: the actors, or `nobody`."""
    return _cast(framing, "innocent", "innocents")


def _cast(framing, role, name):
    roles = framing.roles.drop_duplicates("actor")
    actors = tuple(roles.loc[roles["role"] == role, "actor"])
    meaning, end, sign = CAST[role]
    says = f"The article casts {names(actors) or 'nobody'} {meaning}."
    rows = between_actors(framing.relations)
    quotes = passages(rows[rows[end].isin(actors) & (rows["stance"] == sign)])
    question, counted = f"who is cast {meaning}", "actors with three mentions or more"
    return Claim(name, question, says, actors or "nobody", len(roles), counted, evidence=quotes)


# --- all of them -----------------------------------------------------------------------------------------------------


STANDARD = (main_actors, most_named, naming_shares, tone_overall, cooccurrence_top, share_of_voice, quoted_directly)
STANDARD += (unquoted_actors, strongest_positive_tie, strongest_negative_tie, most_hostile_source, most_opposed_target)
STANDARD += (author_vs_reported_hostility, balance_camps, dominant_frame, most_negative_portrayal)
STANDARD += (most_positive_portrayal, portrayal_gap, antagonists, protagonists, innocents)


def findings(framing, *, only=STANDARD):
    """Every standard finding on one article, each with its hedge; `only` names the functions to ask.

    `framing` is what `framing.read` gives, or a reference coding (`agreement.coding`): the same questions to both.
    """
    return Findings(tuple(question(framing) for question in only))


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
        for c in findings(framing)
        if c.met
    ]
    pd.DataFrame(rows, columns=["name", "title", "statement", "value", "n", "origin", "sure"]).to_csv(path, index=False)
