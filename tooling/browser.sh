#!/bin/sh
# Finds the machine's Chromium or Chrome; on Debian installs it when it may; else says how.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
	command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
	echo "Installing Chromium and a Chinese typeface for the browser tests …" >&2
	(apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk) >/dev/null 2>&1 && exit 0
fi
echo "Browser tests need Chromium or Chrome. On Debian: apt-get install chromium fonts-noto-cjk" >&2
[ "${CI:-}" = true ] && exit 1
exit 0
