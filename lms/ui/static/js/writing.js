// Text with its formatting, written as it looks; what is stored is Markdown. Loaded on the page of a lesson only, after
// the text can be read there. `lesson_editor.js` opens it on each language and has the buttons and dialogs.

export { openText } from "./writing/text.js";
export { told } from "./writing/told.js";
