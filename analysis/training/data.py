"""What the encoder learns from: public data, tables coded after the codebook, and articles and sentences made for it.

Each is brought to one form, the `Example`: a text, the spans asked about, the answer, and the head that has to give it.
The coded tables and the made articles lie in `analysis/training/`; the public data is read from a folder.
"""

import csv
import functools
import json
import numbers
import random
import re
import zlib
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.article import ArticleError, text_of
from analysis.encoder import FRAMES, MIRROR, standins
from analysis.lexicon import lexicon

TABLES = Path(__file__).resolve().parent
RENAMED, TEMPLATES = 0.5, 1500
STAND_INS = {"toward": 0.75, "relation": 0.75, "passage": 0.5}  # how often stand-ins are put for names in training
HELD_PAIRS, LAST_LOOK, HELD_SNIPPETS, HELD_ARTICLES, HELD_SHARE = 700, 400, 1000, 110, 0.08
NEWSMTSC = {"sentence": str, "from": int, "to": int, "polarity": numbers.Real}  # the fields of a row
LETTERS = dict(zip("crhme", FRAMES))
SIGNS = {"+": 1, "-": -1}

COUNTRIES = """Afghanistan Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh
Belarus Belgium Bolivia Brazil Britain Bulgaria Cambodia Cameroon Canada Chad Chile China Colombia Croatia Cuba Cyprus
Denmark Ecuador Egypt Eritrea Estonia Ethiopia Finland France Gabon Georgia Germany Ghana Greece Guatemala Haiti
Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan Kazakhstan Kenya Kosovo Kuwait
Laos Latvia Lebanon Libya Lithuania Malaysia Mali Mexico Moldova Mongolia Morocco Mozambique Myanmar Nepal
Nicaragua Niger Nigeria Norway Oman Pakistan Panama Paraguay Peru Poland Portugal Qatar Romania Russia Rwanda
Senegal Serbia Singapore Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria Taiwan Tanzania Thailand
Tunisia Turkey Uganda Ukraine Uruguay Uzbekistan Venezuela Vietnam Yemen Zambia Zimbabwe""".split()
BEFORE = [
    "",
    "",
    "",
    "On Tuesday, ",
    "Last week ",
    "In a statement, ",
    "According to officials, ",
    "Earlier this month, ",
    "At a news conference, ",
    "After the summit, ",
    "Reports say that ",
    "Meanwhile, ",
]
AFTER = [
    "",
    "",
    "",
    " on Monday",
    " over the border dispute",
    " in a speech to parliament",
    " for the second time",
    " after the vote",
    ", state media reported",
    " during the campaign",
    " over the trade talks",
    ", officials said",
]


@dataclass(frozen=True)
class Example:
    """A text with the spans asked about, the answer, and the head that gives it; for a passage the spans by actor."""

    head: str
    text: str
    spans: tuple
    answer: object
    kind: str = ""


@dataclass(frozen=True)
class Coding:
    """What a coder said of a passage; None where it was not asked.

    `frames` are 0 or 1 in the order of FRAMES, `portrayals` a valence for each actor, `relations` a stance (-1, 0, 1)
    for each ordered pair of actors that is known.
    """

    tone: int | None = None
    frames: tuple | None = None
    portrayals: tuple | None = None
    relations: dict | None = None


# --- reading -------------------------------------------------------------------------------------------------------


def json_lines(path, **fields):
    """The rows of a JSON-lines file; only a newline ends a row, whatever other line ends the text holds.

    ArticleError where a line is no JSON, or a row lacks one of the `fields` or has another type there.
    """
    lines = text_of(path).split("\n")
    return [_json_row(line, f"{path.name} line {n}", fields) for n, line in enumerate(lines, start=1) if line.strip()]


def _json_row(line, at, fields):
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise ArticleError(f"{at}: no JSON; copy the file anew from its makers") from None
    for name, kind in fields.items():
        if not isinstance(row, dict) or not isinstance(row.get(name), kind):
            value = repr(row.get(name))[:40] if isinstance(row, dict) else "missing"
            raise ArticleError(f"{at}: {name} is {value}, not {kind.__name__}; copy the file anew from its makers")
    return row


