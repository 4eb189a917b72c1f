"""How the encoder is trained and measured. Needs the extra `train`."""

import pytest


@pytest.fixture(scope="module")
def training():
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from analysis.training import train as training

    return training


def test_the_same_seed_makes_the_same_epoch(training):
    train = {
        "valence": [],
        "passage": [],
        "toward": [
            training.Example("toward", f"{name} Lee{i} spoke.", ((0, len(name)),), 1, "person")
            for i, name in enumerate(["Ann", "Bea", "Cy", "Dee"] * 20)
        ],
    }
    train["relation"] = [training.Example("relation", f"Peru{i} met Mali.", ((0, 5), (10, 14)), 0) for i in range(80)]
    assert training.epoch_batches(train, [], 3, 0) == training.epoch_batches(train, [], 3, 0)
    assert training.epoch_batches(train, [], 3, 0) != training.epoch_batches(train, [], 3, 1)


@pytest.mark.parametrize(
    "gold, guess, expected", [([0, 1, 2, 2], [0, 1, 2, 2], 1.0), ([0, 0, 1, 2], [0, 1, 1, 0], (0.5 + 2 / 3 + 0) / 3)]
)
def test_macro_f1_by_hand(training, gold, guess, expected):
    assert training.macro_f1(gold, guess, 3) == pytest.approx(expected)


def test_edge_f1_by_hand(training):
    assert training.edge_f1([0, 1, 3, 4], [1, 1, 4, 0]) == pytest.approx(2 * 1 / (3 + 3))


def test_calibration_error_by_hand(training):
    import numpy as np

    p = np.array([[0.9, 0.1], [0.9, 0.1], [0.3, 0.7], [0.4, 0.6]])
    expected = 0.5 * abs(0.9 - 0.5) + 0.25 * abs(0.7 - 1) + 0.25 * abs(0.6 - 1)
    assert training.calibration_error(p, [0, 1, 1, 1]) == pytest.approx(expected)


def test_the_exported_encoder_says_what_the_trained_one_says(training):
    import torch
    from transformers import BertConfig, BertModel

    small = BertConfig(vocab_size=50, hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=48)
    model, ids = BertModel(small).eval(), torch.tensor([2, 7, 30, 4, 3])
    with torch.no_grad():
        assert torch.allclose(training.Alone(model)(ids), model(ids[None]).last_hidden_state[0], atol=1e-5)
