"""A clause as words with their classes: what every later step reads instead of raw text."""

from __future__ import annotations

from msgspec import Struct

from policydiff.obligations.lexicon import (
    ADVERB,
    BE,
    CLOSE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    DO,
    FOREIGN,
    HAVE,
    ING,
    LINK,
    MASKED,
    MODAL,
    NAME,
    NEGATION,
    NO,
    NOUN,
    OPEN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    VERB,
    Lexicon,
)
from policydiff.obligations.masking import (
    VERBAL,
    mask_brackets,
    mask_doubled,
    mask_enumerated_conditions,
    mask_remarks,
    mask_suffixes,
)
from policydiff.patterns import regex
from policydiff.structure.sentences import CITED_TITLE

# A clause longer than this is analysed up to here only (the text kept is whole). Real clauses
# reach about 1,500 characters; what is longer is a table or a machine's output, and a policy must
# not be able to stall its reader.
MAX_CLAUSE_CHARS = 5_000

# A word with its inner apostrophes, hyphens and slashes is one token ("don't", "opt-out",
# "and/or"), as are addresses; every other sign is a token of its own, so that "services,we" needs
# no space. Every quantifier runs over a class that the next part cannot match: linear time.
_TOKEN = regex(
    r"(?:https?://|www\.)[^\s)\]”\"]{1,500}"
    r"|[\w.+-]{1,64}+@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}"
    r"|[\w-]{1,64}(?:\.[\w-]{1,64}){0,2}\.(?:com|net|org|edu|gov|info|biz|co\.uk|org\.uk|ac\.uk|com\.au|ca|de|ai|io|ie|eu|fr|nl|nz)"
    r"(?!\w|\.\w)(?:[’']s)?"  # "Acme.com": a name
    r"|[A-Z]&[A-Z]\w{0,10}"  # "M&T"
    r"|\w+(?:[’'/-]\w+)*(?:(?<=s)[’'](?=\s))?"
    r"|--+"
    r"|[^\s\w“”\"‘’«»*_]"
)
_DASHES = frozenset("-–—")
_BRACKETS = {"(": OPEN, "[": OPEN, ")": CLOSE, "]": CLOSE}


# What a verb may follow, also one with a capital.
_BEFORE_VERB = (
    PRONOUN | RELATIVE | NAME | FOREIGN | MODAL | BE | HAVE | DO | NEGATION | ADVERB | THAT
)


class Tokens(Struct, frozen=True):
    """Parallel lists, one entry a word or sign; offsets are into the clause's text."""

    text: str
    words: list[str]  # lower case, straight apostrophes, contractions split
    starts: list[int]
    ends: list[int]
    flags: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def phrase(self, start: int, end: int) -> str:
        """The words of a token range, lower case, joined by blanks."""
        return " ".join(self.words[start:end])


# One spelling of a token as the pieces that it stands for: (word, start, end, classes), with
# offsets from its beginning.
Pieces = tuple[tuple[str, int, int, int], ...]

# What stands before a publisher's name that its texts write in small letters only.
SMALL = "~"

# Spellings met so far are kept with the lexicon, up to this many.
_MAX_SPELLINGS = 50_000
_NAME_LENGTH = 4  # words of a name beside what it names
_LABEL_LENGTH = 4  # ";", "(", "ii", ")": tokens before what a label opens


def _spelled_so(spelling: str, names: frozenset[str]) -> bool:
    """ "VIA", beside "via"; "acme", where the text writes it in small letters only."""
    return f"{SMALL}{spelling}" in names if spelling.islower() else spelling in names


def _join_names(
    text: str, words: list[str], starts: list[int], flags: list[int], names: frozenset[str]
) -> None:
    """Make one name of the words of "Garden Social", where they have capitals."""
    for parts in [name.split() for name in names if " " in name]:
        width = len(parts)
        for at in range(len(words) - width + 1):
            end = at + width
            raised = all(text[starts[i]].isupper() for i in range(at, end))
            if raised and words[at:end] == parts:
                flags[at] = NAME
                flags[at + 1 : end] = [MASKED] * (width - 1)


