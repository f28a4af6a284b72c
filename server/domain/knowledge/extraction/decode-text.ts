/** Text of bytes in UTF-8, UTF-16 or, where they are neither, Windows-1252. Line ends become `\n`; control characters go. */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  return cleaned(decode(bytes, charset));
}

/** Without what no reader sees: control characters, lone surrogates, soft hyphens, byte order marks. */
export function cleaned(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      .replace(/[\u00ad\ufeff\u200b]/g, '')
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/g, '')
  );
}

function decode(bytes: Uint8Array, charset: string | undefined): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: what the document says of itself, or what Windows wrote for decades.
    return new TextDecoder(isKnown(charset) ? charset : 'windows-1252').decode(bytes);
  }
}

function isKnown(charset: string | undefined): charset is string {
  if (charset === undefined) return false;
  try {
    return new TextDecoder(charset).encoding !== '';
  } catch {
    // A name that nobody knows.
    return false;
  }
}
