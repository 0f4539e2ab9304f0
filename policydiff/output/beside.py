"""What changed beside obligations, in plain sentences: rows of tables, and sentences that bind nobody.

    Two new rows in “Our cookies”: “_ga” (Google, 2 years); “_gid” (Google, 24 hours).
    Row “_fbp” of “Our cookies”, Domain: now also “x.example”.

Nothing here knows a terminal, as in `sentences`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from policydiff.model import RowChange, SentenceChange, Step
from policydiff.output.headlines import NUMBERS
from policydiff.output.quoting import PLAIN, Punctuation, clipped, exchanged, full_stop, quoted

_ROWS: Final = 4  # of a run that are told with their cells
_NAMES: Final = 6  # of rows that changed alike
_NAME: Final = 60  # characters
_CELLS: Final = 90
_WORDS: Final = 160  # of a sentence
_RUNS: Final = 3  # of sentences that are told
_MANY: Final = 6  # of which a number says more than three of them


_SECTIONS = ("New section", "Section gone")


def row_sentences(rows: Sequence[RowChange], *, signs: Punctuation = PLAIN) -> list[str]:
    """A sentence for each run of rows that came or went in one section, or changed alike."""
    runs: dict[object, list[RowChange]] = defaultdict(list)
    for row in rows:
        runs[row.change, row.section, row.cells if row.change == "edited" else ()].append(row)
    return [full_stop(_run(run, signs), signs) for run in runs.values()]


def _run(run: Sequence[RowChange], signs: Punctuation) -> str:
    first = run[0]
    place = quoted(first.section, signs) if first.section else "the table"
    names = [quoted(clipped(row.name, _NAME, signs), signs) for row in run]
    number = NUMBERS[len(run) - 1] if len(run) <= len(NUMBERS) else f"{len(run):,}"
    many = len(run) > 1
    if first.change == "edited":
        told = "; ".join(
            f"{cell.column}{': ' if cell.column else ''}"
            + exchanged(clipped(cell.old, _WORDS, signs), clipped(cell.new, _WORDS, signs), signs)
            for cell in first.cells
        )
        rows = f"{number} rows of {place} ({_some(names, _NAMES, ', ')})"
        return f"{rows if many else f'Row {names[0]} of {place}'}, {told}"
    said = [
        f"{name} ({clipped(beside, _CELLS, signs)})" if beside else name
        for name, row in zip(names, run, strict=True)
        for beside in [", ".join(cell.new for cell in row.cells)]
    ]
    if first.change == "added":
        start = f"{number} new rows in {place}" if many else f"New row in {place}"
    else:
        start = f"{number} rows gone from {place}" if many else f"Row gone from {place}"
    return f"{start}: {_some(said, _ROWS, '; ')}"


def _some(texts: Sequence[str], most: int, between: str) -> str:
    rest = f"{between}and {len(texts) - most} more" if len(texts) > most else ""
    return between.join(texts[:most]) + rest


def sentences_beside(step: Step, *, signs: Punctuation = PLAIN) -> list[str]:
    """All that one step changed beside obligations: sections that came or went, rows, other sentences."""
    told = unread_sentences(step.unread, signs=signs)
    others = [one for one in told if not one.startswith(_SECTIONS)]
    return [*beside_obligations(step, signs=signs), *others]


def beside_obligations(step: Step, *, signs: Punctuation = PLAIN) -> list[str]:
    """Sections that came or went with nothing that binds in them, and rows of tables."""
    told = unread_sentences(step.unread, signs=signs)
    sections = [one for one in told if one.startswith(_SECTIONS)]
    return [*sections, *row_sentences(step.rows, signs=signs)]


def unread_sentences(unread: Sequence[SentenceChange], *, signs: Punctuation = PLAIN) -> list[str]:
    """What came, went or changed in sentences that hold no obligation, section by section."""
    runs: dict[object, list[SentenceChange]] = defaultdict(list)
    for one in unread:
        edited = _differing(one.old, one.new) if one.old and one.new else ()
        runs[edited or (bool(one.new), one.section)].append(one)
    shown = list(runs.values())
    del shown[0 if len(shown) > _MANY else _RUNS :]
    told = [_sentences(run, signs) for run in shown]
    more = len(unread) - sum(map(len, shown))
    if more == 1:
        told.append("1 changed sentence more holds no obligation that was read")
    elif more:
        more_words = " more" if shown else ""
        told.append(f"{more:,} changed sentences{more_words} hold no obligation that was read")
    return [full_stop(one, signs) for one in told]


def _sentences(run: Sequence[SentenceChange], signs: Punctuation) -> str:
    first = run[0]
    place = f" in {quoted(first.section, signs)}" if first.section else " before the first heading"
    if first.old and first.new:
        old, new = (clipped(text, _WORDS, signs) for text in _differing(first.old, first.new))
        times = (
            f" in {NUMBERS[len(run) - 1].lower()} sentences"
            if 1 < len(run) <= len(NUMBERS)
            else place
        )
        return f"Edited{times}, {exchanged(old, new, signs)}: {quoted(clipped(first.new, _WORDS, signs), signs)}"
    text = quoted(clipped(" ".join(one.new or one.old for one in run), _WORDS, signs), signs)
    if first.whole and first.section:
        what = f"{'New section' if first.new else 'Section gone,'} {quoted(first.section, signs)}"
    else:
        what = f"{'New text' if first.new else 'Text gone'}{place}"
    return f"{what}: {text}"


def _differing(old: str, new: str) -> tuple[str, str]:
    """Both without the words with which both begin, and end."""
    one, other = old.split(), new.split()
    while one and other and one[0] == other[0]:
        del one[0], other[0]
    while one and other and one[-1] == other[-1]:
        del one[-1], other[-1]
    return " ".join(one), " ".join(other)
