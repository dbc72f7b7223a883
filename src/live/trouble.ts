/**
 * What can go wrong when a cloud is asked, in words a person can act on. Each failure names the place and the remedy;
 * one that concerns everything (no credentials, no network) ends the command, one that concerns a part becomes a gap of
 * the snapshot and the rest is kept.
 */
import { Exit, UntetherError } from '../base/errors.ts';
import { redact } from '../model/redact.ts';
import type { SnapshotGap } from '../model/snapshot.ts';

export interface Trouble {
  readonly reason: string;
  readonly remedy: string;
  /** True when every further request of this run would fail the same way. */
  readonly fatal: boolean;
}

/** A request: what it is for, whom it concerns, and the permission it takes. */
export interface Ask {
  /** Subscription, account or region. */
  readonly scope: string;
  readonly what: string;
  /** The action a role must allow: `Microsoft.CognitiveServices/accounts/read`, `bedrock:ListFoundationModels`. */
  readonly action: string;
}

interface CloudError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly statusCode?: number;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** Error codes of the network itself, wherever an SDK has put them. */
const NETWORK: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its host name cannot be resolved',
  EAI_AGAIN: 'its host name cannot be resolved right now',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'the connection timed out',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
};
const TLS = /^(?:CERT_|ERR_TLS|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|ERR_SSL|EPROTO)/;

/** Which cloud's words the remedies use. */
export interface Words {
  readonly signIn: string;
  readonly grant: (ask: Ask) => string;
}

/** Put a failure into words. */
export function troubleOf(error: unknown, ask: Ask, words: Words): Trouble {
  const failure = error as CloudError;
  const codes = codesOf(failure);
  const status = failure.statusCode ?? failure.$metadata?.httpStatusCode;
  const name = failure.name ?? '';
  const message =
    redact(String(failure.message ?? error))
      .split('\n')[0]
      ?.slice(0, 300) ?? '';

  const network = codes.find(code => code in NETWORK);
  if (network !== undefined) {
    return {
      reason: `${hostIn(message)}${NETWORK[network]} (${network})`,
      remedy:
        network === 'ENOTFOUND' || network === 'EAI_AGAIN'
          ? 'Check the region or endpoint for a typing mistake, then DNS and, behind a proxy, HTTPS_PROXY and NO_PROXY.'
          : 'Check the connection and, behind a proxy, HTTPS_PROXY and NO_PROXY.',
      fatal: false,
    };
  }
  const tls = codes.find(code => TLS.test(code));
  if (tls !== undefined) {
    return {
      reason: `the TLS certificate was not accepted (${tls})`,
      remedy: 'Behind an inspecting proxy, set NODE_EXTRA_CA_CERTS to the file with its certificate authority.',
      fatal: false,
    };
  }
  if (name === 'AbortError' || name === 'TimeoutError' || codes.includes('UND_ERR_CONNECT_TIMEOUT')) {
    return {
      reason: 'no complete answer in time',
      remedy: 'Try again, or give more time with --timeout SECONDS.',
      fatal: false,
    };
  }
  if (/CredentialUnavailable|AggregateAuthentication|CredentialsProviderError|AuthenticationRequired/.test(name)) {
    return { reason: `no usable credentials: ${message}`, remedy: words.signIn, fatal: true };
  }
  if (
    status === 401 ||
    /^(?:ExpiredToken|ExpiredTokenException|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|AuthenticationError)$/.test(
      name,
    ) ||
    /ExpiredAuthenticationToken|InvalidAuthenticationToken/.test(failure.code ?? '')
  ) {
    return {
      reason: `the sign-in was refused or has expired (${shortest(failure, name)})`,
      remedy: words.signIn,
      fatal: true,
    };
  }
  if (status === 403 || /AccessDenied|AuthorizationFailed/.test(`${name} ${failure.code ?? ''}`)) {
    return { reason: `no permission for ${ask.action}`, remedy: words.grant(ask), fatal: false };
  }
  if (status === 404 || /NotFound/.test(`${name} ${failure.code ?? ''}`)) {
    return {
      reason: `not found: ${message}`,
      remedy: 'Check the name, and that the identity you signed in with may see it.',
      fatal: false,
    };
  }
  if (status === 429 || /Throttl|TooManyRequests/.test(`${name} ${failure.code ?? ''}`)) {
    return {
      reason: 'too many requests, also after several tries',
      remedy: 'Wait a few minutes and run it again, or ask for fewer accounts or regions at once.',
      fatal: false,
    };
  }
  if (status !== undefined && status >= 500) {
    return { reason: `the service failed (HTTP ${status})`, remedy: 'Try again later.', fatal: false };
  }
  return {
    reason: `unexpected answer: ${message}`,
    remedy: 'Try again; if it stays, something between here and the service changes its answers (a proxy, a gateway).',
    fatal: false,
  };
}

