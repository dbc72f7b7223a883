import { describe, expect, test } from 'vitest';
import { troubleOf, type Words } from '../../src/live/trouble.ts';

const WORDS: Words = { signIn: 'sign in', grant: ask => `grant ${ask.action}` };
const ASK = { scope: 'region us-east-1', what: 'models', action: 'cloud:List' };
const error = (more: object, message = 'no'): Error => Object.assign(new Error(message), more);
const reason = (failure: unknown): string => troubleOf(failure, ASK, WORDS).reason;

describe('the network', () => {
  test.each([
    [
      error({ code: 'ENOTFOUND' }, 'getaddrinfo ENOTFOUND bedrock.moon-1.example'),
      /^bedrock\.moon-1\.example: its host name cannot be resolved/,
    ],
    [error({ code: 'EAI_AGAIN' }), /cannot be resolved right now/],
    [
      error({ name: 'RestError', cause: error({ code: 'ECONNREFUSED' }) }),
      /the connection was refused \(ECONNREFUSED\)/,
    ],
    [error({ name: 'AggregateError', errors: [error({ code: 'ENETUNREACH' })] }), /network cannot be reached/],
    [error({ code: 'SELF_SIGNED_CERT_IN_CHAIN' }), /TLS certificate was not accepted/],
    [error({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }), /TLS certificate was not accepted/],
    [error({ name: 'TimeoutError' }), /no complete answer in time/],
  ])('%s', (failure, expected) => {
    expect(reason(failure)).toMatch(expected);
  });

  test('an inspecting proxy gets the variable that mends it', () => {
    expect(troubleOf(error({ code: 'SELF_SIGNED_CERT_IN_CHAIN' }), ASK, WORDS).remedy).toContain('NODE_EXTRA_CA_CERTS');
  });
});

describe('the account', () => {
  test.each(['ExpiredTokenException', 'UnrecognizedClientException', 'InvalidSignatureException'])(
    '%s ends it',
    name => {
      expect(troubleOf(error({ name, $metadata: { httpStatusCode: 403 } }), ASK, WORDS)).toMatchObject({
        fatal: true,
        remedy: 'sign in',
      });
    },
  );
  test('a permission is named', () => {
    expect(troubleOf(error({ statusCode: 403, code: 'AuthorizationFailed' }), ASK, WORDS)).toEqual({
      reason: 'no permission for cloud:List',
      remedy: 'grant cloud:List',
      fatal: false,
    });
  });
  test('a failure of the service is its own', () => {
    expect(reason(error({ statusCode: 503 }))).toBe('the service failed (HTTP 503)');
  });
});

test('a secret in an answer is masked', () => {
  const token = ['eyJ', 'hbGciOiJub25lIn0', '.', 'eyJzdWIiOiJub2JvZHkifQ', '.', 'c2lnbmF0dXJl'].join('');
  expect(reason(error({}, `bad token ${token}`))).not.toContain(token);
});