def crop(text, spans, *, room=320):
    """The text around its spans, cut at blanks to `room` characters on each side, and the spans moved with it."""
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    start = 0 if low <= room else text.find(" ", low - room, low) + 1 or low
    end = len(text) if high + room >= len(text) else max(text.rfind(" ", high, high + room), high)
    return text[start:end], tuple((s - start, e - start) for s, e in spans)


def newsmtsc(path):
    """Examples of sentiment toward a marked person."""
    out = []
    for row in json_lines(path, **NEWSMTSC):
        text, spans = crop(row["sentence"], [(row["from"], row["to"])])
        out.append(Example("toward", text, spans, row["polarity"] + 1, kind="person"))
    return out


def mended(text, start, end):
    """The span made to cover whole words: a third of the published brackets cut one (`[Los Angele]s`)."""
    while end > start and not text[end - 1].isalnum() and text[end - 1] != ".":
        end -= 1
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def directed(path):
    """Examples of the relation between two bracketed entities, brackets mended."""
    out = []
    for row in json_lines(path, text=str, label=int):
        parts = re.split(r"[\[\]]", row["text"])
        if len(parts) != 5:
            continue
        text, spans = "", []
        for part, marked in zip(parts, (False, True, False, True, False)):
            if marked:
                spans.append((len(text), len(text) + len(part)))
            text += part
        spans = tuple(mended(text, *span) for span in spans)
        if all(end > start for start, end in spans):
            out.append(Example("relation", text, spans, row["label"]))
    return out


