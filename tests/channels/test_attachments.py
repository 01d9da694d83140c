"""Files over the real application: what is taken, what is refused, and who may have it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr

from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.models import Audience
from tests.channels.customer import COMPLAINT, KEY, OPERATOR, PDF, WEBP, Customer, chunk, png
from tests.moments import MakeService

MEBIBYTE = 1_048_576
Open = Callable[..., TestClient]


@pytest.fixture
def open_shop(make_service: MakeService) -> Iterator[Open]:
    with ExitStack() as stack:

        def opened(**settings: object) -> TestClient:
            service = make_service(operator_key=SecretStr(KEY), **settings)
            return stack.enter_context(TestClient(create_app(service)))

        yield opened


@pytest.fixture
def client(open_shop: Open) -> TestClient:
    return open_shop()


def shop(client: TestClient) -> Service:
    service: Service = client.app.state.service  # type: ignore[attr-defined]
    return service


def sent(answer: Response) -> dict[str, object]:
    """The file in the answer to its upload."""
    assert answer.status_code == 201, answer.text
    attachment: dict[str, object] = answer.json()["attachments"][0]
    return attachment


def refused(answer: Response, status: int, name: str) -> str:
    """What the problem document says to the customer."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:sangdam:problem:{name}"
    detail: str = answer.json()["detail"]
    return detail


def files(client: TestClient) -> list[bytes]:
    """All that lies in the folder of attachments."""
    folder = shop(client).settings.attachments_dir
    return [path.read_bytes() for path in folder.iterdir()] if folder.exists() else []


