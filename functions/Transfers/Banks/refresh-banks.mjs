// Writes banks.tsv from npm zengin-code (MIT): banks and, indented, their branches; code, name, kana.
//   npm pack zengin-code@1.0.0-p20260824 && tar xzf zengin-code-1.0.0-p20260824.tgz
//   node functions/Transfers/Banks/refresh-banks.mjs package
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const unpacked = resolve(process.argv[2] ?? "package");
const { name, version } = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8"));
const banks = createRequire(import.meta.url)(unpacked);
const byCode = (one, other) => (one.code < other.code ? -1 : 1);
const lines = [`# ${name} ${version} (MIT)`];
for (const bank of Object.values(banks).sort(byCode)) {
  lines.push([bank.code, bank.name, bank.kana].join("\t"));
  for (const branch of Object.values(bank.branches).sort(byCode)) {
    lines.push(["", branch.code, branch.name, branch.kana].join("\t"));
  }
}
writeFileSync(join(dirname(fileURLToPath(import.meta.url)), "banks.tsv"), `${lines.join("\n")}\n`);
