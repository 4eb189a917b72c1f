"""Cast: who is in the story, under what names, and who is never put together with whom."""

import re
from collections import Counter

from analysis import cooccurrence, uncertainty
from analysis.actors import NAMED
from analysis.claims.claim import Claim
from analysis.claims.evidence import basis, first_sentences, partied, passages, sentences, stated, ties, weighed
from analysis.claims.words import count, listed, named, names, percent, places, then, times, upper

OFTEN = 5  # sentences from which a party is named often
FEW = 3  # mentions below which nobody is a main actor
AT_HOME = 2 / 3  # share of all mentions from which one party is no party among others
MAIN = 10  # mentions from which it matters what a party is called
TOGETHER = ", each counted with everybody who leads or speaks for it"
SEEN = 0.1  # the false discovery rate at which two parties are said to be kept apart
JOINS = re.compile(r"[\s,;/]*(?:and|or|as well as|with|&)?[\s,;/]*(?:the\s+)?", re.IGNORECASE)


def main_actors(framing):
    """The parties mentioned most, each with all who lead it or speak for it; value: up to three names, in order.

    A word for several parties counts in equal parts for each of them. Where one party has most of the mentions, as in
    news of one country, the actors are counted one by one.
    """
    every = weighed(framing.mentions)
    mentions = weighed(stated(framing.mentions))
    lead = uncertainty.lead(mentions, "party", weight="weight")
    at_home = sum(total for _, total in lead.ranking[:1]) > AT_HOME * mentions["weight"].sum()
    if at_home:
        mentions = mentions.assign(party=mentions["actor"])
        lead = uncertainty.lead(mentions, "party", weight="weight")
    leading = [(name, total) for name, total in lead.ranking[:3] if round(total) >= FEW or name in lead.first]
    top = tuple(name for name, _ in leading)
    shown = listed(_with_head(mentions, name, round(total)) for name, total in leading)
    says = f"{upper(shown)} is the only one mentioned more than in passing."
    if len(top) > 1:
        share = percent(sum(total for _, total in leading) / mentions["weight"].sum())
        says = (
            f"{upper(shown)} are mentioned most{TOGETHER if _gathered(mentions, top) else ''}:"
            f" {share} of all {mentions['weight'].sum():.0f} mentions."
        )
    facts = {"title": "Who is in the story", "evidence": first_sentences(framing, mentions, top), **basis(every)}
    n = round(mentions["weight"].sum())
    return Claim("main_actors", "who the main actors are", says, top, n, "mentions", 5, lead.stability, **facts)


def _gathered(mentions, parties):
    """Whether some of these parties are mentioned as somebody who leads them or speaks for them."""
    return (mentions["party"].isin(parties) & (mentions["party"] != mentions["actor"])).any()


def _with_head(mentions, party, total):
    """A party with its mentions and, of those, the person's who has most."""
    people = mentions[(mentions["party"] == party) & (mentions["actor"] != party)]
    people = people[people["type"] == "person"] if "type" in people else people
    first = people["actor"].value_counts().head(1)
    if (first == total).any():
        return f"{first.index[0]} ({total})"
    return f"{named(party)} ({total}" + "".join(f", {n} of them {who}" for who, n in first.items() if n >= FEW) + ")"


def most_named(framing):
    """The actor that names, capitals and demonyms stand for most often; value: the actor, or those that tie."""
    every = framing.mentions[framing.mentions["kind"].isin(NAMED)]
    rows = stated(every)
    lead = uncertainty.lead(rows, "actor")
    says = f"{upper(names(lead.first))} {'is' if len(lead.first) == 1 else 'are'} named most: " if lead.first else ""
    says += f"{times(lead.total)}{then(lead)}." if lead.first else ""
    quotes = sentences(framing, rows[rows["actor"].isin(lead.first)])
    facts = {"title": "Who is named most", "evidence": quotes, **basis(every)}
    return Claim("most_named", "who is named most", says, lead.first, len(rows), "names", 5, lead.stability, **facts)


