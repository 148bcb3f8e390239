// How far a part of the picture reaches to both sides, height by height, so that parts stand close.

/** The height of one stripe. */
export const STRIPE = 12;

export class Outline {
  readonly left: number[] = [];
  readonly right: number[] = [];
  /** Lines that go on below: they keep their place however far down. */
  tail: readonly [number, number] | null = null;

  get height(): number {
    return this.left.length * STRIPE;
  }

  /** Takes the place of something between two heights. */
  add(top: number, bottom: number, left: number, right: number): void {
    const end = Math.ceil(bottom / STRIPE);
    for (let n = this.left.length; n < end; n += 1) {
      this.left.push(Number.POSITIVE_INFINITY);
      this.right.push(Number.NEGATIVE_INFINITY);
    }
    for (let n = Math.floor(top / STRIPE); n < end; n += 1) {
      this.left[n] = Math.min(this.left[n] ?? left, left);
      this.right[n] = Math.max(this.right[n] ?? right, right);
    }
  }

  /** Takes the places of another outline, moved aside and down. */
  join(other: Outline, across: number, down: number): void {
    other.left.forEach((left, n) => {
      const right = other.right[n] ?? left;
      const top = down + n * STRIPE;
      if (left <= right) this.add(top, top + STRIPE, left + across, right + across);
    });
    if (!other.tail) return;
    const [left, right] = [other.tail[0] + across, other.tail[1] + across];
    const [least, most] = this.tail ?? [left, right];
    this.tail = [Math.min(least, left), Math.max(most, right)];
  }

  /** Gives what is taken at a height. */
  at(n: number): readonly [number, number] | null {
    const left = this.left[n];
    const right = this.right[n];
    const [least, most] = this.tail && n >= this.left.length ? this.tail : [left, right];
    return least === undefined || most === undefined || least > most ? null : [least, most];
  }

  get sides(): readonly [number, number] {
    const tail = this.tail ?? [0, 0];
    return [
      this.left.reduce((one, other) => Math.min(one, other), tail[0]),
      this.right.reduce((one, other) => Math.max(one, other), tail[1]),
    ];
  }
}

/** Says how far to the right of one part another has to stand. */
export function apart(one: Outline, other: Outline, gap: number): number {
  let least = Number.NEGATIVE_INFINITY;
  const ends = Math.max(one.left.length, other.left.length) + 1;
  for (let n = 0; n < ends; n += 1) {
    const [before, after] = [one.at(n), other.at(n)];
    if (before && after) least = Math.max(least, before[1] + gap - after[0]);
  }
  return least;
}
