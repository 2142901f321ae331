#!/bin/sh
# The example report against what was agreed: report.sh BILAN SOURCE_DIR STEP [--update]
# dumps: its marks and tags of both years are those of tests/pages/report-YEAR.{marks,tags};
# differences: `check` names the three places where the source's arithmetic does not follow, and no other.
bilan=$1 step=$3
cd "$2" || exit 2
got=$(mktemp) || exit 2
trap 'rm -f "$got"' EXIT
bad=0
case $step in
dumps)
	for year in 2022 2023; do
		for stage in marks tags; do
			expect=tests/pages/report-$year.$stage
			"$bilan" build layout/report.yaml -p year=$year --dump=$stage >"$got" 2>/dev/null || bad=1
			if [ "${4:-}" = --update ]; then
				diff -u "$expect" "$got"
				cp "$got" "$expect"
			else
				diff -u "$expect" "$got" || bad=1
			fi
		done
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
