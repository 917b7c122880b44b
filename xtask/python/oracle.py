"""Analyses texts with spaCy, so that the native runtime can be compared with it.

usage: oracle.py MODEL TEXTS [ANALYSES]

MODEL is a pipeline directory, TEXTS a JSONL file of strings. With ANALYSES, writes one JSON object a
text to it. Prints the number of tokens and the seconds that the analysis alone took.
"""

import json
import os
import resource
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import spacy  # noqa: E402  (after the number of threads is set)

BATCH = 64


def as_json(doc):
    # The first token begins a sentence whatever a component says of it.
    starts = {sent.start for sent in doc.sents} if doc.has_annotation("SENT_START") else {0}
    return {
        "tokens": [
            [
                token.idx,
                token.idx + len(token),
                token.whitespace_,
                token.i in starts,
                token.tag_,
                token.pos_,
                str(token.morph),
                token.head.i,
                token.dep_,
                token.lemma_,
            ]
            for token in doc
        ],
        "entities": [[ent.start_char, ent.end_char, ent.label_] for ent in doc.ents],
        "chunks": chunks(doc),
    }


def chunks(doc):
    try:
        return [[chunk.start, chunk.end] for chunk in doc.noun_chunks]
    except (NotImplementedError, ValueError):
        return []


def main(model, texts, analyses=None):
    nlp = spacy.load(model)
    nlp.max_length = 10**9
    with open(texts, encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    seconds = words = 0
    cpu = 0.0
    out = open(analyses, "w", encoding="utf-8") if analyses else None
    start, cpu_start = time.perf_counter(), time.process_time()
    for doc in nlp.pipe(texts, batch_size=BATCH):
        seconds += time.perf_counter() - start
        cpu += time.process_time() - cpu_start
        words += len(doc)
        if out:
            out.write(json.dumps(as_json(doc), ensure_ascii=False) + "\n")
        start, cpu_start = time.perf_counter(), time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"words": words, "seconds": seconds, "cpu_seconds": cpu, "memory_kb": memory}))


if __name__ == "__main__":
    main(*sys.argv[1:])
