#!/bin/sh
# A library is known in one room only: libraries.sh SOURCE_DIR
cd "$1" || exit 2
bad=0
while read -r header room; do
	found=$(grep -rnE "#include <$header" src include | grep -vE "^$room" || true)
	if [ -n "$found" ]; then
		echo "$header is known outside $room:"
		echo "$found"
		bad=1
	fi
done <<TABLE
hpdf src/pdf/
csv\.h src/data/csv\.c
yaml\.h src/config/yaml\.c
sqlite3\.h src/data/
cmark src/prose/markdown\.c
fontconfig src/text/face\.c
hb[-a-z]*\.h src/(text|pdf)/
hyphen\.h src/text/hyphen\.c
unicode/ubrk src/text/opportunity\.c
unicode/un src/data/number\.c
png\.h src/image/png
jpeglib\.h src/image/jpeg\.c
expat\.h src/image/svg\.c
lcms2 src/(pdf/intent\.c|ink/)
libdeflate src/pdf/
zlib\.h src/pdf/
nettle src/base/hash\.c
cmocka tests/
TABLE
exit $bad
