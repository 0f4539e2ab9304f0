"""What a clause lends to the list items below it, and whether they look further up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policydiff.model import Bearer, Modality, Strength, Topic
from policydiff.obligations.leadins import Inherited
from policydiff.obligations.lexicon import (
    ADVERB,
    BE,
    COMMA,
    CONJUNCTION,
    DO,
    ING,
    MODAL,
    NEGATION,
    NO,
    NOUN,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    Lexicon,
)
from policydiff.obligations.modality import Reading
from policydiff.obligations.pointing import Spoken
from policydiff.obligations.predications import Analysis
from policydiff.obligations.rule_tables import Words
from policydiff.obligations.strength import strength_of
from policydiff.obligations.tokens import Tokens

if TYPE_CHECKING:
    from policydiff.obligations.wording import Said


# Rules of "we will only share it …:": what comes below is what is left free.
_CONFINING = frozenset(["will-only", "only-be", "only-then"])
# Rules of what readers are told to do, where: an address comes next.
_TOLD = frozenset(["simply-do"])
# Rules of what others are bound to.
_ASIDE = frozenset(["binds-others", "bound-by-us"])


def lends(
    tokens: Tokens,
    said: list[Said],
    handed: list[Reading],
    analysis: Analysis,
    lexicon: Lexicon,
    spoken: Spoken | None = None,
) -> Inherited | None:
    """What items under this clause inherit: its last label; a permission after "except"."""
    if not said and handed:
        reading = handed[-1]
        strength = reading.strength or strength_of(
            tokens, 0, len(tokens), reading.modality, reading.cue, lexicon
        )
        return Inherited(
            reading.bearer,
            reading.modality,
            strength,
            "other",
            reading.cue,
            both=_binds_both(handed),
        )
    if (passed := _passes_on(tokens, said, lexicon)) is not None:
        return passed
    if (named := _ends_in_subject(tokens, lexicon)) is not None:
        done: Modality = "obligation" if named == "user" else "practice"  # "we: - collect it"
        return Inherited(named, done, "plain", "other", tokens.words[-1], subject=True)
    if not said:
        return _ends_in_modal(tokens, lexicon, spoken) or _announces_acts(tokens, analysis, lexicon)
    # "We use firms for the following, and require them to keep it secret:" lists what they are used for.
    last = next((one for one in reversed(said) if one.rule not in _ASIDE), said[-1])
    if last.rule in _TOLD or _tells_address(last, tokens, lexicon):
        return None  # "simply send it to the following address:", "please contact us at:"
    if last.modality == "disclaimer" and not lexicon.tables.rules.linking.isdisjoint(tokens.words):
        return None  # "we disclaim liability for what these links lead to:": the list is of links
    kinds = lexicon.tables.grammar.subordinators
    modality: Modality = last.modality
    strength = last.strength
    tail = tokens.words[-14:]
    only = last.rule in _CONFINING and last.modality == "prohibition" and tokens.words[-1] == ":"
    opens = only or (
        any(kinds.get(word) == "exception" for word in tail)
        and (last.modality in ("prohibition", "obligation", "practice"))
    )
    if opens:
        modality, strength = "permission", "plain"
    ending = [word for word in tokens.words[-2:] if word[0].isalnum()][-1:]
    warranted = last.rule == "promises" and bool(
        lexicon.tables.grammar.complementisers.intersection(ending)
    )
    return Inherited(
        last.bearer, modality, strength, last.topic, last.cue,
        conditional=_ends_in_if(tokens, lexicon) or _ends_in_finding(tokens, analysis, lexicon),
        occasional=_names_before_list(tokens, lexicon.tables.periphrasis.occasions, lexicon),
        sentences=warranted,
        stipulated=_names_before_list(tokens, lexicon.tables.periphrasis.terms, lexicon),
        both=_binds_both(said),
        partial=not warranted and ends_in_relative(tokens, lexicon),
    )  # fmt: skip


def _tells_address(last: Said, tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "You may reach us at:": addresses come next, not "contact us to:" or "if:"."""
    ending = [word for word in tokens.words[-3:] if word[0].isalnum()][-1:]
    goes_on = lexicon.tables.grammar.infinitive_marks | lexicon.tables.grammar.subordinators.keys()
    if last.bearer != "user" or last.modality not in ("obligation", "permission"):
        return False
    writes = last.topic == "contact" or not lexicon.tables.rules.postal.isdisjoint(ending)
    to = tokens.words[-3:-2]  # "please write to:"
    onward = not goes_on.isdisjoint(ending) and lexicon.tables.verbs.inviting.isdisjoint(to)
    return (
        (writes or not lexicon.tables.verbs.inviting.isdisjoint(to))
        and not onward
        and tokens.words[-1] == ":"
    )


def _binds_both(said: Sequence[Said | Reading]) -> bool:
    """Do the last two say the same of the publisher and of the reader?"""
    if len(said) < 2:
        return False
    one, other = said[-2:]
    sides = {one.bearer, other.bearer} == {"company", "user"}
    return sides and (one.modality, one.rule, one.cue) == (other.modality, other.rule, other.cue)


