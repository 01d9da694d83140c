"""Watches over many workers."""

from __future__ import annotations

from uvicorn.supervisors import Multiprocess


class Supervisor(Multiprocess):
    """Sees at once that a worker has ended.

    Left alone, uvicorn keeps the worker's own end of the line to it open here, too: one that is
    killed while it is asked for a sign looks like one that is busy, for as long as that may take.
    """

    def init_processes(self) -> None:
        super().init_processes()
        self._let_go()

    def keep_subprocess_alive(self) -> None:
        super().keep_subprocess_alive()
        self._let_go()

    def _let_go(self) -> None:
        for process in self.processes:
            process.child_conn.close()
