// Types of the edtf package, as far as it is used here; it ships none.
declare module "edtf" {
  /** Parses EDTF; `min` and `max` are milliseconds since 1970, infinite where open. Throws on anything else. */
  export default function edtf(text: string): { min: number; max: number };
}
