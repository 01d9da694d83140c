"""threadpoolctl's one home: how many threads share one piece of linear algebra."""

from __future__ import annotations

from threadpoolctl import threadpool_limits


def in_one_thread_each() -> None:
    """From now on numpy multiplies in the thread that asks for it, in the whole process.

    A turn's matrices are small and turns already run side by side: handing a half of each product
    to another thread and waiting for it took 20 ms where the product takes 0.1.
    """
    threadpool_limits(limits=1, user_api="blas")
