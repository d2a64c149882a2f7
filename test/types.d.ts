declare module 'murmurhash3js-revisited' {
  interface Variant {
    hash128(bytes: Uint8Array, seed?: number): string;
  }
  const murmurHash3: { readonly x86: Variant; readonly x64: Variant };
  export default murmurHash3;
}