def snippets(path):
    """Examples of a snippet's tone, the mean of twenty ratings brought to -1…1."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line.count("\t") == 2]
    return [Example("valence", text, (), float(mean) / 4) for _, mean, text in rows]


@functools.cache
def texts(folder):
    """The public texts that the coded tables name by (source, id)."""
    found = {}
    for row in json_lines(folder / "newsmtsc" / "train.jsonl"):
        found.setdefault(("newsmtsc", row["id"]), " ".join(row["sentence"].split()))
        found.setdefault(("mtsc", row["id"]), row["sentence"])
    for row in json_lines(folder / "directed_sentiment" / "dev.jsonl"):
        found["dse", row["id"]] = re.sub(r"[\[\]]", "", row["text"])
    for line in (folder / "vader_nyt" / "nytEditorialSnippets_GroundTruth.txt").read_text(encoding="utf-8").split("\n"):
        if line.count("\t") == 2:
            found["nyt", line.split("\t")[0]] = line.split("\t")[2]
    for path in sorted((folder / "gum" / "text").glob("GUM_news_*.txt")):
        blocks = [b for b in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")) if b.strip()][1:]
        found |= {("gum", f"{path.stem}#{n}"): " ".join(block.split()) for n, block in enumerate(blocks, 1)}
    return found | {("narrative", name): text for name, (text, _) in narrative(folder).items()}


def narrative(folder):
    """The articles of narrative_frames: id -> (text, presence of conflict, human interest, morality, economic)."""
    csv.field_size_limit(10**9)
    with (folder / "narrative_frames" / "articles.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {row["ID"]: (row["text"], [int(row[k] == "True") for k in ("CO", "HI", "MO", "EC")]) for row in rows}


def held_articles(folder):
    """The ids of the articles of narrative_frames that are kept aside."""
    order = list(narrative(folder))
    random.Random(0).shuffle(order)
    return order[:HELD_ARTICLES]


def passage(found, source, name):
    """(the text that a row of a coded table names, the article it stands in)."""
    if source == "narrative":
        article, span = name.split(":")
        return found[source, article][slice(*map(int, span.split("-")))], article
    return found[source, name], name.split("#")[0]


def coded(folder):
    """{article: passages coded after the codebook}, their texts found again by id."""
    found, groups = texts(folder), defaultdict(list)
    for row in table("coded_labels.csv"):
        text, group = passage(found, row["source"], row["id"])
        frames = tuple(int(row[frame]) for frame in FRAMES)
        groups[group].append(Example("passage", text, (), Coding(int(row["tone"]), frames), row["source"]))
    for row in table("coded_passages.csv"):
        text, group = passage(found, row["source"], row["id"])
        groups[group].append(coded_passage(text, row))
    pairs = defaultdict(dict)
    for row in table("coded_relations.csv"):
        spans = tuple((int(row[f"start{n}"]), int(row[f"end{n}"])) for n in (1, 2))
        pairs[row["id"]][spans] = int(row["label"])
    for name, known in pairs.items():
        groups[name].append(coded_pairs(found["mtsc", name], known))
    return groups


def coded_toward(folder):
    """Examples of sentiment toward persons in a sentence, coded as NewsMTSC is: `labels` are `start-end:valence`."""
    found, out = texts(folder), []
    for row in table("coded_toward.csv"):
        for start, end, valence in re.findall(r"(\d+)-(\d+):(-?\d)", row["labels"]):
            text, spans = crop(found[row["source"], row["id"]], [(int(start), int(end))])
            out.append(Example("toward", text, spans, int(valence) + 1, kind="person"))
    return out


def coded_passage(text, row):
    """The example of a row of coded_passages.csv: a pair of its actors without a relation is known to have none."""
    mentions = defaultdict(list)
    for item in row["mentions"].split():
        actor, span = item.split(":")
        mentions[actor].append(tuple(map(int, span.split("-"))))
    return Example("passage", text, tuple(map(tuple, mentions.values())), coding(row, list(mentions)), row["source"])


def coding(row, actors):
    """The Coding of a row: tone, frames as letters, portrayals `1:-1 2:0`, relations `1>2- 2>1+`."""
    frames = tuple(int(letter in row["frames"]) for letter in LETTERS)
    told = dict(item.split(":") for item in row["portrayals"].split() if ":" in item)
    relations = {(a, b): 0 for a in range(len(actors)) for b in range(len(actors)) if a != b}
    for source, target, sign in re.findall(r"(\w+)>(\w+)([+-])", row["relations"]):
        if source in actors and target in actors and source != target:
            relations[actors.index(source), actors.index(target)] = SIGNS[sign]
    valences = tuple(int(told.get(actor, "0").replace("x", "0")) for actor in actors)
    return Coding(int(row["tone"]), frames, valences, relations)


def coded_pairs(text, known):
    """The example of a sentence of which only some pairs of spans were coded."""
    spans = sorted({span for pair in known for span in pair})
    relations = {}
    for pair, label in known.items():
        a, b = (spans.index(span) for span in pair)
        relations[a, b] = {1: 1, 3: -1}.get(label, 0)
        relations[b, a] = {2: 1, 4: -1}.get(label, 0)
    text, spans = crop(text, spans)
    return Example("passage", text, tuple((span,) for span in spans), Coding(relations=relations), "pairs")


def table(name):
    """The rows of a table beside the model."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(groups, share, aside=()):
    """(held out, kept): the examples of a share of the groups, with those set aside; the others.

    A group's name alone decides, so that one coded later moves no other.
    """
    held = {name for name in groups if zlib.crc32(name.encode()) % 1000 < 1000 * share} | set(aside)
    return tuple([e for name in groups if (name in held) is wanted for e in groups[name]] for wanted in (True, False))


