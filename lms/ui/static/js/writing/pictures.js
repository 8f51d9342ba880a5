// Pictures and recordings of the module: shown with their words beneath, changed in a dialog.

import { imageSchema } from "@milkdown/preset-commonmark";
import { $view } from "@milkdown/utils";

const SAFE = /^media\/[^\s]+$/;

const pictureView = (page) => () => (first, view, getPos) => {
  let node = first;
  const dom = document.createElement("span");
  const words = document.createElement("span");
  dom.className = "picture";
  dom.contentEditable = "false";
  words.className = "meta";
  const show = () => {
    const { src, alt, title } = node.attrs;
    const file = SAFE.test(src) ? page.files[src] : null;
    words.textContent = [alt || page.words.no_alternative, title].filter(Boolean).join(" · ");
    dom.replaceChildren();
    if (file?.picture) {
      const image = document.createElement("img");
      image.src = file.url;
      image.alt = alt;
      dom.append(image);
    } else dom.append(`${src.replace("media/", "")} `);
    dom.append(words, page.button(() => page.edit(node, view, getPos)));
  };
  show();
  return {
    dom,
    update: (next) => {
      if (next.type !== node.type) return false;
      node = next;
      show();
      return true;
    },
    stopEvent: (event) => event.target.localName === "button",
    ignoreMutation: () => true,
  };
};

export const pictures = (page) => [$view(imageSchema.node, pictureView(page))];
