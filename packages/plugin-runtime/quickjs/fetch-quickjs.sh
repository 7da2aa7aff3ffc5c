#!/usr/bin/env bash
# Fetches QuickJS's source as Debian keeps it, and unpacks it: fetch-quickjs.sh <folder>. Changes nothing of the machine's own apt.
set -euo pipefail
version=2025.04.26
sha256=ec81da5b3249ed648dbc7df4a1654988910e66a118d9b71cb63534216efcfbbe
suite=trixie

folder=$(mkdir -p "$1" && cd "$1" && pwd)
apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT
mkdir -p "$apt"/{lists,archives}/partial

# The machine's own mirror and keys, another suite.
awk 'BEGIN { RS = "" } { print; exit }' /etc/apt/sources.list.d/debian.sources |
  sed -E "s/^Types:.*/Types: deb-src/; s/^Suites:.*/Suites: $suite/" > "$apt/quickjs.sources"
options=(
  -o "Dir::Etc::SourceList=$apt/quickjs.sources" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$apt/lists"
  -o "Dir::Cache=$apt" -o APT::Sandbox::User=root -o Acquire::Languages=none
)
apt-get "${options[@]}" update -q
(cd "$apt" && apt-get "${options[@]}" source -q --download-only --tar-only "quickjs=$version-1")
echo "$sha256  $apt/quickjs_$version.orig.tar.xz" | sha256sum --check --quiet
tar -xJf "$apt/quickjs_$version.orig.tar.xz" -C "$folder" --strip-components=1
