// Checks a built site: every link inside it leads to a file and, where it names one, to an anchor; nothing is loaded from elsewhere.
// Usage: node eng/check-site.mjs FOLDER [BASE]
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const root = resolve(process.argv[2])
const base = process.argv[3] ?? '/'
const pages = readdirSync(root, { recursive: true }).filter(name => name.endsWith('.html')).map(name => join(root, name))
const anchors = new Map(pages.map(page => [page, null]))
const wrong = []
let links = 0

function textOf(attribute) {
  return attribute.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
}

function anchorsOf(page) {
  let known = anchors.get(page)
  if (!known) {
    known = new Set([...readFileSync(page, 'utf8').matchAll(/\sid="([^"]*)"/g)].map(match => textOf(match[1])))
    anchors.set(page, known)
  }
  return known
}

function fileOf(page, path) {
  if (path === '') return page
  const file = path.startsWith('/') ? (path.startsWith(base) ? join(root, path.slice(base.length)) : null) : resolve(dirname(page), path)
  if (file === null) return null
  const candidates = [file, file + '.html', join(file, 'index.html')]
  return candidates.find(name => existsSync(name) && statSync(name).isFile()) ?? null
}

for (const page of pages) {
  const html = readFileSync(page, 'utf8')
  const name = relative(root, page)
  for (const [, address] of html.matchAll(/<(?:script|img|link|iframe)\b[^>]*?\s(?:src|href)="((?:https?:)?\/\/[^"]*)"/g))
    wrong.push(`${name}: loads ${address} from elsewhere. Keep what the site needs in the site.`)
  for (const [, raw] of html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)) {
    const href = textOf(raw)
    if (/^[a-z][a-z0-9+.-]*:/i.test(href)) continue
    links++
    const [path, anchor] = href.split('#', 2).map(decodeURIComponent)
    const target = fileOf(page, path)
    if (target === null) wrong.push(`${name}: links to ${href}, and there is no such page.`)
    else if (anchor && target.endsWith('.html') && !anchorsOf(target).has(anchor)) wrong.push(`${name}: links to ${href}, and that page has no such heading.`)
  }
}

if (pages.length === 0) wrong.push(`There is no page in ${root}. Build the site first.`)
for (const line of [...new Set(wrong)].sort()) console.error(line)
console.log(`${pages.length} pages, ${links} links within the site, ${wrong.length} wrong.`)
process.exitCode = wrong.length > 0 ? 1 : 0
