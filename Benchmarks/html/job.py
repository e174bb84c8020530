"""Pages of 50 rows drawn by `HTML`, beside the same bytes written by hand; one core, no server."""

import json

from Benchmarks.common.databases import FLOOR, call
from Benchmarks.common.report import Report, number


def run(_, report: Report) -> None:
    said = json.loads(call([FLOOR, "html"]))
    report.table(
        ["", "pages/s", "µs a page"],
        [
            ["`HTML` by interpolation", number(said["html"]), number(1e6 / said["html"])],
            ["by hand into one buffer", number(said["byHand"]), number(1e6 / said["byHand"])],
        ],
    )
    report.say(f"A list of {said['bytes']:,} bytes; both are checked to be equal.")
    report.say()
    report.goals([("`HTML` of the page by hand", 100 * said["html"] / said["byHand"], 50, "%")])
