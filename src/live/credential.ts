/** Who asks: a token the caller already has, else the sign-in the vendor's library finds. */
import type { TokenCredential } from '@azure/core-auth';

/**
 * A credential from the environment: `UNTETHER_AZURE_TOKEN` (for instance what `az account get-access-token` prints),
 * or the default chain (environment, workload and managed identity, command-line sign-ins).
 */
export async function credentialFrom(env: Readonly<Record<string, string | undefined>>): Promise<TokenCredential> {
  const token = env['UNTETHER_AZURE_TOKEN'];
  if (token !== undefined && token !== '') {
    return { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
  }
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
}
