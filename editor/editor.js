// The SPARQL editor: CodeMirror in the place of the form's text field, which stays the field that is sent.
//
// It lives in a shadow tree: there CodeMirror puts its style into style sheets of the tree (adoptedStyleSheets), which
// the page's Content-Security-Policy allows without a nonce, so that the page is the same for everybody.

import {autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap} from "@codemirror/autocomplete"
import {defaultKeymap, history, historyKeymap} from "@codemirror/commands"
import {HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, syntaxHighlighting} from "@codemirror/language"
import {EditorState, StateField} from "@codemirror/state"
import {Decoration, EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers} from "@codemirror/view"
import {tags} from "@lezer/highlight"
import {source} from "./completion.js"
import {sparql} from "./words.js"

const highlight = HighlightStyle.define([
  {tag: tags.keyword, color: "#14365c", fontWeight: "700"},
  {tag: tags.function(tags.variableName), color: "#14365c"},
  {tag: tags.variableName, color: "#7a2e83"},
  {tag: tags.typeName, color: "#0b5394"},
  {tag: [tags.url, tags.meta], color: "#0b5394"},
  {tag: tags.string, color: "#1d5c3a"},
  {tag: [tags.number, tags.atom], color: "#7a4b00"},
  {tag: tags.comment, color: "#525d6a", fontStyle: "italic"},
  {tag: [tags.operator, tags.punctuation, tags.bracket], color: "#16202b"},
])

const theme = EditorView.theme({
  "&": {backgroundColor: "#fff", borderRadius: "3px", color: "#16202b", fontSize: "0.875rem"},
  "&.cm-focused": {boxShadow: "0 0 0 2px #fff, 0 0 0 7px #ffbf00", outline: "3px solid #111", outlineOffset: "2px"},
  ".cm-scroller": {fontFamily: "ui-monospace, 'Liberation Mono', monospace", lineHeight: "1.5", maxHeight: "30rem"},
  ".cm-content": {padding: "0.4rem 0"},
  ".cm-content, .cm-gutter": {minHeight: "10rem"},
  ".cm-gutters": {backgroundColor: "#f5f6f8", borderRight: "1px solid #e2e6eb", color: "#525d6a"},
  ".cm-activeLine": {backgroundColor: "#f5f6f880"},
  ".cm-wrong, .cm-wrong.cm-activeLine": {backgroundColor: "#ffe9b3", boxShadow: "inset 3px 0 #7a4b00"},
  "&.cm-focused .cm-matchingBracket": {backgroundColor: "#d5e3f3", outline: "1px solid #6b7682"},
  ".cm-tooltip": {backgroundColor: "#fff", border: "1px solid #6b7682", fontSize: "0.875rem"},
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {lineHeight: "1.5", minHeight: "24px", padding: "1px 6px"},
  ".cm-tooltip-autocomplete ul li[aria-selected]": {backgroundColor: "#14365c", color: "#fff"},
  ".cm-completionDetail": {fontStyle: "normal", marginLeft: "1em", opacity: "1"},
  ".cm-completionInfo": {maxWidth: "24rem", padding: "0.4rem 0.6rem"},
})

// The line that an error stands on is marked until the query is changed.
const marked = line => StateField.define({
  create(state) {
    if (!(line >= 1 && line <= state.doc.lines)) return Decoration.none
    return Decoration.set([Decoration.line({class: "cm-wrong"}).range(state.doc.line(line).from)])
  },
  update: (marks, change) => change.docChanged ? Decoration.none : marks,
  provide: field => EditorView.decorations.from(field),
})

function begin(field, host) {
  const {label, lang, line, phrases, prefixes} = host.dataset
  const form = field.form
  const run = () => { form.requestSubmit(); return true }
  const shadow = host.attachShadow({mode: "open"})
  // What is outside the tree cannot be pointed at from inside.
  const wrong = document.getElementById("wrong")?.querySelector("p").textContent
  const extensions = [
    lineNumbers(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    EditorView.lineWrapping,
    StreamLanguage.define(sparql),
    syntaxHighlighting(highlight),
    theme,
    autocompletion({override: [source(JSON.parse(prefixes), `/ns.jsonld?lang=${lang}`, lang)], icons: false}),
    // Tab is left to the browser: it goes on to the next field, so that nobody is caught in the editor.
    keymap.of([{key: "Mod-Enter", run}, ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorState.phrases.of(JSON.parse(phrases)),
    EditorView.contentAttributes.of({"aria-label": label, ...(wrong ? {"aria-description": wrong, "aria-invalid": "true"} : {})}),
    EditorView.updateListener.of(update => { if (update.docChanged) field.value = update.state.doc.toString() }),
    marked(Number(line)),
  ]
  const view = new EditorView({doc: field.value, extensions, parent: shadow, root: shadow})
  host.hidden = false
  field.hidden = true
  field.labels.forEach(one => one.addEventListener("click", () => view.focus()))
  document.getElementById("keys").hidden = false
  // The lines around an error, which the editor shows in their place.
  document.querySelector("#wrong pre")?.remove()
  // On the way back the browser may have put another query into the field.
  addEventListener("pageshow", () => {
    if (field.value === view.state.doc.toString()) return
    view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: field.value}})
  })
}

const field = document.getElementById("query")
const host = document.getElementById("editor")
if (field && host) begin(field, host)
