"""What a written date is a date of, by the words around it.

"Last updated: 5 May 2020" dates the document. "Effective 1 January 2020, residents of X may ..."
and "the Act as last amended on 5 May 2020" do not, though they use the same words. So a cue counts
where it is a label (colon), where the sentence speaks of the document itself ("this policy"), or
where cue and date are a statement of their own.
"""

from __future__ import annotations

import re

from msgspec import Struct

from policydiff.patterns import regex
from policydiff.structure.date_cues import Cues, load_cues
from policydiff.structure.date_lines import sentence_before
from policydiff.structure.date_values import WrittenDate
from policydiff.vocabulary import StatedKind

HEADER_LINES = 15  # so many lines with text may belong to the header of a page
_END = regex(r"\s*(?:$|[.;!?|()\[\]<>*。；（）】】•·–—\n…]|[-–—]\s)|[A-Z]")
_OPENING = regex(r".*[.:;!?|()\[\]<>*#•·–—\-。：；（）]\s*|\s*", re.DOTALL)


class Stated(Struct, frozen=True, kw_only=True):
    """A date that the document states of itself or of an earlier version of itself."""

    kind: StatedKind | None  # None: of an earlier version
    start: int  # where its words start in the text: those of the cue
    why: str


def stated_kind(
    text: str, written: WrittenDate, *, header: bool, prefix: str = ""
) -> Stated | None:
    """What `written` dates by the words before or behind it in `text`; None if they do not say.

    `prefix` is a label on the line above ("Effective Date:"). `header` is true near the top.
    """
    cues = load_cues()
    joined = f"{prefix}\n{text}" if prefix else text
    shift = len(joined) - len(text)
    start, end = written.start + shift, written.end + shift
    sentence = sentence_before(joined, start)
    inner = max(sentence, _last_opening(joined, sentence, start))
    for segment in dict.fromkeys((inner, sentence)):
        if found := _by_cue_before(cues, joined, segment, start, end, header=header):
            return Stated(kind=found.kind, start=max(0, found.start - shift), why=found.why)
    if found := _by_cue_behind(cues, joined, sentence, start, end, header=header):
        return Stated(kind=found.kind, start=max(0, found.start - shift), why=found.why)
    return None


def _last_opening(text: str, start: int, end: int) -> int:
    """Behind the last bracket that is still open at `end`, or the last table bar; else `start`."""
    bracket = max(text.rfind("(", start, end), text.rfind("（", start, end))
    if bracket >= 0 and any(close in text[bracket:end] for close in ")）"):
        bracket = -1
    return max(bracket, text.rfind("|", start, end), start - 1) + 1


def _by_cue_before(
    cues: Cues, text: str, segment: int, start: int, end: int, *, header: bool
) -> Stated | None:
    before = text[segment:start]
    if previous := cues.previous.search(before):
        return Stated(kind=None, start=segment + previous.start(), why="of an earlier version")
    # "the previous version (effective 5 May 2019)", but not a heading "Previous versions (...)".
    if segment and text[segment - 1] in "(（" and not cues.versions.match(text):
        outer = text[max(0, segment - 60) : segment - 1].rstrip()
        if any(match.end() == len(outer) for match in cues.previous.finditer(outer)):
            return Stated(kind=None, start=segment, why="of an earlier version")
    for cue in reversed(list(cues.before.finditer(before))):
        gap = before[cue.end() :]
        if len(gap) > 100 or not cues.gap.fullmatch(gap):
            continue
        kind, strong = cues.meaning(cue.group())
        subject = before[: cue.start()]
        if why := _accepted(cues, subject, gap, text[end : end + 60], strong=strong, header=header):
            return Stated(kind=kind, start=segment + cue.start(), why=f"“{cue.group()}”: {why}")
    return None


def _accepted(
    cues: Cues, subject: str, gap: str, behind: str, *, strong: bool, header: bool
) -> str:
    """Why the words around make the cue count for the document; "" if they do not."""
    if gap.lstrip().startswith((":", "：", "|")) or re.match(r"\s*(?:date|日)\s*[:：]", gap, re.I):
        return "a label"
    if cues.itself.search(subject) or cues.itself.search(gap):
        return "the sentence speaks of the document itself"
    ends = bool(_END.match(behind)) or bool(cues.before.match(behind.lstrip(" ,;&")))
    # "Last updated and effective May 2020": the first cue is no subject of the second.
    bare_subject = re.sub(r"\band\b", " ", cues.before.sub(" ", subject))
    if _OPENING.fullmatch(subject) or cues.gap.fullmatch(bare_subject):
        if strong or ends:
            return "a statement of its own"
        if header and len(behind) < 40 and not behind.startswith(","):
            return "a statement in the header"
        return ""
    if cues.nouns.search(subject) and ends and len(subject) <= 120 and (strong or header):
        return "the sentence names the document"
    return ""


def _by_cue_behind(
    cues: Cues, text: str, sentence: int, start: int, end: int, *, header: bool
) -> Stated | None:
    cue = cues.after.match(text, end)
    if not cue:
        return None
    before = text[sentence:start]
    itself = cues.itself.search(before)
    if not (itself or cues.lead.fullmatch(before) or (header and cues.nouns.search(before))):
        return None
    kind = cues.after_kinds[" ".join(cue.group(1).lower().split())]
    return Stated(kind=kind, start=start, why=f"“{cue.group(1)}” behind it")
