"""Prints the balanced order of epochs: a second implementation of docs/feed.md, with fractions and the standard library only.

Argument: a JSON file with kind (live or shards), seed, balance (names of labels), epochs (those asked for) and stored: for each stored
epoch its samples in order, each with key and labels. Prints for each epoch one line of JSON: [key, stored epoch, cycle] of each place.
"""
import hashlib
import json
import sys
from fractions import Fraction

from philox import MASK, philox


def draw(order, sample, number, cycle):
    high, low = words_of(order, sample, number, cycle)[:2]
    return high << 32 | low


def words_of(order, sample, number, cycle):
    seed = (order["seed"] & MASK, order["seed"] >> 32)
    if order["kind"] == "shards":
        return philox(seed, (number & MASK, number >> 32, cycle & MASK, 0x52454144))
    digest = hashlib.sha256(sample["key"].encode()).digest()
    low, high = int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:8], "little")
    return philox(seed, (low, high, (cycle % 65536) * 65536 + 65535, 0))


def groups_of(order, samples):
    """Name of a group to the numbers of its samples; the samples without a named label under None."""
    holders = {name: sum(name in sample["labels"] for sample in samples) for name in order["balance"]}
    groups = {}
    for name in [*order["balance"], None]:
        groups[name] = []
    for number, sample in enumerate(samples):
        own = [name for name in order["balance"] if name in sample["labels"]]
        groups[min(own, key=lambda name: holders[name]) if own else None].append(number)
    return {name: numbers for name, numbers in groups.items() if numbers}


def deal(groups):
    """The group of each place."""
    total = sum(map(len, groups.values()))
    named = [name for name in groups if name is not None]
    rest = Fraction(len(groups.get(None, [])), total)
    if named:
        rest = min(Fraction(1, 4), rest)
    shares = {name: rest if name is None else (1 - rest) / len(named) for name in groups}
    has = dict.fromkeys(groups, 0)
    places = []
    for p in range(total):
        name = max(groups, key=lambda group: (p + 1) * shares[group] - has[group])
        has[name] += 1
        places.append(name)
    return places


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        order = json.load(file)
    stored = order["stored"]
    groups = [groups_of(order, samples) for samples in stored]
    dealt = [deal(each) for each in groups]
    for epoch in order["epochs"]:
        places = dealt[epoch % len(stored)]
        used = dict.fromkeys([*order["balance"], None], 0)
        line = []
        for name in places:
            rounds, part = divmod(epoch, len(stored))
            before = rounds * sum(d.count(name) for d in dealt) + sum(d.count(name) for d in dealt[:part])
            t = before + used[name]
            used[name] += 1
            sizes = [len(each.get(name, [])) for each in groups]
            turn, t = divmod(t, sum(sizes))
            at = 0
            while t >= sizes[at]:
                t -= sizes[at]
                at += 1
            cycle = turn * len(stored) + at
            members = sorted(groups[at][name], key=lambda number: (draw(order, stored[at][number], number, cycle), number))
            line.append([stored[at][members[t]]["key"], at, cycle])
        print(json.dumps(line))


main()
