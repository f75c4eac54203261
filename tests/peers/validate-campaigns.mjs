// Validates every campaign file of a folder against campaign.schema.json with Ajv, and one file that must fail.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";

const folder = process.argv[2];
const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
// "then" and "else" carry what strict mode wants beside every "required".
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
const validate = ajv.compile(read("campaign.schema.json"));

for (const name of readdirSync(folder).filter((name) => name.endsWith(".json") && !name.endsWith(".schema.json")).sort()) {
  console.log(validate(read(name)) ? `${name} valid` : `${name} ${ajv.errorsText(validate.errors)}`);
}

const broken = { ...read("kumamoto.json"), unknown: true };
console.log(`broken ${validate(broken) ? "valid" : "invalid"}`);
