#!/bin/sh
# `bilan diff` of files: files.sh BILAN SOURCE_DIR STEP
# carried: two PDFs of ours, each with its state; states: what --dump=state prints, for the press with its inks;
# foreign: two PDFs that carry none; half: one that carries none against one that does; slug: print files of two days;
# pages: 10 000 of them.
bilan=$(realpath "$1") source=$(realpath "$2") step=$3
. "$source/tests/changes/needs.sh"
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cp -R "$source/tests/changes/base" "$work/report" && cd "$work/report" || exit 2

# says STATUS WORDS...: what `bilan diff OLD NEW` answers, and lines that must be among what it says.
says() {
	wanted=$1 old=$2 new=$3
	shift 3
	"$bilan" diff "$old" "$new" >said 2>&1
	status=$?
	for words; do
		grep -qF -- "$words" said || { echo "diff $old $new does not say: $words"; bad=1; }
	done
	[ $status -eq "$wanted" ] || { echo "diff $old $new: exit status $status, not $wanted"; bad=1; }
	[ -z "$bad" ] || { cat said; exit 1; }
}
bad=

case $step in
carried)
	needs pdfdetach pdftotext pdftoppm
	"$bilan" build report.yaml -o old.pdf && cp old.pdf same.pdf || exit 1
	says 0 old.pdf same.pdf 'both files have the same bytes'
	SOURCE_DATE_EPOCH=1800000000 "$bilan" build report.yaml -o later.pdf || exit 1
	cmp -s old.pdf later.pdf && exit 1
	says 0 old.pdf later.pdf 'nothing changed'
	sed -i 's/24 088/24 083/' figures.csv && "$bilan" build report.yaml -o new.pdf || exit 1
	says 1 old.pdf new.pdf 'figures            visitors: 24' '083 (figures.csv:4:15)' 'cause: data' \
		'1 change on 1 page: 1 figure'
	"$bilan" build report.yaml --dump=state -o new.state || exit 1
	says 1 old.pdf new.state '083 (figures.csv:4:15)'
	# What a colour or a style of the theme explains is not told as pixels again.
	sed -i 's/#EEF3F6/#D8DCE0/; s/#14324F/#7A1F1F/; s/Nimbus Sans/Liberation Sans/' theme.yaml
	"$bilan" build report.yaml -o theme.pdf || exit 1
	says 1 new.pdf theme.pdf 'colour tint is #D8DCE0' 'colour title is #7A1F1F' 'style note is Liberation Sans'
	if grep -n pixels said; then cat said; exit 1; fi ;;
states)
	cp -R "$source/layout/printers" . || exit 2
	echo 'printer: printers/offset-coated.yaml' >>report.yaml
	"$bilan" build report.yaml --target print --dump=state -o old.state || exit 1
	grep -q '^ink 1 "Cyan" [0-9.]* "Magenta"' old.state || { echo "no inks in the state"; exit 1; }
	sed -i 's/accent: {srgb: "#0B6E7B", cmyk: \[85, 38, 42, 18\]}/accent: {srgb: "#0B6E7B", spot: "PANTONE 321 C", cmyk: [85, 38, 42, 18]}/' theme.yaml
	"$bilan" build report.yaml --target print --dump=state -o new.state || exit 1
	says 1 old.state new.state 'separations        PANTONE 321 C prints on this page now' 'cause: theme' \
		'separations        colour accent prints with cmyk 85 38 42 18 spot PANTONE 321 C, it was cmyk 85 38 42 18'
	says 1 new.state old.state 'separations        PANTONE 321 C prints on this page no longer'
	sed -i 's/^condition: .*/condition: FOGRA51/; /^marks:/d' printers/offset-coated.yaml && echo 'marks: []' >>printers/offset-coated.yaml
	"$bilan" build report.yaml --target print --dump=state -o other.state || exit 1
	says 1 new.state other.state 'document           condition: "FOGRA51", it was "FOGRA39"' 'cause: layout' \
		'document           marks: "none", it was "crop, registration, bar, slug"'
	# What a parameter, a file or a font is called may hold anything.
	sed -i 's/^parameters: .*/parameters: {year: {type: integer, default: 2023}, office: {type: text}}/' report.yaml
	mv figures.csv 'fig "a" b.csv' && sed -i "s/figures.csv/'fig \"a\" b.csv'/" tables.yaml
	for side in old new; do
		"$bilan" build report.yaml -p "office=une
