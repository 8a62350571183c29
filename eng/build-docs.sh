#!/usr/bin/env bash
# Builds the docs site into artifacts/docs/.vitepress/dist: pages of docs/, API pages from the Release build, the changelog.
# Works on a copy, so that docs/ holds only what is written by hand. Build the projects first: dotnet build -c Release.
# DOCS_BASE is the folder of the site on its server, /product/ for example; / unless set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

site=artifacts/docs
mkdir -p "$site"
# Installed packages stay; all else is made anew, so that a page that is gone is gone.
find "$site" -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -rf {} +
cp -R docs/. "$site/"
cp CHANGELOG.md "$site/changelog.md"
mkdir -p "$site/public"
cp src/icon.png "$site/public/icon.png"

dotnet run eng/api-pages.cs -- artifacts/bin "$site/api" src/*/*.csproj

(
  cd "$site"
  # The lock file of some registries lacks optional packages, so there is none; the versions in package.json are exact.
  npm install --no-audit --no-fund --no-package-lock --loglevel=error || npm install --no-audit --no-fund --no-package-lock --loglevel=error
  npm run --silent build
)
node eng/check-site.mjs "$site/.vitepress/dist" "${DOCS_BASE:-/}"
