// Reads files of transfers (総合振込) by the association's layout, from bytes alone, and says of each what is in it or what is wrong with it.
import { readFileSync } from "node:fs";

const WIDTH = 120;

for (const path of process.argv.slice(2)) console.log(judge(readFileSync(path)));

function judge(bytes) {
  const faults = [];
  const check = (holds, what) => { if (!holds) faults.push(what); };

  const hasLineEnds = bytes.length % (WIDTH + 2) === 0 && bytes[WIDTH] === 0x0d && bytes[WIDTH + 1] === 0x0a;
  const stride = hasLineEnds ? WIDTH + 2 : WIDTH;
  check(bytes.length % stride === 0, `length ${bytes.length} is no multiple of ${stride}`);

  const records = [];
  for (let at = 0; at + WIDTH <= bytes.length; at += stride) {
    if (hasLineEnds) check(bytes[at + WIDTH] === 0x0d && bytes[at + WIDTH + 1] === 0x0a, `record ${records.length + 1} does not end in CR LF`);
    records.push(bytes.subarray(at, at + WIDTH));
  }

  const digits = (record, from, length) => {
    const text = record.subarray(from, from + length).toString("latin1");
    check(/^[0-9]+$/.test(text), `record ${records.indexOf(record) + 1}, bytes ${from}-${from + length - 1}: no digits`);
    return text;
  };
  const number = (record, from, length) => { const text = digits(record, from, length); return /^[0-9]+$/.test(text) ? BigInt(text) : -1n; };
  // Blank, digit, capital, kana without small ones and without wo, the voiced marks, and the field's own signs.
  const inAlphabet = (code, signs) => code === 0x20 || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0xb1 && code <= 0xdf) || signs.includes(String.fromCharCode(code));
  const text = (record, from, length, signs) => {
    const field = record.subarray(from, from + length);
    check(field.every((code) => inAlphabet(code, signs)), `record ${records.indexOf(record) + 1}, bytes ${from}-${from + length - 1}: a character that the field does not take`);
    return field;
  };
  const blank = (record, from) => check(record.subarray(from).every((code) => code === 0x20), `record ${records.indexOf(record) + 1}: something stands behind byte ${from}`);

  const kinds = records.map((record) => String.fromCharCode(record[0])).join("");
  check(/^12+89$/.test(kinds), `records come as ${kinds.slice(0, 20)}`);
  const payments = records.filter((record) => record[0] === 0x32);
  let sum = 0n;
  const references = new Set();
  for (const payment of payments) {
    digits(payment, 1, 4);
    text(payment, 5, 15, "-");
    digits(payment, 20, 3);
    text(payment, 23, 15, "-");
    check(digits(payment, 38, 4) === "0000", "a clearing house is named");
    check("1249".includes(digits(payment, 42, 1)), "a kind of account that is none");
    digits(payment, 43, 7);
    check(text(payment, 50, 30, "()-.")[0] !== 0x20, "a payment without a name");
    const amount = number(payment, 80, 10);
    check(amount > 0n, "a payment of nothing");
    sum += amount;
    digits(payment, 90, 1);
    references.add(digits(payment, 91, 20));
    check("78 0".includes(String.fromCharCode(payment[111])), "a designation that is none");
    blank(payment, 112);
  }

  if (records.length >= 4) {
    const [header, trailer, end] = [records[0], records.at(-2), records.at(-1)];
    check(digits(header, 1, 3) === "210", "the header is of no transfers in JIS");
    digits(header, 4, 10);
    text(header, 14, 40, "()-.");
    const [month, day] = [Number(digits(header, 54, 2)), Number(digits(header, 56, 2))];
    check(month >= 1 && month <= 12 && day >= 1 && day <= 31, "the day of payment is none");
    digits(header, 58, 4);
    digits(header, 77, 3);
    digits(header, 96, 7);
    blank(header, 103);
    check(number(trailer, 1, 6) === BigInt(payments.length), "the trailer counts others than there are");
    check(number(trailer, 7, 12) === sum, "the trailer sums up others than there are");
    blank(trailer, 19);
    blank(end, 1);
  }

  check(references.size === payments.length, "two payments bear one reference");
  return faults.length === 0 ? `sound: ${payments.length} payments, ${sum} yen` : `faulty: ${[...new Set(faults)].slice(0, 5).join("; ")}`;
}
