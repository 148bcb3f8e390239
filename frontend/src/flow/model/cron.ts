// What a cron line says, where it is simple enough to be said.

import type { Words } from "../../shared/words";

const DAYS_ZH = ["周日", "周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const DAYS_EN = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];

export function cronWords(line: string): Words | null {
  const [minute = "", hour = "", day = "", month = "", weekday = "", more] = line
    .trim()
    .split(/\s+/);
  if (more !== undefined || weekday === "") return null;
  const at = timeWords(minute, hour);
  const on = dayWords(day, month, weekday);
  return at && on ? { zh: `${on.zh} ${at.zh}`.trim(), en: `${on.en} ${at.en}`.trim() } : null;
}

function timeWords(minute: string, hour: string): Words | null {
  const every = /^\*\/(\d+)$/.exec(minute);
  if (every && hour === "*") return { zh: `每 ${every[1]} 分钟`, en: `every ${every[1]} minutes` };
  if (!/^\d+$/.test(minute)) return null;
  if (hour === "*") return { zh: `每小时第 ${minute} 分`, en: `at minute ${minute} of each hour` };
  if (!/^\d+(,\d+)*$/.test(hour)) return null;
  const times = hour
    .split(",")
    .map((each) => `${each.padStart(2, "0")}:${minute.padStart(2, "0")}`);
  return { zh: times.join("、"), en: times.join(", ") };
}

function dayWords(day: string, month: string, weekday: string): Words | null {
  const whole = /^\d+(,\d+)*$/;
  const months = month === "*" ? null : month;
  if (months !== null && !whole.test(months)) return null;
  const when = months ? { zh: `${months} 月`, en: ` of month ${months}` } : { zh: "每月", en: "" };
  if (day !== "*" && whole.test(day) && weekday === "*") {
    return { zh: `${when.zh} ${day} 日`, en: `on day ${day}${when.en || " of each month"}` };
  }
  if (day !== "*") return null;
  if (weekday === "*") {
    return months
      ? { zh: `${months} 月每天`, en: `every day${when.en}` }
      : { zh: "每天", en: "every day" };
  }
  const names = weekdaysOf(weekday);
  if (!names) return null;
  return {
    zh: `${months ? when.zh : "每"}${names.map((each) => DAYS_ZH[each]).join("、")}`,
    en: `${names.map((each) => DAYS_EN[each]).join(", ")}${when.en}`,
  };
}

function weekdaysOf(text: string): readonly number[] | null {
  const found: number[] = [];
  for (const part of text.split(",")) {
    const span = /^([0-7])(?:-([0-7]))?$/.exec(part);
    if (!span) return null;
    const [from, to] = [Number(span[1]), Number(span[2] ?? span[1])];
    for (let each = from; each <= to; each += 1) found.push(each);
  }
  return found;
}
