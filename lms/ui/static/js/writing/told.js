// What a dialog shows of something that stands in the text, and what it becomes after the dialog.

import { factsOf, factsText } from "./boxes.js";
import { citationFacts, citationText } from "./citations.js";
import { termFacts, termText } from "./terms.js";

export function told({ type, attrs }) {
  if (type.name === "image") return { kind: "picture", facts: attrs, attrs: (said) => ({ ...attrs, ...said }) };
  if (type.name === "citation") {
    return { kind: "citation", facts: citationFacts(attrs.text), attrs: (said) => ({ text: citationText(said) }) };
  }
  if (type.name === "term") {
    return { kind: "term", facts: termFacts(attrs.text), attrs: (said) => ({ text: termText(said) }) };
  }
  return { kind: attrs.name, facts: factsOf(attrs.facts), attrs: (said) => ({ ...attrs, facts: factsText(said) }) };
}
