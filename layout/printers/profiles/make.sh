#!/bin/sh
# Makes the two profiles of this folder from measurements of prints: make.sh [DIR with FOGRA*.ti3]
#
# Needs Debian's packages argyll (colprof 2.3.1) and icc-profiles-free (the measurements). Two runs give
# the same bytes: colprof writes the hour into the header, which is replaced by a fixed date.
#
#   -qm -bm         tables of medium size in both directions
#   -ni -np -no     no curves before and after the tables: smaller, and no worse (README.md)
#   -nc             without the measurements themselves
#   -k p …          black sets in at 10 %, is full at 90 % of darkness, and grows slowly between: greys are
#                   carried by three colours and black together, skin and sky have almost no black
#   -l              most ink of all four together, percent
set -e
cd "$(dirname "$0")"
data=${1:-/usr/share/color/icc}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

make_profile() # NAME MEASUREMENTS INK_LIMIT DESCRIPTION
{
	cp "$data/$2.ti3" "$scratch/"
	colprof -qm -bm -ni -np -no -nc -k p 0 0.1 0.9 1 0.6 -l "$3" -D "$4" \
		-C "Made from the characterisation data $2 by Fogra, www.fogra.org; zlib licence, no warranty" \
		-O "$scratch/$1.icc" "$scratch/$2" >/dev/null
	# Bytes 24 to 35 of the header: 1 January 2007, 00:00:00 (ICC.1, 7.2.8)
	printf '\007\327\000\001\000\001\000\000\000\000\000\000' |
		dd of="$scratch/$1.icc" bs=1 seek=24 conv=notrunc 2>/dev/null
	cp "$scratch/$1.icc" "$1.icc"
}

make_profile fogra39-coated FOGRA39L 300 "Offset on coated paper (FOGRA39L)"
make_profile fogra29-uncoated FOGRA29L 280 "Offset on uncoated white paper (FOGRA29L)"
sha256sum -- *.icc
