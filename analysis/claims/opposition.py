"""Opposition: who stands with or against whom, counted in paragraphs, and in whose voice."""

from collections import Counter

from analysis import stance, uncertainty
from analysis.claims.claim import Claim
from analysis.claims.evidence import basis, passages, stated, ties
from analysis.claims.words import count, ends, listed, named, names, percent, places, ranked, upper
from analysis.stance import issues

MOST_LEVEL = 3  # of more that come first together, none stands out
MOST_NAMED = 4  # lines that a sentence lists
CAMP_ROWS = 2  # reviewed ties a party needs to be put into a camp


def who_opposes_whom(framing):
    """The pair opposed in most paragraphs, in either direction; value: the pair, or those that tie.

    Blind spot: one paragraph counts once, however hard its words are.
    """
    every = ties(framing, -1)
    rows = stated(every).drop_duplicates(["paragraph", "source_party", "target_party"])
    lead = uncertainty.lead(rows.drop_duplicates(["paragraph", "pair"]), "pair")
    question, title = "which two are opposed most", "Who opposes whom"
    if not lead.first:
        return Claim("who_opposes_whom", question, "", None, 0, "paragraphs with opposition", 2, title=title)
    own = rows[rows["pair"].isin(lead.first)]
    says = f"{_together(lead)}; {_directions(own)}." if len(lead.first) == 1 else f"{_together(lead)}."
    facts = {"threshold": 2, "sure": lead.stability if len(lead.first) == 1 else None, "evidence": _in_turn(own, lead)}
    facts |= {"title": title, "refusal": _level(lead, "opposed")} | basis(every[every["pair"].isin(lead.first)])
    value = lead.first if len(lead.first) > 1 else lead.first[0]
    return Claim("who_opposes_whom", question, says, value, lead.total, "paragraphs with opposition", **facts)


def _together(lead):
    """Who is opposed in how many paragraphs, and who comes next."""
    first = listed(f"{ends(pair)}" for pair in lead.first) if len(lead.first) == 1 else _pairs(lead.first)
    each = " each" if len(lead.first) > 1 else ""
    following = f" (next: {ends(lead.rest[0][0])}, {lead.rest[0][1]})" if lead.rest else ""
    return f"{upper(first)} are opposed in {count(lead.total, 'paragraphs')}{each}, more than any other pair{following}"


def _pairs(pairs):
    """Several pairs as they stand in a sentence.

    >>> _pairs(["Chile–Peru", "Chile–Cuba"])
    'Chile and Peru, and Chile and Cuba'
    """
    return ", and ".join(map(ends, pairs))


def _level(lead, what):
    """Why none is said to come first, where too many do; nothing where they do not."""
    if len(lead.first) <= MOST_LEVEL or lead.total < 2:
        return ""
    where = count(lead.total, "paragraphs")
    return f"No pair is {what} more than the others: {len(lead.first)} pairs are, in {where} each."


def _directions(rows):
    """Who of a pair stands against whom in which paragraphs."""
    parts = rows.groupby(["source_party", "target_party"], sort=False)["paragraph"].apply(list)
    order = sorted(parts.items(), key=lambda item: (-len(item[1]), item[0]))
    return listed(f"{named(source)} against {named(target)} in {places(where)}" for (source, target), where in order)


def _in_turn(rows, lead):
    """The words of the leading pairs, the pair that is named first coming first."""
    return passages(rows.sort_values("pair", key=lambda pairs: pairs.map(lead.first.index), kind="stable"))


def acts_against(framing):
    """Who is shown against others in most paragraphs, and who as the one opposed; value: both, those that tie listed.

    Blind spot: words and deeds count alike.
    """
    every = ties(framing, -1)
    rows = stated(every)
    sides = {end: uncertainty.lead(rows.drop_duplicates(["paragraph", end]), end) for end in ENDS}
    question, title = "who stands against others most", "Who acts against others, and who is acted against"
    counted = "paragraphs in which one party opposes, or is opposed"
    if rows.empty:
        return Claim("acts_against", question, "", None, 0, counted, 3, title=title)
    source, target = sides.values()
    says = f"{_most(rows, 'source_party', source)} {_most(rows, 'target_party', target, source.first == target.first)}"
    n, crowded = min(source.total, target.total), max(len(source.first), len(target.first)) > MOST_LEVEL
    facts = {"sure": min(source.stability, target.stability), "evidence": passages(rows), "title": title}
    facts |= {"refusal": "Nobody stands against others more often than the rest." if crowded and n > 2 else ""}
    value = (source.first, target.first)
    return Claim("acts_against", question, says, value, n, counted, 3, **facts, **basis(every))


