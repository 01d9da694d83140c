"""A real Chromium; a site that follows a script, and the real one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from host_pages import Front, host_app
from playwright.sync_api import Browser, expect, sync_playwright
from pydantic import SecretStr
from scripted_api import ScriptedApi
from sites import OPERATOR_KEY, Site, serving

from sangdam import bootstrap
from sangdam.channels.app import create_app, open_to
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder, Morphology
from sangdam.settings import Settings
from tests.moments import MONDAY_MORNING

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file: while it is open, no other test in this thread can run an event loop."""
    executable = os.environ.get("SANGDAM_CHROMIUM") or shutil.which("chromium")
    if executable is None:
        pytest.skip("no Chromium: install Debian's chromium, or set SANGDAM_CHROMIUM")
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def script() -> ScriptedApi:
    return ScriptedApi()


@pytest.fixture
def scripted(script: ScriptedApi, browser: Browser) -> Iterator[Site]:
    """A site whose API follows the test's script."""
    with serving(script.app()) as origin:
        site = Site(origin, browser)
        yield site
        site.leave()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The origin of a site that is not ours."""
    with serving(host_app()) as origin:
        yield origin


@pytest.fixture
def scripted_front(elsewhere: str, script: ScriptedApi, browser: Browser) -> Iterator[Front]:
    """A site with the widget of an assistant that follows the test's script."""
    app = script.app()
    open_to(app, (elsewhere,))
    with serving(app) as support:
        site = Site(elsewhere, browser)
        yield Front(site, support)
        errors = site.errors
        site.leave()
        assert not errors


@pytest.fixture
def front(elsewhere: str, origin: str, browser: Browser) -> Iterator[Front]:
    """A site with the widget of the real assistant."""
    site = Site(elsewhere, browser)
    yield Front(site, origin)
    errors = site.errors
    site.leave()
    assert not errors


@pytest.fixture(scope="module")
def shop(
    elsewhere: str,
    tmp_path_factory: pytest.TempPathFactory,
    index: Path,
    embedder: Embedder,
    morphology: Morphology,
) -> bootstrap.Service:
    """The real service over the shipped knowledge, on a working day; the server closes it."""
    settings = Settings.load(
        data_dir=tmp_path_factory.mktemp("shop"),
        index_dir=index,
        llm="none",
        allowed_origins=(elsewhere,),
        operator_key=SecretStr(OPERATOR_KEY),
    )
    clock = StoppedClock(MONDAY_MORNING)
    return bootstrap.build(settings, clock=clock, embedder=embedder, morphology=morphology)


@pytest.fixture(scope="module")
def origin(shop: bootstrap.Service) -> Iterator[str]:
    with serving(create_app(shop)) as origin:
        yield origin


@pytest.fixture
def site(origin: str, browser: Browser) -> Iterator[Site]:
    """The real server. Whatever a test does here, the console stays clean and nothing is asked
    of another origin."""
    site = Site(origin, browser)
    yield site
    errors, foreign = site.errors, site.foreign
    site.leave()
    assert not errors
    assert not foreign
