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
import tomllib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from policydiff.readers.markdown import read_markdown
from policydiff.readers.text import read_text
from policydiff.structure.between import settled_by_place
from policydiff.structure.headings import (
    candidate_signs,
    context_signs,
    judged_lines,
    weigh,
    without_contents,
)
from policydiff.structure.siblings import settled_by_count, settled_by_ending

Weights = dict[str, float]
TARGET = Path(__file__).parents[1] / "policydiff" / "structure" / "heading_signs.toml"
BY_HAND: Weights = tomllib.loads(TARGET.read_text("utf-8"))["by hand"]  # not fitted, but weighed


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
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_WEIGHT_OF_ORIGINAL = 4  # how often the text as it is counts, beside its variants

Edit = Callable[[str, int], str]  # a heading, and its number from 0


def _bare(line: str) -> str:
    return _NUMBER.sub("", line) or line


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out, number = out + letters, number - value
    return out


def _numbered(line: str, n: int) -> str:
    return line if n == 0 else f"{n}. {_bare(line)}"


def _with_end(end: str) -> Edit:
    return lambda line, n: line if n == 0 or line[-1:] == "?" else _bare(line).rstrip(".:") + end


_EDITS: dict[str, Edit] = {
    "capitals": lambda line, _: line.upper(),
    "bare": lambda line, _: _bare(line),
    "numbered": _numbered,
    "sentence case": lambda line, _: _bare(line).capitalize(),
    "said": lambda line, n: f"We tell you about {_bare(line).lower()}" if n % 3 == 1 else line,
    "asked": lambda line, n: f"What about {_bare(line).lower()}?" if n % 3 == 1 else line,
    "lower case": lambda line, _: _bare(line).lower(),
    "underlined": lambda line, _: f"{_bare(line)}\n{'-' * len(_bare(line))}",
    "colon": _with_end(":"),
    "full stop": _with_end("."),
    "article": lambda line, n: line if n == 0 else f"Article {n} – {_bare(line)}",
    "section": lambda line, n: line if n == 0 else f"Section {n} {_bare(line)}",
    "nested": lambda line, n: (
        line if n == 0 else f"{1 + n // 3}{f'.{n % 3}' if n % 3 else '.'} {_bare(line)}"
    ),
    "roman": lambda line, n: line if n == 0 else f"{_roman(n)}. {_bare(line).upper()}",
}


def variants(
    text: str, headings: set[int], *, inner: bool = True
) -> dict[str, tuple[str, set[int]]]:
    """The same policy as other publishers would set it, by the name of the style.

    The corpus has few publishers; without these the weights learn their habits. "lists numbered"
    has items that count 1-2-3 as the headings do, "no bullets" has items that only end as such.
    """
    lines = text.split("\n")

    def change(edit: Edit, *, items: str = "• ") -> tuple[str, set[int]]:
        count = item = 0
        out: list[str] = []
        found = set()
        for number, line in enumerate(lines, 1):
            if number in headings:
                line, count, item = edit(line, count), count + 1, 0
                found.add(len(out) + 1)
            elif line.startswith("• ") and items != "• ":
                item += 1
                line = items.replace("1", str(item)) + line[2:]
            elif line:
                item = 0
            out += line.split("\n")
        return "\n".join(out), found

    made = {name: change(edit) for name, edit in _EDITS.items()}
    made["no bullets"] = change(lambda line, _: line, items="")
    made["lists numbered"] = change(_numbered, items="1. ")
    plain = "\n".join(
        line[:-1] + "." if line.endswith(":") and number not in headings else line
        for number, line in enumerate(lines, 1)
    )
    made["clauses numbered"] = clauses_numbered(text, headings)
    made["contents"] = with_contents(text, headings)
    made["containers"] = with_containers(text, headings)
    if not inner:
        return {"as it is": (text, headings), **made}
    made["only colons"] = variants(plain, headings, inner=False)["colon"]
    cut = variants(*shortened(plain, headings), inner=False)
    made |= {f"short, {name}": cut[name] for name in _SHORT}
    brief = variants(*terse(*shortened(text, headings, under=4)), inner=False)
    made |= {f"terse, {name}": brief[name] for name in _SHORT}
    return {"as it is": (text, headings), **made}


def terse(text: str, headings: set[int], *, words: int = 9) -> tuple[str, set[int]]:
    """With paragraphs of one short sentence, as small firms write them."""
    out = []
    for number, line in enumerate(text.split("\n"), 1):
        said = line.split()
        if number not in headings and not line.startswith("• ") and len(said) > words:
            line = " ".join(said[: words + number % 4]).rstrip(".,;:") + "."
        out.append(line)
    return "\n".join(out), headings


def clauses_numbered(text: str, headings: set[int]) -> tuple[str, set[int]]:
    """Every heading and every paragraph with a number: "3. Fees", "3.1 The fee is ..."."""
    out: list[str] = []
    section = clause = 0
    for number, line in enumerate(text.split("\n"), 1):
        if number in headings:
            section, clause = section + 1, 0
            line = _numbered(line, section)
        elif section and line and not line.startswith("• "):
            clause += 1
            line = f"{section}.{clause} {line}"
        out.append(line)
    return "\n".join(out), headings