ENDS = {"source_party": "opposition comes from", "target_party": "is aimed at"}


def _most(rows, end, lead, again=False):
    """Who is at one end of opposition in most paragraphs; `again`: it is whoever the sentence before named."""
    where = places(rows.loc[rows[end].isin(lead.first), "paragraph"])
    each = count(lead.total, "paragraphs") + (" each" if len(lead.first) > 1 else "")
    rest = [(name, total) for name, total in lead.rest[:2] if total > 1]
    following = f"; next {'come' if len(rest) > 1 else 'comes'} {ranked(rest)}" if rest else ""
    return f"Most {ENDS[end]} {names(lead.first)}{' too' if again else ''}, in {each} ({where}){following}."


def who_supports_whom(framing):
    """The pair shown in support or cooperation in most paragraphs, apart from those of the opening; value: the pair.

    Of whoever the first paragraph shows together the article says it itself; that is no finding. Pairs opposed as often
    as shown together are left out.
    """
    every = ties(framing, 1)
    rows = stated(every).drop_duplicates(["paragraph", "pair"])
    foes = stated(ties(framing, -1)).drop_duplicates(["paragraph", "pair"])["pair"].value_counts()
    rows = rows[rows["pair"].map(rows["pair"].value_counts()) > rows["pair"].map(foes).fillna(0)]
    opening = set(rows.loc[rows["paragraph"] == min(framing.article.sentences["paragraph"], default=0), "pair"])
    lead = uncertainty.lead(rows[~rows["pair"].isin(opening)], "pair")
    facts, counted = {"title": "Who supports whom"}, "paragraphs with support or cooperation"
    own, n = rows[rows["pair"].isin(lead.first)], lead.total if lead.first else 0
    value = lead.first if len(lead.first) > 1 else "".join(lead.first)
    if n > 1:
        says = f"{upper(_pairs(lead.first))} support each other or work together in {count(n, 'paragraphs')}"
        says += (
            f" ({places(own['paragraph'])}), beside {_pairs(sorted(opening))}, of whom the opening tells."
            if opening
            else "."
        )
        facts |= {"refusal": _level(lead, "shown together"), "evidence": _in_turn(own, lead)}
        facts |= basis(every[every["pair"].isin(lead.first)])
        return Claim("who_supports_whom", "who supports whom", says, value, n, counted, 2, **facts)
    if opening:
        n, where = 2, places(rows.loc[rows["pair"].isin(opening), "paragraph"])
        facts["refusal"] = f"That {_pairs(sorted(opening))} stand together the opening says itself (so {where}); no"
        facts["refusal"] += " other pair is shown in support or cooperation in two paragraphs."
    return Claim("who_supports_whom", "who supports whom", "", None, n, counted, 2, **facts, **basis(every))


def opposition_by_voice(framing):
    """Which oppositions are the article's own and which it only reports; value: the share of its own, 0 to 1."""
    every = ties(framing, -1)
    rows = stated(every).drop_duplicates(["paragraph", "source_party", "target_party", "voice"])
    own = rows["voice"] == "author"
    share = uncertainty.mean(own, by=rows["paragraph"])
    says = (
        f"Of {count(len(rows), 'statements')} that one party opposes another the article makes {int(own.sum())} itself"
    )
    says += f" ({percent(own.mean())}) and reports the rest: {_reported(rows[~own])}."
    facts = {"interval": share, "evidence": passages(rows[~own]), "title": "Who says that they are opposed"}
    facts["refusal"] = f"All {count(len(rows), 'statements')} of opposition are the article's own." if own.all() else ""
    question, counted = "in whose voice opposition is stated", "statements of opposition"
    return Claim("opposition_by_voice", question, says, share.value, len(rows), counted, 5, **facts, **basis(every))


