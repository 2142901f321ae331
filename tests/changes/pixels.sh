#!/bin/sh
# The same change where nothing but pixels can tell: pixels.sh BILAN CASE_DIR [--update]
#
# Both PDFs lose their state and all of their text: letters become outlines (ghostscript). `bilan diff` must
# name the pages in CASE_DIR/pixels, one a line, and no other; "nothing" when it must see nothing.
bilan=$(realpath "$1") || exit 2
case=$(realpath "$2") || exit 2
. "$(dirname "$case")/needs.sh"
needs gs qpdf pdftotext pdftoppm
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cp -R "$(dirname "$case")/base" "$work/report" && cd "$work/report" || exit 2
for side in old new; do
	[ $side = old ] || "$case/change" || exit
	"$bilan" build report.yaml -o carrying.pdf || exit 1
	qpdf --remove-attachment=bilan-state.txt carrying.pdf plain.pdf || exit 1
	gs -q -dSAFER -dNOPAUSE -dBATCH -sDEVICE=pdfwrite -dNoOutputFonts -o $side.pdf plain.pdf || exit 1
done
"$bilan" diff --tolerance 0.5mm --delta-e 2 old.pdf new.pdf >said 2>&1
status=$?
sed -n 's/^page \([0-9]*\).*/page \1/p' said >seen
if [ $status -eq 0 ]; then echo nothing >seen; fi
if [ $status -gt 1 ] || grep -q '^  text' said; then
	cat said
	exit 1
fi
if [ "${3:-}" = --update ]; then
	cat said
	cp seen "$case/pixels"
	exit 0
fi
diff -u "$case/pixels" seen || { cat said; exit 1; }
