// An OIDC issuer on loopback by npm's oidc-provider: access tokens of RFC 9068 (typ at+jwt), by client credentials,
// signed as the client's name says. Prints its address when it listens.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const kinds = {
  RS256: ['rsa', { modulusLength: 2048 }],
  PS256: ['rsa', { modulusLength: 2048 }],
  ES256: ['ec', { namedCurve: 'P-256' }],
  EdDSA: ['ed25519', {}],
};
const keys = Object.entries(kinds).map(([alg, [type, options]]) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
  kid: `key-${alg}`,
  use: 'sig',
  alg,
}));

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    jwks: { keys },
    enabledJWA: {
      idTokenSigningAlgValues: Object.keys(kinds),
    },
    clients: Object.keys(kinds).map((alg) => ({
      client_id: alg,
      client_secret: 'loopback-only',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      scope: 'infer read',
    })),
    scopes: ['infer', 'read'],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'api://sagegate',
        getResourceServerInfo: (ctx, resource, client) => ({
          scope: 'infer read',
          audience: resource,
          accessTokenTTL: 600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: client.clientId } },
        }),
      },
    },
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
