#!/bin/sh
# One golden case: run.sh BILAN CASE_DIR [--update]
#
# A case is a folder STAGE/NAME; README.md beside this file tells what may lie in it. It runs in a copy
# of itself and of common/ (where the printers of layout/ are, too), so that nothing it does can touch
# the sources, paths in messages are the same everywhere, and every file left behind is seen. --update
# shows the difference, then accepts it.
#
# It fails when the output differs from `expect`, when a failing run leaves any file behind, and when
# bilan takes more than two seconds of CPU (the case's own `seconds`, if it says so; twenty under
# sanitizers: GOLDEN_SECONDS) or 3 GB.
bilan=$(realpath "$1") || exit 2
case=$2
update=${3:-}
golden=$(cd "$(dirname "$0")" && pwd) || exit 2
stage=$(basename "$(dirname "$case")")
here=$stage/$(basename "$case")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
got=$work/got
mkdir -p "$work/in/$stage" && cp -R "$golden/common" "$work/in/" && cp -R "$golden/$here" "$work/in/$stage/" || exit 2
cp -R "$golden/../../layout/printers" "$work/in/common/" || exit 2
cd "$work/in" || exit 2
report=$here/report.yaml
if [ ! -f "$report" ] && [ -f "$golden/marks/${here#*/}/report.yaml" ]; then
	report=marks/${here#*/}/report.yaml
	mkdir -p marks && cp -R "$golden/marks/${here#*/}" marks/ || exit 2
fi
if [ -x "$here/prepare" ]; then
	(cd "$here" && ./prepare)
	prepared=$?
	if [ $prepared -eq 77 ] && [ -z "${BILAN_NO_SKIP:-}" ]; then
		echo "skipped: a program that $here/prepare needs is not installed"
		exit 77
	fi
	[ $prepared -eq 0 ] || { echo "$here/prepare failed"; exit 2; }
fi
find . | LC_ALL=C sort >"$work/before"

if [ -f "$here/args" ]; then
	set --
	while IFS= read -r word || [ -n "$word" ]; do
		set -- "$@" "$(printf '%s' "$word" | sed "s|@|$here|g")"
	done <"$here/args"
elif [ "$stage" = check ]; then
	set -- check --root . "$report"
else
	set -- build --root . "--dump=$stage" "$report"
fi
path=$PATH
[ ! -f "$here/path" ] || path=$(sed "s|@|$work/in/$here|g; s|^PATH$|$PATH|" "$here/path" | paste -sd:)
seconds=2
[ ! -f "$here/seconds" ] || seconds=$(cat "$here/seconds")
export SOURCE_DATE_EPOCH=1704067200 LSAN_OPTIONS=print_suppressions=0
(
	ulimit -t "${GOLDEN_SECONDS:-$seconds}"
	[ -n "${GOLDEN_SECONDS:-}" ] || ulimit -v 3000000
	exec timeout 120 env "PATH=$path" "$bilan" "$@"
) >"$got" 2>&1
status=$?
if [ "$stage" = check ] || [ $status -ne 0 ]; then
	echo "exit status $status" >>"$got"
fi
sed -i "s|$work/in|PROJECT|g" "$got"

find . | LC_ALL=C sort >"$work/after"
if [ $status -ne 0 ] && ! cmp -s "$work/before" "$work/after"; then
	diff "$work/before" "$work/after" | sed -n 's/^> /left behind by a failed run: /p' >>"$got"
fi
grep '\.partial' "$work/after" | sed 's/^/left behind: /' >>"$got"

if [ "$update" = --update ]; then
	[ -f "$golden/$here/expect" ] || : >"$golden/$here/expect"
	diff -u "$golden/$here/expect" "$got"
	cp "$got" "$golden/$here/expect"
	exit 0
fi
diff -u "$golden/$here/expect" "$got"
