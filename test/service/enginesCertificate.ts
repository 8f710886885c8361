import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate for `127.0.0.1` that signs itself, made anew each time: no private key lies in the repository. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
  const commonName = sequence(Buffer.from('0603550403', 'hex'), tag(0x0c, Buffer.from('127.0.0.1')));
  const name = sequence(tag(0x31, commonName));
  const validity = sequence(time('20200101000000Z'), time('20991231235959Z'));
  // subjectAltName: iPAddress 127.0.0.1
  const alternative = sequence(
    Buffer.from('0603551d11', 'hex'),
    tag(0x04, sequence(tag(0x87, Buffer.from([127, 0, 0, 1])))),
  );
  const body = sequence(
    tag(0xa0, Buffer.from('020102', 'hex')), // version 3
    tag(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])), // serial number
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, sequence(alternative)),
  );
  const signature = tag(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  const der = sequence(body, ecdsaWithSha256, signature);
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

function sequence(...parts: Buffer[]): Buffer {
  return tag(0x30, Buffer.concat(parts));
}

function time(text: string): Buffer {
  return tag(0x18, Buffer.from(text));
}

/** One element of DER: tag, length, content. */
function tag(number: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([number, ...size]), content]);
}
