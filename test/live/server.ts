/** A server on loopback that answers as a script says and writes down what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly authorization: string;
}

export type Answer = (asked: Asked, response: ServerResponse, count: number) => void;

export interface Server {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** `count` counts the requests to the same path, from 1. */
export async function serve(answer: Answer): Promise<Server> {
  const asked: Asked[] = [];
  const counts = new Map<string, number>();
  const server = createServer((request: IncomingMessage, response) => {
    const entry = {
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization ?? '',
    };
    asked.push(entry);
    const count = (counts.get(entry.url) ?? 0) + 1;
    counts.set(entry.url, count);
    request.resume();
    request.on('end', () => answer(entry, response, count));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
