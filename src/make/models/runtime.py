from __future__ import annotations

import asyncio
import base64
import binascii
import inspect
import json
import typing
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import (
    Any,
    Awaitable,
    Callable,
    Dict,
    Generic,
    List,
    Literal,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    Type,
    TypeVar,
    Union,
)

_T = TypeVar("_T")
_M = TypeVar("_M", bound="ConnectorModel")


_HINTS: Dict[Any, Dict[str, Any]] = {}


def _hints(kind: Any) -> Dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = typing.get_type_hints(kind)
    return _HINTS[kind]


def _read(kind: Any, value: Any) -> Any:
    """Read JSON as a type. Raise TypeError if it does not match."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any:
        return value
    if origin is Union:
        return _read(arguments[0], value)
    if origin is list and isinstance(value, list):
        return [None if one is None else _read(arguments[0], one) for one in value]
    if origin is dict and isinstance(value, dict):
        return {
            key: None if one is None else _read(arguments[1], one)
            for key, one in value.items()
        }
    if origin is Literal and isinstance(value, str):
        return value
    if isinstance(kind, type):
        if issubclass(kind, ConnectorModel) and isinstance(value, dict):
            return kind.from_dict(value)
        if kind is float and type(value) is int:
            return value
        if type(value) is kind and kind in (str, bool, int, float):
            return value
    raise TypeError(f"{value!r} is not of the type {kind}")


def _write(value: Any) -> Any:
    if isinstance(value, ConnectorModel):
        return value.to_dict()
    if isinstance(value, list):
        return [_write(one) for one in value]
    if isinstance(value, dict):
        return {key: _write(one) for key, one in value.items()}
    return value


@dataclass(kw_only=True)
class ConnectorModel:
    """An object of the connector's API."""

    additional_properties: Dict[str, Any] = field(default_factory=dict)
    """Members that have no field, are null, or have another type."""

    _spelled: Dict[str, str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Names that were read in another case, by the name in the definition."""

    @classmethod
    def from_dict(cls: Type[_M], data: Mapping[str, Any]) -> _M:
        """Read a JSON object. Values that do not match are kept unchanged."""
        names = {
            one.metadata.get("wire_name", one.name): one.name
            for one in fields(cls)
            if one.name not in ("additional_properties", "_spelled")
        }
        exact = {name.lower(): name for name in names}
        alike = Counter(name.lower() for name in [*names, *data])
        hints = _hints(cls)
        spelled: Dict[str, str] = {}
        values: Dict[str, Any] = {}
        rest: Dict[str, Any] = {}
        for wire_name, value in data.items():
            folded = wire_name.lower()
            known = wire_name
            # The case of a name is ignored if only one name can be meant.
            if wire_name not in names and folded in exact and alike[folded] == 2:
                known = exact[folded]
                spelled[known] = wire_name
            if known not in names or value is None:
                rest[wire_name] = value
                continue
            name = names[known]
            try:
                values[name] = _read(hints[name], value)
            except TypeError:
                rest[wire_name] = value
        model = cls(additional_properties=rest, **values)
        model._spelled = spelled
        return model

    def to_dict(self) -> Dict[str, Any]:
        """Convert to a JSON object. Fields that are None are omitted."""
        data: Dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name in ("additional_properties", "_spelled") or value is None:
                continue
            wire_name = one.metadata.get("wire_name", one.name)
            data[self._spelled.get(wire_name, wire_name)] = _write(value)
        for wire_name, value in self.additional_properties.items():
            data.setdefault(wire_name, _write(value))
        return data


def _decoded(text: str) -> bytes:
    """Decode base64 text, which may be in quotes."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return text.encode()


def _item(kind: Any, value: Any) -> Any:
    """Read an item. Return it unchanged if it does not match the type."""
    try:
        return _read(kind, value)
    except TypeError:
        return value


class TriggerCallbackPayload(Generic[_T]):
    """The payload that a trigger sends to a function, in any of its shapes."""

    def __init__(
        self,
        payload: Any,
        kind: Any = Any,
        beside: Sequence[str] = (),
        file: bool = False,
    ):
        """Read JSON text, bytes, or a parsed value.

        `beside` lists members that may be beside the items of a batch, in lower
        case. `file` is for triggers that send the content of a file.
        """
        if isinstance(payload, (bytes, bytearray)):
            payload = bytes(payload).decode()
        if isinstance(payload, str):
            try:
                payload = json.loads(payload)
            except ValueError:
                payload = {"body": payload}
        self.raw: Any = payload
        self.body: Any = self._body(payload)
        self.kind: Literal["batch", "single", "binary", "empty"] = "single"
        values: List[Any] = []
        if self.body is None:
            self.kind = "empty"
        elif isinstance(self.body, str) or (file and not isinstance(self.body, dict)):
            self.kind = "binary"
        elif isinstance(self.body, dict):
            batch = self._batch(self.body, beside)
            self.kind = "single" if batch is None else "batch"
            values = [self.body] if batch is None else batch
        else:
            raise ValueError("`body` is neither an object nor text")
        self._items: List[_T] = [_item(kind, value) for value in values]

    @staticmethod
    def _body(payload: Any) -> Any:
        if not isinstance(payload, dict):
            return payload
        # An item without its envelope may have a member with this name.
        for key, value in payload.items() if len(payload) == 1 else ():
            if key.lower() == "body":
                return value
        return payload or None

    @staticmethod
    def _batch(body: Dict[str, Any], beside: Sequence[str]) -> Optional[List[Any]]:
        members = {key.lower(): value for key, value in body.items()}
        value = members.pop("value", members)
        if value is None and not members:
            return []
        for name in members:
            if not name.startswith(("@", "odata.")) and name != "nextlink":
                if name not in beside:
                    return None
        return value if isinstance(value, list) else None

    def items(self) -> List[_T]:
        """The items of a batch, or the single item."""
        return self._items

    def content(self) -> bytes:
        """The bytes of a file. A JSON file arrives as a parsed value."""
        if self.body is None:
            return b""
        if isinstance(self.body, str):
            return _decoded(self.body)
        return json.dumps(self.body, ensure_ascii=False).encode()


class ConnectorError(Exception):
    """Raised when a call fails or its response does not match the definition."""

    def __init__(self, message: str, status: int = 0, body: bytes = b""):
        super().__init__(message)
        self.status = status
        self.body = body


TokenProvider = Callable[[], Union[str, Awaitable[str]]]
"""Provides a token for https://apihub.azure.com/.default."""


@dataclass
class ConnectorFile:
    """A file to send in a form."""

    name: str
    content: bytes


@dataclass
class ConnectorResponse:
    """The response to a request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def _text(value: Any, separator: str = ",") -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return separator.join(_text(one) for one in value)
    if isinstance(value, (dict, ConnectorModel)):
        return json.dumps(_write(value), ensure_ascii=False)
    return str(value)


def _path(value: Any, double: bool = False, separator: str = ",") -> str:
    once = urllib.parse.quote(_text(value, separator), safe="")
    return urllib.parse.quote(once, safe="") if double else once


def _fill(place: Any, path: Sequence[Optional[str]], value: Any, made: int) -> None:
    """Set a default where nothing is. A step that is None is each item of a list."""
    step, rest = path[0], path[1:]
    if step is None:
        for item in place if isinstance(place, list) else []:
            _fill(item, rest, value, made)
    elif isinstance(place, dict):
        if not rest:
            place.setdefault(step, value)
            return
        if len(rest) <= made:
            place.setdefault(step, {})
        _fill(place.get(step), rest, value, made)


class ConnectorRequest:
    """A request to send."""

    def __init__(self, method: str, path: str):
        self.method = method
        self.path = path
        self.queries: List[str] = []
        self.headers: Dict[str, str] = {}
        self.body: Optional[bytes] = None
        self._form: List[Tuple[str, Union[str, ConnectorFile]]] = []

    def query(
        self,
        name: str,
        value: Any,
        separator: Optional[str] = ",",
    ) -> None:
        """Add a query parameter; without a separator, one for each item of a list."""
        if value is None:
            return
        values = value if separator is None and isinstance(value, list) else [value]
        for one in values:
            text = _path(one, separator=separator or ",")
            self.queries.append(f"{_path(name)}={text}")

    def header(self, name: str, value: Any, separator: str = ",") -> None:
        """Add a header."""
        if value is not None:
            self.headers[name] = _text(value, separator)

    def content(
        self,
        value: Any,
        content_type: str,
        filled: Sequence[Tuple[Sequence[Optional[str]], Any, int]] = (),
    ) -> None:
        """Set the body. `filled`: path, value, how many parents to create."""
        if value is None and not any(made >= len(path) for path, _, made in filled):
            return
        self.headers["Content-Type"] = content_type
        if isinstance(value, (bytes, bytearray)):
            self.body = bytes(value)
            return
        data = _write(value)
        for path, default, made in filled:
            data = {} if data is None else data
            _fill(data, path, default, made)
        if isinstance(data, str) and "json" not in content_type:
            self.body = data.encode()
        else:
            self.body = json.dumps(data, ensure_ascii=False).encode()

    def form(self, name: str, value: Any, separator: str = ",") -> None:
        """Add a field of a form."""
        if isinstance(value, (bytes, bytearray)):
            value = ConnectorFile(name, bytes(value))
        if value is not None:
            is_file = isinstance(value, ConnectorFile)
            self._form.append((name, value if is_file else _text(value, separator)))

    def finish(self, content_type: str) -> None:
        """Build the body from the form fields."""
        if not self._form:
            return
        if content_type != "multipart/form-data":
            pairs = [
                (name, value) for name, value in self._form if isinstance(value, str)
            ]
            self.headers["Content-Type"] = content_type
            self.body = urllib.parse.urlencode(pairs).encode()
            return
        boundary = uuid.uuid4().hex
        parts = []
        for name, value in self._form:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
            if isinstance(value, ConnectorFile):
                head += f'; filename="{value.name}"'
                head += "\r\nContent-Type: application/octet-stream"
            data = value.content if isinstance(value, ConnectorFile) else value.encode()
            parts.append(head.encode() + b"\r\n\r\n" + data + b"\r\n")
        self.headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
        self.body = b"".join(parts) + f"--{boundary}--\r\n".encode()


class ConnectorClientBase:
    """Calls operations through the runtime URL of a connection."""

    def __init__(
        self,
        connection_runtime_url: str,
        token_provider: TokenProvider,
        *,
        timeout: float = 100.0,
    ):
        self._url = connection_runtime_url.rstrip("/")
        self._token_provider = token_provider
        self._timeout = timeout

    async def exchange(self, request: ConnectorRequest) -> ConnectorResponse:
        """Send a request. Override this to use another HTTP client."""
        token = self._token_provider()
        if inspect.isawaitable(token):
            token = await token
        url = self._url + request.path
        if request.queries:
            url += "?" + "&".join(request.queries)
        headers = {"Accept": "application/json", **request.headers}
        headers["Authorization"] = f"Bearer {token}"
        sent = urllib.request.Request(
            url, data=request.body, headers=headers, method=request.method
        )
        return await asyncio.to_thread(self._exchange, sent)

    def _exchange(self, request: urllib.request.Request) -> ConnectorResponse:
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as response:
                return ConnectorResponse(
                    response.status, dict(response.headers.items()), response.read()
                )
        except urllib.error.HTTPError as error:
            return ConnectorResponse(
                error.code, dict(error.headers.items()), error.read()
            )

    async def _bytes(self, request: ConnectorRequest) -> bytes:
        response = await self.exchange(request)
        if not 200 <= response.status < 300:
            text = response.body[:1000].decode(errors="replace")
            message = f"{request.method} {request.path}: {response.status} {text}"
            raise ConnectorError(message, response.status, response.body)
        return response.body

    async def _none(self, request: ConnectorRequest) -> None:
        await self._bytes(request)

    async def _any(self, request: ConnectorRequest) -> Any:
        body = await self._bytes(request)
        try:
            return json.loads(body) if body.strip() else None
        except ValueError:
            return body.decode(errors="replace")

    async def _call(self, request: ConnectorRequest, kind: Type[_T]) -> _T:
        value = await self._any(request)
        if value is None:
            return kind()
        if kind is str and not isinstance(value, str):
            value = json.dumps(value, ensure_ascii=False)
        try:
            read: _T = _read(kind, value)
        except TypeError as error:
            message = f"{request.method} {request.path}: {error}"
            raise ConnectorError(message) from error
        return read
