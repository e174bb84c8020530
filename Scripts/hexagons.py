"""Equal hexagons for places that differ in size, each near where it belongs. Used by Scripts/unit_tiles.py.

1. Circles of the communes' area at their points; the neighbours are those of the Delaunay triangulation that are not
   much farther apart than their circles reach.
2. The circles become equal and are pushed apart and pulled together until they touch without overlapping: a town's
   small wards get room, the mountains shrink.
3. Circles snap to hexagons; then tiles change places (simulated annealing) as long as it makes the sum smaller of what
   neighbours are apart, what directions are off, how far a tile is from its circle, how ragged the edge is and how many
   pieces a district falls into. Holes are closed. A district in two pieces is never accepted at the end.
"""

import math
import random
from collections import defaultdict

SIDES = [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)]
ROOT3 = math.sqrt(3)
ROUNDS = 300_000
RIM = 1.1


def triangles(points):
    """Delaunay by Bowyer and Watson; enough for a few hundred points."""
    far = 1e5
    corners = list(points) + [(-far, -far), (far, -far), (0, far)]
    n = len(points)
    mesh = {(n, n + 1, n + 2)}
    for index in range(n):
        bad = [corner for corner in mesh if in_circle(corners, corner, corners[index])]
        edges = defaultdict(int)
        for a, b, c in bad:
            for edge in ((a, b), (b, c), (c, a)):
                edges[tuple(sorted(edge))] += 1
        mesh -= set(bad)
        mesh |= {(a, b, index) for (a, b), times in edges.items() if times == 1}
    return [corner for corner in mesh if max(corner) < n]


