// Space: boxes and circles on the globe, in degrees of WGS 84 and kilometres.

export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Mean radius of the Earth in kilometres (IUGG). */
export const EARTH = 6371.0088;
export const RADIUS = { usual: 50, most: 1_000 };

const NUMBER = /^-?\d{1,3}(?:\.\d{1,9})?$/;

function numbers(text: string, count: number): number[] | null {
  const parts = text.split(",");
  return parts.length === count && parts.every((part) => NUMBER.test(part)) ? parts.map(Number) : null;
}

/** `west,south,east,north` (RFC 7946, section 5), or null. */
export function readBox(text: string): Box | null {
  const [west = 0, south = 0, east = 0, north = 0] = numbers(text, 4) ?? [NaN];
  const sound = Math.abs(west) <= 180 && Math.abs(east) <= 180 && south >= -90 && north <= 90 && south <= north;
  return sound ? { west, south, east, north } : null;
}

/** `latitude,longitude`, or null. */
export function readPoint(text: string): Point | null {
  const [latitude = 0, longitude = 0] = numbers(text, 2) ?? [NaN];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

/** The box that holds a circle; the whole turn of longitudes near a pole. */
export function boxAround({ latitude, longitude }: Point, kilometres: number): Box {
  const angle = (kilometres / EARTH) * (180 / Math.PI);
  const south = Math.max(-90, latitude - angle);
  const north = Math.min(90, latitude + angle);
  if (south === -90 || north === 90) return { west: -180, south, east: 180, north };
  // The circle is widest where it touches a meridian, not at its centre's latitude.
  const half = (Math.asin(Math.sin((angle * Math.PI) / 180) / Math.cos((latitude * Math.PI) / 180)) * 180) / Math.PI;
  const wrap = (degrees: number) => ((((degrees + 180) % 360) + 360) % 360) - 180;
  return { west: wrap(longitude - half), south, east: wrap(longitude + half), north };
}

/** Kilometres between two points along a great circle, by the haversine formula. */
export function distance(one: Point, other: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [up, along] = [radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)];
  const around = Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(along / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(Math.sin(up / 2) ** 2 + around)));
}
