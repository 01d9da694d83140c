"""JUnit XML, as build servers read it: a suite a kind, a test a case, a failure its faults."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from evals.cases import Kind
from evals.judged import Judged
from evals.report.examined import Examined

XML_1_0 = {"\t", "\n", "\r"}
"""Control characters that XML 1.0 allows."""


def junit(examined: Examined) -> bytes:
    root = Element("testsuites", name=f"sangdam {examined.run.exam}")
    for kind in Kind:
        cases = [judged for judged in examined.run.judged if judged.case.kind is kind]
        if cases:
            _suite(root, kind, cases)
    if examined.broken:
        suite = SubElement(
            root,
            "testsuite",
            name="floors",
            tests=str(len(examined.broken)),
            failures=str(len(examined.broken)),
        )
        for floor in examined.broken:
            test = SubElement(suite, "testcase", classname="floors", name=_clean(str(floor)))
            SubElement(test, "failure", message=_clean(str(floor)))
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _suite(root: Element, kind: Kind, cases: list[Judged]) -> None:
    failed = sum(not judged.passed for judged in cases)
    suite = SubElement(root, "testsuite", name=kind, tests=str(len(cases)), failures=str(failed))
    for judged in cases:
        test = SubElement(
            suite,
            "testcase",
            classname=f"{judged.case.half}.{kind}",
            name=judged.case.id,
            time=f"{_seconds(judged):.3f}",
        )
        if judged.faults:
            failure = SubElement(test, "failure", message=_clean("; ".join(judged.faults)))
            failure.text = _clean("\n".join(_told(judged)))


def _seconds(judged: Judged) -> float:
    return sum(seen.milliseconds for seen in judged.observed.turns) / 1000


def _told(judged: Judged) -> Iterator[str]:
    for seen in judged.observed.turns:
        yield f"> {seen.said}"
        yield f"< {seen.reply.outcome}: {seen.reply.text}"


def _clean(text: str) -> str:
    """Without control characters, which attack cases are full of and XML has no place for."""
    return "".join(c for c in text if c in XML_1_0 or (c >= " " and c not in "\ufffe\uffff"))