def _passes_on(tokens: Tokens, said: list[Said], lexicon: Lexicon) -> Inherited | None:
    """ "…, if they signed a contract that requires them to:": who must do what the items say."""
    words, verbs, parties = tokens.words, lexicon.tables.verbs, lexicon.tables.parties
    at = len(words) - 2
    if at < 4 or words[-1] != ":" or words[at] not in lexicon.tables.grammar.infinitive_marks:
        return None
    denied = bool(tokens.flags[at - 1] & NEGATION)
    whom, lemma = words[at - 1 - denied], lexicon.forms.get(words[at - 2 - denied], ("", 0))[0]
    bound: Bearer | None = None
    if whom in lexicon.tables.grammar.object_anaphors:
        bound = "third-party"
    elif whom in parties.user_pronouns | parties.company_pronouns:
        bound = "user" if whom in parties.user_pronouns else "company"
    if bound is None or any(
        flag & (NEGATION | NO) for flag in tokens.flags[max(0, at - 6) : at - 2]
    ):
        return None
    must = lemma in lexicon.tables.rules.compelling | verbs.mandative
    if not must and (lemma not in verbs.enabling or denied):
        return None
    topic = said[-1].topic if said else "other"
    modality: Modality = "permission" if not must else "prohibition" if denied else "obligation"
    return Inherited(bound, modality, "strong" if must else "plain", topic, lemma)


def _ends_in_subject(tokens: Tokens, lexicon: Lexicon) -> Bearer | None:
    """ "You agree that you", "you acknowledge that we:": who does what the items say."""
    words = [word for word in tokens.words[-3:] if word[0].isalnum()][-2:]
    if len(words) < 2 or words[0] not in lexicon.tables.grammar.complementisers:
        return None
    parties = lexicon.tables.parties
    if words[1] in parties.user_pronouns:
        return "user"
    return "company" if words[1] in parties.company_pronouns else None


def _ends_in_modal(
    tokens: Tokens, lexicon: Lexicon, spoken: Spoken | None = None
) -> Inherited | None:
    """ "… that you will not (nor will your agents) directly or indirectly:": whatever stands before it.

    Also "We do not:", "We never:", "They may be able to:", and "By posting content, you:".
    """
    words, flags, parties = tokens.words, tokens.flags, lexicon.tables.parties
    at, depth, denied = len(words) - 2, 0, False
    if words[-4:-1] == ["be", "able", "to"] and len(words) > len(
        ("they", "may", "be", "able", "to:")
    ):
        at -= len(("be", "able", "to"))
    idle = ADVERB | NEGATION | CONJUNCTION | COMMA
    while (
        at > 0
        and (depth or words[at] == ")" or flags[at] & idle)
        and not (flags[at] & MODAL and not depth)
    ):
        depth += (words[at] == ")") - (words[at] == "(")
        denied |= bool(flags[at] & NEGATION) and not depth
        at -= 1
    if at < 0 or words[-1] != ":":
        return None
    denied |= bool(flags[at] & NEGATION)
    force = lexicon.tables.modals.get(words[at]) if flags[at] & MODAL else None
    opens = at > 0 and bool(flags[at] & (MODAL | DO))
    who = words[at - opens]
    bound: Bearer | None = "company" if who in parties.company_pronouns else None
    if who in parties.user_pronouns or (opens and lexicon.roles.get(who) == "user"):
        bound = "user"
    they = spoken.they if spoken and who in lexicon.tables.grammar.plural_anaphors else None
    others = opens and (lexicon.roles.get(who) == "third-party" or who in parties.overseers)
    if others or (they is not None and they.role == "third-party"):
        bound = "third-party"
    if bound is None or who in lexicon.tables.grammar.object_pronouns - parties.user_pronouns:
        return None
    if not flags[at] & MODAL and denied:
        return Inherited(bound, "prohibition", "strong", "other", words[at])
    if not opens:  # "By posting content, you:"
        alone = at == 0 or bool(flags[at - 1] & COMMA)
        done: Modality = "obligation" if bound == "user" else "practice"
        return Inherited(bound, done, "plain", "other", who, subject=True) if alone else None
    if force not in ("permit", "able", "commit", "require", "advise"):
        return None
    free: Modality = "permission" if force in ("permit", "able") else "obligation"
    strength: Strength = (
        "weak" if force == "advise" else "plain" if free == "permission" else "strong"
    )
    modality: Modality = "prohibition" if denied else free
    return Inherited(bound, modality, "strong" if denied else strength, "other", words[at])


def _announces_acts(tokens: Tokens, analysis: Analysis, lexicon: Lexicon) -> Inherited | None:
    """ "The purposes for which we use your data are listed below.": the acts are in a relative clause."""
    announcing = lexicon.tables.grammar.announcing
    if announcing.isdisjoint((*tokens.words[:2], *tokens.words[-4:])):
        return None
    for told in reversed(analysis.predications):
        group = told.group
        ours = told.place == "relative" and told.subject.role == "company" and not group.negated
        if ours and group.lemma in lexicon.tables.verbs.practice and not group.passive:
            free = group.force in ("permit", "able")
            known = lexicon.topic_verbs.get(group.lemma, ())
            topic: Topic = max(known, key=lambda one: one[1])[0] if known else "other"
            done: Modality = "permission" if free else "practice"
            return Inherited("company", done, "plain", topic, group.lemma)
    return None