def _mask_exclamations(text: str, words: list[str], starts: list[int], flags: list[int]) -> None:
    """Pass by the sign that belongs to a name: "Acme! collects it"."""
    for at in range(1, len(words) - 1):
        if words[at] == "!" and flags[at - 1] & NAME and text[starts[at + 1]].islower():
            flags[at] = MASKED


def _mask_names_beside(text: str, words: list[str], starts: list[int], flags: list[int]) -> None:
    """Pass by the name of what was just called by its kind: "our host, Northern Web, stores it"."""
    closed = PREPOSITION | CONJUNCTION | PRONOUN | MODAL | BE | SUBORDINATOR | COMMA | MASKED
    for at in range(2, len(words) - 3):
        if not flags[at] & COMMA or words[at] != "," or not text[starts[at - 1]].islower():
            continue
        end = at + 1
        while end < len(words) and text[starts[end]].isupper() and not flags[end] & closed:
            end += 1
        if not at + 1 < end <= at + 1 + _NAME_LENGTH or words[end : end + 1] != [","]:
            continue
        if not any(
            flag & VERB and not flag & (PREPOSITION | CONJUNCTION)
            for flag in flags[end + 1 : end + 2]
        ):
            continue
        noun = at - 1
        while noun > 0 and not flags[noun] & (closed | DETERMINER | POSSESSIVE):
            noun -= 1
        if flags[noun] & (DETERMINER | POSSESSIVE) and noun < at - 1:
            flags[at : end + 1] = [MASKED] * (end + 1 - at)


def _join_labelled(words: list[str], flags: list[int]) -> None:
    """ "(a) sell it; (b) copy it": a bare verb behind a label goes on, whatever sign stands before."""
    for at in range(len(words) - 4):
        if words[at] != ";" or words[at + 1] != "(" or not flags[at + 1] & MASKED:
            continue
        behind = at + 2
        while behind < len(words) and flags[behind] & MASKED:
            behind += 1
        if behind - at <= _LABEL_LENGTH and any(f & VERB for f in flags[behind : behind + 1]):
            flags[at] &= ~LINK