def data(folder):
    """The examples to learn from and those held out (two dicts of lists), and the made articles with unfilled slots."""
    pairs = directed(folder / "directed_sentiment" / "dev.jsonl")
    random.Random(0).shuffle(pairs)
    ratings = snippets(folder / "vader_nyt" / "nytEditorialSnippets_GroundTruth.txt")
    random.Random(0).shuffle(ratings)
    held_passages, passages = split(coded(folder), HELD_SHARE, held_articles(folder))
    held_made, made = split({str(n): [article] for n, article in enumerate(made_articles())}, HELD_SHARE)
    train = {
        "toward": newsmtsc(folder / "newsmtsc" / "train.jsonl"),
        "relation": pairs[HELD_PAIRS + LAST_LOOK :],
        "valence": ratings[HELD_SNIPPETS:],
        "passage": passages,
    }
    people = names_of(train["toward"])
    train["toward"] += coded_toward(folder)
    held = {
        "rw-dev": newsmtsc(folder / "newsmtsc" / "rw-dev.jsonl"),
        "mt-dev": newsmtsc(folder / "newsmtsc" / "mt-dev.jsonl"),
        "edges": pairs[:HELD_PAIRS],
        "edges, last look": pairs[HELD_PAIRS : HELD_PAIRS + LAST_LOOK],
        "snippets": ratings[:HELD_SNIPPETS],
        "passages": [e for e in held_passages if e.kind != "pairs"],
        "made passages": [e for article in held_made for e in filled(article, people, random.Random(0))],
    }
    for pool_of in (train, held):
        for name, examples in pool_of.items():
            pool_of[name] = [in_order(e) for e in examples]
    return train, held, made


def in_order(example):
    """A pair of spans as they stand in the text; the relation is mirrored where that exchanges them."""
    if example.head != "relation" or example.spans[0] <= example.spans[1]:
        return example
    return replace(example, spans=example.spans[::-1], answer=MIRROR[example.answer])


def as_passage(example):
    """A made sentence with its relation as a passage of two actors."""
    stance = {1: 1, 3: -1}.get(example.answer, 0)
    relations = {(0, 1): stance, (1, 0): 0}
    return Example("passage", example.text, tuple((s,) for s in example.spans), Coding(relations=relations), "made")


# --- made articles: invented news with slots for names --------------------------------------------------------------


SLOT = re.compile(r"\{(?P<slot>[A-Z]\d+)(?P<form>[acl]?)(?P<place>\.?)\}|\[(?P<key>[A-Z]\d+):(?P<words>[^\]]*)\]")


def made_articles():
    """The articles of made_articles.txt: [(sexes of its persons, [(paragraph, row of codes)])].

    A paragraph holds slots (`{S1}` a state, `{S1a}` its adjective, `{S1c}` its capital, `{P1}` a person, `{P1l}` the
    surname) and other mentions (`[P1:she]`); the line below it its codes.
    """
    articles = []
    for block in (TABLES / "made_articles.txt").read_text(encoding="utf-8").split("\n# ")[1:]:
        head, *lines = [line for line in block.split("\n") if line.strip()]
        sexes = dict(re.findall(r"(P\d+)=([mf])", head))
        paragraphs = []
        for text, codes in zip(lines[::2], lines[1::2]):
            tone, frames, portrayals, relations = (part.strip() for part in codes.removeprefix("=").split("|"))
            row = {"tone": tone, "frames": frames, "portrayals": portrayals, "relations": relations}
            paragraphs.append((text, row))
        articles.append((sexes, paragraphs))
    return articles


def filled(article, people, rng):
    """The paragraphs of a made article as examples, its slots filled with names drawn at random."""
    sexes, paragraphs = article
    slots = sorted({slot for text, _ in paragraphs for slot in re.findall(r"\{([A-Z]\d+)", text)})
    states = rng.sample(states_with_forms(), len(slots))
    surnames = rng.sample([name.split()[-1] for name in people[2, False]], len(slots))
    firsts = defaultdict(list)
    for row in lexicon("first_names"):
        firsts[row["gender"]].append(row["name"])
    names = {}
    for slot, state, surname in zip(slots, states, surnames):
        if slot[0] == "P":
            first = rng.choice(firsts[sexes.get(slot, "m")])
            names |= {(slot, ""): f"{first} {surname}", (slot, "l"): surname}
        else:
            names |= {(slot, form): word for form, word in zip(("", "a", "c"), state)}
    return [filled_passage(text, row, names) for text, row in paragraphs]


def filled_passage(text, row, names):
    """One paragraph of a made article as an example, by a table of (slot, form) -> name."""
    mentions = defaultdict(list)
    told = written(text, names, mentions, "")
    return Example("passage", told, tuple(map(tuple, mentions.values())), coding(row, list(mentions)), "made")


