"""Trains a small pipeline of the components that no published English or French pipeline has.

usage: made.py MODEL TEXTS OUTPUT

MODEL is a pipeline directory whose analyses serve as examples, TEXTS a JSONL file of strings. What is
learned hardly matters; the pipeline exists to be run by both runtimes: window layers of two words to
each side, a sentence recogniser with token vectors of its own, tags and edit trees over shared ones.
"""

import json
import sys

import spacy
from spacy.tokens import Doc
from spacy.training import Example

WIDTH = 32
ROUNDS = 12
EXAMPLES = 150


def tok2vec(attrs, window):
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": WIDTH,
            "attrs": attrs,
            "rows": [500] * len(attrs),
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": WIDTH,
            "depth": 2,
            "window_size": window,
            "maxout_pieces": 2,
        },
    }


def tagger(vectors):
    return {"@architectures": "spacy.Tagger.v2", "tok2vec": vectors}


def main(model, texts, output):
    teacher = spacy.load(model)
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH}
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": tok2vec(["ORTH", "LOWER", "SHAPE", "SPACY"], 2)})
    nlp.add_pipe("tagger", config={"model": tagger(listener)})
    nlp.add_pipe("morphologizer", config={"model": tagger(listener)})
    own = tok2vec(["NORM", "SUFFIX", "IS_SPACE"], 1)
    nlp.add_pipe("senter", config={"model": tagger(own)})
    settings = {"model": tagger(listener), "min_tree_freq": 2, "top_k": 3}
    nlp.add_pipe("trainable_lemmatizer", config=settings)
    examples = []
    with open(texts, encoding="utf-8") as file:
        for line in list(file)[:EXAMPLES]:
            doc = teacher(json.loads(line)[:1_000])
            if len(doc) > 3:
                blank = Doc(nlp.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc])
                examples.append(Example(blank, doc))
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(ROUNDS):
        nlp.update(examples, sgd=optimizer)
    nlp.to_disk(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
