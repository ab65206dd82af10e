/** Thrown when a call does not succeed. */
export class ConnectorError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly body: string,
  ) {
    super(message);
    this.name = "ConnectorError";
  }
}

/** Options of every operation. */
export interface ConnectorOperationOptions {
  /** Cancels the call. */
  signal?: AbortSignal;
}

/** Provides a token for https://apihub.azure.com/.default. */
export type TokenProvider = () => string | Promise<string>;

/** A file to send in a form. */
export interface ConnectorFile {
  name: string;
  content: Uint8Array | Blob | string;
}

/** A default in a body: its path, its value, how many parents to create. */
export type FilledValue = readonly [
  readonly (string | null)[],
  unknown,
  number,
];

/** The members of types, each with the type of its value. */
export type MemberNames = Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

/** How the payload of a trigger is read. */
export interface PayloadOptions {
  /** The type of an item. */
  type?: string;
  names?: MemberNames;
  /** Members that may be beside the items of a batch, in lower case. */
  beside?: readonly string[];
  /** Whether the payload is the content of a file. */
  file?: boolean;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Sets a default where nothing is. A step that is null is each item. */
function fill(place: unknown, [path, preset, made]: FilledValue): void {
  const [step, ...rest] = path;
  if (step === null && Array.isArray(place)) {
    place.forEach((item) => fill(item, [rest, preset, made]));
  }
  if (typeof step !== "string" || !isObject(place)) {
    return;
  }
  const missing = !Object.keys(place).includes(step);
  if (!rest.length) {
    place[step] = missing ? preset : place[step];
    return;
  }
  if (missing && rest.length <= made) {
    place[step] = {};
  }
  fill(place[step], [rest, preset, made]);
}

/** Renames members whose case is not that of the definition. */
function renamed(value: unknown, type: string, names: MemberNames): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => renamed(item, type, names));
  }
  const members = new Map(Object.entries(names[type] ?? {}));
  if (!isObject(value) || !(members.size || type.startsWith("*"))) {
    return value;
  }
  const folded = (all: string[], name: string) =>
    all.filter((one) => one.toLowerCase() === name.toLowerCase());
  const read = Object.entries(value).map(([name, one]): [string, unknown] => {
    if (type.startsWith("*")) {
      return [name, renamed(one, type.slice(1), names)];
    }
    const known = members.has(name)
      ? [name]
      : folded([...members.keys()], name);
    const [only] = known;
    const alone =
      only === name || folded(Object.keys(value), name).length === 1;
    if (only === undefined || known.length > 1 || !alone) {
      return [name, one];
    }
    return [only, renamed(one, members.get(only) ?? "", names)];
  });
  return Object.fromEntries(read);
}

/** Converts a value to text for paths, queries, headers and forms. */
export function text(value: unknown, separator = ","): string {
  if (Array.isArray(value)) {
    return value.map((one) => text(one)).join(separator);
  }
  return isObject(value) ? JSON.stringify(value) : String(value);
}