def tokenise(
    text: str,
    start: int,
    lexicon: Lexicon,
    names: frozenset[str],
    foreign: frozenset[str] = frozenset(),
) -> Tokens:
    """Tokens of `text` from offset `start`.

    Words in `names` are marked as the publisher's, those in `foreign` with a capital as another firm's.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    flags: list[int] = []
    spellings = lexicon.spellings
    for match in _TOKEN.finditer(text, start, start + MAX_CLAUSE_CHARS):
        spelling = match.group()
        pieces = spellings.get(spelling)
        if pieces is None:
            pieces = _pieces(spelling, lexicon)
            if len(spellings) < _MAX_SPELLINGS:
                spellings[spelling] = pieces
        begin = match.start()
        for word, low, high, flag in pieces:
            words.append(word)
            starts.append(begin + low)
            ends.append(begin + high)
            named = word in names and not (spelling.isalpha() and spelling.islower())
            if flag & POSSESSIVE and spelling in names:
                flag = NAME  # "Macy's uses cookies"
            elif named or ("." in word and _first_label(word) in names):
                flag |= NAME
            elif _spelled_so(spelling, names):
                flag = NAME
            elif word in foreign and spelling[0].isupper():
                flag |= FOREIGN
            flags.append(flag)
    if words[-2:-1] == [":"] and words[-1] in _DASHES:  # "for the following:-"
        for parts in (words, starts, ends, flags):
            parts.pop()
    if lexicon.tables.grammar.order != "verb-second":
        _unverb_names(text, words, starts, flags)
    _join_names(text, words, starts, flags, names)
    _mask_exclamations(text, words, starts, flags)
    mask_doubled(words, flags)
    mask_suffixes(words, flags, lexicon)
    _mark_negations(words, flags, lexicon)
    _join_manners(words, flags, lexicon)
    _mark_listed(words, flags, lexicon)
    mask_brackets(flags)
    _join_labelled(words, flags)
    mask_enumerated_conditions(words, flags, lexicon)
    mask_remarks(words, flags, lexicon)
    _mask_names_beside(text, words, starts, flags)
    for title in CITED_TITLE.finditer(text, start, start + MAX_CLAUSE_CHARS):
        for at, begin in enumerate(starts):
            if start < title.start() < begin < title.end():
                flags[at] = MASKED
    return Tokens(text, words, starts, ends, flags)


def _mark_listed(words: list[str], flags: list[int], lexicon: Lexicon) -> None:
    """ "The following partners receive it": behind an article a participle is no preposition."""
    for at in range(1, len(words)):
        before, form = flags[at - 1], lexicon.forms.get(words[at], ("", 0))[1]
        listed = flags[at] & PREPOSITION and form & ING
        if listed and before & DETERMINER and not before & PREPOSITION:
            flags[at] = 0


def _first_label(address: str) -> str:
    """ "acme" of "acme.com" and "www.acme.com"; "" of "www.acme.com/faq"."""
    return "" if "/" in address else address.removeprefix("www.").partition(".")[0]


def _unverb_names(text: str, words: list[str], starts: list[int], flags: list[int]) -> None:
    """Make nouns of verbs with a capital behind a word that is no subject: "your Live recordings".

    Where most words have capitals they say nothing.
    """
    worded = [at for at, word in enumerate(words) if word[0].isalpha()]
    raised = [at for at in worded if text[starts[at]].isupper()]
    if len(raised) * 2 > len(worded):
        return
    for at in raised:
        if flags[at] == PRONOUN and text[starts[at] : starts[at] + 2].isupper():
            flags[at] = 0  # "IT Services"
        low = text[starts[at] + 1 : starts[at] + 2].islower()
        before = flags[at - 1] if at else PUNCTUATION
        if not (at and low and flags[at] & VERB and words[at - 1][0].isalpha()):
            continue
        if not before & _BEFORE_VERB:
            flags[at] = NOUN
            if before & VERB and at - 1 in raised:
                flags[at - 1] = NOUN  # "Phone Link allows you to"


def _pieces(spelling: str, lexicon: Lexicon) -> Pieces:
    known = lexicon.flags
    word = spelling.lower().replace("’", "'")
    if spelling in lexicon.tables.language.cased:
        word = spelling
    end = len(spelling)
    base = lexicon.infinitives.get(word)
    if base is not None:
        mark = min(lexicon.tables.grammar.infinitive_marks)
        return ((mark, 0, 0, known.get(mark, 0)), (base, 0, end, known.get(base, 0)))
    if word in known:
        return ((word, 0, end, known[word]),)
    if not word[0].isalnum():
        if word in ",;:—–" or word.startswith("--"):  # typed for a dash
            extra = COMMA | PUNCTUATION | (LINK if word == ";" else 0)
        else:
            extra = _BRACKETS.get(word, 0) | PUNCTUATION
        return ((word, 0, end, extra),)
    if "'" in word or word in lexicon.tables.contractions.whole:
        return _contraction(word, end, lexicon)
    grammar = lexicon.tables.grammar
    if grammar.particles and spelling[0].islower():
        derived = _derived(word, lexicon)
        if derived is not None:
            mark, verb = derived
            marked = ((mark, 0, 0, known.get(mark, 0)),) if mark else ()
            return (*marked, (verb, 0, end, VERB))
    adverb = word.endswith(grammar.adverb_suffixes) and word not in grammar.not_adverbs
    return ((word, 0, end, ADVERB if adverb else 0),)


def _derived(word: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """("zu", "mitführen") of "mitzuführen": a known verb behind a particle that no list has it with.

    The form is kept with the lexicon's, like the spelling itself: what it is depends on the word alone.
    """
    grammar, forms = lexicon.tables.grammar, lexicon.forms
    for particle in sorted(grammar.particles, key=lambda p: (-len(p), p)):
        rest = word.removeprefix(particle)
        if rest == word:
            continue
        for mark in ("", *sorted(grammar.infinitive_marks)):
            plain = rest.removeprefix(mark)
            if (not mark or plain != rest) and plain in forms:
                base, form = forms[plain]
                forms.setdefault(particle + plain, (particle + base, form))
                return mark, particle + plain
    return None


def _contraction(word: str, end: int, lexicon: Lexicon) -> Pieces:
    """ "don't" as "do" and "not", "it's" as "it" and "is", "users'" as a possessive."""
    table, known = lexicon.tables.contractions, lexicon.flags
    if word in table.whole:
        cut, pieces = 0, []
        for part in table.whole[word]:
            pieces.append((part, cut, min(cut + len(part), end), known.get(part, 0)))
            cut += len(part)
        return tuple(pieces)
    for suffix, full in table.suffixes.items():
        stem = word.removesuffix(suffix)
        if stem and stem != word:
            stem = table.stems.get(stem, stem)
            cut = end - len(suffix)
            return ((stem, 0, cut, known.get(stem, 0)), (full, cut, end, known.get(full, 0)))
    head = word.rpartition("'")[0]
    if word.endswith(table.possessives):
        if head in table.be_after:
            part = table.be
            return (
                (head, 0, len(head), known.get(head, 0)),
                (part, len(head), end, known.get(part, 0)),
            )
        return ((head, 0, end, known.get(head, 0) | POSSESSIVE),)
    return ((word, 0, end, 0),)


def _join_manners(words: list[str], flags: list[int], lexicon: Lexicon) -> None:
    """Make one manner of "quickly and safely" between a subject and its verb.

    Not in "we collect it automatically and promptly delete it", where a verb stands before.
    """
    suffixes = lexicon.tables.grammar.adverb_suffixes
    for index in range(2, len(words) - 1):
        sides = words[index - 1 : index + 2 : 2]
        twice = flags[index] & COMMA and flags[index - 1] & NEGATION  # "never, ever"
        manners = twice or all(side.endswith(suffixes) for side in sides)
        if not flags[index] & (CONJUNCTION | COMMA) or not manners:
            continue
        if not flags[index - 1] & flags[index + 1] & ADVERB:
            continue
        start = index - 2
        while start >= 0 and not flags[start] & (COMMA | SUBORDINATOR | THAT | VERBAL):
            start -= 1
        if start < 0 or not flags[start] & VERBAL:
            flags[index] = ADVERB


def _mark_negations(words: list[str], flags: list[int], lexicon: Lexicon) -> None:
    """Make one negating adverb of "no longer", "in no event", and of "neither" before a verb."""
    phrases = lexicon.negative_phrases
    for index, flag in enumerate(flags):
        if not flag & NO:
            continue
        following = words[index + 1] if index + 1 < len(words) else ""
        answered = index and words[index] in lexicon.tables.grammar.noes
        if answered and following in lexicon.tables.grammar.infinitive_marks:
            flags[index] = NOUN  # "we may say no to your request"
            continue
        for phrase, offset in phrases:
            start = index - offset
            if start >= 0 and tuple(words[start : start + len(phrase)]) == phrase:
                for at in range(start, start + len(phrase)):
                    flags[at] = ADVERB
                flags[index] = ADVERB | NEGATION
                end = start + len(phrase)
                if start and end < len(flags) and flags[start - 1] & flags[end] & COMMA:
                    flags[start - 1] = flags[end] = MASKED  # "will, in no event, sell"
                break
        else:
            after = flags[index + 1] if index + 1 < len(flags) else 0
            correlative = words[index] in lexicon.tables.grammar.correlative_negations
            if correlative and after & VERB and not after & NOUN:
                flags[index] = ADVERB | NEGATION