page $side \"1\"" --dump=state -o $side.state || exit 1
	done
	says 0 old.state new.state 'nothing changed' ;;
foreign)
	needs qpdf pdftotext pdftoppm
	"$bilan" build report.yaml -o carrying.pdf && qpdf --remove-attachment=bilan-state.txt carrying.pdf old.pdf || exit 1
	sed -i 's/24 088/24 083/' figures.csv
	sed -i 's/, colour: tint/, colour: accent-pale/; s/text: "Un texte/text: "Le texte/' report.yaml
	"$bilan" build report.yaml -o carrying.pdf && qpdf --remove-attachment=bilan-state.txt carrying.pdf new.pdf || exit 1
	says 1 old.pdf new.pdf 'text               page: "Un" → "Le"' '083"' 'pixels             the picture differs'
	says 1 old.pdf new.pdf 'new.pdf: note: this PDF carries no state' 'what bilan build --dump=state prints'
	grep -v '^[a-z]*.pdf: note: \|^   help: ' said >found
	if grep -v '^  text \|^  pixels \|^page \|changes on' found; then echo "it cannot know that"; exit 1; fi
	# Of PDFs of which none is ours nothing else can be known.
	for pdf in old new; do
		qpdf --qdf --stream-data=uncompress $pdf.pdf - | sed 's/>bilan />other /' | fix-qdf >$pdf-other.pdf || exit 1
	done
	says 1 old-other.pdf new-other.pdf 'text               page: "Un" → "Le"'
	if grep 'note:' said; then exit 1; fi ;;
half)
	needs qpdf pdftotext pdftoppm
	"$bilan" build report.yaml -o old.pdf && qpdf --remove-attachment=bilan-state.txt old.pdf new.pdf || exit 1
	says 0 old.pdf new.pdf 'nothing changed' 'new.pdf: note: this PDF carries no state'
	says 0 new.pdf old.pdf 'nothing changed' 'new.pdf: note: this PDF carries no state'
	"$bilan" build report.yaml --dump=state -o old.state || exit 1
	says 2 old.state new.pdf 'new.pdf: error: this PDF carries no state' ;;
slug)
	needs pdfinfo pdftotext pdftoppm
	cd "$source" || exit 2
	for day in 1700000000 1700086400; do
		SOURCE_DATE_EPOCH=$day "$bilan" build layout/report.yaml -p year=2022 --target print -o "$work/report/$day.pdf" 2>"$work/said" ||
			{ cat "$work/said"; exit 1; }
	done
	cd "$work/report" || exit 2
	pdftotext 1700000000.pdf - | grep -q 2023-11-14 && pdftotext 1700086400.pdf - | grep -q 2023-11-15 ||
		{ echo "no date in the slug"; exit 1; }
	cmp -s 1700000000.pdf 1700086400.pdf && { echo "both have the same bytes"; exit 1; }
	says 0 1700000000.pdf 1700086400.pdf 'nothing changed' '1700086400.pdf: note: this PDF carries no state' ;;
pages)
	# As states; and 10 000 pages against one, as PDFs.
	for extra in 0 1; do
		awk -v extra=$extra 'BEGIN {
			print "bilan-state 1\ntool bilan 0\nreport r.yaml\ntarget web"
			for (i = 1; i <= 10000; i++) {
				if (extra && i == 5000) print "page x \"\" 300x400 plain\n  block b\n    text 20,30 90x6 body ink \"extra\""
				printf "page %d \"\" 300x400 plain\n  block b\n    text 20,30 90x6 body ink \"page %d of them\"\n", i, i
			}
			print "tags\nDocument" }' >"$extra.state"
	done
	says 1 0.state 1.state 'page x' 'this page is new' '1 change on 1 page: 1 page'
	needs qpdf pdftotext pdftoppm
	for pages in 1 10000; do
		awk -v pages=$pages 'BEGIN {
			printf "%%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count %d/Kids[", pages
			for (i = 0; i < pages; i++) printf "%d 0 R ", i + 3
			print "]>>\nendobj"
			for (i = 0; i < pages; i++) printf "%d 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>\nendobj\n", i + 3
			print "trailer\n<</Root 1 0 R>>" }' >bare.pdf
		qpdf --warning-exit-0 bare.pdf "$pages.pdf" 2>/dev/null || exit 1
	done
	says 1 1.pdf 10000.pdf '9999 changes on 9999 pages: 9999 pages' ;;
*)
	exit 2 ;;
esac
