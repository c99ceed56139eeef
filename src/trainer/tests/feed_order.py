"""The order of a balanced feed over shards, worked out place by place as docs/feed.md says, with exact fractions."""
from fractions import Fraction

from featureforge_data.order import shuffled


def groups_of(held, names):
    """Samples by group. held: for each sample the label names it holds. names: those asked for."""
    counts = {name: sum(name in labels for labels in held) for name in names}
    groups = {name: [] for name in [*names, None]}
    for sample, labels in enumerate(held):
        mine = [name for name in names if name in labels]
        groups[min(mine, key=lambda name: (counts[name], names.index(name))) if mine else None].append(sample)
    return {name: members for name, members in groups.items() if members}


def balanced(held, names, seed, epoch):
    """The sample at each place of an epoch."""
    count, groups = len(held), groups_of(held, names)
    if list(groups) == [None]:
        return [int(sample) for sample in shuffled(count, seed, epoch)]
    rest = min(Fraction(1, 4), Fraction(len(groups.get(None, [])), count)) if None in groups else Fraction(0)
    named = len(groups) - (None in groups)
    shares = [rest if name is None else (1 - rest) / named for name in groups]
    owners, taken = [], [0] * len(shares)
    for place in range(count):
        claims = [(place + 1) * share - had for share, had in zip(shares, taken)]
        owner = claims.index(max(claims))
        taken[owner] += 1
        owners.append(owner)
    members, orders = list(groups.values()), {}
    served, order = [0] * len(shares), []
    for owner in owners:
        number = epoch * taken[owner] + served[owner]
        served[owner] += 1
        cycle, place = divmod(number, len(members[owner]))
        if (owner, cycle) not in orders:
            mine = set(members[owner])
            orders[owner, cycle] = [int(sample) for sample in shuffled(count, seed, cycle) if int(sample) in mine]
        order.append(orders[owner, cycle][place])
    return order
