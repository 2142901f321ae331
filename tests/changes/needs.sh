# Read by the scripts of this folder: needs WHAT... ends the test as skipped where a program, or a file, is not there.
needs() {
	for what; do
		case $what in
		/*) [ -e "$what" ] && continue ;;
		*) command -v "$what" >/dev/null && continue ;;
		esac
		echo "skipped: $what is not installed"
		[ -n "${BILAN_NO_SKIP:-}" ] && exit 1
		exit 77
	done
}
# The fonts of base/fonts.yaml.
needs /usr/share/fonts/opentype/inter/Inter-Regular.otf /usr/share/fonts/opentype/urw-base35/NimbusSans-Regular.otf
