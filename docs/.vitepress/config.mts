import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitepress'

const docs = join(import.meta.dirname, '..')

// The first heading is the title, as on any other page viewer.
function titleOf(page: string): string {
  const heading = readFileSync(join(docs, page), 'utf8').match(/^# (.+)$/m)
  if (!heading) throw new Error(`${page} has no heading of the first level. Start it with "# Title".`)
  return heading[1].replaceAll('`', '')
}

const entry = (page: string) => ({ text: titleOf(page), link: '/' + page.replace(/\.md$/, '').replace(/README$/, '') })
const pagesIn = (folder: string) =>
  readdirSync(join(docs, folder)).filter(name => name.endsWith('.md') && name !== 'README.md').sort().map(name => entry(`${folder}/${name}`))

// Written by the generator of the API pages; a preview of the pages alone does without.
const apiIndex = join(docs, 'api', 'sidebar.json')
const api = existsSync(apiIndex) ? JSON.parse(readFileSync(apiIndex, 'utf8')) : undefined
const base = process.env.DOCS_BASE ?? '/' // the folder of the site on its server, with a slash at both ends
const hasChangelog = existsSync(join(docs, 'changelog.md'))

// A page that stands in no list below goes to the last one: a new page is found without a change here.
const listed = [
  'index', 'quick-start', 'concepts', 'glossary', 'live', 'metrics', 'semantics', 'statistics', 'performance',
  'importing', 'mapping', 'checking', 'report-json', 'sequence-json', 'insights-json', 'snapshot-format', 'changelog',
].map(name => `${name}.md`)
const others = readdirSync(docs).filter(name => name.endsWith('.md') && !listed.includes(name)).sort()

export default defineConfig({
  title: 'SalesFunnel.Metrics',
  description: 'The metrics of a sales funnel for .NET: exact, mergeable, live, with every rule written down.',
  lang: 'en',
  base,
  head: [['link', { rel: 'icon', href: base + 'icon.png' }]],
  vite: { build: { chunkSizeWarningLimit: 8192 } }, // the search index holds every page
  cleanUrls: false, // plain files: any server will do
  rewrites: {
    ':folder/README.md': ':folder/index.md',
    'samples/:name/README.md': 'samples/:name/index.md',
  },
  markdown: {
    // The examples of the semantics are a language of their own, without colours.
    languages: ['events', 'sequence'].map(name => ({ name, scopeName: `source.${name}`, patterns: [], repository: {} })),
    // The anchors of code hosts, so that one link works here and there.
    anchor: { slugify: heading => heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-') },
  },
  themeConfig: {
    logo: '/icon.png',
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Quick start', link: '/quick-start' },
      { text: 'Recipes', link: '/recipes/' },
      { text: 'Metrics', link: '/metrics' },
      ...(api ? [{ text: 'API', link: '/api/' }] : []),
      ...(hasChangelog ? [{ text: 'Changelog', link: '/changelog' }] : []),
    ],
    sidebar: {
      ...(api ? { '/api/': api } : {}),
      '/': [
        { text: 'Start', items: ['index.md', 'quick-start.md', 'concepts.md', 'glossary.md'].map(entry) },
        { text: 'Recipes', items: ['crm-vendor', 'product-team', 'analyst'].map(name => entry(`recipes/${name}.md`)) },
        { text: 'Live', items: ['live.md'].map(entry) },
        { text: 'Figures', items: ['metrics.md', 'semantics.md', 'statistics.md', 'performance.md'].map(entry) },
        { text: 'Files', items: ['importing.md', 'mapping.md', 'checking.md'].map(entry) },
        { text: 'Formats', items: ['report-json.md', 'sequence-json.md', 'insights-json.md', 'snapshot-format.md'].map(entry) },
        {
          text: 'Inside',
          items: [
            ...others.map(entry),
            { text: 'Decisions', link: '/decisions/', collapsed: true, items: pagesIn('decisions') },
          ],
        },
      ],
    },
  },
})
