#!/bin/sh
# watch.sh BILAN STARTER: `bilan watch` makes the report again when a figure changes, tells errors and keeps the
# last whole PDF until they are mended, sees a file that goes or comes, and ends when it is interrupted.
bilan=$(realpath "$1") || exit 2
starter=$(realpath "$2") || exit 2
work=$(mktemp -d) || exit 2
watch=
trap 'kill $watch 2>/dev/null; rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1704067200 # not the time of the files
cp -R "$starter" "$work/project" && cd "$work/project" || exit 2

die() { echo "$*"; cat said; exit 1; }
rounds() { # COUNT: waits for the end of that round
	tries=0
	until [ "$(grep -c '^watching' said)" -ge "$1" ]; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] || die "there is no round $1"
		sleep 0.05
	done
}
hash() { sha256sum <report.pdf; }

"$bilan" watch report.yaml 2>said &
watch=$!
rounds 1
first=$(hash)
[ "$(wc -l <said)" -eq 1 ] || die "a report that is well is not made without a word"

sed -i 's/^visits,2024,18720/visits,2024,18721/; s/^calls,2024,8850/calls,2024,8849/' data/figures.csv
rounds 2
grep -q '^data/figures.csv has changed$' said || die "it does not say what has changed"
second=$(hash)
[ "$second" != "$first" ] || die "a new figure does not make a new PDF"

mv data/words.md words.md
rounds 3
grep -q '\[file-missing\]$' said || die "a file that has gone is not told"
[ "$(hash)" = "$second" ] || die "the last whole PDF did not stay"
mv words.md data/words.md
rounds 4
[ "$(hash)" = "$second" ] || die "the file is back, the PDF is another"

sed -i 's/^visits,2024,18721/visits,2024,18720/; s/^calls,2024,8849/calls,2024,8850/' data/figures.csv
rounds 5
[ "$(hash)" = "$first" ] || die "the same input makes other bytes"
kill -0 $watch || die "it has ended"
kill -s TERM $watch
wait $watch
[ "$(ls)" = "$(printf 'data\nmasters.yaml\npages\nreport.pdf\nreport.yaml\nsaid\ntheme.yaml')" ] || die "it leaves $(ls)"
