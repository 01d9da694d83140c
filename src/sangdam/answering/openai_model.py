"""Any chat model behind an OpenAI-compatible address (the openai SDK's one home)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import httpx2
import openai
from openai.types.chat import ChatCompletionChunk
from openai.types.shared_params import ResponseFormatJSONSchema

from sangdam.errors import ModelUnavailable
from sangdam.models import Usage
from sangdam.ports import Completion, TokenCounter

PAUSE_AFTER_FAILURE_S = 15.0
"""After a failure the model counts as not ready for so long, so that customers don't wait."""
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
    to the server, as models that reason accept no other.
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
        self._clients: dict[str, openai.OpenAI] = {}
        self._resume_at = float("-inf")

    @property
    def ready(self) -> bool:
        return self._monotonic() >= self._resume_at and self._address() is not None

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
            raise ModelUnavailable(f"{self.name} has not started")
        try:
            return self._stream(address, system, user, schema, max_tokens)
        except FAILURES as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception, *, read: str = "", wrote: str = "") -> ModelUnavailable:
        self._resume_at = self._monotonic() + PAUSE_AFTER_FAILURE_S
        return ModelUnavailable(
            f"{self.name}: {type(error).__name__}",
            prompt_tokens=self._count(read),
            completion_tokens=self._count(wrote),
        )

    def _stream(
        self, address: str, system: str, user: str, schema: dict[str, object] | None, most: int
    ) -> Completion:
        client = self._client(address)
        began = self._monotonic()
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
                return self._read(chunks, parts, began, system + user)
            except FAILURES as error:  # the server took the prompt, so it charges for it
                raise self._failed(error, read=system + user, wrote="".join(parts)) from error

    def _client(self, address: str) -> openai.OpenAI:
        """One client an address, as making one costs more than a short answer."""
        if address not in self._clients:
            self._clients[address] = openai.OpenAI(
                base_url=address,
                api_key=self._api_key,
                timeout=self._timeout_s,
                max_retries=0,
                http_client=openai.DefaultHttpxClient(trust_env=self._through_proxy),
            )
        return self._clients[address]

    def _read(
        self, chunks: Iterable[ChatCompletionChunk], parts: list[str], began: float, prompt: str
    ) -> Completion:
        """Adds to `parts` as they come."""
        usage = Usage(model=self.name)
        first_ms = None
        for chunk in chunks:
            if self._monotonic() - began > self._timeout_s:
                raise TimeoutError(f"over its {self._timeout_s:g} s")
            if chunk.choices and chunk.choices[0].delta.content:
                first_ms = first_ms or (self._monotonic() - began) * 1000
                parts.append(chunk.choices[0].delta.content)
            usage = _reported(chunk, usage)
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
