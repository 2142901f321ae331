#!/bin/sh
# One change of the pages, and what bilan must say of it: run.sh BILAN CASE_DIR [--update]
#
# In a copy of base/: its pages are approved, CASE_DIR/change changes something, and what `bilan test`
# says, its exit status last, must be CASE_DIR/expect. --update shows the difference, then accepts it.
bilan=$(realpath "$1") || exit 2
case=$(realpath "$2") || exit 2
. "$(dirname "$case")/needs.sh"
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cp -R "$(dirname "$case")/base" "$work/report" && cd "$work/report" || exit 2
"$bilan" test --approve >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
"$case/change" || exit
"$bilan" test >"$work/said" 2>&1
echo "exit status $?" >>"$work/said"
sed -i "s|$(pwd -P)|PROJECT|g" "$work/said"
if [ "${3:-}" = --update ]; then
	[ -f "$case/expect" ] || : >"$case/expect"
	diff -u "$case/expect" "$work/said"
	cp "$work/said" "$case/expect"
	exit 0
fi
diff -u "$case/expect" "$work/said"
