"""What an operator sees of the service, put together."""

from __future__ import annotations

from collections.abc import Callable

from sangdam import __version__
from sangdam.guardrails.identifiers import cut_identifiers
from sangdam.guardrails.personal_data import mask_personal_data
from sangdam.ports import Generation
from sangdam.settings import Settings
from sangdam.spending import Spending
from sangdam.storage.outbox import Outbox
from sangdam.storage.tickets import Tickets
from sangdam.telemetry import logs
from sangdam.telemetry.metrics import Metrics, Standing
from sangdam.telemetry.spans import Spans


def start_logging(settings: Settings) -> None:
    """To stderr, in the form that the settings choose; what errors tell is masked first."""

    def mask(text: str) -> str:
        language = settings.desk_language
        return mask_personal_data(cut_identifiers(text, language).text, language).text

    logs.start(settings.log_format, settings.log_level, mask=mask)


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
