"""How long something took and how much memory the process held meanwhile."""

import resource
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TypeVar

T = TypeVar("T")

STATUS = Path("/proc/self/status")
RESET = Path("/proc/self/clear_refs")
PEAK = "5"
"""What Linux takes as the order to forget the peak so far."""
KIB = 1024
MIB = KIB * KIB


def seconds(work: Callable[[], object]) -> float:
    """Run once and give the seconds of the wall clock."""
    began = perf_counter()
    work()
    return perf_counter() - began


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Run once and give the seconds of the wall clock and the result."""
    began = perf_counter()
    found = work()
    return perf_counter() - began, found


def worked(work: Callable[[], object]) -> tuple[float, float]:
    """Run once and give the seconds of the wall clock, and those this process had a processor."""
    began, had = perf_counter(), process_time()
    work()
    return perf_counter() - began, process_time() - had


def forget_peak() -> None:
    """Begin to look for the peak of memory anew, where the system can."""
    if RESET.exists():
        RESET.write_text(PEAK)


def peak_mib() -> float:
    """Give the most memory the process held, in MiB, since `forget_peak` where that works."""
    if STATUS.exists():
        lines = STATUS.read_text().splitlines()
        line = next(each for each in lines if each.startswith("VmHWM:"))
        return round(int(line.split()[1]) / KIB, 1)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (MIB if sys.platform == "darwin" else KIB), 1)


def compared(product: Sequence[float], by_hand: Sequence[float]) -> dict[str, float]:
    """Put the medians of interleaved runs beside each other."""
    return {
        "product_seconds": round(median(product), 4),
        "by_hand_seconds": round(median(by_hand), 4),
        "ratio": round(median(product) / median(by_hand), 2),
        "runs": len(product),
    }
