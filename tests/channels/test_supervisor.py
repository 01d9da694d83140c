"""What watches over workers sees them end."""

from __future__ import annotations

import subprocess
import sys

WATCHING = """
import socket
import uvicorn
from sangdam.channels.supervisor import Supervisor

with socket.socket() as bound:
    bound.bind(("127.0.0.1", 0))
    config = uvicorn.Config("starlette.applications:Starlette", factory=True, workers=2)
    supervisor = Supervisor(config, [bound])
    supervisor.init_processes()
    for process in supervisor.processes:
        process.process.kill()
        print(process.parent_conn.poll(60), process.ping(60))
    supervisor.keep_subprocess_alive()
    for process in supervisor.processes:
        print(process.ping(60))
        process.process.kill()
        print(process.parent_conn.poll(60), process.ping(60))
"""


def test_a_worker_that_ends_before_it_gave_a_sign_is_seen_to_have_ended() -> None:
    """Killed while it is asked it would else be waited for as long as one that is busy."""
    told = subprocess.run(
        [sys.executable, "-c", WATCHING], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["True", "False"] * 2 + ["True", "True", "False"] * 2