def _ends_in_if(tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "We may suspend you if:", "provided that:": do the items say on what it depends?"""
    end = len(tokens)
    while end and not tokens.words[end - 1][0].isalnum():
        end -= 1
    kinds = lexicon.tables.grammar.subordinators
    if not end or not tokens.flags[end - 1] & (SUBORDINATOR | THAT):
        return False
    if tokens.phrase(end - 1, end) in lexicon.tables.grammar.excepting:
        return False  # "except:" with things, or with sentences of their own
    last = (kinds.get(tokens.phrase(end - width, end)) for width in (3, 2, 1) if end > width - 1)
    return any(kind in ("condition", "exception") for kind in last)


def _names_before_list(tokens: Tokens, nouns: Words, lexicon: Lexicon) -> bool:
    """ "… under the following conditions:", "in these cases:", "if these conditions are met:"."""
    words, grammar = tokens.words, lexicon.tables.grammar
    if words[-1] != ":":
        return False
    near = range(max(1, len(words) - 6), len(words) - 1)
    for at in near:
        pointed = grammar.announcing | grammar.anaphoric | grammar.quantifiers
        if words[at] in nouns and not pointed.isdisjoint(words[max(0, at - 3) : at + 2]):
            return any(
                tokens.flags[i] & (PREPOSITION | SUBORDINATOR) for i in range(max(0, at - 6), at)
            )
    return False


def ends_in_relative(tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "You may not post content that:", "…, which is:", "people who:": do items go on with it?"""
    words, flags = tokens.words, tokens.flags
    at = len(words) - 2
    if at < 1 or words[-1] != ":":
        return False
    while at > 1 and flags[at] & (BE | MODAL | ADVERB) and not flags[at] & (THAT | RELATIVE):
        at -= 1  # "that is:", "which may be:"
    lemma, form = lexicon.forms.get(words[at - 1], ("", 0))
    if flags[at] & RELATIVE:
        return True
    stated = form and not flags[at - 1] & NOUN  # "you confirm that:"
    verbs = lexicon.tables.verbs
    stated = stated or lemma in verbs.transparent | verbs.warranting | verbs.reporting
    return bool(flags[at] & THAT) and not stated and flags[at - 1] & (PRONOUN | COMMA) == 0


def _ends_in_finding(tokens: Tokens, analysis: Analysis, lexicon: Lexicon) -> bool:
    """ "We may end it if we determine that:": what comes next are the conditions."""
    if len(tokens) < 3 or tokens.words[-1] != ":":
        return False
    # "if we determine, acting reasonably:": what stands behind the comma is an aside
    low = max(0, len(tokens) - 8)
    aside = next((at for at in range(len(tokens) - 2, low, -1) if tokens.flags[at] & COMMA), 0)
    manner = aside and lexicon.forms.get(tokens.words[aside + 1], ("", 0))[1] & ING
    tail = tokens.words[aside - 2 : aside] if manner else tokens.words[-3:-1]
    words = [w for w in tail if w not in lexicon.tables.grammar.complementisers]
    lemma = lexicon.forms.get(words[-1], ("", 0))[0] if words else ""
    verbs = lexicon.tables.verbs
    return lemma in verbs.reporting | verbs.transparent | lexicon.tables.rules.finding and any(
        part.kind == "condition" and part.start and part.end >= len(tokens) - 1
        for part in analysis.subordinates
    )


def is_transparent(tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "This includes using our products to:" enumerates what stands above it."""
    if not tokens.words:
        return True
    if tokens.phrase(0, 2) in lexicon.tables.periphrasis.example_openers:
        return True
    grammar, enumerating = lexicon.tables.grammar, lexicon.tables.periphrasis.enumerating
    anaphoric = grammar.anaphoric
    if not lexicon.tables.periphrasis.examples.isdisjoint(tokens.words[:2]):
        # "Examples include:", "Examples of such content:", but not "Examples of your data:"
        near = [lexicon.forms.get(word, (word,))[0] for word in tokens.words[1:3]]
        return not (enumerating.isdisjoint(near) and anaphoric.isdisjoint(tokens.words[:6]))
    if not tokens.flags[0] & PRONOUN and tokens.words[0] not in anaphoric:
        return False
    ending = grammar.infinitive_marks | grammar.announcing
    colon = tokens.words[-1] == ":" and tokens.words[-2] not in ending
    modal = any(flag & MODAL for flag in tokens.flags[1:3])
    if modal and colon and lexicon.forms.get(tokens.words[-2], ("",))[0] not in enumerating:
        return False  # "These might include retention periods:": the items are examples of them
    # "This includes", "such conduct includes", "these prohibited activities include"
    reach = 4 if tokens.words[0] in anaphoric else 2
    return any(lexicon.forms.get(word, (word,))[0] in enumerating for word in tokens.words[1:reach])
