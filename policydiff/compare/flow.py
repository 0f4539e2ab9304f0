"""Sections placed by where their clauses came from or went, edited on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policydiff.compare.bodies import FEW_WORDS, Body, Group
from policydiff.compare.similarity import word_codes

# Share of a section's words in clauses that came from, or went to, one other section.
_FOLLOWED = 0.4
_FEWEST = 4  # words below which a section proves nothing


def follow_clauses(
    groups: Sequence[Group],
    flow: Mapping[tuple[int, int], tuple[int, int]],
    old: Sequence[Body],
    new: Sequence[Body],
) -> list[Group]:
    """Groups with the added and removed sections put where most of their clauses came from or went.

    `flow` counts old and new words of paired clauses by (old, new) section. An added section whose clauses,
    edited on the way, came from one old section is a part of that one, or is it under another name.
    """
    home: dict[int, Group] = {i: group for group in groups for i in group.old}
    target: dict[int, Group] = {j: group for group in groups for j in group.new}
    result = list(groups)
    for group in groups:
        if bool(group.old) == bool(group.new):
            continue
        mine = group.old or group.new
        if group not in result:
            continue  # taken into another one on the way
        words = (old if group.old else new)[mine[0]].words
        sources = {
            (j if group.old else i): counts[0 if group.old else 1]
            for (i, j), counts in flow.items()
            if (i if group.old else j) == mine[0]
        }
        if not sources:
            continue
        other, count = min(sources.items(), key=lambda item: (-item[1], item[0]))
        host = (target if group.old else home)[other]
        if words < FEW_WORDS:
            # Proves something only where all of it went the same way, out of or into its own name, or
            # to the next place.
            beside = not {mine[0] - 1, mine[0] + 1}.isdisjoint(host.old if group.old else host.new)
            if count < max(words, _FEWEST) or not (beside or _shares_a_name(group, host, old, new)):
                continue
        elif count < _FOLLOWED * words:
            continue
        joined = Group(
            tuple(sorted({*host.old, *group.old})), tuple(sorted({*host.new, *group.new}))
        )
        if len(joined.old) > 1 and len(joined.new) > 1:
            continue  # several to several explains nothing
        result = [joined if one == host else one for one in result if one != group]
        home |= dict.fromkeys(joined.old, joined)
        target |= dict.fromkeys(joined.new, joined)
    return result


def _shares_a_name(one: Group, other: Group, old: Sequence[Body], new: Sequence[Body]) -> bool:
    """Whether headings have a word in common: "Damage" and "Damage and theft"."""
    names = (
        {code for i in group.old for code in word_codes(old[i].heading)}
        | {code for j in group.new for code in word_codes(new[j].heading)}
        for group in (one, other)
    )
    return bool(set.intersection(*names))