def called_by_capital(framing):
    """For which of the main states a capital or seat of power stands, and how often; value: the state called so most.

    Blind spot: in a translation the choice may be the translator's.
    """
    mentions = weighed(stated(framing.mentions))
    seats = mentions[mentions["kind"] == "metonym"]
    totals = _main_states(mentions, seats)
    says = listed(_seated(framing, seats[seats["party"] == name], name) for name in [*totals][:MAX_CALLED])
    says = f"A capital or seat of power stands {says}."
    if framing.article.about.get("translated_from", "unknown") not in ("", "unknown", "no", "none"):
        says += " The wording is the translator's as much as the author's."
    n, order = sum(totals.values()), [*totals]
    facts = {"title": "Whom the article calls by a capital", "evidence": sentences(framing, seats)}
    facts |= basis(framing.mentions[framing.mentions["kind"] == "metonym"])
    if n >= OFTEN and totals[order[0]] < 2 * totals[order[-1]] + 2:
        facts["refusal"] = "No main state is called by a capital or seat of power much more often than another."
    question, counted = "which state is called by its capital", "capitals and seats of power for the main states"
    return Claim("called_by_capital", question, says, "".join(order[:1]), n, counted, OFTEN, **facts)


def _main_states(mentions, seats):
    """How often a capital or seat of power stands for each of the main states, the most often called so first."""
    typed = {*mentions.loc[mentions["type"] == "state", "actor"]} if "type" in mentions else set()
    sizes = mentions.groupby("party")["weight"].sum()
    main = [name for name in sizes.index if name in (typed or {*seats["party"]}) and sizes[name] >= MAIN]
    totals = {name: int((seats["party"] == name).sum()) for name in main}
    order = sorted(main, key=lambda name: (-totals[name], -sizes[name], name)) if len(main) > 1 else []
    return {name: totals[name] for name in order}


MAX_CALLED = 4


def _seated(framing, rows, party):
    """How often which capital stands for a state; of a single one also against whom its sentence shows the state."""
    if rows.empty:
        return f"never for {named(party)}"
    words = Counter(rows["text"].str.replace(r"^[Tt]he ", "", regex=True))
    shown = listed(f"{word} {words[word]}" for word in sorted(words, key=lambda word: (-words[word], word)))
    shown = shown if len(words) > 1 else shown.rsplit(" ", 1)[0]
    if len(rows) > 1:
        return f"for {named(party)} {times(len(rows))} ({shown})"
    acts = stated(ties(framing, -1))
    acts = acts[(acts["source_party"] == party) & (acts["sentence"] == rows["sentence"].iloc[0])]
    against = f", where it stands against {names(list(dict.fromkeys(acts['target_party'])))}" if len(acts) else ""
    return f"for {named(party)} once ({shown}, {places(rows['paragraph'])}{against})"


def never_together(framing):
    """The often named parties that share fewest sentences for how often each is named; value: the pair.

    Fisher's exact test, one-sided, over all pairs of parties named in five sentences or more, after Benjamini and
    Hochberg (q < .1). Blind spot: sentences of one text are not independent draws.
    """
    mentions, total = partied(stated(framing.mentions)), len(framing.article.sentences)
    table = cooccurrence.pairs(mentions, unit="sentence", level="party", least=OFTEN, total=total)
    tests = [cooccurrence.fisher(_cells(row), "less") for row in table.itertuples()]
    table = table.assign(p=tests, q=cooccurrence.false_discovery(tests))
    apart = table[table["q"] < SEEN].sort_values(["q", "first", "second"]).head(1)
    says, value, evidence = "", None, ()
    for row in apart.itertuples():
        texts = framing.article.sentences
        shared = texts[texts["sentence"].isin(row.units)]
        says, value = _apart(row, shared["paragraph"], len(table)), f"{row.first}–{row.second}"
        evidence = passages(shared) or first_sentences(framing, mentions, (row.first, row.second))
    refusal = f"Of {count(len(table), 'pairs')} of parties named in {OFTEN} sentences or more none is kept apart"
    refusal = "" if len(apart) or table.empty else f"{refusal} more than chance would have it."
    question, counted = "who is never put together with whom", f"pairs of parties named in {OFTEN} sentences or more"
    facts = {"title": "Who is kept apart", "evidence": evidence, "refusal": refusal, **basis(framing.mentions)}
    return Claim("never_together", question, says, value, len(table), counted, **facts)


