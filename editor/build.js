// Builds the editor: one file for browsers, and the licences of all that is in it. The same sources and the same lock
// give the same bytes.

import {createHash} from "node:crypto"
import {readFileSync, readdirSync, writeFileSync} from "node:fs"
import {build} from "esbuild"

const target = process.argv[2] ?? "../graph_service/web/static"
const names = {script: "editor.js", licences: "editor.LICENSES.txt"}

const made = await build({
  banner: {js: `/* Built of the folder editor/. The licences of what is in it: ${names.licences} */`},
  bundle: true,
  charset: "utf8",
  entryPoints: ["editor.js"],
  format: "esm",
  legalComments: "none",
  metafile: true,
  minify: true,
  target: "es2022",
  write: false,
})

const packages = new Set(Object.keys(made.metafile.inputs)
  .map(path => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean))
const licences = [...packages].sort().map(name => {
  const folder = `node_modules/${name}`
  const {version, license} = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"))
  const file = readdirSync(folder).find(one => /^licen[cs]e/i.test(one))
  if (!file) throw new Error(`${name} has no licence`)
  const text = readFileSync(`${folder}/${file}`, "utf8").replaceAll("\r\n", "\n").trim()
  return `${name} ${version} (${license})\n\n${text}\n`
})

const files = {
  [names.script]: Buffer.from(made.outputFiles[0].contents),
  [names.licences]: Buffer.from(`What is in ${names.script}, with the licences.\n\n${licences.join(`\n${"-".repeat(80)}\n\n`)}`),
}
const sums = Object.entries(files).map(([name, content]) => {
  writeFileSync(`${target}/${name}`, content)
  return `${createHash("sha256").update(content).digest("hex")}  ${name}\n`
})
writeFileSync("editor.sha256", sums.join(""))
