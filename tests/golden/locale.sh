#!/bin/sh
# locale.sh BILAN: dumps and messages do not hang on the locale.
bilan=$(realpath "$1") || exit 2
golden=$(cd "$(dirname "$0")" && pwd) || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
. "$golden/locales.sh"
bad=0
for case in lines/typography-french lines/numbers-in-a-column check/csv-bad-numbers check/output-folder-missing \
	check/csv-many-mistakes marks/key-figure tags/bar-chart-vertical; do
	for locale in C $locales; do
		LC_ALL=$locale "$golden/run.sh" "$bilan" "$golden/$case" >"$work/said" 2>&1 && continue
		echo "$case under $locale:"
		head -20 "$work/said"
		bad=1
	done
done
exit $bad
