#!/bin/sh
# same-bytes.sh BILAN: every report of marks/ gives the same PDF, byte for byte, whatever the locale, the
# time zone, the hour, the folder bilan runs in, the folder of the project and the order in which its
# files were made.
bilan=$(realpath "$1") || exit 2
golden=$(cd "$(dirname "$0")" && pwd) || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
. "$golden/locales.sh"
export SOURCE_DATE_EPOCH=1704067200
bad=0

copy() { # the project, its files made in the order of `sort $1`
	mkdir -p "$2"
	(cd "$golden" && find common marks -type f | LC_ALL=C sort $1) | while IFS= read -r file; do
		mkdir -p "$2/$(dirname "$file")" && cp "$golden/$file" "$2/$file"
	done
}
copy "" "$work/here"
copy -r "$work/some where/élsewhere"

build() { # folder, root, report, output
	(cd "$1" && "$bilan" build --root "$2" "$2/$3" -o "$4") >"$4.said" 2>&1 ||
		{ echo "$3 cannot be built: $(head -1 "$4.said")"; bad=1; }
}
compare() {
	cmp -s "$work/a.pdf" "$work/b.pdf" || { echo "$1: other bytes $2"; bad=1; }
}

for report in "$golden"/marks/*/report.yaml; do
	report=${report#"$golden"/}
	export LC_ALL=C TZ=UTC
	build "$work/here" . "$report" "$work/a.pdf"
	build "$work/here" . "$report" "$work/b.pdf"
	compare "$report" "the second time"
	for locale in $locales; do
		LC_ALL=$locale TZ=Pacific/Kiritimati build "$work/here" . "$report" "$work/b.pdf"
		compare "$report" "under $locale"
	done
	build / "$work/some where/élsewhere" "$report" "$work/b.pdf"
	compare "$report" "from another folder"
done

# Without SOURCE_DATE_EPOCH the date is the newest input's, never the clock's.
unset SOURCE_DATE_EPOCH
build "$work/here" . "$report" "$work/a.pdf"
sleep 1.1
build "$work/here" . "$report" "$work/b.pdf"
compare "$report" "a second later"
exit $bad