def with_contents(text: str, headings: set[int]) -> tuple[str, set[int]]:
    """With a table of contents under its first line, page numbers behind dots."""
    first, *rest = text.split("\n")
    # A table seldom names the headings of the lowest level.
    named = [number for rank, number in enumerate(sorted(headings)) if number > 1 and rank % 5]
    table = [f"{rest[number - 2]} ........ {1 + number // 40}" for number in named]
    shift = len(table) + 1
    known = {number + shift if number > 1 else number for number in headings}
    return "\n".join([first, "Contents", *table, *rest]), known


def with_containers(text: str, headings: set[int]) -> tuple[str, set[int]]:
    """With a heading that has no text of its own over every third: "Fees and refunds" over "Fees"."""
    out: list[str] = []
    found = set()
    count = 0
    for number, line in enumerate(text.split("\n"), 1):
        if number in headings:
            count += 1
            if count % 3 == 0:
                out.append(" and ".join(_bare(line).split()[-2:]).capitalize())
                found.add(len(out))
                out += [""] if "\n\n" in text else []
            found.add(len(out) + 1)
        out.append(line)
    return "\n".join(out), found


_SHORT = (
    "as it is",
    "bare",
    "numbered",
    "colon",
    "full stop",
    "article",
    "lists numbered",
    "no bullets",
)


def shortened(
    text: str, headings: set[int], *, sections: int = 7, under: int = 2
) -> tuple[str, set[int]]:
    """Its first sections with their first lines: many policies are a page and not a book."""
    kept: list[str] = []
    found: set[int] = set()
    left = under
    for number, line in enumerate(text.split("\n"), 1):
        if number in headings:
            if len(found) == sections:
                break
            left = under
            kept.append(line)
            found.add(len(kept))
        elif not line or left:
            left -= bool(line)
            kept.append(line)
    return "\n".join(kept), found


Prepared = tuple[list, list[list[str] | None], list[bool]]


def prepare(docs: list[tuple[str, set[int]]]) -> list[Prepared]:
    result = []
    for text, headings in docs:
        lines, _, named = without_contents(judged_lines(read_text(text)))
        truth = [line.block.line in headings for line in lines]
        result.append((lines, candidate_signs(lines, named), truth))
    return result


def fit(rows: list[tuple[list[str], bool]], *, rounds: int = 220, l2: float = 2.0) -> Weights:
    """Weights by gradient descent with per-weight step sizes (Adagrad)."""
    names = sorted({s for signs, _ in rows for s in signs} - BY_HAND.keys())
    index = {name: i + 1 for i, name in enumerate(names)}
    data = defaultdict(lambda: [0, 0])
    for signs, heading in rows:
        data[tuple(sorted({0, *(index[s] for s in signs if s in index)}))][heading] += 1
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
    first = BY_HAND | fit(rows)
    rows = []
    for lines, signs, truth in prepared:
        scores = [None if s is None else weigh(s, first) for s in signs]
        for s, around, y in zip(signs, context_signs(lines, scores), truth, strict=True):
            if s is not None:
                rows.append(([*s, *around], y))
    return {"first": first, "second": BY_HAND | fit(rows)}


def count(prepared, weights: dict[str, Weights]) -> list[int]:
    tp = fp = fn = 0
    for lines, signs, truth in prepared:
        first = [None if s is None else weigh(s, weights["first"]) for s in signs]
        scores = [
            None if s is None else weigh([*s, *around], weights["second"])
            for s, around in zip(signs, context_signs(lines, first), strict=True)
        ]
        added = settled_by_place(lines, scores)
        added |= settled_by_ending(lines, scores) | settled_by_count(lines, scores)
        for index, (score, y) in enumerate(zip(scores, truth, strict=True)):
            guess = score is not None and score + added.get(index, 0.0) > 0
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
            if sign in BY_HAND:
                continue
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
    styles: dict[str, dict[str, list[Prepared]]] = defaultdict(lambda: defaultdict(list))
    for name, docs in sorted(documents(args.gold, args.markdown).items()):
        for text, known in docs:
            for style, variant in variants(text, known).items():
                styles[name][style] += prepare([variant])
    training = {
        name: [
            document
            for style, found in made.items()
            for document in found * (_WEIGHT_OF_ORIGINAL if style == "as it is" else 1)
        ]
        for name, made in styles.items()
    }
    total: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for name, made in styles.items():
        weights = fit_both([d for other, docs in training.items() if other != name for d in docs])
        for style, held in made.items():
            counts = count(held, weights)
            total[style] = [a + b for a, b in zip(total[style], counts, strict=True)]
            if style == "as it is":
                print(f"left out {name:12} {len(held):3} documents  {f1(counts)}", flush=True)
    for style, counts in total.items():
        print(f"left out, together, {style:15} {f1(counts)}")
    weights = fit_both([d for docs in training.values() for d in docs])
    everything = [d for made in styles.values() for d in made["as it is"]]
    print(f"fitted on all                   {f1(count(everything, weights))}")
    if args.write:
        write(weights, TARGET)


if __name__ == "__main__":
    main()
