"""The shop's other systems that the settings name, and who carries the news to each."""

from __future__ import annotations

from sangdam.guardrails.identifiers import cut_identifiers
from sangdam.guardrails.personal_data import mask_personal_data
from sangdam.models import Language
from sangdam.outward import slack, zendesk
from sangdam.outward.http import Http
from sangdam.outward.reach import Reach
from sangdam.outward.slack import Slack
from sangdam.outward.telling import Telling
from sangdam.outward.webhook import SignedWebhook
from sangdam.outward.zendesk import Zendesk
from sangdam.ports import Clock, Destination
from sangdam.postman import Postman
from sangdam.settings import Settings, SlackChannel, Webhook, ZendeskAccount
from sangdam.storage.database import Database, Subscriptions
from sangdam.storage.outbox import Outbox

SLACK = "slack"
ZENDESK = "zendesk"


def subscriptions(settings: Settings) -> Subscriptions:
    """Who is to be told of what."""
    wanted = {hook.destination: frozenset(hook.events) for hook in settings.webhooks}
    if settings.slack:
        wanted[SLACK] = slack.WANTED
    if settings.zendesk:
        wanted[ZENDESK] = zendesk.WANTED
    return wanted


def postmen(settings: Settings, database: Database, clock: Clock) -> tuple[Postman, ...]:
    """One a destination, not started; none where the settings name none."""
    if not subscriptions(settings):
        return ()
    outbox = Outbox(database, clock)
    return tuple(
        Postman(name, destination, outbox)
        for name, destination in destinations(settings, clock).items()
    )


def destinations(settings: Settings, clock: Clock) -> dict[str, Destination]:
    """By their names in `subscriptions`."""
    telling = Telling(language=settings.desk_language, mask=masked)
    reach = Reach(settings.outward_networks)
    found: dict[str, Destination] = {
        hook.destination: _webhook(hook, Http(clock, reach), clock) for hook in settings.webhooks
    }
    if settings.slack:
        found[SLACK] = _slack(settings.slack, telling, Http(clock, reach))
    if settings.zendesk:
        found[ZENDESK] = _zendesk(settings.zendesk, telling, Http(clock, reach))
    return found


def masked(text: str, language: Language) -> str:
    """Without what may not be kept, and with personal data hidden. Order numbers stay: the shop's
    own systems know them."""
    return mask_personal_data(cut_identifiers(text, language).text, language).text


def _webhook(hook: Webhook, http: Http, clock: Clock) -> SignedWebhook:
    return SignedWebhook(
        url=hook.url.get_secret_value(),
        secret=hook.secret.get_secret_value(),
        mask=masked,
        http=http,
        clock=clock,
    )


def _slack(channel: SlackChannel, telling: Telling, http: Http) -> Slack:
    return Slack(url=channel.url.get_secret_value(), telling=telling, http=http)


def _zendesk(account: ZendeskAccount, telling: Telling, http: Http) -> Zendesk:
    return Zendesk(
        address=account.address,
        email=account.email,
        token=account.token.get_secret_value(),
        telling=telling,
        http=http,
    )
