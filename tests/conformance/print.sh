#!/bin/sh
# The print files as others see them: print.sh BILAN SOURCE_DIR SCRATCH_DIR MAKE_PICTURES STEP
#
# Files: the example report of two years; print/pictures.yaml (every kind of picture) and
# print/spots.yaml (spot inks), which run in a copy of their folder with the printers of layout/.
# Steps: build (twice the same bytes, and the web file as without a print), qpdf, pdfx4, verapdf, plates
# (Ghostscript's tiffsep), same (the same information as the web file), cost (less than twice one).
bilan=$1 source=$2 scratch=$3 make_pictures=$4 step=$5
here=$source/tests/conformance
mkdir -p "$scratch" && cd "$source" || exit 2
project=$scratch/project
export SOURCE_DATE_EPOCH=1704067200

# Shown as skipped where a program is missing; CI sets BILAN_NO_SKIP.
need() {
	for program; do
		command -v "$program" >/dev/null && continue
		echo "needs $program"
		[ -n "$BILAN_NO_SKIP" ] && exit 1
		exit 77
	done
}

build() {
	"$bilan" build layout/report.yaml -p year="$1" --target all -o "$2" 2>/dev/null
}

# separate PDF PREFIX [OPTION]...: its plates at 72 ppi, page by page, within the bleed.
separate() {
	pdf=$1 prefix=$2
	shift 2
	rm -f "$prefix"[0-9]*.tif
	gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=tiffsep -r576 -dDownScaleFactor=8 -sCompression=none \
		-dUseBleedBox "$@" -o "$prefix%02d.tif" "$pdf"
}

case $step in
build)
	for year in 2022 2023; do
		build $year "$scratch/report-$year.pdf" || exit 1
	done
	build 2023 "$scratch/again.pdf" || exit 1
	cmp "$scratch/report-2023.pdf" "$scratch/again.pdf" || exit 1
	cmp "$scratch/report-2023-print.pdf" "$scratch/again-print.pdf" || exit 1
	"$bilan" build layout/report.yaml -o "$scratch/alone.pdf" 2>/dev/null || exit 1
	cmp "$scratch/report-2023.pdf" "$scratch/alone.pdf" || exit 1
	rm -rf "$project" && mkdir -p "$project" || exit 2
	cp -R tests/golden/common "$project/common" && cp -R "$here/print" layout/printers "$project" || exit 2
	"$make_pictures" "$project/print" && cd "$project" || exit 2
	for name in pictures spots; do
		"$bilan" build --root . print/$name.yaml --target all -o $name.pdf 2>/dev/null || exit 1
	done
	"$bilan" build --root . print/spots.yaml --target print --no-spots -o no-spots-print.pdf 2>/dev/null ;;
qpdf)
	for file in "$scratch"/report-20*-print.pdf "$project"/*-print.pdf; do
		qpdf --check "$file" || exit 1
	done ;;
pdfx4)
	need python3 pip
	need gs
	"$here/pdfx4check/pdfx4check" --strict --trim-mm 210x297 --bleed-mm 3 --max-ink 300 --strict-cmyk \
		--min-line 0.25 --render --intent FOGRA39 "$scratch/report-2022-print.pdf" "$scratch/report-2023-print.pdf" || exit 1
	"$here/pdfx4check/pdfx4check" --strict --bleed-mm 3 --max-ink 300 --strict-cmyk --min-dpi 225 --render \
		--intent FOGRA39 "$project"/*-print.pdf ;;
verapdf)
	need java mvn
	"$here/verapdf/verapdf" --flavour ua1,3a "$project/pictures.pdf" "$project/spots.pdf" ;;
plates)
	need gs
	plates=$here/print/plates.pl
	bad=0
	for year in 2022 2023; do
		file=$scratch/report-$year
		separate "$file-print.pdf" "$file-plate" || exit 1
		"$bilan" ink layout/report.yaml -p year=$year >"$file.ink" 2>/dev/null || exit 1
		"$plates" coverage "$file-plate" "$file.ink" || bad=1
	done
	# The words alone, without drawings and pictures: those of black type are on no other plate.
	file=$scratch/report-2023
	"$bilan" build layout/report.yaml --dump=marks -o "$file.marks" 2>/dev/null || exit 1
	separate "$file-print.pdf" "$file-words" -dFILTERVECTOR -dFILTERIMAGE || exit 1
	"$plates" black "$file-words" "$file.marks" body item table table-strong note foot folio fol thead strong \
		emphasis prev value-before category || bad=1
	cd "$project" || exit 2
	for name in pictures spots; do
		"$bilan" build --root . print/$name.yaml --dump=marks -o $name.marks 2>/dev/null || exit 1
		"$bilan" ink --root . print/$name.yaml >$name.ink 2>/dev/null || exit 1
		separate $name-print.pdf $name-plate || exit 1
		"$plates" coverage $name-plate $name.ink || bad=1
	done
	"$plates" quarters pictures-plate pictures.marks print/quarters.txt || bad=1
	"$plates" under spots-plate spots.marks on-spot 'PANTONE 485 C' || bad=1
	"$plates" out spots-plate spots.marks out-of-spot 'PANTONE 485 C' || bad=1
	separate no-spots-print.pdf no-spots-plate || exit 1
	[ "$(find . -name 'spots-plate01(*' | wc -l)" = 6 ] || { echo "not four inks and two spots"; bad=1; }
	[ "$(find . -name 'no-spots-plate01(*' | wc -l)" = 4 ] || { echo "not four inks without spots"; bad=1; }
	exit $bad ;;
same)
	"$here/same_information.sh" "$bilan" "$scratch/report-2023.pdf" "$scratch/report-2023-print.pdf" \
		layout/report.yaml || exit 1
	"$here/same_information.sh" "$bilan" "$scratch/report-2022.pdf" "$scratch/report-2022-print.pdf" \
		layout/report.yaml -p year=2022 || exit 1
	cd "$project" || exit 2
	"$here/same_information.sh" "$bilan" spots.pdf spots-print.pdf --root . print/spots.yaml ;;
cost)
	# The least CPU of seven runs each.
	for target in web print all; do
		for run in 1 2 3 4 5 6 7; do
			"$bilan" build layout/report.yaml --target $target --times -o "$scratch/cost.pdf" 2>&1 |
				awk '$1 == "all" { print $2 }'
		done | sort -n | head -1
	done | tr '\n' ' ' | awk '{ printf "web %s ms, print %s ms, both %s ms\n", $1, $2, $3
		exit !($3 > 0 && $3 < 2 * $1) }' ;;
esac
