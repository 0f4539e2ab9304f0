"""Fit the weights of `policydiff/structure/heading_signs.toml` on policies whose headings are known.

    python benchmarks/fit_headings.py GOLD_DIR [GOLD_DIR ...] [--markdown DIR ...] [--write]

GOLD_DIR holds NAME.txt with NAME.json ({"headings": [{"line", "text"}]}). From each Markdown file two
more texts are made by taking its markup away, with and without blank lines. Prints F1 with each
publisher left out in turn (the first word of a file's name), then fits on everything.
L2-regularised logistic regression by gradient descent; deterministic, no dependency.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from policydiff.readers.markdown import read_markdown
from policydiff.readers.text import read_text
from policydiff.structure.headings import candidate_signs, context_signs, weigh
from policydiff.structure.lines import make_lines
from policydiff.structure.numbering import number_lines

Weights = dict[str, float]


def strip_markup(text: str, *, dense: bool) -> tuple[str, set[int]]:
    """The text without markup, one block a line, and the lines that were headings."""
    out: list[str] = []
    headings = set()
    for block in read_markdown(text):
        if block.kind == "rule" or not block.text:
            continue
        if out and not dense and not (block.kind == "item" and out[-1].startswith("•")):
            out.append("")
        marker = (
            "• " if block.marker in ("*", "-", "+") else f"{block.marker} " if block.marker else ""
        )
        for part in block.text.split("\n"):
            out.append(marker + part)
            if block.kind == "heading":
                headings.add(len(out))
    return "\n".join(out), headings


def documents(gold: list[Path], markdown: list[Path]) -> dict[str, list[tuple[str, set[int]]]]:
    by_publisher: dict[str, list[tuple[str, set[int]]]] = defaultdict(list)
    for folder in gold:
        for file in sorted(folder.glob("*.json")):
            text_file = file.with_suffix(".txt")
            if text_file.exists():
                lines = {h["line"] for h in json.loads(file.read_text())["headings"]}
                by_publisher[file.stem.split("-")[0]].append((text_file.read_text(), lines))
    for folder in markdown:
        for file in sorted(folder.rglob("*.md")):
            publisher = (
                file.relative_to(folder).as_posix().split("-")[0].split("/")[0].split(" ")[0]
            )
            for dense in (True, False):
                text, lines = strip_markup(file.read_text(), dense=dense)
                if len(lines) >= 4:
                    by_publisher[publisher.lower()].append((text, lines))
    return by_publisher


_NUMBER = re.compile(r"^(?:(?:\d+\.)*\d*[.)]?|[IVX]+\.|[A-Z]\.)\s+(?=\S)")


def variants(text: str, headings: set[int]) -> list[tuple[str, set[int]]]:
    """The same policy as other publishers would set it: headings in capitals, numbered, bare.

    The corpus has few publishers; without these the weights learn their habits.
    """
    lines = text.split("\n")

    def change(edit: Callable[[str, int], str]) -> tuple[str, set[int]]:
        count = 0
        out = []
        for number, line in enumerate(lines, 1):
            if number in headings:
                count += 1
                line = edit(line, count)
            out.append(line)
        return "\n".join(out), headings

    return [
        *[(text, headings)] * 3,  # as it is, with the weight of the rest together
        change(lambda line, _: line.upper()),
        change(lambda line, _: _NUMBER.sub("", line) or line),
        change(lambda line, n: line if n == 1 else f"{n - 1}. {_NUMBER.sub('', line)}"),
        change(lambda line, _: _NUMBER.sub("", line).capitalize() or line),
    ]


def prepare(
    docs: list[tuple[str, set[int]]],
) -> list[tuple[list, list[list[str] | None], list[bool]]]:
    result = []
    for text, headings in docs:
        blocks = read_text(text)
        lines = make_lines(blocks, number_lines([b.text for b in blocks]))
        result.append(
            (lines, candidate_signs(lines), [line.block.line in headings for line in lines])
        )
    return result


def fit(rows: list[tuple[list[str], bool]], *, rounds: int = 220, l2: float = 2.0) -> Weights:
    """Weights by gradient descent with per-weight step sizes (Adagrad)."""
    names = sorted({s for signs, _ in rows for s in signs})
    index = {name: i + 1 for i, name in enumerate(names)}
    data = defaultdict(lambda: [0, 0])
    for signs, heading in rows:
        data[tuple(sorted({0, *(index[s] for s in signs)}))][heading] += 1
    w = [0.0] * (len(names) + 1)
    seen = [1e-8] * len(w)
    items = sorted(data.items())
    for _ in range(rounds):
        gradient = [l2 * x for x in w]
        gradient[0] = 0.0
        for signs, (no, yes) in items:
            z = sum(w[i] for i in signs)
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
            g = p * (no + yes) - yes
            for i in signs:
                gradient[i] += g
        for i, g in enumerate(gradient):
            seen[i] += g * g
            w[i] -= 1.0 * g / math.sqrt(seen[i])
    return {"bias": w[0], **{name: w[index[name]] for name in names}}


def fit_both(prepared) -> dict[str, Weights]:
    rows = [
        (s, y)
        for _, signs, truth in prepared
        for s, y in zip(signs, truth, strict=True)
        if s is not None
    ]
    first = fit(rows)
    rows = []
    for lines, signs, truth in prepared:
        scores = [None if s is None else weigh(s, first) for s in signs]
        for s, around, y in zip(signs, context_signs(lines, scores), truth, strict=True):
            if s is not None:
                rows.append(([*s, *around], y))
    return {"first": first, "second": fit(rows)}


def count(prepared, weights: dict[str, Weights]) -> list[int]:
    tp = fp = fn = 0
    for lines, signs, truth in prepared:
        scores = [None if s is None else weigh(s, weights["first"]) for s in signs]
        for s, around, y in zip(signs, context_signs(lines, scores), truth, strict=True):
            guess = s is not None and weigh([*s, *around], weights["second"]) > 0
            tp, fp, fn = tp + (guess and y), fp + (guess and not y), fn + (y and not guess)
    return [tp, fp, fn]


def f1(counts: list[int]) -> str:
    tp, fp, fn = counts
    return f"precision {tp / max(1, tp + fp):.3f}  recall {tp / max(1, tp + fn):.3f}  F1 {2 * tp / max(1, 2 * tp + fp + fn):.3f}"


def write(weights: dict[str, Weights], path: Path) -> None:
    old = path.read_text() if path.exists() else ""
    by_hand = old[old.index("# Signs too rare") :]
    lines = [
        "# Log-odds that a line is a heading, sign by sign; `sections --explain` prints them.",
        "# Fitted by benchmarks/fit_headings.py (logistic regression, L2), rounded; edit by refitting.",
    ]
    for name, table in weights.items():
        lines += ["", f"[{name}]"]
        for sign in sorted(table, key=lambda s: (s != "bias", s)):
            if sign == "bias" or abs(table[sign]) >= 0.05:
                lines.append(f'"{sign}" = {table[sign]:.2f}')
    path.write_text("\n".join(lines) + "\n\n" + by_hand)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--markdown", nargs="*", type=Path, default=[])
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    groups = {
        name: prepare(docs) for name, docs in sorted(documents(args.gold, args.markdown).items())
    }
    wide = {
        name: prepare([v for text, known in docs for v in variants(text, known)])
        for name, docs in sorted(documents(args.gold, args.markdown).items())
    }
    total = [0, 0, 0]
    for name, held in groups.items():
        rest = [d for other, docs in wide.items() if other != name for d in docs]
        counts = count(held, fit_both(rest))
        total = [a + b for a, b in zip(total, counts, strict=True)]
        print(f"left out {name:12} {len(held):3} documents  {f1(counts)}")
    print(f"left out, together              {f1(total)}")
    everything = [d for docs in groups.values() for d in docs]
    weights = fit_both([d for docs in wide.values() for d in docs])
    print(f"fitted on all                   {f1(count(everything, weights))}")
    if args.write:
        target = Path(__file__).parents[1] / "policydiff" / "structure" / "heading_signs.toml"
        write(weights, target)


if __name__ == "__main__":
    main()