/** Percent-encodes a value for a URL, once or twice. */
export function encoded(
  value: unknown,
  double = false,
  separator = ",",
): string {
  const encode = (plain: string) =>
    encodeURIComponent(plain).replace(
      /[!'()*]/g,
      (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase(),
    );
  const once = encode(text(value, separator));
  return double ? encode(once) : once;
}

/** A request to send. */
export class ConnectorRequest {
  readonly queries: string[] = [];
  readonly headers: Record<string, string> = {};
  body: Uint8Array | Blob | string | FormData | undefined;
  private readonly fields: [string, unknown][] = [];

  constructor(
    readonly method: string,
    readonly path: string,
  ) {}

  /** Adds a query parameter; without a separator, one for each array item. */
  query(name: string, value: unknown, separator: string | null = ","): void {
    if (value === undefined || value === null) {
      return;
    }
    const values: unknown[] =
      separator === null && Array.isArray(value) ? value : [value];
    for (const one of values) {
      const text = encoded(one, false, separator ?? ",");
      this.queries.push(`${encoded(name)}=${text}`);
    }
  }

  /** Adds a header. */
  header(name: string, value: unknown, separator = ","): void {
    if (value !== undefined && value !== null) {
      this.headers[name] = text(value, separator);
    }
  }

  /** Sets the body. */
  content(
    value: unknown,
    contentType: string,
    filled: readonly FilledValue[] = [],
  ): void {
    const missing = value === undefined || value === null;
    if (missing && !filled.some(([path, , made]) => made >= path.length)) {
      return;
    }
    this.headers["Content-Type"] = contentType;
    if (value instanceof Uint8Array || value instanceof Blob) {
      this.body = value;
      return;
    }
    const data: unknown = missing ? {} : JSON.parse(JSON.stringify(value));
    filled.forEach((one) => fill(data, one));
    const plain = typeof data === "string" && !contentType.includes("json");
    this.body = plain ? data : JSON.stringify(data);
  }

  /** Adds a field of a form. */
  form(name: string, value: unknown, separator = ","): void {
    if (value !== undefined && value !== null) {
      const isFile = isObject(value) && "content" in value;
      this.fields.push([name, isFile ? value : text(value, separator)]);
    }
  }

  /** Builds the body from the form fields. */
  finish(contentType: string): void {
    if (!this.fields.length) {
      return;
    }
    if (contentType !== "multipart/form-data") {
      const pairs = this.fields.map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      this.headers["Content-Type"] = contentType;
      this.body = new URLSearchParams(pairs).toString();
      return;
    }
    const form = new FormData();
    for (const [name, value] of this.fields) {
      if (isObject(value)) {
        const content = value["content"] as string;
        form.append(name, new Blob([content]), String(value["name"]));
      } else {
        form.append(name, String(value));
      }
    }
    this.body = form;
  }
}

/** Calls operations through the runtime URL of a connection. */
export class ConnectorClientBase {
  constructor(
    private readonly _connectionRuntimeUrl: string,
    private readonly _tokenProvider: TokenProvider,
    private readonly _fetcher: typeof fetch = fetch,
  ) {}

  /** Sends a request. */
  protected async _send(
    request: ConnectorRequest,
    options: ConnectorOperationOptions,
  ): Promise<Response> {
    const base = this._connectionRuntimeUrl.replace(/\/+$/, "");
    const query = request.queries.length ? `?${request.queries.join("&")}` : "";
    const init: Record<string, unknown> = {
      method: request.method,
      headers: {
        Accept: "application/json",
        ...request.headers,
        Authorization: `Bearer ${await this._tokenProvider()}`,
      },
      body: request.body,
      signal: options.signal,
    };
    const response = await this._fetcher(
      base + request.path + query,
      init as RequestInit,
    );
    if (!response.ok) {
      const body = await response.text();
      throw new ConnectorError(
        `${request.method} ${request.path}: ${response.status} ${body.slice(0, 1000)}`,
        response.status,
        body,
      );
    }
    return response;
  }

  protected async _callNothing(
    request: ConnectorRequest,
    options: ConnectorOperationOptions,
  ): Promise<void> {
    await this._send(request, options);
  }

  protected async _callBlob(
    request: ConnectorRequest,
    options: ConnectorOperationOptions,
  ): Promise<Blob> {
    const response = await this._send(request, options);
    return (await response.blob()) as unknown as Blob;
  }

  protected async _call<T>(
    request: ConnectorRequest,
    options: ConnectorOperationOptions,
  ): Promise<T> {
    const response = await this._send(request, options);
    const body = await response.text();
    if (!body.trim()) {
      return undefined as T;
    }
    try {
      return JSON.parse(body) as T;
    } catch {
      return body as unknown as T;
    }
  }
}

/** The payload that a trigger sends to a function, in any of its shapes. */
export class TriggerCallbackPayload<T> {
  readonly kind: "batch" | "single" | "binary" | "empty";
  /** The items of a batch, or the single item. */
  readonly items: T[];
  readonly body: unknown;

  /** Reads a payload: JSON text or a parsed value. */
  constructor(payload: unknown, options: PayloadOptions = {}) {
    let value = payload;
    if (typeof value === "string") {
      try {
        value = JSON.parse(value);
      } catch {
        value = { body: value };
      }
    }
    const body = TriggerCallbackPayload.bodyOf(value);
    this.body = body;
    if (body === null || body === undefined) {
      this.kind = "empty";
      this.items = [];
    } else if (typeof body === "string" || (options.file && !isObject(body))) {
      this.kind = "binary";
      this.items = [];
    } else if (isObject(body)) {
      const { type = "", names = {}, beside = [] } = options;
      const batch = TriggerCallbackPayload.batchOf(body, beside);
      this.kind = batch ? "batch" : "single";
      this.items = renamed(batch ?? [body], type, names) as T[];
    } else {
      throw new TypeError("`body` is neither an object nor text");
    }
  }

  /** The bytes of a file. A JSON file arrives as a parsed value. */
  content(): Uint8Array {
    if (this.body === null || this.body === undefined) {
      return new Uint8Array();
    }
    if (typeof this.body !== "string") {
      return new TextEncoder().encode(JSON.stringify(this.body));
    }
    const plain = this.body.trim().replace(/^"(.*)"$/s, "$1");
    try {
      return Uint8Array.from(atob(plain), (c) => c.charCodeAt(0));
    } catch {
      return new TextEncoder().encode(plain);
    }
  }

  private static bodyOf(value: unknown): unknown {
    if (!isObject(value)) {
      return value;
    }
    const names = Object.keys(value);
    // An item without its envelope may have a member with this name.
    const [key] = names;
    if (names.length === 1 && key?.toLowerCase() === "body") {
      return value[key];
    }
    return names.length ? value : undefined;
  }

  private static batchOf(
    body: Record<string, unknown>,
    beside: readonly string[],
  ): unknown[] | undefined {
    const names = Object.keys(body);
    const key = names.find((name) => name.toLowerCase() === "value");
    const value = key === undefined ? undefined : body[key];
    if (value === null && names.length === 1) {
      return [];
    }
    const others = names.filter((name) => name !== key);
    const expected = (name: string) =>
      /^(@|odata\.)|^nextlink$/.test(name) || beside.includes(name);
    const alone = others.every((name) => expected(name.toLowerCase()));
    return Array.isArray(value) && alone ? value : undefined;
  }
}
