"""The report's charts as SVG text. Words around them stand in the page, in both languages."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import pygal
from pygal.style import Style

from evals.calibration import Calibration

# pygal adds an import hook of a kind that Python has given up. It serves maps, which are not drawn
# here, and makes every failing import elsewhere warn.
sys.meta_path[:] = [hook for hook in sys.meta_path if not isinstance(hook, pygal.PluginImportFixer)]

BLUE, RED, GREY = "#2f6fed", "#d6453d", "#8a8f98"
FAINT = "#8a8f9840"
WIDTH, HEIGHT = 460, 320
STEPS = (0, 0.2, 0.4, 0.6, 0.8, 1)
HISTOGRAM_BARS = 24


def reliability(calibration: Calibration) -> str:
    """What was promised (across) against what was kept (up); the diagonal is honest."""
    chart = _xy(range=(0, 1), xrange=(0, 1))
    chart.add("honest", [(0, 0), (1, 1)], show_dots=False, stroke_style={"dasharray": "4, 4"})
    points = [(one.confidence, one.kept.value) for one in calibration.bins]
    for one in calibration.bins:
        ends = [(one.confidence, one.kept.low), (one.confidence, one.kept.high)]
        chart.add("interval", ends, show_dots=False, stroke_style={"width": 1})
    chart.add("kept", points, stroke=len(points) > 1)
    return _svg(chart, [GREY, *[RED] * len(calibration.bins), BLUE])


def risk_coverage(calibration: Calibration) -> str:
    """Share of questions answered (across) against the share of those that is wrong (up)."""
    points = [(p.coverage, p.risk) for p in calibration.curve if p.risk is not None]
    chart = _xy(xrange=(0, 1), range=(0, max((risk for _, risk in points), default=1) or 1))
    chart.add("risk", points, show_dots=False)
    used = calibration.in_use
    if used.risk is not None:
        chart.add("in use", [(used.coverage, used.risk)], stroke=False, dots_size=6)
    return _svg(chart, [BLUE, RED])


def latencies(milliseconds: Sequence[float]) -> str:
    """How many turns took how long; the last bar holds the slowest hundredth too."""
    values = np.array(milliseconds)
    top = float(np.quantile(values, 0.99)) or 1.0
    counts, edges = np.histogram(np.minimum(values, top), bins=HISTOGRAM_BARS, range=(0, top))
    chart = pygal.Histogram(**_look(), show_dots=False, x_value_formatter=_rounded)
    bars = zip(counts.tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    chart.add("turns", list(bars))
    return _svg(chart, [BLUE])


def _xy(**options: object) -> pygal.XY:
    return pygal.XY(
        **_look(), **options, x_labels=STEPS, y_labels_major_count=6, value_formatter=_percent,
        x_value_formatter=_percent, dots_size=3,
    )  # fmt: skip


def _look() -> dict[str, object]:
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "show_legend": False,
        "js": [],
        "disable_xml_declaration": True,
        "explicit_size": False,
        "margin": 8,
        "print_values": False,
        "no_data_text": "-",
    }


def _svg(chart: pygal.graph.graph.Graph, colours: Sequence[str]) -> str:
    chart.config.style = Style(
        background="transparent",
        plot_background="transparent",
        foreground=GREY,
        foreground_strong=GREY,
        foreground_subtle=FAINT,
        guide_stroke_color=FAINT,
        major_guide_stroke_color=FAINT,
        colors=tuple(colours),
        font_family="inherit",
        label_font_size=12,
        major_label_font_size=12,
        stroke_width=2,
    )
    text: str = chart.render(is_unicode=True)
    return text


def _percent(value: float | tuple[float, float]) -> str:
    if isinstance(value, tuple):
        return " / ".join(map(_percent, value))
    return f"{value:.0%}"


def _rounded(value: float) -> str:
    return f"{value:.0f}"
