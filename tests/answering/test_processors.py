"""Few reckon at once, who waited for the model goes first, and nobody stands in line for good."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from sangdam.answering.processors import LettingOthersGoOn, Processors
from sangdam.models import Usage
from sangdam.ports import Completion
from tests.moments import eventually

FOREVER_S = 60.0
MANY = 40


class Line:
    """Threads that stand in line for the processors, one after the other."""

    def __init__(self, processors: Processors) -> None:
        self._processors = processors
        self._threads: list[threading.Thread] = []
        self.entered = 0
        self.ended: list[str] = []

    def add(self, name: str, work: Callable[[], None]) -> None:
        def run() -> None:
            with self._processors.taken():
                self.entered += 1
                work()
                self.ended.append(name)

        self._threads.append(threading.Thread(target=run, daemon=True))
        self._threads[-1].start()

    def wait(self) -> None:
        for thread in self._threads:
            thread.join(FOREVER_S)
            assert not thread.is_alive()


def nothing() -> None:
    pass


@pytest.mark.parametrize("places", [1, 2, 3])
def test_no_more_reckon_at_once_than_have_a_place(places: int) -> None:
    processors = Processors(places, patience_s=FOREVER_S)
    lock, inside, most = threading.Lock(), 0, 0
    together = threading.Barrier(places)

    def work() -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        together.wait(FOREVER_S)  # as many as there are places must be in here at once
        with lock:
            inside -= 1

    line = Line(processors)
    for number in range(places * MANY):
        line.add(str(number), work)
    line.wait()
    assert most == places


def test_who_waited_for_the_model_goes_before_those_who_have_just_come() -> None:
    processors = Processors(1, patience_s=FOREVER_S)
    asked, answered, first_is_in, first_may_go = (threading.Event() for _ in range(4))

    def asks() -> None:
        with processors.lent():
            asked.set()
            answered.wait(FOREVER_S)

    def holds() -> None:
        first_is_in.set()
        first_may_go.wait(FOREVER_S)

    line = Line(processors)
    line.add("asked the model", asks)
    asked.wait(FOREVER_S)
    line.add("first", holds)  # has the place that was lent
    first_is_in.wait(FOREVER_S)
    line.add("second", nothing)
    assert eventually(lambda: processors.in_line == 1)
    answered.set()
    assert eventually(lambda: processors.in_line == 2)
    first_may_go.set()
    line.wait()
    assert line.ended == ["first", "asked the model", "second"]


def test_those_who_have_just_come_go_in_the_order_in_which_they_came() -> None:
    processors = Processors(1, patience_s=FOREVER_S)
    line, may_go = Line(processors), threading.Event()
    line.add("0", partial(wait, may_go))
    for number in range(1, 6):
        line.add(str(number), nothing)
        assert eventually(partial(stand_in_line, processors, number))
    may_go.set()
    line.wait()
    assert line.ended == ["0", "1", "2", "3", "4", "5"]


def test_who_has_waited_long_enough_goes_on_without_a_place_and_takes_none_away() -> None:
    processors = Processors(1, patience_s=0.05)
    line, may_go = Line(processors), threading.Event()
    line.add("hangs", partial(wait, may_go))
    for number in range(3):
        line.add(str(number), nothing)
    assert eventually(lambda: len(line.ended) == 3)
    assert "hangs" not in line.ended
    may_go.set()
    line.wait()
    assert processors.in_line == 0
    assert_places(processors, 1)


def test_a_turn_that_breaks_gives_its_place_back() -> None:
    processors = Processors(1, patience_s=FOREVER_S)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), processors.taken(), processors.lent():
            raise ZeroDivisionError
    assert_places(processors, 1)


class Model:
    name, ready, writes_prose = "model", True, False

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self._meanwhile = meanwhile

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        self._meanwhile()
        return Completion(text=f"{system} {user} {schema} {max_tokens}", usage=Usage())


def test_other_turns_go_on_while_one_waits_for_the_model() -> None:
    processors = Processors(1, patience_s=FOREVER_S)
    line = Line(processors)

    def meanwhile() -> None:
        line.add("other", nothing)
        line.wait()

    asked = LettingOthersGoOn(Model(meanwhile), processors)
    with processors.taken():
        told = asked.complete("be", "kind", schema={}, max_tokens=7)
    assert told.text == "be kind {} 7"
    assert line.ended == ["other"]


def test_work_that_is_no_turn_asks_the_model_without_any_place() -> None:
    processors = Processors(1, patience_s=FOREVER_S)
    line, may_go = Line(processors), threading.Event()
    line.add("turn", partial(wait, may_go))
    LettingOthersGoOn(Model(nothing), processors).complete("a", "summary")
    may_go.set()
    line.wait()


def wait(event: threading.Event) -> None:
    assert event.wait(FOREVER_S)


def stand_in_line(processors: Processors, many: int) -> bool:
    return processors.in_line == many


def assert_places(processors: Processors, places: int) -> None:
    """So many are in at once, and one more is not."""
    line, may_go = Line(processors), threading.Event()
    for number in range(places):
        line.add(str(number), partial(wait, may_go))
    assert eventually(lambda: line.entered == places)
    line.add("one more", nothing)
    assert eventually(lambda: processors.in_line == 1 or "one more" in line.ended)
    assert processors.in_line == 1
    may_go.set()
    line.wait()
