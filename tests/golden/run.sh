#!/bin/sh
# One golden case: run.sh BILAN CASE_DIR [--update]
#
# A case is a folder golden/STAGE/NAME. STAGE check: what `bilan check` says, with its exit status;
# blocks, lines, marks, tags: that dump. The layout is report.yaml (or what `args` says: words of the
# command line, one a line, @ is the folder of the case). The text expected is in `expect`.
# --update shows the difference and then writes it.
bilan=$1
case=$2
stage=$(basename "$(dirname "$case")")
cd "$(dirname "$0")" || exit 2
here=$stage/$(basename "$case")
args=$here/report.yaml
[ -f "$here/args" ] && args=$(sed "s|@|$here|g" "$here/args")
got=$(mktemp) || exit 2
trap 'rm -f "$got"' EXIT
export SOURCE_DATE_EPOCH=1704067200
if [ -x "$here/prepare" ]; then
	scratch=$(mktemp -d) || exit 2
	trap 'rm -rf "$got" "$scratch"' EXIT
	"$here/prepare" "$scratch" || exit 2
	args=$(printf '%s\n' "$args" | sed "s|%|$scratch|g")
fi
if [ "$stage" = check ]; then
	set -- check --root .
	head -1 "$here/args" 2>/dev/null | grep -qxE 'build|schema|fonts' && set --
	# shellcheck disable=SC2086
	"$bilan" "$@" $args >"$got" 2>&1
	echo "exit status $?" >>"$got"
	[ -n "${scratch:-}" ] && sed -i "s|$scratch|SCRATCH|g" "$got"
else
	# shellcheck disable=SC2086
	"$bilan" build --root . --dump=$stage $args >"$got" 2>&1
fi
if [ "${3:-}" = --update ]; then
	diff -u "$here/expect" "$got"
	cp "$got" "$here/expect"
	exit 0
fi
diff -u "$here/expect" "$got"
