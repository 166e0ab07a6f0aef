/**
 * A UUIDv7 (RFC 9562 5.7), as everywhere in the product. Not `crypto.randomUUID`: browsers keep that from pages
 * that came over plain http, where an institution may run this inside its own network.
 */
export function newId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 2 ** 16))
  new DataView(bytes.buffer).setUint16(4, now % 2 ** 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
