from __future__ import annotations

import numpy as np
from threadpoolctl import threadpool_info

from sangdam.retrieval.reckoning import in_one_thread_each


def test_products_are_reckoned_in_the_thread_that_asks_for_them() -> None:
    assert np.eye(2).sum() == 2  # whatever numpy multiplies with is loaded by now
    in_one_thread_each()
    threads = {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
    assert threads == {1}