def written(text, names, mentions, out):
    """The text with its slots filled, behind what is written already; the spans of the mentions are added to a dict."""
    done = 0
    for hit in SLOT.finditer(text):
        out += text[done : hit.start()]
        done = hit.end()
        if hit["slot"]:
            words = names.get((hit["slot"], hit["form"]), names.get((hit["slot"], "")))
            if words[0] in "AEIO" and re.search(r"\b[Aa] $", out):
                out = out[:-1] + "n "
            start, out = len(out), out + words
        else:  # a mention may hold a slot: [G1:the {S2a} troops]
            start, out = len(out), written(hit["words"], names, mentions, out)
        if not hit["place"]:
            mentions[hit["slot"] or hit["key"]].append((start, len(out)))
    return out + text[done:]


def states_with_forms():
    """(name, adjective, capital) of the states that have all three in one word each."""
    forms = [(r["actor"], r["adjectives"].split("|")[0], r["capitals"].split("|")[0]) for r in lexicon("states")]
    return [form for form in forms if all(form) and " " not in form[0]]


# --- other names, other wordings: the invariants as training data -----------------------------------------------------


def renamed(example, table):
    """The example with every whole-word occurrence of the table's keys replaced, and its spans moved along."""
    text, spans = standins.renamed(example.text, example.spans, table)
    return replace(example, text=text, spans=spans)


def names_of(examples):
    """The persons' names of the training sentences by shape: (number of words, has a title)."""
    pool = defaultdict(set)
    for example in examples:
        name = example.text[slice(*example.spans[0])]
        shape = shape_of(name)
        if shape:
            pool[shape].add(name)
    return {shape: sorted(names) for shape, names in sorted(pool.items())}


def shape_of(name):
    """The shape of a person's name, None where it is no plain name (*He*, *the president*)."""
    words = name.split()
    plain = all(
        re.fullmatch(r"[A-Z][a-z]+[A-Za-z]*(?:-[A-Z][a-z]+)?|[A-Z]\.|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\.", w) for w in words
    )
    if (
        not words
        or len(words) > 3
        or not plain
        or words[0] in {"He", "She", "His", "Her", "The", "Him", "They", "It", "My", "Our", "Hers"}
    ):
        return None
    return len(words), words[0] in {
        "Mr.",
        "Mrs.",
        "Ms.",
        "Dr.",
        "Sen.",
        "Rep.",
        "Gov.",
        "President",
        "Secretary",
        "Senator",
    }


def renamed_passage(example, pool, persons, rng):
    """The passage with other names for the persons among its actors that are known by their full names."""
    names = {}
    for spans in example.spans:
        full = next(
            (w for w in (example.text[s:e] for s, e in spans) if w in persons and shape_of(w) == (2, False)), None
        )
        if full:
            new = names[full] = rng.choice(pool[2, False])
            names[full.split()[-1]] = new.split()[-1]
    if not names:
        return example
    flat = renamed(replace(example, spans=tuple(span for spans in example.spans for span in spans)), names)
    left = iter(flat.spans)
    return replace(flat, spans=tuple(tuple(next(left) for _ in spans) for spans in example.spans))


def other_names(example, pool, persons, rng):
    """The example with other names for the actors asked about: another of the same kind, or the two exchanged."""
    if example.head == "passage":
        return renamed_passage(example, pool, persons, rng)
    words = [example.text[s:e] for s, e in example.spans]
    if any(a in b or b in a for a in words for b in words if a is not b):
        return example
    kinds = ["person" if example.kind == "person" else kind_of(word, persons) for word in words]
    if len(words) == 2 and kinds[0] == kinds[1] != "unknown" and rng.random() < 0.5:
        return renamed(example, {words[0]: words[1], words[1]: words[0]})
    table = {}
    for word, kind in zip(words, kinds):
        shape = shape_of(word)
        if kind == "person" and shape in pool:
            new = table[word] = rng.choice(pool[shape])
            if shape[0] > 1 and not shape[1]:
                table[word.split()[-1]] = new.split()[-1]
        elif kind == "country":
            table[word] = rng.choice(COUNTRIES)
    return renamed(example, table) if table else example


