"""Any chat model behind an OpenAI-compatible address (the openai SDK's one home)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import httpx2
import openai
from openai.types.chat import ChatCompletionChunk
from openai.types.shared_params import ResponseFormatJSONSchema

from sangdam.answering.breaker import Breaker
from sangdam.answering.patience import Patience, after_response, before_request, retry_after_s
from sangdam.errors import ModelUnavailable
from sangdam.models import ModelFailure, Usage
from sangdam.ports import Completion, TokenCounter

RETRIES = 1
"""The SDK's own, half a second after a broken connection, a status of 500 or more, or a 429."""
FAILURES = (
    openai.OpenAIError,
    httpx2.HTTPError,
    TimeoutError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
)
"""What the SDK lets through: its own errors, a broken stream, an answer of the wrong shape."""
KINDS: tuple[tuple[ModelFailure, tuple[type[Exception], ...]], ...] = (
    (ModelFailure.TIMEOUT, (openai.APITimeoutError, httpx2.TimeoutException, TimeoutError)),
    (ModelFailure.RATE_LIMITED, (openai.RateLimitError,)),
    (ModelFailure.BROKEN, (openai.InternalServerError,)),
    (ModelFailure.REFUSED, (openai.APIStatusError,)),
    (ModelFailure.UNREACHABLE, (openai.APIConnectionError, httpx2.HTTPError)),
    (ModelFailure.UNUSABLE, (Exception,)),
)
"""The first that fits names the failure."""


def offered(
    address: str, api_key: str, *, timeout_s: float, through_proxy: bool = True
) -> tuple[str, ...]:
    """Names of the models at an address. Raises ModelUnavailable."""
    client = openai.OpenAI(
        base_url=address,
        api_key=api_key,
        timeout=timeout_s,
        max_retries=0,
        http_client=openai.DefaultHttpxClient(trust_env=through_proxy),
    )
    try:
        return tuple(model.id for model in client.models.list().data)
    except FAILURES as error:
        status = getattr(error, "status_code", None)
        told = f"{type(error).__name__}, HTTP {status}" if status else type(error).__name__
        raise ModelUnavailable(told) from None
    finally:
        client.close()


class OpenAIModel:
    """Satisfies ports.LanguageModel over one server.

    `address` is asked before each call, because the embedded server gets its port late; it
    returns None while there is no server. `through_proxy` says whether the environment's proxy
    may be used; a prompt to this very machine must never leave it. `temperature` None leaves it
    to the server, as models that reason accept no other. A call with its retries takes `timeout_s`
    and at most half a second more; `breaker` decides whether one is made.
    """

    def __init__(
        self,
        *,
        name: str,
        address: Callable[[], str | None],
        api_key: str,
        timeout_s: float,
        writes_prose: bool,
        count: TokenCounter,
        breaker: Breaker | None = None,
        temperature: float | None = None,
        through_proxy: bool = True,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.writes_prose = writes_prose
        self._address = address
        self._api_key = api_key
        self._timeout_s = timeout_s
        self._count = count
        self._temperature = openai.omit if temperature is None else temperature
        self._through_proxy = through_proxy
        self._monotonic = monotonic
        self._breaker = breaker or Breaker(monotonic=monotonic)
        self._clients: dict[str, openai.OpenAI] = {}

    @property
    def ready(self) -> bool:
        return self._breaker.admits and self._address() is not None

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        address = self._address()
        if address is None:
            kind = ModelFailure.UNREACHABLE
            raise ModelUnavailable(f"{self.name} has not started", kind=kind)
        with self._breaker.attempt():
            patience = Patience(self._timeout_s, self._monotonic)
            try:
                with patience.during():
                    return self._stream(patience, address, system, user, schema, max_tokens)
            except FAILURES as error:
                raise self._failed(error, patience) from error

    def _failed(
        self, error: Exception, patience: Patience, *, read: str = "", wrote: str = ""
    ) -> ModelUnavailable:
        kind = next(kind for kind, errors in KINDS if isinstance(error, errors))
        late = patience.left_s <= 0
        return ModelUnavailable(
            f"{self.name}: {type(error).__name__}",
            kind=ModelFailure.TIMEOUT if late else kind,
            wait_s=_asked_to_wait(error),
            prompt_tokens=self._count(read),
            completion_tokens=self._count(wrote),
        )

    def _stream(
        self,
        patience: Patience,
        address: str,
        system: str,
        user: str,
        schema: dict[str, object] | None,
        most: int,
    ) -> Completion:
        client = self._client(address)
        with client.chat.completions.create(
            model=self.name,
            messages=[
                {"role": "system", "content": system},
                {"role": "user", "content": user},
            ],
            max_completion_tokens=most,
            temperature=self._temperature,
            response_format=openai.omit if schema is None else _fits(schema),
            stream=True,
            stream_options={"include_usage": True},
        ) as chunks:
            parts: list[str] = []
            try:
                with patience.cutting(chunks.response):
                    return self._read(chunks, parts, patience, system + user)
            except FAILURES as error:  # the server took the prompt, so it charges for it
                wrote = "".join(parts)
                raise self._failed(error, patience, read=system + user, wrote=wrote) from error

    def _client(self, address: str) -> openai.OpenAI:
        """One client an address, as making one costs more than a short answer."""
        if address not in self._clients:
            self._clients[address] = openai.OpenAI(
                base_url=address,
                api_key=self._api_key,
                timeout=self._timeout_s,
                max_retries=RETRIES,
                http_client=openai.DefaultHttpxClient(
                    trust_env=self._through_proxy,
                    event_hooks={"request": [before_request], "response": [after_response]},
                ),
            )
        return self._clients[address]

    def _read(
        self,
        chunks: Iterable[ChatCompletionChunk],
        parts: list[str],
        patience: Patience,
        prompt: str,
    ) -> Completion:
        """Adds to `parts` as they come."""
        usage = Usage(model=self.name)
        first_ms = None
        for chunk in chunks:
            if chunk.choices and chunk.choices[0].delta.content:
                first_ms = first_ms or patience.spent_s * 1000
                parts.append(chunk.choices[0].delta.content)
            usage = _reported(chunk, usage)
        if patience.left_s <= 0:  # a stream that was cut may end as if it were whole
            raise TimeoutError(f"over its {self._timeout_s:g} s")
        text = "".join(parts)
        if not text:
            raise ValueError("empty answer")
        return Completion(text, self._complete_usage(usage, prompt, text, first_ms))

    def _complete_usage(
        self, usage: Usage, prompt: str, text: str, first_ms: float | None
    ) -> Usage:
        counted = (
            {}
            if usage.prompt_tokens
            else {
                "prompt_tokens": self._count(prompt),
                "completion_tokens": self._count(text),
            }
        )
        return usage.model_copy(update={"first_token_ms": first_ms, **counted})


def _asked_to_wait(error: Exception) -> float | None:
    if isinstance(error, openai.APIStatusError):
        return retry_after_s(error.response.headers)
    return None


def _reported(chunk: ChatCompletionChunk, before: Usage) -> Usage:
    if chunk.usage is None:
        return before
    details = chunk.usage.prompt_tokens_details
    return Usage(
        prompt_tokens=chunk.usage.prompt_tokens,
        completion_tokens=chunk.usage.completion_tokens,
        cached_tokens=(details.cached_tokens or 0) if details else 0,
        model=before.model,
    )


def _fits(schema: dict[str, object]) -> ResponseFormatJSONSchema:
    return {
        "type": "json_schema",
        "json_schema": {"name": "answer", "strict": True, "schema": schema},
    }
