"""What the noise rules take away, on every history of a git archive with ten versions or more.

    python benchmarks/noise.py CLONE [--least 10] [--sample 20]

Prints a table: events of all series together without any rule, then with one rule after the other;
then SAMPLE events that the rules take away and SAMPLE that they leave, spread evenly, to be read.
"""

from __future__ import annotations

import argparse
from collections import Counter

import policydiff
from policydiff.api import list_series
from policydiff.model import Timeline
from policydiff.output.sentences import event_sentence
from policydiff.timeline.rules import RULES

NAMES = ("appeared", "vanished", "returned", "reworded", "strengthened", "weakened", "reversed", "moved")  # fmt: skip
Told = tuple[str, int, str, str]  # series, snapshot, event, sentence


def told(timeline: Timeline) -> list[Told]:
    return [
        (timeline.series or "", e.snapshot, e.event, event_sentence(e)[:200])
        for history in timeline.histories
        for e in history.events
        if not e.initial and not e.ignored
    ]


def spread(events: list[Told], number: int) -> list[Told]:
    """Evenly over the series, so that one that flaps does not stand for all."""
    by_series: dict[str, list[Told]] = {}
    for event in events:
        by_series.setdefault(event[0], []).append(event)
    share = -(-number // max(1, len(by_series)))
    chosen: list[Told] = []
    for some in by_series.values():
        step = max(1, len(some) // share)
        chosen += some[step // 2 :: step][:share]
    return chosen[:number]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("clone")
    parser.add_argument("--least", type=int, default=10)
    parser.add_argument("--sample", type=int, default=20)
    args = parser.parse_args()
    names = [s.name for s in list_series([args.clone]) if s.snapshots >= args.least]
    counts = {stage: Counter[str]() for stage in ("none", *RULES)}
    ignored: Counter[str] = Counter()
    gone: list[Told] = []
    kept: list[Told] = []
    total = 0
    for name in names:
        (series,) = policydiff.load_series([args.clone], name=name, undated="order")
        total += len(series.documents)
        bare: list[Told] = []
        for stage in range(len(RULES) + 1):
            timeline = policydiff.timeline(series, denoise=RULES[:stage])
            events = told(timeline)
            bare = bare or events
            counts[("none", *RULES)[stage]].update(event for _, _, event, _ in events)
        ignored.update(one.rule for one in timeline.ignored)
        left = set(events)
        gone += [event for event in bare if event not in left]
        kept += events
        print(
            f"  {name}: {len(series.documents)} versions, {len(bare)} -> {len(events)}", flush=True
        )
    print(f"\n{len(names)} series, {total} versions\n")
    print("| rules | ignored | " + " | ".join(NAMES) + " | all |")
    print("|---" * (len(NAMES) + 3) + "|")
    for stage, tally in counts.items():
        cells = [f"{tally[name]:,}" for name in NAMES]
        label = "none" if stage == "none" else f"+ `{stage}`"
        print(f"| {label} | {ignored[stage] or ''} | {' | '.join(cells)} | {tally.total():,} |")
    for title, events in (("taken away", gone), ("kept", kept)):
        print(f"\n{title}: {len(events):,}")
        for series_name, snapshot, event, sentence in spread(sorted(events), args.sample):
            print(f"- {series_name}, snapshot {snapshot + 1}, {event}: {sentence}")


if __name__ == "__main__":
    main()
