#!/bin/sh
# Does another program see the ink that we count? plates.sh PRINT.pdf SCRATCH_DIR < FIGURES
#
# FIGURES are lines "PAGE INK PERCENT": coverage of the bleed box, INK as Ghostscript calls its plate
# (Cyan, Magenta, Yellow, Black, or a spot's name, which may have spaces). Each must be within one
# percentage point of the plate that Ghostscript's tiffsep makes of that page.
#
# Ghostscript paints every pixel that a shape touches, so text grows by up to half a pixel on each side:
# at 72 ppi a page of text has twice its ink. At 600 ppi the error is 0.5 points at most on our pages,
# and halves with each doubling towards what we count.
pdf=$1 scratch=$2
mkdir -p "$scratch" && rm -f "$scratch"/plate* || exit 2
gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=tiffsep -r600 -dDownScaleFactor=4 -dUseBleedBox \
	-sOutputFile="$scratch/plate%d.tif" "$pdf" || exit 2
bad=0 n=0
while read -r page ink percent; do
	# The percentage is the last word: a spot's name may have several.
	while [ "${percent#* }" != "$percent" ]; do
		ink="$ink ${percent%% *}" percent=${percent#* }
	done
	plate="$scratch/plate$page($ink).tif"
	if [ ! -f "$plate" ]; then
		# No plate is a plate without ink.
		[ "${percent%%.*}" = 0 ] || { echo "page $page: no plate $ink, and we count $percent %"; bad=1; }
		continue
	fi
	seen=$(tifftopnm -quiet "$plate" | pamsumm -mean -brief -normalize)
	n=$((n + 1))
	echo "$page $ink $percent $seen" | awk '{
		seen = (1 - $NF) * 100; ours = $(NF - 1); off = seen - ours
		if (off > 1 || off < -1) {
			printf "page %s: %.2f %% on the plate, and we count %.2f %%\n", $1, seen, ours
			exit 1
		}
	}' || { echo "  (plate $ink)"; bad=1; }
done
[ "$n" -gt 0 ] || { echo "no plate was compared"; bad=1; }
exit $bad