def with_stand_ins(example, surnames=frozenset()):
    """The example as the package asks it: stand-ins for those asked about, in a passage for all states and persons.

    Persons are those with a known first name or surname.
    """
    if example.head != "passage":
        text, spans = standins.unnamed(example.text, example.spans)
        return replace(example, text=text, spans=spans)
    told = [[example.text[s:e] for s, e in spans] for spans in example.spans]
    persons = [any(w in surnames or standins.kind_of_name(w) == "person" for w in names) for names in told]
    mentions = [(*span, actor, persons[actor]) for actor, spans in enumerate(example.spans) for span in spans]
    text, found = standins.bare(example.text, mentions)
    return replace(example, text=text, spans=tuple(tuple(found[actor]) for actor in sorted(found)))


def kind_of(name, persons):
    """Whether a name is a known country, a known person, or neither is known."""
    if name in COUNTRIES:
        return "country"
    return "person" if name in persons and (" " in name) else "unknown"


def verbs(part):
    """The template verbs of one part, `train` or `held`."""
    with (TABLES / "template_verbs.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["part"] == part]


def templates(rng, count, pool, part="train"):
    """Made sentences about two actors: active, passive, negated, quoted, with a bystander; relation and toward.

    Every sentence comes with its `kind`, so that the rate of violation can be counted per kind.
    """
    people = pool.get((2, False), []) + pool.get((1, False), [])
    table, out = verbs(part), []
    while len(out) < count:
        verb = rng.choice(table)
        first, second, third = rng.sample(COUNTRIES if rng.random() < 0.6 else people, 3)
        if any(a in b for a in (first, second, third) for b in (first, second, third) if a is not b):
            continue
        sign = int(verb["sign"])
        label = {1: 1, -1: 3, 0: 0}[sign]
        kind = rng.choice(
            ["active", "active", "passive", "passive", "negated", "negated passive", "quoted", "bystander", "joint"]
        )
        before, after = rng.choice(BEFORE), rng.choice(AFTER)
        core = {
            "active": "{A} {past} {B}",
            "quoted": "{A} {past} {B}",
            "passive": "{B} was {participle} by {A}",
            "negated": rng.choice(["{A} did not {base} {B}", "{A} never {past} {B}", "{A} has not {participle} {B}"]),
            "negated passive": rng.choice(["{B} was not {participle} by {A}", "{B} was never {participle} by {A}"]),
            "bystander": rng.choice(
                [
                    "{A} {past} {B}, while {C} held talks in Geneva",
                    "{A}, which {C} visited, {past} {B}",
                    "{A} {past} {B}, {C} said",
                    "As {C} looked on, {A} {past} {B}",
                ]
            ),
            "joint": rng.choice(
                ["{A} and {C} {past} {B}", "{C} and {A} {past} {B}", "{B} was {participle} by {C} and {A}"]
            ),
        }[kind]
        text = f"“{core}{after},” a spokesman said." if kind == "quoted" else f"{before}{core}{after}."
        for key in ("base", "past", "participle"):
            text = text.replace("{" + key + "}", verb[key])
        names, filled, spans = {"{A}": first, "{B}": second, "{C}": third}, "", {}
        for piece in re.split(r"(\{[ABC]\})", text):
            if piece in names:
                spans[piece[1]] = (len(filled), len(filled) + len(names[piece]))
            filled += names.get(piece, piece)
        denied = kind.startswith("negated")
        asked = ("A", "B")
        if kind == "bystander" and rng.random() < 0.6:
            asked, label = rng.choice([("A", "C"), ("B", "C"), ("C", "B")]), 0
        out.append(Example("relation", filled, tuple(spans[a] for a in asked), 0 if denied else label, kind))
        if asked == ("A", "B") and rng.random() < 0.4:
            out.append(Example("toward", filled, (spans["B"],), 1 if denied else sign + 1, kind))
    return out[:count]
