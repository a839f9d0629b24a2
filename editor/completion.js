// What can be written where the cursor is: variables of the query, prefixes, and the words of the vocabulary.

import {FUNCTIONS, KEYWORDS} from "./words.js"

const word = (label, type) => ({label: label.toUpperCase(), type, boost: -1})
const WORDS = [...KEYWORDS.map(one => word(one, "keyword")), ...FUNCTIONS.map(one => word(one, "function"))]

// Gives the source of completions. `vocabulary` is an address of terms in JSON-LD, asked when first needed.
export function source(prefixes, vocabulary, lang) {
  let asked
  const terms = () => asked ??= fetch(vocabulary, {headers: {Accept: "application/ld+json"}})
    .then(answer => answer.ok ? answer.json() : {})
    .then(document => (document["@graph"] ?? []).flatMap(node => term(node, lang)))
    .catch(() => [])

  return async context => {
    const inText = context.matchBefore(/[?$][\p{L}\p{N}_]*$/u)
    if (inText) return {from: inText.from, options: variables(context, inText), validFor: /^[?$][\p{L}\p{N}_]*$/u}
    const name = context.matchBefore(/(?:[\p{L}][\p{L}\p{N}_\-]*)?:?[\p{L}\p{N}_\-]*$/u)
    if (!name || (name.from === name.to && !context.explicit)) return null
    if (name.text.includes(":")) {
      return {from: name.from, options: await terms(), validFor: /^[\p{L}\p{N}_:\-]*$/u}
    }
    const names = Object.entries(prefixes).map(([prefix, detail]) => ({label: `${prefix}:`, type: "namespace", detail}))
    return {from: name.from, options: [...names, ...WORDS, ...await terms()], validFor: /^[\p{L}\p{N}_\-]*$/u}
  }
}

function variables(context, at) {
  const found = new Set()
  for (const match of context.state.doc.toString().matchAll(/[?$][\p{L}\p{N}_]+/gu)) {
    if (match.index !== at.from) found.add(match[0])
  }
  return [...found].map(label => ({label, type: "variable"}))
}

function term(node, lang) {
  const id = node.id ?? ""
  if (!/^[\p{L}][\p{L}\p{N}_\-]*:[\p{L}\p{N}_\-]+$/u.test(id)) return []
  const said = saidIn(node.label ?? node.prefLabel, lang)
  const info = saidIn(node.definition ?? node.comment, lang)
  return [{label: id, type: /:[A-Z]/.test(id) ? "class" : "property", detail: said, ...(info ? {info} : {})}]
}

function saidIn(texts, lang) {
  const one = typeof texts === "object" && texts !== null ? texts[lang] ?? texts.sv ?? texts.en : texts
  return typeof one === "string" ? one : Array.isArray(one) ? one[0] : undefined
}
