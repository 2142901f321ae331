#!/bin/sh
# The example report against what was agreed: report.sh BILAN SOURCE_DIR STEP [--update]
# cases: its pages are as approved in tests/pages/cases, both years, for screens and for the press;
# tags: what a screen reader meets is that of tests/pages/report-YEAR.tags;
# differences: `check` names the three places where the source's arithmetic does not follow, and no other.
bilan=$1 step=$3
cd "$2" || exit 2
got=$(mktemp) || exit 2
trap 'rm -f "$got"' EXIT
bad=0
case $step in
cases)
	# Two seconds of CPU are its limit when nothing has changed.
	(ulimit -t "${GOLDEN_SECONDS:-2}" && "$bilan" test tests/pages/cases) || bad=1 ;;
tags)
	for year in 2022 2023; do
		expect=tests/pages/report-$year.tags
		"$bilan" build layout/report.yaml -p year=$year --dump=tags >"$got" 2>/dev/null || bad=1
		if [ "${4:-}" = --update ]; then
			diff -u "$expect" "$got"
			cp "$got" "$expect"
		else
			diff -u "$expect" "$got" || bad=1
		fi
	done ;;
differences)
	"$bilan" check layout/report.yaml --messages=json 2>"$got" || bad=1
	for place in data/childcare.csv:29 data/childcare.csv:31 data/workforce.csv:3; do
		grep -q "\"code\":\"check-known\",\"file\":\"${place%:*}\",\"line\":${place#*:}," "$got" ||
			{ echo "not told: $place"; bad=1; }
	done
	told=$(grep -c '"code":"check-' "$got")
	[ "$told" = 3 ] || { echo "$told differences told, not 3"; bad=1; } ;;
*)
	exit 2 ;;
esac
exit $bad
