// Decimals: numbers in digits as English and Russian write them, exact and of any size.

/**
 * The decimals that digits with separators may say. A separator before three digits parts thousands in English where it
 * is a comma and a fraction where it is a point; elsewhere both are possible.
 * @param written digits with commas, points, apostrophes or spaces between
 */
export function decimalsOf(written: string, language: string): readonly string[] {
  const text = written.replace(/[ '’]/g, "");
  const separators = [...new Set(text.replace(/\d/g, ""))];
  const groups = text.split(/[.,]/);
  const grouped = groups.slice(1).every((group) => group.length === 3) && /^[1-9]\d{0,2}$/.test(groups[0] ?? "");
  const joined = groups.join("");
  if (groups.length === 1) return [plain(joined)];
  if (separators.length === 2) {
    const [whole, fraction] = [groups.slice(0, -1).join(""), groups.at(-1)];
    const once = text.split(text.at(-1 - (fraction?.length ?? 0)) ?? "").length === 2;
    return once && groups.slice(1, -1).every((group) => group.length === 3) ? [plain(`${whole}.${fraction}`)] : [];
  }
  if (groups.length > 2) return grouped ? [plain(joined)] : [];
  const fraction = plain(groups.join("."));
  if (!grouped) return [fraction];
  if (language === "en") return [separators[0] === "," ? plain(joined) : fraction];
  return [fraction, plain(joined)];
}

/** Without zeros that say nothing: `2.50` is `2.5`. */
export function plain(decimal: string): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(decimal) ?? [];
  return sign + whole + (fraction === "" ? "" : `.${fraction}`);
}

/** A decimal times a power of ten. */
export function shifted(decimal: string, power: number): string {
  const [whole = "", fraction = ""] = decimal.split(".");
  const digits = fraction.padEnd(power, "0");
  return plain(`${whole}${digits.slice(0, power)}.${digits.slice(power)}`);
}

/** The sum of two decimals that are not negative. */
export function sum(one: string, other: string): string {
  const width = Math.max(...[one, other].map((decimal) => decimal.split(".")[1]?.length ?? 0));
  const whole = [one, other].map((decimal) => BigInt(shifted(decimal, width))).reduce((a, b) => a + b);
  const digits = String(whole).padStart(width + 1, "0");
  return plain(width === 0 ? digits : `${digits.slice(0, -width)}.${digits.slice(-width)}`);
}

/** A decimal times a small whole number. */
export function times(decimal: string, factor: number): string {
  const width = decimal.split(".")[1]?.length ?? 0;
  const digits = String(BigInt(shifted(decimal, width)) * BigInt(factor)).padStart(width + 1, "0");
  return plain(width === 0 ? digits : `${digits.slice(0, -width)}.${digits.slice(-width)}`);
}
