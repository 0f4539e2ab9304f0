"""The forms of verbs from their base forms, by the rules and lists of a lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policydiff.obligations.rule_tables import Words
from policydiff.obligations.tables import Tables, Verbs


def inflect(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Base form -> (base, third, past..., participle, ing), each form once."""
    rules = [(re.compile(rule.ends), rule) for rule in tables.inflection]
    result: dict[str, tuple[str, ...]] = {}
    bases = set(tables.irregular)
    for name in Verbs.__struct_fields__:
        if name not in ("also_nouns", "pointer_phrases"):
            bases |= {word for word in getattr(tables.verbs, name) if " " not in word}
            reflexives = {word for word in getattr(tables.verbs, name) if " " in word}
            bases |= {word.split()[1] for word in reflexives if is_reflexive(word, tables)}
    particles = tables.grammar.particles
    for base in sorted(bases):
        parted = _parted(base, particles, bases)
        particle, plain = parted if parted else ("", base)
        rule = next(rule for pattern, rule in rules if pattern.search(plain))
        stem = plain[: -rule.cut] if rule.cut else plain
        third = tables.thirds.get(plain, stem + rule.third)
        irregular = tables.irregular.get(plain)
        if irregular:
            past, ing = irregular[:-1], irregular[-1]
        else:
            past, ing = (rule.prefix + stem + rule.past,), stem + rule.ing
        forms = (plain, third, *past, ing)
        result[base] = tuple(particle + form for form in forms)
    return result


def is_reflexive(phrase: str, tables: Tables) -> bool:
    """ "sich verpflichten": a verb with its pronoun."""
    mark = tables.grammar.reflexive
    return bool(mark) and phrase.split()[0] == mark and phrase.count(" ") == 1


def more_forms(tables: Tables, bases: Iterable[str]) -> dict[str, str]:
    """First and second persons -> base form, where the inflection has them."""
    rules = [(re.compile(rule.ends), rule) for rule in tables.inflection if rule.more]
    found: dict[str, str] = {}
    for base in bases:
        rule = next((rule for pattern, rule in rules if pattern.search(base)), None)
        if rule is not None:
            stem = base[: -rule.cut] if rule.cut else base
            found |= {stem + ending: base for ending in rule.more}
    return found


def _parted(base: str, particles: Words, bases: set[str]) -> tuple[str, str] | None:
    """("weiter", "geben") of "weitergeben"; None where no particle parts from the verb."""
    for particle in sorted(particles, key=lambda word: (-len(word), word)):
        if base.startswith(particle) and base[len(particle) :] in bases:
            return particle, base[len(particle) :]
    return None


def mark_infinitives(tables: Tables, inflected: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Infinitive with its mark inside -> base form ("weiterzugeben" -> "weitergeben")."""
    particles = tables.grammar.particles
    found: dict[str, str] = {}
    if not particles:
        return found
    bases = set(inflected)
    for base in inflected:
        parted = _parted(base, particles, bases)
        if parted:
            for mark in tables.grammar.infinitive_marks:
                found[parted[0] + mark + parted[1]] = base
    return found
