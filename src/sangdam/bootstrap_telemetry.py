"""What an operator sees of the service, put together."""

from __future__ import annotations

from collections.abc import Callable

from sangdam import __version__
from sangdam.ports import Generation
from sangdam.settings import Settings
from sangdam.spending import Spending
from sangdam.storage.outbox import Outbox
from sangdam.storage.tickets import Tickets
from sangdam.telemetry.metrics import Metrics, Standing
from sangdam.telemetry.spans import Spans


def spans_of(settings: Settings) -> Spans | None:
    """Who sends traces; None where the settings name no address."""
    if settings.otlp.traces is None:
        return None
    headers = {name: value.get_secret_value() for name, value in settings.otlp.headers.items()}
    return Spans(settings.otlp.traces, headers=headers, version=__version__)


def metrics_of(
    settings: Settings,
    *,
    tickets: Tickets,
    outbox: Outbox,
    current: Callable[[], Generation],
    spending: Spending,
    model_ready: Callable[[], bool | None],
) -> Metrics:
    """The service's figures; what outlives the process is read from the database when asked."""

    def standing() -> Standing:
        manifest = current().manifest
        return Standing(
            open_tickets=tickets.open_by_queue(),
            unclaimed_tickets=tickets.unclaimed_by_queue(),
            deliveries=outbox.not_delivered(),
            generation=manifest.generation,
            embedding_model=manifest.embedding_model,
            passages=manifest.passages,
            model_ready=model_ready(),
            cost_today=spending.today(),
            budget=settings.cost.daily_budget,
            over_budget=spending.over(),
        )

    queues = {rule.queue for rule in settings.desk.routing}
    return Metrics(
        version=__version__, queues=queues, currency=settings.cost.currency, standing=standing
    )
