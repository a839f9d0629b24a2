// SPARQL 1.1, as far as an editor has to know it (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).

export const KEYWORDS = `
  ask as asc base by construct desc describe distinct exists filter from graph group having in limit minus named not
  offset optional order prefix reduced select separator undef union values where bind`.trim().split(/\s+/)

export const FUNCTIONS = `
  abs avg bnode bound ceil coalesce concat contains count datatype day encode_for_uri floor group_concat hours if iri
  isblank isiri isliteral isnumeric isuri lang langmatches lcase max md5 min minutes month now rand regex replace round
  sameterm sample seconds sha1 sha256 sha384 sha512 str strafter strbefore strdt strends strlang strlen strstarts
  struuid substr sum timezone tz ucase uri uuid year`.trim().split(/\s+/)

const keywords = new Set(KEYWORDS)
const functions = new Set(FUNCTIONS)
const NAME = /^[\p{L}][\p{L}\p{N}_.\-]*/u
const LOCAL = /^(?:[\p{L}\p{N}_:\-]|%[0-9a-f]{2}|\\.)(?:[\p{L}\p{N}_:.\-]|%[0-9a-f]{2}|\\.)*/iu

// A stream parser: see StreamLanguage in @codemirror/language.
export const sparql = {
  name: "sparql",
  languageData: {
    commentTokens: {line: "#"},
    closeBrackets: {brackets: ["(", "[", "{", "'", '"']},
  },
  startState: () => ({end: "", depth: 0}),
  copyState: state => ({...state}),
  token(stream, state) {
    if (state.end) return string(stream, state)
    if (stream.eatSpace()) return null
    const char = stream.peek()
    if (char === "#") { stream.skipToEnd(); return "comment" }
    if (char === '"' || char === "'") {
      state.end = stream.match(char.repeat(3)) ? char.repeat(3) : stream.next()
      return string(stream, state)
    }
    if (stream.match(/^[?$][\p{L}\p{N}_]+/u)) return "variableName"
    if (stream.match(/^<[^<>"{}|^`\\\s]*>/)) return "url"
    if (stream.match(/^@[a-z]+(?:-[a-z0-9]+)*/i)) return "meta"
    if (stream.match(/^_:[\p{L}\p{N}_][\p{L}\p{N}_.\-]*/u)) return "atom"
    if (stream.match(/^[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?/i)) return "number"
    if (stream.match(/^[{}()[\]]/)) {
      state.depth = Math.max(0, state.depth + (/[{([]/.test(char) ? 1 : -1))
      return "bracket"
    }
    const prefix = stream.match(NAME)
    if (stream.eat(":")) { stream.match(LOCAL); return "typeName" }
    if (prefix) {
      const word = prefix[0].toLowerCase()
      if (word === "a") return "keyword"
      if (word === "true" || word === "false") return "atom"
      return keywords.has(word) ? "keyword" : functions.has(word) ? "variableName.function" : null
    }
    stream.next()
    return /[;,.]/.test(char) ? "punctuation" : "operator"
  },
  indent(state, after, context) {
    return Math.max(0, state.depth - (/^\s*[})\]]/.test(after) ? 1 : 0)) * context.unit
  },
}

function string(stream, state) {
  const ends = state.end
  while (!stream.eol()) {
    if (stream.match(ends)) { state.end = ""; return "string" }
    if (stream.next() === "\\") stream.next()
  }
  if (ends.length === 1) state.end = ""
  return "string"
}
