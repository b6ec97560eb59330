"""Which library finds repeated complaints better: rapidfuzz or scikit-learn.

In:    nothing; `python benchmarks/likeness.py`.   Out: quality and cost of each way, in one run.
Rule:  the same invented complaints with known pairs for all; scikit-learn only where installed
       (it is no dependency of the product).
Never: part of the tests. Start at `main()`.
"""

import json
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

from integration.reports.indonesian import stems, words
from integration.reports.similar import alike

COMPLAINTS = Path(__file__).parent.parent / "tests" / "reports" / "complaints.json"

Matrix = list[list[float]]


def by_pair(ratio: Callable[[str, str], float], texts: list[str]) -> Matrix:
    """Every text against every other."""
    return [[ratio(one, other) for other in texts] for one in texts]


def by_vectors(texts: list[str], **how: object) -> Matrix:
    """Cosine of TF-IDF vectors. Raises ImportError without scikit-learn."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    found = TfidfVectorizer(**how).fit_transform(texts)
    return (found @ found.T).toarray().tolist()


def quality(scores: Matrix, same: set[tuple[int, int]]) -> tuple[float, float, float]:
    """Share of partners found first, share among the first five, average precision of pairs."""
    first = among_five = 0
    for a, b in [*same, *((b, a) for a, b in same)]:
        better = sum(scores[a][c] > scores[a][b] for c in range(len(scores)) if c not in (a, b))
        first += better == 0
        among_five += better < 5
    ranked = sorted(combinations(range(len(scores)), 2), key=lambda pair: -scores[pair[0]][pair[1]])
    hits, precision = 0, 0.0
    for place, pair in enumerate(ranked, start=1):
        if pair in same:
            hits += 1
            precision += hits / place
    return first / len(same) / 2, among_five / len(same) / 2, precision / len(same)


def main() -> None:
    """Print the table."""
    told = json.loads(COMPLAINTS.read_text(encoding="utf-8"))
    texts = [one["text"] for one in told]
    same = {
        (a, b)
        for a, b in combinations(range(len(told)), 2)
        if told[a]["same"] and told[a]["same"] == told[b]["same"]
    }
    plain = [" ".join(words(text)) for text in texts]
    stemmed = [" ".join(stems(text)) for text in texts]
    apart = {"token_pattern": r"\S+"}
    ways: dict[str, Callable[[], Matrix]] = {
        "rapidfuzz token_set, words": lambda: by_pair(fuzz.token_set_ratio, plain),
        "rapidfuzz token_set, stems": lambda: by_pair(fuzz.token_set_ratio, stemmed),
        "rapidfuzz token_sort, words": lambda: by_pair(fuzz.token_sort_ratio, plain),
        "rapidfuzz token_sort, stems": lambda: by_pair(fuzz.token_sort_ratio, stemmed),
        "rapidfuzz harmonic mean of both, stems": lambda: by_pair(alike, texts),
        "scikit-learn TF-IDF, words": lambda: by_vectors(plain, **apart),
        "scikit-learn TF-IDF, stems": lambda: by_vectors(stemmed, **apart),
        "scikit-learn TF-IDF sublinear, stems": lambda: by_vectors(
            stemmed, sublinear_tf=True, **apart
        ),
        "scikit-learn TF-IDF 3-5 letters, words": lambda: by_vectors(
            plain, analyzer="char_wb", ngram_range=(3, 5)
        ),
        "scikit-learn TF-IDF 3-5 letters, stems": lambda: by_vectors(
            stemmed, analyzer="char_wb", ngram_range=(3, 5)
        ),
    }
    print(f"{len(texts)} complaints, {len(same)} pairs")
    print(f"{'':42}{'first':>8}{'in five':>9}{'avg prec':>10}{'µs/pair':>9}")
    for name, way in ways.items():
        try:
            way()  # imports and caches are not what is measured
        except ImportError:
            print(f"{name:42} (scikit-learn is not installed)")
            continue
        began = time.perf_counter()
        scores = way()
        cost = (time.perf_counter() - began) / len(texts) ** 2 * 1e6
        first, five, precision = quality(scores, same)
        print(f"{name:42}{first:8.2f}{five:9.2f}{precision:10.3f}{cost:9.1f}")


if __name__ == "__main__":
    main()