@pytest.mark.parametrize(
    ("content", "media_type", "way"),
    [
        (png(), "image/png", "inline"),
        (b"GIF89a and so on", "image/gif", "inline"),
        (WEBP, "image/webp", "inline"),
        (PDF, "application/pdf", "attachment"),
        (b"\0\0\0\x18ftypheic", "image/heic", "attachment"),
    ],
)
def test_a_file_is_kept_as_a_message_and_given_back_to_its_owner(
    client: TestClient, content: bytes, media_type: str, way: str
) -> None:
    customer = Customer(client)
    file = sent(customer.send(content, "깨진 도마.bin"))
    assert file == {
        "id": file["id"],
        "name": "깨진 도마.bin",
        "media_type": media_type,
        "size": len(content),
    }
    last = customer.messages()[-1]
    assert (last["sender"], last["text"], last["attachments"]) == ("customer", "", [file])
    answer = client.get(f"{customer.place}/attachments/{file['id']}", headers=customer.token)
    assert answer.content == content
    assert answer.headers["content-type"] == media_type
    assert (
        answer.headers["content-disposition"] == f"{way}; filename*=UTF-8''{quote('깨진 도마.bin')}"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cache-control"].startswith("private")


def test_an_agent_sees_the_file(client: TestClient) -> None:
    customer = Customer(client)
    file = sent(customer.send(png()))
    place = f"/v1/desk{customer.place.removeprefix('/v1')}/attachments/{file['id']}"
    assert client.get(place, headers=OPERATOR).content == png()
    assert client.get(place).status_code == 401
    assert client.get(place, headers=customer.token).status_code == 403


@pytest.mark.parametrize(
    ("language", "words"), [("ko", "사진(JPEG, PNG"), ("en", "Only photos (JPEG, PNG")]
)
@pytest.mark.parametrize(
    "content",
    [b"<html><script>alert(1)</script>", b"<svg xmlns='x'/>", b"MZ\x90\0", b"PK\x03\x04", b""],
)
def test_what_a_file_is_decides_and_not_what_it_is_called(
    client: TestClient, language: str, words: str, content: bytes
) -> None:
    customer = Customer(client, COMPLAINT[language])
    assert words in refused(customer.send(content, "photo.png"), 422, "invalid-input")
    assert files(client) == []


def test_a_photo_may_be_longer_than_any_other_request(client: TestClient) -> None:
    customer = Customer(client)
    photo = png(chunk(b"prVT", b"\0" * 2 * MEBIBYTE))
    assert (
        sent(customer.send(photo))["size"] == len(photo) > shop(client).settings.limits.body_bytes
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [("ko", "파일 하나는 2.5 MB까지"), ("en", "A file may have 2.5 MB at most")],
)
def test_a_file_over_the_limit_is_refused_with_the_limit(
    open_shop: Open, language: str, words: str
) -> None:
    client = open_shop(attachments={"bytes_each": 5 * MEBIBYTE // 2})
    customer = Customer(client, COMPLAINT[language])
    photo = png(chunk(b"prVT", b"\0" * 3 * MEBIBYTE))
    assert words in refused(customer.send(photo), 413, "too-large")
    unannounced = client.post(
        f"{customer.place}/attachments?name=a.png", content=iter([photo]), headers=customer.token
    )
    assert words in refused(unannounced, 413, "too-large")
    assert files(client) == []
    sent(customer.send(png()))


def test_a_stranger_is_refused_before_their_file_is_read(client: TestClient) -> None:
    customer, other = Customer(client), Customer(client)
    place = f"{customer.place}/attachments?name=a.png"
    too_much = b"\0" * 11 * MEBIBYTE
    assert client.post(place, content=too_much).status_code == 401
    assert client.post(place, content=too_much, headers=other.token).status_code == 403


@pytest.mark.parametrize(("language", "words"), [("ko", "2개까지"), ("en", "At most 2 files")])
def test_so_many_files_and_no_more_in_one_episode(
    open_shop: Open, language: str, words: str
) -> None:
    client = open_shop(attachments={"at_most": 2})
    customer = Customer(client, COMPLAINT[language])
    sent(customer.send(png()))
    sent(customer.send(PDF))
    assert words in refused(customer.send(png()), 422, "invalid-input")
    assert len(files(client)) == 2


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("배송비는 얼마인가요?", "상담원이 연결된 뒤에"),
        ("How much is shipping?", "once a person has"),
    ],
)
def test_the_assistant_looks_at_no_files(client: TestClient, question: str, words: str) -> None:
    customer = Customer(client, question)
    assert words in refused(customer.send(png()), 422, "invalid-input")
    assert files(client) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("/", "file"),
        ("사진\r\nSet-Cookie: a=b.png", "사진Set-Cookie: a=b.png"),
        ('a";x="b.png', 'a";x="b.png'),
        ("가" * 200 + ".png", "가" * 116 + ".png"),
    ],
)
def test_a_name_is_shown_and_never_a_path(client: TestClient, given: str, kept: str) -> None:
    customer = Customer(client)
    file = sent(customer.send(png(), given))
    assert file["name"] == kept
    folder = shop(client).settings.attachments_dir
    assert [path.name for path in folder.iterdir()] == [f"{file['id']}.sealed"]
    answer = client.get(f"{customer.place}/attachments/{file['id']}", headers=customer.token)
    assert answer.headers["content-disposition"] == f"inline; filename*=UTF-8''{quote(kept)}"
    assert "set-cookie" not in answer.headers


def test_a_file_is_found_in_its_own_conversation_only(client: TestClient) -> None:
    customer, other = Customer(client), Customer(client)
    file = sent(customer.send(png()))["id"]
    own = f"{customer.place}/attachments/{file}"
    assert client.get(own).status_code == 401
    assert client.get(own, headers=other.token).status_code == 403
    elsewhere = client.get(f"{other.place}/attachments/{file}", headers=other.token)
    refused(elsewhere, 404, "not-found")
    for name in ("file_0", "..%2f..%2fsangdam.db", "%2e%2e"):
        lost = client.get(f"{customer.place}/attachments/{name}", headers=customer.token)
        assert lost.status_code == 404


def test_a_photo_is_kept_without_the_place_where_it_was_taken(client: TestClient) -> None:
    customer = Customer(client)
    file = sent(customer.send(png(chunk(b"tEXt", b"GPSLatitude\x0037.5665"))))
    place = f"{customer.place}/attachments/{file['id']}"
    assert client.get(place, headers=customer.token).content == png()


def test_what_is_in_a_file_is_read_by_no_one_but_people(client: TestClient) -> None:
    customer = Customer(client)
    sent(customer.send(PDF + b"Call 010-1234-5678"))
    service = shop(client)
    ticket = service.tickets.list()[0].ticket
    view = service.conversations.get(customer.id, Audience.INTERNAL)
    for kept in (ticket, *view.messages):
        assert "010-1234-5678" not in kept.model_dump_json()