def _reported(rows):
    """Who is said to oppose whom, by whom and where."""
    groups = list(rows.groupby(["paragraph", "voice"], sort=False))
    told = [f"{_against(group)} in the words of {named(voice)} (¶{number})" for (number, voice), group in groups]
    return "; ".join(told[:MOST_NAMED] + ([f"and {len(told) - MOST_NAMED} more"] if len(told) > MOST_NAMED else []))


def _against(rows):
    sources = rows.groupby("target_party", sort=False)["source_party"].agg(lambda part: tuple(dict.fromkeys(part)))
    targets = {who: [target for target, other in sources.items() if other == who] for who in dict.fromkeys(sources)}
    return listed(f"{names(who)} against {names(whom)}" for who, whom in targets.items())


def camps(framing):
    """The division of the parties in two that the ties give, where there is only one; value: the two camps.

    Only reviewed ties count, and only parties that are tied in two of them or more; where opponents would stand in one
    camp, or another division does as well, none is stated. Blind spot: to have the same opponents is not to be allies.
    """
    rows = _reviewed(ties(framing))
    balance = stance.balance(rows)
    question, title = "which camps the ties form", "Which camps the ties form"
    facts = {"title": title, "evidence": passages(rows), **basis(rows), "refusal": _undivided(balance, rows)}
    tied = Counter([*rows["source_party"], *rows["target_party"]])
    sides = tuple(tuple(sorted(camp, key=lambda name: (-tied[name], name))) for camp in balance.camps if camp)
    fit = balance.ties - balance.frustration
    says = f"{'All' if not balance.frustration else f'{fit} of'} {count(balance.ties, 'ties')} fit one division:"
    says += f" {' on one side, '.join(map(names, sides))} on the other. To have the same opponents is not to be allies."
    counted = "reviewed ties between parties tied twice or more"
    return Claim("camps", question, says, sides, balance.ties, counted, 3, **facts)


def _reviewed(rows):
    """The rows a person has seen, between parties that each have two of them or more."""
    rows = rows[rows["origin"] != "machine"] if "origin" in rows else rows
    while len(rows):
        tied = Counter([*rows["source_party"], *rows["target_party"]])
        known = rows["source_party"].map(tied).ge(CAMP_ROWS) & rows["target_party"].map(tied).ge(CAMP_ROWS)
        if known.all():
            break
        rows = rows[known]
    return rows


def _undivided(balance, rows):
    """Why no camps are stated; nothing where they are."""
    if balance.ties < CAMP_ROWS + 1:
        return ""
    if not balance.unique or not all(balance.camps):
        return "More than one division in two fits the ties equally well, so nobody is put into a camp."
    side = {name: number for number, camp in enumerate(balance.camps) for name in camp}
    net = rows.groupby("pair")["stance"].sum()
    foes = [pair for pair, total in net.items() if total < 0 and len({side.get(end) for end in pair.split("–")}) == 1]
    return f"No division keeps {ends(foes[0])} apart, who are opposed, so nobody is put into a camp." if foes else ""


def disputed_issues(framing):
    """Which issues have somebody for and somebody else against them; value: those issues, or `none`."""
    rows = stated(issues.counted(framing.relations))
    table = issues.table(rows)
    disputed = tuple(table.loc[(table["for"] != "") & (table["against"] != ""), "issue"])
    says = ""
    for first in table[table["issue"].isin(disputed)].head(1).to_dict("records"):
        sides = [f"{word} it {names(first[word].split('; '))}" for word in ("for", "against")]
        says = f"Most is said on “{first['issue']}”: {' and '.join(sides)}. "
    says += f"Both sides are stated on {listed(f'“{issue}”' for issue in disputed)}."
    if not disputed:
        says = f"Of {count(len(table), 'issues')} none has somebody stated for it and somebody against it, by one name."
    facts = {"title": "Who is for and against what", "evidence": passages(rows), **basis(rows)}
    value, counted = disputed or "none", "stances on issues"
    return Claim("disputed_issues", "which issues divide the actors", says, value, len(rows), counted, 3, **facts)