def in_circle(points, corner, point):
    (ax, ay), (bx, by), (cx, cy) = (points[i] for i in corner)
    d = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by)) or 1e-12
    a, b, c = ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy
    ux, uy = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / d, (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / d
    return (point[0] - ux) ** 2 + (point[1] - uy) ** 2 < (ax - ux) ** 2 + (ay - uy) ** 2


def neighbours(points, areas):
    reach = [math.sqrt(area / math.pi) for area in areas]
    pairs = {tuple(sorted(edge)) for a, b, c in triangles(points) for edge in ((a, b), (b, c), (c, a))}
    return sorted((i, j) for i, j in pairs if math.dist(points[i], points[j]) < 1.75 * (reach[i] + reach[j]))


def spread(points, areas, pairs):
    """Equal circles near where they belong; the unit is the hexagon's side."""
    scale = math.sqrt(len(points) * 1.5 * ROOT3 / sum(areas))
    home = [(x * scale, y * scale) for x, y in points]
    place = [list(p) for p in home]
    radius = [math.sqrt(a * scale * scale / math.pi) for a in areas]
    steps = 500
    for step in range(steps):
        grown = min(1, step / (0.6 * steps))
        size = [r + (ROOT3 / 2 - r) * grown for r in radius]
        force = [[0.0, 0.0] for _ in place]
        for i in range(len(place)):
            for j in range(i):
                dx, dy = place[i][0] - place[j][0], place[i][1] - place[j][1]
                gap = size[i] + size[j] - math.hypot(dx, dy)
                if gap > 0:
                    push(force, i, j, dx, dy, 0.3 * gap)
        for i, j in pairs:
            dx, dy = place[i][0] - place[j][0], place[i][1] - place[j][1]
            gap = size[i] + size[j] - math.hypot(dx, dy)
            if gap < 0:
                push(force, i, j, dx, dy, 0.12 * gap)
        for p, f in zip(place, force):
            p[0], p[1] = p[0] + f[0], p[1] + f[1]
    shift = [sum(h[k] - p[k] for h, p in zip(home, place)) / len(place) for k in (0, 1)]
    return [(p[0] + shift[0], p[1] + shift[1]) for p in place]


def push(force, i, j, dx, dy, much):
    for k, part in enumerate((dx, dy)):
        force[i][k] += part * much / (math.hypot(dx, dy) or 1e-9)
        force[j][k] -= part * much / (math.hypot(dx, dy) or 1e-9)


def middle(cell):
    return ROOT3 * (cell[0] + cell[1] / 2), 1.5 * cell[1]


def steps_between(a, b):
    q, r = a[0] - b[0], a[1] - b[1]
    return max(abs(q), abs(r), abs(q + r))


class Layout:
    def __init__(self, points, target, pairs, groups):
        self.target, self.groups = target, groups
        self.links = defaultdict(list)
        for i, j in pairs:
            angle = math.atan2(points[j][1] - points[i][1], points[j][0] - points[i][0])
            weight = 1.6 if groups[0][i] == groups[0][j] else 1.0
            self.links[i].append((j, weight, angle))
            self.links[j].append((i, weight, angle + math.pi))
        self.cell, self.holder = [None] * len(points), {}
        self.snap()
        self.members = [defaultdict(set) for _ in groups]
        for level, group in enumerate(groups):
            for i, name in enumerate(group):
                self.members[level][name].add(i)

    def snap(self):
        """Nearest free cell, those in the thick of things first."""
        center = [sum(p[k] for p in self.target) / len(self.target) for k in (0, 1)]
        for i in sorted(range(len(self.target)), key=lambda i: math.dist(self.target[i], center)):
            r0 = round(self.target[i][1] / 1.5)
            q0 = round(self.target[i][0] / ROOT3 - r0 / 2)
            near = [(q0 + q, r0 + r) for q in range(-9, 10) for r in range(-9, 10) if (q0 + q, r0 + r) not in self.holder]
            self.put(i, min(near, key=lambda cell: (math.dist(middle(cell), self.target[i]), cell)))

    def put(self, i, cell):
        self.cell[i], self.holder[cell] = cell, i

    def cost(self, i):
        here = self.cell[i]
        x, y = middle(here)
        total = 0.09 * ((x - self.target[i][0]) ** 2 + (y - self.target[i][1]) ** 2)
        for j, weight, angle in self.links[i]:
            apart = steps_between(here, self.cell[j]) - 1
            ox, oy = middle(self.cell[j])
            total += weight * (1.3 * apart + 0.9 * (1 - math.cos(math.atan2(oy - y, ox - x) - angle)))
        return total

    def empty_sides(self, cell):
        return sum((cell[0] + q, cell[1] + r) not in self.holder for q, r in SIDES)

    def pieces(self, level, name):
        left = {self.cell[i] for i in self.members[level][name]}
        count = 0
        while left:
            count += 1
            stack = [left.pop()]
            while stack:
                q, r = stack.pop()
                for dq, dr in SIDES:
                    if (q + dq, r + dr) in left:
                        left.remove((q + dq, r + dr))
                        stack.append((q + dq, r + dr))
        return count

    def torn(self, tiles):
        """Pieces too many of the groups that lose or win a cell when these tiles change places."""
        named = {(level, group[i]) for i in tiles for level, group in enumerate(self.groups)
                 if len(tiles) == 1 or group[tiles[0]] != group[tiles[1]]}  # fmt: skip
        return sum((self.pieces(level, name) - 1) * (1, 3)[level] for level, name in named)

    def anneal(self, rounds, chance, hot=3.0):
        """Without heat tiles only change places, and the edge stays."""
        for step in range(rounds):
            part = step / rounds
            heat, glue = hot * (1 - part) ** 2 + 0.01, (2 if hot else 16) + 14 * part
            i = chance.randrange(len(self.cell))
            q, r = self.cell[i]
            reach = chance.choice((1, 1, 1, 2, 3)) if part < 0.7 else 1
            dq, dr = chance.choice(SIDES)
            there = (q + dq * reach, r + dr * reach)
            j = self.holder.get(there)
            if j is None and (not hot or self.empty_sides(there) > 4):
                continue
            tiles = [i] if j is None else [i, j]
            before = sum(map(self.cost, tiles)) + glue * self.torn(tiles) + self.rim(i, j)
            self.swap(i, j, there)
            after = sum(map(self.cost, tiles)) + glue * self.torn(tiles) + self.rim(i, j)
            if after > before and chance.random() >= math.exp((before - after) / heat):
                self.swap(i, j, (q, r))

    def rim(self, i, j):
        """Raggedness of the edge, as far as moving into an empty cell changes it."""
        return 0 if j is not None else RIM * self.empty_sides(self.cell[i])

    def hole(self):
        """An empty cell that cannot be reached from outside; None when there is none."""
        bounds = [(min(c[k] for c in self.holder) - 1, max(c[k] for c in self.holder) + 1) for k in (0, 1)]
        empty = {(q, r) for q in range(bounds[0][0], bounds[0][1] + 1) for r in range(bounds[1][0], bounds[1][1] + 1)}
        empty -= set(self.holder)
        outside = [(bounds[0][0], bounds[1][0])]
        empty.discard(outside[0])
        for q, r in outside:
            for cell in [(q + dq, r + dr) for dq, dr in SIDES]:
                if cell in empty:
                    empty.remove(cell)
                    outside.append(cell)
        return min(empty, default=None)

    def fill(self):
        """Closes holes: a row of tiles between a hole and the edge moves up by one, where that costs least."""
        while (hole := self.hole()) is not None:
            came, queue = {hole: None}, [hole]
            for q, r in queue:
                for cell in [(q + dq, r + dr) for dq, dr in SIDES]:
                    if cell in self.holder and cell not in came:
                        came[cell] = (q, r)
                        queue.append(cell)
            ends = [cell for cell in queue[1:] if self.empty_sides(cell) >= 3]
            self.shift(came, min(ends, key=lambda end: self.tried(came, end)))

    def shift(self, came, end):
        way = [end]
        while came[way[-1]] is not None:
            way.append(came[way[-1]])
        for to, cell in list(zip(way[1:], way))[::-1]:
            self.put(self.holder[cell], to)
        del self.holder[end]

    def tried(self, came, end):
        kept = list(self.cell), dict(self.holder)
        self.shift(came, end)
        cost = self.total() + 20 * self.loose()
        self.cell, self.holder = kept
        return cost

    def swap(self, i, j, there):
        here = self.cell[i]
        del self.holder[here]
        self.put(i, there)
        if j is not None:
            self.put(j, here)

    def loose(self):
        return sum(self.pieces(level, name) - 1 for level in range(len(self.groups)) for name in self.members[level])

    def total(self):
        return sum(map(self.cost, range(len(self.cell)))) + RIM * sum(map(self.empty_sides, self.holder))


def best_layout(points, areas, groups):
    """Axial cells of the points. The y axis points downwards, as on a screen.

    groups: for each level, the name of each point's group; a group stays in one piece.
    """
    pairs = neighbours(points, areas)
    target = spread(points, areas, pairs)
    best = None
    for number in range(3):
        layout = Layout(points, target, pairs, groups)
        layout.anneal(ROUNDS, chance := random.Random(number))
        layout.fill()
        layout.anneal(ROUNDS // 4, chance, hot=0)
        if not layout.loose() and (best is None or layout.total() < best.total()):
            best = layout
    return best.cell