def _cells(row):
    both, first, second = row.observed, row.first_units, row.second_units
    return [[both, first - both], [second - both, row.total - first - second + both]]


def _apart(row, paragraphs, pairs):
    shared = f"share {count(row.observed, 'sentences')} ({places(paragraphs)})" if row.observed else "share none"
    return (
        f"{upper(named(row.first))} and {named(row.second)}, named in {row.first_units} and {row.second_units} of"
        f" {row.total} sentences, {shared}, where chance would give {row.expected:.1f} (exact test,"
        f" {_p(row.p)}; {_p(row.q, 'q')} for the {count(pairs, 'pairs')} tested)."
    )


def _p(value, name="p"):
    """A probability as it is printed.

    >>> _p(0.0001), _p(0.02, "q")
    ('p < .001', 'q = .020')
    """
    return f"{name} < .001" if value < 0.001 else f"{name} = {value:.3f}".replace("0.", ".", 1)


def cooccurrence_top(framing, *, unit="sentence"):
    """The two parties most surely put together in one sentence (or paragraph); value: the pair, or `none`.

    Refused where they stand together only by a set phrase: a list that names both, or a word for both.
    """
    every, mentions = framing.mentions, partied(stated(framing.mentions))
    units = framing.article.sentences if unit == "sentence" else framing.article.sentences.drop_duplicates("paragraph")
    table = cooccurrence.pairs(mentions, unit=unit, level="party", total=len(units))
    order = {"by": ["q", "observed", "first", "second"], "ascending": [True, False, True, True]}
    above = table[(table["observed"] > table["expected"]) & (table["q"] < 0.05)].sort_values(**order)
    top = (table if above.empty else above).head(1)
    says, value, refusal = "", None, ""
    for row in top.itertuples():
        says, value = _together(row, len(above), len(table), unit)
        refusal = _by_phrase(framing.article, mentions, row, unit) if len(above) else says
    numbers = [number for numbers in top["units"] for number in numbers]
    texts = framing.article.sentences if unit == "sentence" else framing.article.paragraphs
    facts = {"evidence": passages(texts[texts[unit].isin(numbers)]), "refusal": refusal, **basis(every)}
    question, title = "which parties stand together more often than chance", "Who is put together"
    n = int(table["total"].max()) if len(table) else 0
    return Claim("cooccurrence_top", question, says, value, n, f"{unit}s", 10, title=title, **facts)


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
        f" ({_p(row.q, 'q')}); {others}."
    ), f"{row.first}–{row.second}"


def _by_phrase(article, mentions, row, unit):
    """Why a pair that leads is no finding: it does not without the units in which a list or one word names both."""
    listed_in = [number for number in row.units if _set_phrase(article, mentions[mentions[unit] == number], row)]
    rest, gone = row.observed - len(listed_in), len(listed_in)
    cells = [[rest, row.first_units - gone - rest]]
    cells += [
        [row.second_units - gone - rest, row.total - gone - (row.first_units + row.second_units - 2 * gone - rest)]
    ]
    if gone and cooccurrence.fisher(cells, "greater") >= 0.05:
        return (
            f"{upper(named(row.first))} and {named(row.second)} stand together most, but in {gone} of {row.observed}"
            f" {unit}s a list or one word names both; without these the two meet no more than chance would have it."
        )
    return ""


def _set_phrase(article, mentions, row):
    """Whether all words for one of the two stand in a list with the other, or are the same words."""
    spans = {end: [*zip(part["start"], part["end"])] for end, part in mentions.groupby("party")}
    first, second = spans[row.first], spans[row.second]
    return any(span in second for span in first) or _joined(article, mentions, first, second)


def _joined(article, mentions, first, second):
    """Whether some word for the one is joined to some word for the other by commas, *and* and other names alone."""
    places_ = sorted({*zip(mentions["start"], mentions["end"])})
    runs, run = [], places_[:1]
    for span in places_[1:]:
        gap = article.raw[run[-1][1] : span[0]]
        if span[0] >= run[-1][1] and JOINS.fullmatch(gap) and gap.strip():
            run.append(span)
        else:
            runs, run = [*runs, run], [span]
    return any({*one} & {*first} and {*one} & {*second} for one in [*runs, run])
