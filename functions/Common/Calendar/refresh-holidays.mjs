// Writes holidays.tsv from the table of npm @holiday-jp/holiday_jp (MIT): dates without a time zone, nothing of its code.
//   npm pack @holiday-jp/holiday_jp@2.5.1 && tar xzf holiday-jp-holiday_jp-2.5.1.tgz
//   node functions/Common/Calendar/refresh-holidays.mjs package
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const FROM = "2020-01-01";
const unpacked = resolve(process.argv[2] ?? "package");
const { name, version } = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8"));
const holidays = createRequire(import.meta.url)(join(unpacked, "lib/holidays.js"));
const days = Object.values(holidays).filter((day) => day.date >= FROM).sort((one, other) => (one.date < other.date ? -1 : 1));
const lines = [`# ${name} ${version} (MIT)`, ...days.map((day) => `${day.date}\t${day.name}`)];
writeFileSync(join(dirname(fileURLToPath(import.meta.url)), "holidays.tsv"), `${lines.join("\n")}\n`);
