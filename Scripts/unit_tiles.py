#!/usr/bin/env python3
"""Lays the communes out as equal hexagons: Resources/seeds/unit-tiles-2022.csv and unit-tiles-2025.csv.

    Scripts/unit_tiles.py 2022|2025                       writes the seed
    Scripts/unit_tiles.py 2022|2025 --measure FILE.geojson    measures the seed against real outlines

Nothing but the communes' inside points and areas goes in (seeds/units-*.csv), so no outline is needed or shipped. The
same seeds give the same tiles: chance comes from a fixed number. Only Python's own library is used. Two to five minutes.

How they are laid out is told in Scripts/hexagons.py.
"""

import csv
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

from hexagons import ROOT3, best_layout, middle, steps_between

SEEDS = Path(__file__).resolve().parents[1] / "Resources/seeds"


def communes(year):
    """code → (x, y, area, code of the district, its name, province): kilometres east and south."""
    with (SEEDS / f"units-{year}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["code"]: row["full_name"] for row in rows}
    former = former_districts() if year == "2025" else {}
    found = {}
    for row in rows:
        if row["parent_code"] and row["level"] == ("3" if year == "2022" else "2"):
            x, y = float(row["lon"]) * 111.32 * math.cos(math.radians(21.8)), -float(row["lat"]) * 110.7
            area = float(row["area_km2_approx" if year == "2022" else "area_km2"])
            district = former.get(row["code"]) or (row["parent_code"], names[row["parent_code"]])
            found[row["code"]] = (x, y, area, *district, row.get("former_province", "Yên Bái"))
    return found


def former_districts():
    """The district from which most of a commune of 2025 comes."""
    votes = defaultdict(lambda: defaultdict(int))
    with (SEEDS / "unit-mergers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            votes[row["new_code"]][row["old_district_code"], row["old_district"]] += 1
    return {code: max(sorted(count), key=count.get) for code, count in votes.items()}


def lay_out(year):
    units = communes(year)
    codes = sorted(units)
    points, areas = [units[c][:2] for c in codes], [units[c][2] for c in codes]
    groups = [[units[c][3] for c in codes], [units[c][5] for c in codes]]
    cell = best_layout(points, areas, groups)
    left = min(q + (r - (r & 1)) // 2 for q, r in cell)
    top = min(r for _, r in cell) & ~1
    rows = [
        (code, q + (r - (r & 1)) // 2 - left, r - top, units[code][2], *units[code][3:])
        for code, (q, r) in zip(codes, cell)
    ]
    columns = ("code", "column", "row", "area_km2", "region_code", "region_name", "province")
    with (SEEDS / f"unit-tiles-{year}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])


def measure(year, outlines):
    """What is kept of the real map: who touches whom, where everybody is, districts in one piece."""
    units = communes(year)
    with (SEEDS / f"unit-tiles-{year}.csv").open(encoding="utf-8", newline="") as file:
        cells = {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}
    axial = {code: (column - (row - (row & 1)) // 2, row) for code, (column, row) in cells.items()}
    edges = defaultdict(set)
    for feature in json.loads(Path(outlines).read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        for polygon in [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]:
            for ring in polygon:
                for a, b in zip(ring, ring[1:]):
                    edges[frozenset((tuple(a), tuple(b)))].add(feature["properties"]["code"])
    true = {frozenset(codes) for codes in edges.values() if len(codes) == 2}
    shown = {frozenset((a, b)) for a in axial for b in axial if a < b and steps_between(axial[a], axial[b]) == 1}
    scale = math.sqrt(len(units) * 1.5 * ROOT3 / sum(unit[2] for unit in units.values()))
    off = {code: [m - p * scale for m, p in zip(middle(axial[code]), units[code][:2])] for code in axial}
    mean = [sum(o[k] for o in off.values()) / len(off) for k in (0, 1)]
    away = [math.dist(o, mean) / ROOT3 for o in off.values()]
    sectors = [
        abs(math.remainder(math.atan2(*(u - v for u, v in zip(middle(axial[a]), middle(axial[b]))))
                           - math.atan2(units[a][0] - units[b][0], units[a][1] - units[b][1]), math.tau))
        for a, b in map(sorted, true)
    ]  # fmt: skip
    print(f"{len(cells)} tiles, {len(set(cells.values()))} cells")
    print(f"true neighbours kept: {len(true & shown)} of {len(true)}; shown neighbours that are true: {len(true & shown)}"
          f" of {len(shown)}; at most one tile between: "
          f"{sum(steps_between(*(axial[c] for c in pair)) <= 2 for pair in true)} of {len(true)}")  # fmt: skip
    print(f"mean displacement {sum(away) / len(away):.2f} tiles, most {max(away):.2f}; "
          f"direction off by {math.degrees(sum(sectors) / len(sectors)):.0f} degrees on average")  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[2] == "--measure":
        measure(sys.argv[1], sys.argv[3])
    elif len(sys.argv) == 2 and sys.argv[1] in ("2022", "2025"):
        lay_out(sys.argv[1])
    else:
        sys.exit(__doc__)