function shortest(failure: CloudError, name: string): string {
  return failure.code ?? (name === '' ? 'HTTP 401' : name);
}

/** Codes of an error and of what caused it; SDKs wrap the one that says something. */
function codesOf(error: CloudError): string[] {
  const codes: string[] = [];
  const open: unknown[] = [error];
  for (let seen = 0; open.length > 0 && seen < 20; seen++) {
    const next = open.shift() as CloudError | undefined;
    if (typeof next !== 'object' || next === null) continue;
    if (typeof next.code === 'string') codes.push(next.code);
    if (next.cause !== undefined) open.push(next.cause);
    if (Array.isArray(next.errors)) open.push(...(next.errors as readonly unknown[]));
  }
  return codes;
}

const hostIn = (message: string): string => {
  const host = /(?:ENOTFOUND|EAI_AGAIN|connect \w+)\s+([\w.:-]+)/.exec(message)?.[1];
  return host === undefined ? '' : `${host}: `;
};

/** Collects what a snapshot could not see. */
export class Attempts {
  readonly gaps: SnapshotGap[] = [];
  /** Requests that gave something. */
  succeeded = 0;
  /** Requests that gave nothing; what a service never tells is a gap and no failure. */
  failed = 0;
  readonly #words: Words;
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal | undefined;

  /** Every question gets `timeoutMs` for its whole answer, tries and pages included. */
  constructor(words: Words, timeoutMs: number, signal?: AbortSignal) {
    this.#words = words;
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
  }

  /**
   * Ask; on failure note the gap and give `undefined`.
   * @throws UntetherError when no further request could succeed, or when interrupted.
   */
  async ask<T>(ask: Ask, request: (abortSignal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    if (this.#signal?.aborted) throw interrupted();
    const limit = AbortSignal.timeout(this.#timeoutMs);
    try {
      const answer = await request(this.#signal ? AbortSignal.any([this.#signal, limit]) : limit);
      this.succeeded += 1;
      return answer;
    } catch (error) {
      if (this.#signal?.aborted) throw interrupted();
      if (error instanceof UntetherError) throw error;
      // What an SDK throws when its answer is cut off by the limit has many names.
      const trouble = troubleOf(limit.aborted ? limit.reason : error, ask, this.#words);
      if (trouble.fatal && this.succeeded === 0) {
        throw new UntetherError(`${ask.scope}: ${trouble.reason}`, {
          help: trouble.remedy,
          exit: Exit.live,
          cause: error,
        });
      }
      this.failed += 1;
      this.gaps.push({ scope: ask.scope, what: ask.what, reason: trouble.reason, remedy: trouble.remedy });
      return undefined;
    }
  }
}

function interrupted(): UntetherError {
  return new UntetherError('interrupted', { help: 'Nothing was written.', exit: Exit.live });
}

/** A snapshot, and how many questions went unanswered. */
export interface Taken<T> {
  readonly snapshot: T;
  readonly failed: number;
}
