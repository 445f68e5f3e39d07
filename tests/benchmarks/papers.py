"""The accompanying document against the same strings drawn on a bare ReportLab canvas; memory at its greatest."""

import io
import resource
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.benchmarks import report
from tests.transit.pdf import papers
from transit import samples
from transit.models import Snapshot
from transit.pdf import tad

BAR, MEGABYTES = 3.0, 300.0
RUNS = {5: 20, 1999: 1}
Strings = list[tuple[str, float, float, float, str] | None]
"""Font, size, place and text; None where a page ends."""


def bench() -> list[report.Line]:
    """Time for papers of 5 and of 1,999 items; then how much memory this process ever held."""
    lines = [_compare(items, runs) for items, runs in RUNS.items()]
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines.append(report.bounded("tad_memory_mb", used, bar=MEGABYTES, n=max(RUNS)))
    lines[-1].show()
    return lines


def _compare(items: int, runs: int) -> report.Line:
    content = samples.load("singapore-bangkok", at=papers.AT)
    if items != 5:
        content = samples.large(items=items, at=papers.AT)
    snapshot = papers.snapshot(papers.document(content))
    strings = record(snapshot)
    pairs = []
    for _ in range(report.ROUNDS):
        value = _seconds(lambda: tad.draw(snapshot), runs)
        floor = _seconds(lambda: bare(strings), runs)
        pairs.append((value, floor))
    line = report.at_most(f"tad_{items}", pairs, bar=BAR, n=runs)
    line.show()
    return line


def _seconds(work: Callable[[], object], runs: int) -> float:
    started = time.perf_counter()
    for _ in range(runs):
        work()
    return (time.perf_counter() - started) / runs


def record(snapshot: Snapshot) -> Strings:
    """Every string of the paper, as it was drawn."""
    strings: Strings = []

    def drawn(canvas: Any, x: float, y: float, text: str) -> None:
        strings.append((canvas._fontname, canvas._fontsize, x, y, text))
        Canvas.drawString(canvas, x, y, text)

    def turned(canvas: Any) -> None:
        strings.append(None)
        Canvas.showPage(canvas)

    with mock.patch.object(tad, "Canvas", type("Recorder", (Canvas,), {"drawString": drawn, "showPage": turned})):
        tad.draw(snapshot)
    return strings


def bare(strings: Strings) -> bytes:
    """The strings alone, on the same pages."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=1)
    for string in strings:
        if string is None:
            canvas.showPage()
            continue
        font, size, x, y, text = string
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)
    canvas.save()
    return file.getvalue()
