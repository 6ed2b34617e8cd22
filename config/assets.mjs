// `npm run build`: our styles from static/scss/ with GOV.UK Frontend's, its script and our typeface, into static/build/ (ignored).
// GOV.UK's own typeface and the crown are licensed for central government only: neither may come along.

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const source = join(root, "static", "scss", "app.scss");
const build = join(root, "static", "build");
const typeface = join(modules, "@fontsource", "atkinson-hyperlegible-next", "files");

mkdirSync(join(build, "fonts"), { recursive: true });
const script = readFileSync(join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"), "utf8");
writeFileSync(join(build, "govuk-frontend.min.js"), script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
for (const name of readdirSync(typeface).filter((name) => /-latin(-ext)?-[4-7]00-(normal|italic)\.woff2$/.test(name))) {
  copyFileSync(join(typeface, name), join(build, "fonts", name));
}

if (existsSync(source)) {
  const compiled = sass.compile(source, { loadPaths: [modules, join(root, "static", "scss")], style: "compressed", quietDeps: true });
  const css = compiled.css.replace(/@font-face\{[^}]*GDS Transport[^}]*\}/g, "").replace(/url\(["']?\/assets\/[^)]*\)/g, "none");
  writeFileSync(join(build, "app.css"), css);
}
