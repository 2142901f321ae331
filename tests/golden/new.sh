#!/bin/sh
# new.sh BILAN STARTER: what `bilan new` writes is STARTER, to the byte; it is built, tested and built for
# all its years without a word; a folder that holds something is left as it is.
bilan=$(realpath "$1") || exit 2
starter=$(realpath "$2") || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

die() { echo "$*"; exit 1; }
quiet() { # COMMAND...: status 0, no word on standard error
	"$@" >"$work/printed" 2>"$work/said" || die "$*: status $?: $(cat "$work/said")"
	[ -s "$work/said" ] && die "$* says: $(cat "$work/said")"
	return 0
}

quiet "$bilan" new deep/report/
diff -r deep/report "$starter" || die "that is not the starter"
for year in 2022 2023 2024; do quiet "$bilan" build deep/report/report.yaml -p year=$year -o $year.pdf; done
cd deep/report || exit 2
quiet "$bilan" check report.yaml
quiet "$bilan" test pages --approve
quiet "$bilan" test pages
"$bilan" batch report.yaml --each year=2022..2024 -o 'out/{year}.pdf' >"$work/said" 2>&1 || die "the batch failed: $(cat "$work/said")"
cd ../..
cmp deep/report/out/2022.pdf 2022.pdf || exit 1

mkdir empty mine && echo mine >mine/report.yaml
quiet "$bilan" new empty
diff -r empty "$starter" || die "an empty folder is not filled"
"$bilan" new mine 2>/dev/null && die "it writes into a folder that holds something"
[ "$(ls mine)" = report.yaml ] && [ "$(cat mine/report.yaml)" = mine ] || die "what was there is not as it was"

"$bilan" new "" 2>"$work/said" && die "an empty name is taken for a folder"
grep -q 'an argument is empty' "$work/said" || die "an empty name: $(cat "$work/said")"

# No room: nothing is left behind but the folder itself.
(ulimit -f 0 && trap '' XFSZ && exec "$bilan" new small) 2>said
status=$?
[ $status -eq 3 ] || die "no room: status $status: $(cat said)"
[ -z "$(ls -A small)" ] || die "no room: it leaves $(find small)"
