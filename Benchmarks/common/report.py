"""Tables for the terminal and for README.md."""

import os
import platform
import re
from datetime import date
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"


class Report:
    """Collects what one job has to say: tables, goals, notes."""

    def __init__(self, job: str):
        self.job = job
        self.lines: list[str] = []

    def say(self, text: str = "") -> None:
        print(text, flush=True)
        self.lines.append(text)

    def table(self, heads: list[str], rows: list[list]) -> None:
        self.say("| " + " | ".join(heads) + " |")
        self.say("|" + "---|" * len(heads))
        for row in rows:
            self.say("| " + " | ".join(str(cell) for cell in row) + " |")
        self.say()

    def goals(self, goals: list[tuple[str, float, float, str]]) -> None:
        """(what, measured, wanted, unit); a unit that begins with `≤` wants no more, others want no less."""
        rows = []
        for what, measured, wanted, unit in goals:
            no_more = unit.startswith("≤")
            met = measured <= wanted if no_more else measured >= wanted
            name = unit.removeprefix("≤").strip()
            rows.append([what, number(measured, name), ("≤ " if no_more else "≥ ") + number(wanted, name), "yes" if met else "**no**"])
        self.table(["goal", "measured", "wanted", "met"], rows)

    def write(self) -> None:
        """Puts the figures between the job's markers in README.md."""
        text = README.read_text()
        begin, end = f"<!-- {self.job} -->", f"<!-- /{self.job} -->"
        body = "\n".join([begin, "", f"{date.today().isoformat()}, {machine()}.", "", *self.lines]).rstrip()
        text = re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: body + "\n\n" + end, text, flags=re.DOTALL)
        README.write_text(text)


def number(value: float, unit: str = "") -> str:
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{text}{'' if unit in ('', '%', '×') else ' '}{unit}"


def machine() -> str:
    model = next(
        (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    memory = next(int(line.split()[1]) for line in Path("/proc/meminfo").read_text().splitlines() if "MemTotal" in line)
    return f"{os.cpu_count()} cores ({model}), {memory / 1e6:.0f} GB, Linux {platform.release().split('-')[0]}"
