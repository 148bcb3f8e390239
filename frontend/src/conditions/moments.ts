// Moments as an input shows them, in the time zone of the programme, and as documents have them.

/** Gives `2026-01-31T08:00` for a moment; an empty text for what is none. */
export function shown(moment: string, zone: string): string {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? "" : wall(time, zone);
}

/** Gives the moment at which clocks in a zone show this. */
export function written(local: string, zone: string): string | null {
  const guess = Date.parse(`${local}Z`);
  if (Number.isNaN(guess)) return null;
  const first = guess - offset(guess, zone);
  const ahead = offset(first, zone);
  const minutes = Math.abs(ahead) / 60_000;
  const sign = ahead < 0 ? "-" : "+";
  const hours = String(Math.floor(minutes / 60)).padStart(2, "0");
  return `${local.length === 16 ? `${local}:00` : local}${sign}${hours}:${String(minutes % 60).padStart(2, "0")}`;
}

function wall(time: number, zone: string): string {
  return new Date(time + offset(time, zone)).toISOString().slice(0, 16);
}

function offset(time: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(time);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(
    of("year"),
    of("month") - 1,
    of("day"),
    of("hour"),
    of("minute"),
    of("second"),
  );
  return local - Math.floor(time / 1000) * 1000;
}
